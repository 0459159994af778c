// No regular expression of the packages takes more than linear time, according to a tool that finds parts that compete.
import { analyse } from 'scslre';
import { describe, expect, test, vi } from 'vitest';
import { ACCEPTED } from './regexps/accepted.ts';
import { findRegExps, inText } from './regexps/find.ts';

/** Why it can be slow: two parts match the same characters, one matches them in several ways, or each position starts a new search. */
const problemsOf = (source: string, flags: string): string[] =>
  analyse({ source, flags }).reports.map(
    ({ type, exponential }) => `${type}${exponential ? ', exponential' : ''}`,
  );

test('every regular expression of the packages is linear, or is listed with what bounds it', async () => {
  vi.resetModules();
  const all = await findRegExps();
  expect(all.length).toBeGreaterThan(550);
  // An expression that is built when its module loads.
  for (const part of [/sk-ant-/, /overloaded_error\|/])
    expect(all.map(({ source }) => source)).toContainEqual(expect.stringMatching(part));
  const slow = all.filter(({ source, flags }) => problemsOf(source, flags).length > 0);
  const advice =
    'Rewrite it, such as `(?<!a)a+$` for `a+$`; else list it with its bound in regexps/accepted.ts';
  const names = (list: readonly { readonly file: string; readonly source: string }[]) =>
    list.map(({ file, source }) => `${file}: ${source}`).sort();
  expect(names(slow), advice).toEqual(names(ACCEPTED));
});

describe('what the tool finds', () => {
  test.each([
    ['exponential', '^(?:a+)+$', ['Self, exponential']],
    ['two that compete', '^\\s*[\\s\\w]+:', ['Trade']],
    ['a search from every place', 'a+$', ['Move']],
    ['nothing where it is linear', '(?<!a)a+$', []],
    ['nothing where it is bounded', '^\\s{0,20}[\\s\\w]{1,40}:', []],
  ])('%s', (_, source, problems) => {
    expect(problemsOf(source, '')).toEqual(problems);
  });
});

describe('what the search finds', () => {
  test('a literal, with its flags and slashes in classes', () => {
    expect(inText('a.ts', 'const a = /[/]b\\/c/giu;')).toEqual([
      { file: 'a.ts', source: '[/]b\\/c', flags: 'giu' },
    ]);
  });

  test('what is built of a text, with `x` for what is known later', () => {
    const code = ['f(new RegExp(`^$', "{name}\\\\d+$`, 's'), RegExp('b+'));"].join('');
    expect(inText('a.ts', code)).toEqual([
      { file: 'a.ts', source: '^x\\d+$', flags: 's' },
      { file: 'a.ts', source: 'b+', flags: '' },
    ]);
  });

  test('what cannot be read is said', () => {
    expect(() => inText('a.ts', 'new RegExp(START + rest)')).toThrow(/what is `START \+ rest`\?/);
  });
});
