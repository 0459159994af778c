// The folders of a package import each other in one direction, so that their names show the order.
import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const packages = fileURLToPath(new URL('../../packages/', import.meta.url));

/** A top-level file counts as a folder. */
const folderOf = (file: string): string => file.split('/', 1)[0] ?? file;

/** Each folder with the folders that its files import. */
function importsOf(name: string): ReadonlyMap<string, ReadonlySet<string>> {
  const source = `${packages}${name}/src`;
  const imports = new Map<string, Set<string>>();
  for (const path of readdirSync(source, { recursive: true, encoding: 'utf8' })) {
    if (!path.endsWith('.ts')) continue;
    const file = path.replaceAll('\\', '/');
    const from = folderOf(file);
    const targets = imports.get(from) ?? new Set();
    imports.set(from, targets);
    for (const [, to = ''] of readFileSync(`${source}/${path}`, 'utf8').matchAll(/ from '(\.[^']+)';/g)) {
      const target = folderOf(posix.join(posix.dirname(file), to));
      if (target !== from) targets.add(target);
    }
  }
  return imports;
}

/** Folders whose imports lead back to themselves. */
function inCircles(imports: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const reach = (from: string, seen: Set<string>): Set<string> => {
    for (const target of imports.get(from) ?? []) {
      if (seen.has(target)) continue;
      seen.add(target);
      reach(target, seen);
    }
    return seen;
  };
  return [...imports.keys()].filter((folder) => reach(folder, new Set()).has(folder));
}

test.each([
  'alerts',
  'anthropic-simulator',
  'checklist',
  'diagnosis-span-processor',
  'doctor',
  'instrumentation-anthropic',
  'wire',
])('the folders of %s are in no circle', (name) => {
  const imports = importsOf(name);
  expect(imports.size).toBeGreaterThan(5);
  expect(inCircles(imports)).toEqual([]);
});

test('a circle over three folders is found', () => {
  const imports = new Map([
    ['a', new Set(['b'])],
    ['b', new Set(['c'])],
    ['c', new Set(['a'])],
    ['d', new Set(['a'])],
  ]);
  expect(inCircles(imports)).toEqual(['a', 'b', 'c']);
});
