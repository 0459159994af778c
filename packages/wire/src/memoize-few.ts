// Remembers the answers of a function that is mostly asked the same few texts: an application has few models and few keys.

/**
 * `derive`, which is not asked again while its answer is remembered.
 *
 * @param most the number of texts that are remembered; one more, and all are forgotten.
 */
export function memoizeFew<Answer>(
  most: number,
  derive: (question: string) => Answer,
): (question: string) => Answer {
  const known = new Map<string, { readonly answer: Answer }>();
  return (question) => {
    const before = known.get(question);
    if (before) return before.answer;
    const answer = derive(question);
    if (known.size >= most) known.clear();
    known.set(question, { answer });
    return answer;
  };
}
