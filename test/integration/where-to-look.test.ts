// The table "Where to look first" in CONTRIBUTING.md: each row names at most two files, which contain the named functions.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const ROOT = new URL('../../', import.meta.url);
const page = readFileSync(new URL('CONTRIBUTING.md', ROOT), 'utf8');
const rows = [...page.matchAll(/^\| (.+\?) \| (.+) \|$/gm)].map(([, question = '', answer = '']) => {
  const files = answer.split('; ').map((part): [file: string, names: string[]] => {
    const [file = '', ...names] = [...part.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text);
    return [file, names];
  });
  return [question, files] as const;
});

test('all questions are asked', () => {
  expect(rows.map(([question]) => question)).toEqual([
    expect.stringMatching(/token counts/),
    expect.stringMatching(/ends a span/),
    expect.stringMatching(/is patched/),
    expect.stringMatching(/wait before a retry/),
    expect.stringMatching(/secrets/),
    expect.stringMatching(/attribute of the request/),
    expect.stringMatching(/attribute of the answer/),
    expect.stringMatching(/attribute of an attempt/),
  ]);
});

test.each(rows)('%s', (_, files) => {
  expect(files.length).toBeLessThanOrEqual(2);
  for (const [file, names] of files) {
    const source = readFileSync(new URL(`packages/${file}`, ROOT), 'utf8');
    expect(names.filter((name) => !source.includes(name))).toEqual([]);
    expect(names.length).toBeGreaterThan(0);
  }
});
