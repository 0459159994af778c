// Texts from clients that we did not record lead to their diagnosis. Texts of other programs lead to none.
import { findRule } from '@sevenstep/checklist';
import { diagnoseText } from '@sevenstep/checklist/text';
import { describe, expect, test } from 'vitest';
import { isRightStep, judge, readWildTexts } from '../pasted/wild/read-wild.ts';

/** The most texts with a wrong result. After an improvement, lower the number. */
const FOLDERS = [
  { folder: 'wild', what: 'in forms that people publish', atMost: { wrong: 3, missed: 3 } },
  { folder: 'composed', what: 'in forms of clients, tools and gateways', atMost: { wrong: 31, missed: 3 } },
] as const;

describe.each(FOLDERS)('texts $what', ({ folder, atMost }) => {
  const verdicts = readWildTexts(new URL(`../pasted/${folder}/`, import.meta.url)).map((wild) => {
    const found = diagnoseText(wild.text).map(({ id }) => id);
    return { ...wild, found, outcome: judge(wild, found) };
  });

  /** The texts with an outcome, one line each. */
  const lines = (outcome: RegExp): readonly string[] =>
    verdicts
      .filter((one) => outcome.test(one.outcome))
      .map(
        ({ source, name, id, found }) =>
          `${source}, ${name}: ${id ?? 'none'}, not ${found.join(', ') || 'none'}`,
      );

  test('each has a name of its own, and ids that exist', () => {
    expect(new Set(verdicts.map(({ source, name }) => `${source}: ${name}`)).size).toBe(verdicts.length);
    const ids = verdicts.flatMap(({ id, also }) => (id === undefined ? also : [id, ...also]));
    expect([...new Set(ids)].filter((id) => findRule(id) === undefined)).toEqual([]);
  });

  if (folder === 'wild')
    test('each has a place where its form was seen', () => {
      expect(verdicts.filter(({ seen }) => !/^https:\/\/\S+$/.test(seen ?? ''))).toEqual([]);
    });

  test('they lead to their own rule or a more general one, and not to another', () => {
    const share = (part: number): string => `${((100 * part) / verdicts.length).toFixed(1)} %`;
    const steps = verdicts.filter((one) => isRightStep(one, one.found)).length;
    const wrong = lines(/wrong/);
    console.log(
      `${verdicts.length} texts: right id ${share(lines(/exact/).length)}, general ${share(lines(/general/).length)}, missed ${share(lines(/missed/).length)}, wrong ${share(wrong.length)}, right step ${share(steps)}`,
    );
    expect(wrong.length, wrong.join('\n')).toBeLessThanOrEqual(atMost.wrong);
  });

  test('no failed call is missed', () => {
    const missed = lines(/missed/);
    expect(missed.length, missed.join('\n')).toBeLessThanOrEqual(atMost.missed);
  });
});
