// Many patterns in one: whether a text has any of them takes one pass.

/** A test for any of the patterns; what they capture is lost. */
export function anyOf(patterns: readonly RegExp[]): (text: string) => boolean {
  // `Map.groupBy` came with Node.js 21.
  const whole = [...new Set(patterns.map(({ flags }) => flags))].map((flags) => {
    const group = patterns.filter((pattern) => pattern.flags === flags);
    return new RegExp(
      group.map(({ source }) => `(?:${source.replace(/\(\?<(?=[A-Za-z])\w{1,40}>/g, '(?:')})`).join('|'),
      flags,
    );
  });
  return (text) => whole.some((pattern) => pattern.test(text));
}
