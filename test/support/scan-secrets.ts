// Set-up of the tests: what they export is scanned, and a key, a token or a person's address fails the test.
import { afterEach, expect } from 'vitest';
import { onExport } from './exported.ts';
import { secretsIn } from './secrets.ts';

let found: string[] = [];

onExport((text, outlet) => {
  found.push(...secretsIn(text).map((secret) => `${outlet}: ${secret}`));
});

afterEach(() => {
  const all = found;
  found = [];
  expect(all, 'exported').toEqual([]);
});
