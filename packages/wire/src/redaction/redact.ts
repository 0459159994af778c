// Redacts keys, tokens, passwords and e-mail addresses in a text, and cuts a sentence to the longest allowed length.
import { memoizeLast } from '../memoize-last.ts';
import { oneLine } from './harmful.ts';
import { SECRET_KINDS, SECRET_SHAPES, type SecretShape } from './secret-shapes.ts';

/** The most characters of an error message that telemetry carries. */
export const MAX_MESSAGE_LENGTH = 512;

const REDACTED = '[redacted]';

/**
 * `text` on one line, without secrets, cut to {@link MAX_MESSAGE_LENGTH} characters. Cached, because calls often fail with the
 * same sentence.
 */
export const redact: (text: string) => string = memoizeLast((text: string) => {
  // Cut first, with room to spare, to bound the cost of the patterns.
  // `oneLine` replaces half of a surrogate pair, too, which the cut may have left.
  const clean = oneLine(
    redactSecrets(text.slice(0, MAX_MESSAGE_LENGTH * 4))
      .replace(/\s+/g, ' ')
      .trim(),
  );
  if (clean.length <= MAX_MESSAGE_LENGTH) return clean;
  return `${clean.slice(0, MAX_MESSAGE_LENGTH - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
});

/** `text` with `[redacted]` in place of every known kind of secret, plain or encoded. Takes linear time. */
export function redactSecrets(text: string): string {
  let clean = text;
  for (const shape of SECRET_SHAPES)
    if (shape.hint.test(clean)) clean = clean.replace(shape.pattern, replacer(shape));
  return redactEncoded(clean);
}

/** The kind of the first secret in `text`, such as `an API key`; undefined without a secret. */
export function secretIn(text: string): string | undefined {
  const found = SECRET_SHAPES.findIndex(
    (shape) => shape.hint.test(text) && text.replace(shape.pattern, replacer(shape)) !== text,
  );
  return SECRET_KINDS[found] ?? (redactEncoded(text) === text ? undefined : 'an encoded secret');
}

/** Replaces a match, except its groups `keep` and `after`. */
function replacer({
  isSecret,
  instead = REDACTED,
}: SecretShape): (match: string, ...rest: unknown[]) => string {
  return (match, ...rest) => {
    const groups = rest.at(-1);
    const { keep = '', after = '' } = (typeof groups === 'object' ? groups : {}) as Record<
      string,
      string | undefined
    >;
    const secret = match.slice(keep.length, match.length - after.length);
    if (secret === instead || (isSecret && !isSecret(secret))) return match;
    return `${keep}${instead}${after}`;
  };
}

/** Encodings that hide the shape of a secret: a test for them in a run of text, and a decoder of the run. */
const ENCODINGS: readonly (readonly [shows: RegExp, decode: (run: string) => string | undefined])[] = [
  [/%[0-9a-fA-F]{2}/, percentDecoded],
  [/\\u00[0-9a-fA-F]{2}/, (run) => run.replace(/\\u([0-9a-fA-F]{4})/g, character(16))],
  [/&#x?[0-9a-fA-F]{2,6};/, entitiesDecoded],
];

/** Shapes that need no further test. Decoded text is matched only against these. */
const CERTAIN = SECRET_SHAPES.filter(({ isSecret }) => isSecret === undefined);
/** The most characters of a run to decode. No message contains a longer run. */
const MAX_RUN = 16_384;

function redactEncoded(text: string): string {
  let clean = text;
  for (const [shows, decode] of ENCODINGS) {
    if (!shows.test(clean)) continue;
    clean = clean.replace(/[^\s"'<>]{6,}/g, (run) =>
      shows.test(run) && hides(decode(run.slice(0, MAX_RUN))) ? REDACTED : run,
    );
  }
  return clean.replace(/[\w+/-]{16,}={0,2}/g, (run) =>
    hides(base64Decoded(run.slice(0, MAX_RUN))) ? REDACTED : run,
  );
}

const hides = (decoded: string | undefined): boolean =>
  decoded !== undefined &&
  CERTAIN.some(({ hint, pattern }) => hint.test(decoded) && decoded.search(pattern) >= 0);

/** Decodes repeatedly encoded text up to three times. An invalid percent sign stays. */
function percentDecoded(run: string): string {
  let decoded = run;
  for (let times = 0; times < 3 && decoded.includes('%'); times += 1)
    decoded = decoded.replace(/%([0-9a-fA-F]{2})/g, character(16));
  return decoded;
}

function entitiesDecoded(run: string): string {
  return run.replace(/&#x([0-9a-fA-F]{2,6});/g, character(16)).replace(/&#(\d{2,6});/g, character(10));
}

function character(base: number): (_: string, code: string) => string {
  return (_, code) => String.fromCharCode(Number.parseInt(code, base));
}

/** Decoded base64; `undefined` if it is not readable text, because most such runs are ids. */
function base64Decoded(run: string): string | undefined {
  const whole = run
    .replaceAll('-', '+')
    .replaceAll('_', '/')
    .replace(/(?<!=)=+$/, '');
  try {
    const decoded = atob(whole.slice(0, whole.length - (whole.length % 4 === 1 ? 1 : 0)));
    return /^[\t\n\r -~]+$/.test(decoded) ? decoded : undefined;
  } catch {
    return undefined;
  }
}
