// Shapes that no export may contain: keys, tokens, e-mail addresses, credentials.

const SECRETS: Readonly<Record<string, RegExp>> = {
  'an API key': /\bsk-(?:ant|proj)-[a-z0-9]+-[A-Za-z0-9_-]{4,}/,
  'a token': /\b(?:bearer|basic) [A-Za-z0-9._~+/=-]{8,}/i,
  'a JSON Web Token': /\beyJ[A-Za-z0-9_-]{16,}/,
  'an access key of AWS': /\b(?:AKIA|ASIA)[A-Z0-9]{12,}/,
  'an e-mail address': /\b[\w.+-]+@[\w-]+(?:\.[a-z]{2,})+\b/i,
  'credentials in a URL': /\/\/[^/\s:@"]+:[^/\s@"]+@/,
};

/** Sample values that the doctor prints on purpose, in the pages of `explain` and in `drill`. */
const TOLD = /user:password@proxy\.example|sk-proj-drill-not-a-real-key/g;

/** Each kind that is in `text`, with the first of it. */
export const secretsIn = (text: string): string[] =>
  Object.entries(SECRETS).flatMap(([what, pattern]) => {
    const [match] = pattern.exec(text.replace(TOLD, '')) ?? [];
    return match === undefined ? [] : [`${what}: ${match}`];
  });
