// Many patterns in one: whether a text has any of them takes one pass.

/** A test for any of the patterns; what they capture is lost. */
export function anyOf(patterns: readonly RegExp[]): (text: string) => boolean {
  const byFlags = Map.groupBy(patterns, ({ flags }) => flags);
  const whole = [...byFlags].map(
    ([flags, group]) =>
      new RegExp(
        group.map(({ source }) => `(?:${source.replace(/\(\?<(?=[A-Za-z])\w{1,40}>/g, '(?:')})`).join('|'),
        flags,
      ),
  );
  return (text) => whole.some((pattern) => pattern.test(text));
}
