// Caches a function that mostly gets the same few texts: an application has few models and few keys.

/**
 * `derive` with a cache.
 *
 * @param most the number of texts in the cache. One more empties it.
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
