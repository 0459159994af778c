// Finds a credential of the request in a server's text. A gateway's key can have any shape, so no pattern finds it.
import { memoizeFew } from '../memoize-few.ts';
import { decodedTexts, disguisedTexts } from './decoded.ts';
import { redactSecrets } from './redact.ts';

/** A run of this many equal letters and digits, with a digit among them, is not a coincidence. */
const RUN = 10;
/** A shorter credential could be an ordinary word, so it is not compared. */
const MIN_LENGTH = 8;
/** Without a digit, a run is longer, and at the beginning. */
const WORDS_RUN = 14;
/** Tokens and texts are compared up to this length. */
const MAX_COMPARED = 4096;
/** The prefix of a key, which documentation and error messages also contain. */
const PREFIX = /^(?:(?:bearer|basic|token) )?(?:sk-ant-[a-z0-9]+-)?/i;

/** Whether `text` has one of `credentials`, or a part of it: plain, in other case, with separators, or encoded. */
export function repeatsCredential(text: string, credentials: readonly string[]): boolean {
  if (credentials.length === 0) return false;
  // Redaction replaces a secret of a known shape, so it does not count here.
  const clean = redactSecrets(text.slice(0, MAX_COMPARED)).normalize('NFKC');
  const texts = [...decodedTexts(clean), ...disguisedTexts(clean)].map(squeezed);
  return credentials.some((credential) => {
    const { forms, runs } = partsOf(credential);
    return texts.some((said) => forms.some((form) => said.includes(form)) || hasRun(said, runs));
  });
}

interface Parts {
  readonly forms: readonly string[];
  readonly runs: ReadonlySet<string>;
}

/** The number of credentials whose parts are cached. */
const MAX_KNOWN = 8;

const partsOf = memoizeFew(MAX_KNOWN, (credential): Parts => {
  const forms = formsOf(credential);
  const [plain = ''] = forms;
  const isWords = plain.length > WORDS_RUN && !/\d/.test(plain);
  return {
    forms: isWords ? [...forms, plain.slice(0, WORDS_RUN)] : forms,
    runs: new Set(forms.flatMap(runsOf)),
  };
});

function formsOf(credential: string): string[] {
  const secret = credential.slice(0, MAX_COMPARED).replace(PREFIX, '');
  if (secret.length < MIN_LENGTH) return [];
  const bytes = [...new TextEncoder().encode(secret)];
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [secret, base64(bytes), hex].map(squeezed).filter(({ length }) => length >= MIN_LENGTH);
}

/** Only the letters and digits, in lower case. */
export const squeezed = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]+/g, '');

/** Base64 without the last characters, which depend on the bytes that follow. */
const base64 = (bytes: readonly number[]): string =>
  btoa(String.fromCharCode(...bytes.slice(0, bytes.length - (bytes.length % 3))));

function runsOf(secret: string): string[] {
  const runs: string[] = [];
  for (let at = 0; at + RUN <= secret.length; at += 1) {
    const run = secret.slice(at, at + RUN);
    if (/\d/.test(run) && /[a-z]/.test(run)) runs.push(run);
  }
  return runs;
}

/** Whether `text` contains a run. Each run has a digit, which most sentences lack. */
function hasRun(text: string, runs: ReadonlySet<string>): boolean {
  if (runs.size === 0) return false;
  let digitAt = -1;
  for (let end = 0; end < text.length; end += 1) {
    const code = text.charCodeAt(end);
    if (code >= 48 && code <= 57) digitAt = end;
    const at = end + 1 - RUN;
    if (at >= 0 && digitAt >= at && runs.has(text.slice(at, end + 1))) return true;
  }
  return false;
}
