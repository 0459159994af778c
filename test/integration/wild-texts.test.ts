// Texts in forms that no client of ours prints lead to their diagnosis, and texts of others to none.
import { findRule } from '@sevenstep/checklist';
import { diagnoseText } from '@sevenstep/checklist/text';
import { expect, test } from 'vitest';
import { judge, readWildTexts } from '../pasted/wild/read-wild.ts';

const verdicts = readWildTexts(new URL('../pasted/wild/', import.meta.url)).map((wild) => {
  const found = diagnoseText(wild.text).map(({ id }) => id);
  return { ...wild, found, outcome: judge(wild, found) };
});
const sources = [...new Set(verdicts.map(({ source }) => source))];

test('each text has a name of its own, a place where its form was seen, and ids that exist', () => {
  expect(new Set(verdicts.map(({ source, name }) => `${source}: ${name}`)).size).toBe(verdicts.length);
  expect(verdicts.filter(({ seen }) => !/^https:\/\/\S+$/.test(seen))).toEqual([]);
  const ids = verdicts.flatMap(({ id, also }) => (id === undefined ? also : [id, ...also]));
  expect([...new Set(ids)].filter((id) => findRule(id) === undefined)).toEqual([]);
});

// What is not right yet stands in the snapshot, which only gets shorter.
test.each(sources)('%s: no text leads to another rule than its own or a more general one', (source) => {
  const failed = verdicts.filter((one) => one.source === source && /wrong|missed/.test(one.outcome));
  expect(
    failed.map(({ name, id, found }) => `${name}: ${id ?? 'none'}, not ${found.join(', ') || 'none'}`),
  ).toMatchSnapshot();
});
