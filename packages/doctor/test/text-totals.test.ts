// Errors of texts by diagnosis: what counts once, what is kept of many, and two candidates for one error.
import type { TextDiagnosis } from '@sevenstep/checklist/text';
import { describe, expect, test } from 'vitest';
import { KEPT } from '../src/bounds.ts';
import { textHeadline, textReportJson, writeTextReport } from '../src/report/text-errors.ts';
import { terminal } from '../src/terminal.ts';
import { errorsOf, type TextError } from '../src/texts/text-error.ts';
import { type TextGroup, TextTotals } from '../src/texts/text-totals.ts';

const diagnosis = (more: Partial<TextDiagnosis> = {}): TextDiagnosis => ({
  id: 'service.overloaded',
  step: 6,
  check: 'service',
  severity: 'error',
  specificity: 2,
  summary: 'The API is overloaded',
  cause: 'Why',
  fix: 'Wait',
  action: 'wait_and_retry',
  retryable: true,
  evidence: ['529'],
  also: [],
  confidence: 'certain',
  start: 0,
  end: 10,
  missing: [],
  ...more,
});
const limit = (more: Partial<TextDiagnosis> = {}): TextDiagnosis =>
  diagnosis({ id: 'limits.unrecognized', step: 5, check: 'limits', confidence: 'likely', ...more });
const error = (more: Partial<TextError> = {}): TextError => ({ candidates: [diagnosis()], ...more });

const groupsOf = (...errors: readonly TextError[]): readonly TextGroup[] => {
  const totals = new TextTotals();
  for (const one of errors) totals.add(one);
  return totals.groups(() => false);
};
function shown(groups: readonly TextGroup[]): string {
  let text = '';
  writeTextReport({ lines: 9, groups }, 'app.log', terminal({ write: (more) => (text += more) }, {}));
  return text;
}

describe('candidates', () => {
  const missing = [
    { what: 'the status', how: 'curl -i x' },
    { what: 'the body', how: 'curl -i x' },
  ];
  const two = errorsOf([
    diagnosis({ confidence: 'likely', missing }),
    limit({ missing, evidence: ['busy'] }),
    diagnosis({ start: 20, end: 30 }),
  ]);

  test('diagnoses of the same place are one error', () => {
    expect(two.map(({ candidates }) => candidates.map(({ id }) => id))).toEqual([
      ['service.overloaded', 'limits.unrecognized'],
      ['service.overloaded'],
    ]);
  });

  test('are a separate group, in which each says what to do', () => {
    const groups = groupsOf(...two);
    expect(groups).toMatchObject([
      { errors: 1, certain: 0 },
      { errors: 1, certain: 1 },
    ]);
    expect(
      shown(groups),
    ).toContain(`1  service.overloaded or limits.unrecognized: 1 call, one of 2, the text does not say which
  service.overloaded  error, step 6 service
    what      The API is overloaded
    why       Why
    fix       Wait
    page      npx @sevenstep/doctor explain service.overloaded
  limits.unrecognized  error, step 5 limits
    what      The API is overloaded
    why       Why
    fix       Wait
    page      npx @sevenstep/doctor explain limits.unrecognized
  evidence  “529”; “busy”
  missing   the status; the body
  get it    curl -i x
`);
  });

  test('are a list in JSON', () => {
    expect(textReportJson({ lines: 1, groups: groupsOf(...two.slice(0, 1)) })).toMatchObject({
      lines: 1,
      errors: 1,
      groups: [
        {
          candidates: [
            { id: 'service.overloaded', confidence: 'likely', missing, evidence: ['529'] },
            { id: 'limits.unrecognized', confidence: 'likely' },
          ],
        },
      ],
    });
  });
});

describe('a failure counts once', () => {
  test('by its request id, as what tells more of it, in its first place', () => {
    const vague = error({ requestId: 'r', place: 'a:1', time: 't1', candidates: [limit()] });
    const sure = error({ requestId: 'r', place: 'a:2', time: 't2' });
    for (const errors of [
      [vague, sure],
      [vague, sure, vague],
    ])
      expect(groupsOf(...errors)).toMatchObject([
        { candidates: [{ id: 'service.overloaded' }], errors: 1, requests: 1, places: ['a:1'], first: 't1' },
      ]);
    expect(groupsOf(sure, vague)).toMatchObject([{ errors: 1, places: ['a:2'] }]);
  });

  test('by its span and diagnosis, where it has no request id', () => {
    const inSpan = error({ traceId: 't', spanId: 's' });
    expect(groupsOf(inSpan, inSpan, error({ traceId: 't', spanId: 'other' }))).toMatchObject([{ errors: 2 }]);
  });

  test('each where it has neither', () => {
    expect(groupsOf(error(), error(), error({ traceId: 't' }))).toMatchObject([{ errors: 3 }]);
  });

  test('also when more failures than are kept lie between', () => {
    const many = Array.from({ length: KEPT.textErrors + 10 }, (_, at) => error({ requestId: `r${at}` }));
    expect(groupsOf(...many, ...many.slice(0, 20))).toMatchObject([
      { errors: many.length, requests: many.length },
    ]);
  });

  test('not at all where its call is reported', () => {
    const totals = new TextTotals();
    totals.add(error({ requestId: 'r1' }));
    totals.add(error({ requestId: 'r2' }));
    expect(totals.groups(({ requestId }) => requestId === 'r1')).toMatchObject([{ requestIds: ['r2'] }]);
  });
});

test('of a group the first examples are kept, and how many there are is said', () => {
  const many = Array.from({ length: 50 }, (_, at) => error({ requestId: `r${at}`, place: `a:${at}` }));
  const groups = groupsOf(...many);
  expect(groups[0]?.requestIds).toHaveLength(KEPT.textExamples);
  expect(groups[0]?.places).toHaveLength(KEPT.textExamples);
  expect(shown(groups)).toContain('  request   r0, r1, r2 and 47 more\n');
  expect(shown(groups)).toContain('  where     a:0, a:1, a:2 and 47 more\n');
});

test('the first and last time are those of the clock; times that are no dates come in the order of the text', () => {
  const times = (...all: readonly string[]) => groupsOf(...all.map((time) => error({ time })))[0];
  expect(times('2026-07-25T17:00:02Z', '2026-07-25T17:00:01Z', '2026-07-25T17:00:03Z')).toMatchObject({
    first: '2026-07-25T17:00:01Z',
    last: '2026-07-25T17:00:03Z',
  });
  expect(times('noon', 'one', 'two')).toMatchObject({ first: 'noon', last: 'two' });
});

test('the number of groups is bounded, and the most frequent comes first', () => {
  const ids = Array.from({ length: KEPT.groups + 5 }, (_, at) => limit({ id: `limits.${at}` as never }));
  const groups = groupsOf(
    ...ids.map((one) => error({ candidates: [one] })),
    error({ candidates: [limit({ id: 'limits.7' as never })] }),
  );
  expect(groups).toHaveLength(KEPT.groups);
  expect(groups[0]).toMatchObject({ candidates: [{ id: 'limits.7' }], errors: 2 });
});

test('warnings and notes are no failed calls', () => {
  const warning = error({ candidates: [diagnosis({ severity: 'warning' })] });
  expect(textHeadline({ lines: 2, groups: groupsOf(warning) })).toBe('1 warning in 2 lines');
  expect(textHeadline({ lines: 2, groups: groupsOf(warning, error({ candidates: [limit()] })) })).toBe(
    '1 failed call and 1 warning in 2 lines',
  );
});
