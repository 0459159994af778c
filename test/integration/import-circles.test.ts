// The lint, with this repository's configuration, fails on files that import each other.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'import-circles-'));
  // Biome would look for the repository's ignore file, which this folder lacks.
  const { vcs: _, ...config } = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8'));
  writeFileSync(join(folder, 'biome.json'), JSON.stringify(config));
});
afterEach(() => rmSync(folder, { recursive: true }));

const lint = (files: Readonly<Record<string, string>>) => {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const { status, stderr } = spawnSync(process.execPath, [biome, 'lint', '--error-on-warnings', '.'], {
    cwd: folder,
    encoding: 'utf8',
  });
  return {
    status,
    circles: [...stderr.matchAll(/^(\S+?):\d+:\d+ lint\/suspicious\/noImportCycles/gm)].map(
      ([, file]) => file,
    ),
  };
};

const OF_VALUES = {
  'a.ts': "import { b } from './b.ts';\nexport const a = (): unknown => b;\n",
  'b.ts': "import { a } from './a.ts';\nexport const b = (): unknown => a;\n",
};
const OF_TYPES = {
  'a.ts': "import type { B } from './b.ts';\nexport interface A {\n  readonly b: B;\n}\n",
  'b.ts': "import type { A } from './a.ts';\nexport interface B {\n  readonly a: A;\n}\n",
};
const OF_THREE = {
  ...OF_TYPES,
  'b.ts': "import { type C, c } from './c.ts';\nexport type B = C;\nexport const b: C = c;\n",
  'c.ts':
    "import type { A } from './a.ts';\nexport type C = A | undefined;\nexport const c: C = undefined;\n",
};

it.each([
  ['two files', OF_VALUES],
  ['two files, by their types alone', OF_TYPES],
  ['three files, one of them by a type', OF_THREE],
])('lint fails on a circle of %s', (_, files) => {
  const { status, circles } = lint(files);
  expect(status).toBe(1);
  expect(circles.toSorted()).toEqual(Object.keys(files));
});

it('lint passes where imports point one way', () => {
  const files = { ...OF_TYPES, 'b.ts': 'export type B = number;\n' };
  expect(lint(files)).toEqual({ status: 0, circles: [] });
});
