// No input is the key of a plain object, because `constructor` and `__proto__` exist on every one. A Map has no such names.
import { globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, onTestFinished, test } from 'vitest';
import { EXCEPTIONS } from './indexing/exceptions.ts';
import { findIndexing } from './indexing/find.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const { config } = ts.readConfigFile(`${ROOT}tsconfig.json`, ts.sys.readFile);
const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);

test('the sources index objects by names of their own, with the exceptions that are listed', () => {
  const files = globSync(['packages/*/src/**/*.ts', 'examples/*/src/**/*.ts'], { cwd: ROOT })
    // Plug-ins and applications whose dependencies are not installed here.
    .filter((file) => !/^examples\/(?:nextjs|bun-deno)\//.test(file))
    .map((file) => ROOT + file);
  expect(files.length).toBeGreaterThan(400);
  const found = findIndexing(ROOT, files, ts.createProgram(files, options));
  const places = new Set(found.map(({ file, text }) => `${file}: ${text}`));
  const listed = EXCEPTIONS.flatMap(({ places }) =>
    Object.entries(places).flatMap(([file, texts]) => texts.map((text) => `${file}: ${text}`)),
  );
  const advice =
    'Use a Map or ask Object.hasOwn first; else list it with its reason in indexing/exceptions.ts';
  expect([...places].sort(), advice).toEqual([...new Set(listed)].sort());
});

describe('what the search finds', () => {
  const TABLE = 'declare const input: string; const table: Record<string, number> = { a: 1 };\n';
  const cases: readonly (readonly [found: boolean, what: string, code: string])[] = [
    [true, 'a table read by a text', 'table[input];'],
    [true, 'a table written by a text', 'table[input] = 1;'],
    [
      true,
      'an object of known names, read by a cast',
      'const o = { a: 1 } as const; o[input as keyof typeof o];',
    ],
    [true, 'in', 'input in table;'],
    [true, 'an optional read', 'declare const t: Record<string, string> | undefined; t?.[input];'],
    [true, 'a generic text', 'function f<N extends string>(n: N) { return table[n]; }'],
    [
      true,
      'a write into another object than the loop reads',
      'const o: Record<string, number> = {}; for (const k in table) o[k] = 1;',
    ],
    [true, 'a guard of another object', 'const o = {}; if (Object.hasOwn(o, input)) table[input];'],
    [
      true,
      'a guard in another function',
      'const has = () => Object.hasOwn(table, input); const g = () => table[input];',
    ],
    [false, 'a literal', "table['a'];"],
    [false, 'a union of literals', "declare const k: 'a' | 'b'; table[k];"],
    [false, 'keyof', 'const o = { a: 1 }; declare const k: keyof typeof o; o[k];'],
    [false, 'a number', 'declare const n: number; [1, 2][n];'],
    [false, 'a Map', 'new Map([[input, 1]]).get(input);'],
    [false, 'a guard', 'Object.hasOwn(table, input) ? table[input] : 0;'],
    [
      false,
      'a guard of a cast',
      'const o = { a: 1 }; if (Object.hasOwn(o, input)) o[input as keyof typeof o];',
    ],
    [false, 'a loop over the same object', 'for (const k in table) table[k];'],
    [false, 'a private field', 'class C { #x = 1; static is(o: object) { return #x in o; } }'],
  ];
  test.each(cases)('%s: %s', (isFound, what, code) => {
    const folder = mkdtempSync(join(tmpdir(), 'sevenstep-indexing-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'case.ts');
    writeFileSync(file, TABLE + code);
    const found = findIndexing(
      folder,
      [file],
      ts.createProgram([file], { strict: true, target: ts.ScriptTarget.ES2022 }),
    );
    expect(found.length > 0, what).toBe(isFound);
  });
});
