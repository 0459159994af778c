// The Weaver registry is what the tables say, and is written in Weaver's definition language.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { registryFiles } from '../../../test/conformance/definitions.ts';
import { expectGeneratedFile } from '../../../test/support/generated.ts';

const registry = new URL('../registry/', import.meta.url);
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const FILES = registryFiles(version);

test.each(Object.entries(FILES))('%s is what the tables say', (name, content) => {
  expectGeneratedFile(new URL(name, registry), content);
});

test('the registry has no other file', () => {
  expect(readdirSync(registry).sort()).toEqual(Object.keys(FILES).sort());
});
