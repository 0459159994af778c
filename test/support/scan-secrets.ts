// Set-up of every integration test: what it exports is scanned, and a key, a token or a person's address fails it.
import { afterEach, expect } from 'vitest';
import { onExport } from './exported.ts';

const SECRETS: Readonly<Record<string, RegExp>> = {
  'an API key': /\bsk-(?:ant|proj)-[a-z0-9]+-[A-Za-z0-9_-]{4,}/,
  'a token': /\b(?:bearer|basic) [A-Za-z0-9._~+/=-]{8,}/i,
  'a JSON Web Token': /\beyJ[A-Za-z0-9_-]{16,}/,
  'an access key of AWS': /\b(?:AKIA|ASIA)[A-Z0-9]{12,}/,
  'an e-mail address': /\b[\w.+-]+@[\w-]+(?:\.[a-z]{2,})+\b/i,
  'credentials in a URL': /\/\/[^/\s:@"]+:[^/\s@"]+@/,
};

let found: string[] = [];

onExport((text) => {
  for (const [what, pattern] of Object.entries(SECRETS)) {
    const [match] = pattern.exec(text) ?? [];
    if (match !== undefined) found.push(`${what}: ${match}`);
  }
});

afterEach(() => {
  const all = found;
  found = [];
  expect(all, 'exported').toEqual([]);
});
