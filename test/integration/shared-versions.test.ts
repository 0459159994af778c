// Files outside the pnpm workspace use its versions: separately installed examples, and commands in READMEs.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { NEWEST_CHECKED } from '../../packages/instrumentation-anthropic/src/sdk/checked-versions.ts';
import { readCatalog, sharedVersion } from '../support/packages.ts';

const textOf = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');

test.each(['examples/nextjs', 'examples/bun-deno'])('%s takes what the catalog has', (folder) => {
  const { dependencies } = JSON.parse(textOf(`${folder}/package.json`)) as {
    dependencies: Record<string, string>;
  };
  const shared = Object.entries(readCatalog()).filter(([name]) => name in dependencies);
  expect(shared.length).toBeGreaterThan(2);
  expect(dependencies).toMatchObject(Object.fromEntries(shared));
});

test('the newest SDK that was checked is the one that tests run on', () => {
  expect(sharedVersion('@anthropic-ai/sdk')).toBe(NEWEST_CHECKED);
});
