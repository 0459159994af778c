// Caches the last result of a function that mostly gets the same argument, such as a client's address.

/** `derive` with its last result cached, if the argument was a text. */
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
