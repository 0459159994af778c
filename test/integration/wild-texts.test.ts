// Texts in forms that no client of ours prints lead to their diagnosis, and texts of others to none.
import { findRule } from '@sevenstep/checklist';
import { diagnoseText } from '@sevenstep/checklist/text';
import { expect, test } from 'vitest';
import { isRightStep, judge, readWildTexts } from '../pasted/wild/read-wild.ts';

const verdicts = readWildTexts(new URL('../pasted/wild/', import.meta.url)).map((wild) => {
  const found = diagnoseText(wild.text).map(({ id }) => id);
  return { ...wild, found, outcome: judge(wild, found) };
});

/** Those with an outcome, in one line each. */
const lines = (outcome: RegExp): readonly string[] =>
  verdicts
    .filter((one) => outcome.test(one.outcome))
    .map(
      ({ source, name, id, found }) =>
        `${source}, ${name}: ${id ?? 'none'}, not ${found.join(', ') || 'none'}`,
    );

/** At most this many are as they should not be. What gets better lowers a figure. */
const AT_MOST = { wrong: 3, missed: 3 };

test('each text has a name of its own, a place where its form was seen, and ids that exist', () => {
  expect(new Set(verdicts.map(({ source, name }) => `${source}: ${name}`)).size).toBe(verdicts.length);
  expect(verdicts.filter(({ seen }) => !/^https:\/\/\S+$/.test(seen))).toEqual([]);
  const ids = verdicts.flatMap(({ id, also }) => (id === undefined ? also : [id, ...also]));
  expect([...new Set(ids)].filter((id) => findRule(id) === undefined)).toEqual([]);
});

test('texts lead to their own rule or a more general one, and not to another', () => {
  const wrong = lines(/wrong/);
  expect(wrong.length, wrong.join('\n')).toBeLessThanOrEqual(AT_MOST.wrong);
});

test('no failed call is missed', () => {
  const missed = lines(/missed/);
  expect(missed.length, missed.join('\n')).toBeLessThanOrEqual(AT_MOST.missed);
});

test('the figures', () => {
  const share = (part: number): string => `${((100 * part) / verdicts.length).toFixed(1)} %`;
  const steps = verdicts.filter((one) => isRightStep(one, one.found)).length;
  console.log(
    `${verdicts.length} texts: right id ${share(lines(/exact/).length)}, general ${share(lines(/general/).length)}, missed ${share(lines(/missed/).length)}, wrong ${share(lines(/wrong/).length)}, right step ${share(steps)}`,
  );
});
