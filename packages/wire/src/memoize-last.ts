// Remembers the last answer of a function that is mostly asked the same again, such as where a client sends its requests.

/** `derive`, which is not asked again what it was asked last. Only texts are remembered. */
export function memoizeLast<Question, Answer>(
  derive: (question: Question) => Answer,
): (question: Question) => Answer {
  let last: { readonly question: Question; readonly answer: Answer } | undefined;
  return (question) => {
    if (typeof question !== 'string') return derive(question);
    if (last?.question !== question) last = { question, answer: derive(question) };
    return last.answer;
  };
}
