// The page of set-ups matches the rows of `test/frameworks` and their last results.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { hashOf, readRecorded } from '../frameworks/recorded.ts';
import { NODES, nodesOf } from '../frameworks/set-up.ts';
import { SET_UPS } from '../frameworks/set-ups/index.ts';
import { PAGE, page } from '../frameworks/table.ts';
import { expectGeneratedFile } from '../support/generated.ts';

const recorded = readRecorded();

test('every set-up has an id of its own', () => {
  expect(new Set(SET_UPS.map(({ id }) => id)).size).toBe(SET_UPS.length);
});

test.each(SET_UPS)(
  '$id ran as it stands, on each of its Node.js versions, and nothing was wrong',
  (setUp) => {
    const row = recorded.get(setUp.id);
    const how = `npm run test:frameworks -- --only ${setUp.id} --table`;
    expect(row?.hash, how).toBe(hashOf(setUp));
    const wanted = nodesOf(setUp).map((line) => [NODES[line], []]);
    expect(Object.entries(row?.nodes ?? {}).toSorted(), how).toEqual(wanted.toSorted());
  },
);

test('the page shows what was recorded', () => {
  expectGeneratedFile(PAGE, page(recorded));
});

test("the application `readme` has the README's `telemetry.mjs`", () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const file = /<!-- file: telemetry\.mjs -->\n```ts\n([\s\S]*?)```/.exec(readme)?.[1];
  const telemetry = new URL('../frameworks/apps/readme/telemetry.mjs', import.meta.url);
  expectGeneratedFile(telemetry, file ?? '');
});
