// What an error's sentence must not carry: keys, tokens, addresses of people; and its greatest length.

/** The most characters of an error message that telemetry carries. */
export const MAX_MESSAGE_LENGTH = 512;

const SECRETS: ReadonlyArray<readonly [pattern: RegExp, replacement: string]> = [
  // `Headers` of Node.js prints the name or value, which is often a key with a line break in it; a long one is cut.
  [/(\bHeaders\.\w+: )".*?(?:"( is an invalid header \w+)|$)/g, '$1"[redacted]"$2'],
  [/".*" is an invalid header (value|name)/g, '"[redacted]" is an invalid header $1'],
  // Bun's.
  [/(\bHeader '[^']*' has invalid value: ).*/g, "$1'[redacted]'"],
  [/(\/\/)[^/\s:@]+:[^/\s@]+@/g, '$1[redacted]@'],
  [/\b(sk|pk|rk|key)-[A-Za-z0-9_-]{3,}/g, '$1-[redacted]'],
  [/\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]+/gi, '$1 [redacted]'],
  [/\b(?:AKIA|ASIA|AIza)[A-Za-z0-9_-]{8,}/g, '[redacted]'],
  [/\beyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)*/g, '[redacted]'],
  [/\b[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+/g, '[redacted]'],
];

/** Every secret has one of these: the patterns are many times as slow, and most sentences have none. */
const HINT = /@|[spr]k-|key-|bearer|basic|AKIA|ASIA|AIza|eyJ|Headers?\.\w|invalid header|invalid value/i;

/** `text` on one line, without secrets, at most {@link MAX_MESSAGE_LENGTH} characters. */
export function redact(text: string): string {
  // Cut with room to spare before the patterns run: their cost is bounded whatever an error carries.
  let clean = text
    .slice(0, MAX_MESSAGE_LENGTH * 4)
    .replace(/\s+/g, ' ')
    .trim()
    // Half a surrogate pair is no text.
    .toWellFormed();
  if (HINT.test(clean))
    for (const [pattern, replacement] of SECRETS) clean = clean.replace(pattern, replacement);
  if (clean.length <= MAX_MESSAGE_LENGTH) return clean;
  return `${clean.slice(0, MAX_MESSAGE_LENGTH - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
