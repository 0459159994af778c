// Each mutant in the table of manual ones still applies, and its tests exist. `npm run test:mutation` makes them.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { HAND_MADE } from '../mutation/by-hand.ts';
import { mutate } from '../mutation/run-by-hand.ts';
import { ROOT } from '../mutation/tree.ts';

test.each(HAND_MADE)('$breaks', (mutant) => {
  // A change that moves or rewrites the line must update the mutant.
  expect(mutate(mutant)).toMatchObject({ file: expect.stringMatching(/\.ts$/) });
  for (const file of mutant.tests) expect(existsSync(join(ROOT, file)), file).toBe(true);
});

test('a text that stands nowhere, or more than once, is a mutant that cannot be made', () => {
  const made = (search: string) =>
    mutate({ breaks: 'x', package: 'packages/doctor', search, replace: '', tests: ['x'] });
  expect(made('no such text')).toBe(
    '"x" cannot be made: expected its text once in packages/doctor/src, found it 0 times: no such text',
  );
  expect(made('import ')).toMatch(/found it \d{2,} times: import $/);
});
