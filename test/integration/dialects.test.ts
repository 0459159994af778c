// The doctor and the span processor read exports of real instrumentations in known situations, and find nothing wrong.
import { readFileSync } from 'node:fs';
import { readTelemetry } from '@sevenstep/checklist';
import { drills } from '@sevenstep/checklist/drills';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DIALECTS } from '../../packages/checklist/src/dialects/index.ts';
import { otlpAttributes } from '../../packages/doctor/src/spans/otlp.ts';
import { isRecord, listOf } from '../../packages/doctor/src/spans/span.ts';
import { isWorse } from '../dialects/judge.ts';
import { KNOWN_WRONG } from '../dialects/known-wrong.ts';
import { PAGE, pageOf } from '../dialects/page.ts';
import { readCaptures, recordedSenders } from '../dialects/record.ts';
import {
  type DialectResult,
  nameOf,
  notExact,
  resultsOf,
  type SeenSituation,
  table,
} from '../dialects/results.ts';
import { SENDERS } from '../dialects/senders/index.ts';
import { ALL_SITUATIONS, drillHash } from '../pasted/situations.ts';
import { expectGeneratedFile, expectGeneratedSection } from '../support/generated.ts';
import { type Runner, startRunner } from './catalogue-runs.ts';
import { seenBySdk } from './seen-by-sdk.ts';

let runner: Runner;
let results: readonly DialectResult[];

/** Attributes that spans of other instrumentations can have, too. */
const IN_WORDS: ReadonlySet<string> = new Set([
  'gen_ai.operation.name',
  'gen_ai.provider.name',
  'gen_ai.response.finish_reasons',
  'error.type',
  'http.response.status_code',
  'anthropic.error.message',
  'anthropic.error.body',
  'anthropic.error.cause_code',
  'anthropic.stream.outcome',
]);

beforeAll(async () => {
  runner = await startRunner();
  const seen = new Map<string, SeenSituation>();
  for (const situation of ALL_SITUATIONS) {
    const { id, drill } = situation;
    const one = await seenBySdk(runner, situation, IN_WORDS);
    const isRetried = one.succeeds && drill?.faults !== undefined && drill.faults.length > 1;
    const first = isRetried
      ? await runner.run({ ...drill, call: { ...drill.call, maxRetries: 0 } })
      : undefined;
    seen.set(id, {
      ...one,
      attempt: first?.diagnosis && [first.diagnosis.id, ...first.diagnosis.also.map((one) => one.id)],
    });
  }
  results = SENDERS.flatMap((sender) => resultsOf(sender, readCaptures(sender.id), seen));
}, 120_000);
afterAll(() => runner.stop());

test('no capture is diagnosed as another situation', () => {
  console.log(table(SENDERS, results));
  for (const id of process.env.SHOW?.split(',') ?? []) console.log(notExact(results, id));
  for (const { id } of SENDERS) {
    const wrong = results.filter(({ sender, verdict }) => sender === id && verdict === 'wrong');
    const lines = wrong.map(
      (result) => `${nameOf(result)}: ${result.diagnosed.found.map((one) => one.id).join(', ')}`,
    );
    if (lines.length > (KNOWN_WRONG[id] ?? 0)) expect(lines).toEqual([]);
  }
});

test('of two instrumentations at once the one that tells more decides, and a call is one', () => {
  const both = results.filter(({ alone }) => alone.length > 1);
  expect(both.length).toBeGreaterThan(500);
  const calls = both.filter(({ diagnosed, alone, traces }) =>
    alone.every((one) => Math.max(one.calls, traces) < diagnosed.calls),
  );
  expect(calls.map(nameOf)).toEqual([]);
  const worse = both.filter(({ verdict, alone }) =>
    alone.some((one) => one.verdict !== 'none' && isWorse(verdict, one.verdict)),
  );
  // The step is right. The cloud's words are the same as the API's own rejection, and a bare status does not show which it is.
  expect(worse.filter(({ situation }) => situation !== 'identity.cloud_permission').map(nameOf)).toEqual([]);
});

test('what was read reads the same again', () => {
  for (const { id } of SENDERS) {
    for (const { situation, resourceSpans } of readCaptures(id)) {
      for (const { scope, span } of spansOf(resourceSpans)) {
        const once = readTelemetry({
          attributes: otlpAttributes(span.attributes),
          scope: String(scope.name),
          name: String(span.name),
          failed: isRecord(span.status) && span.status.code === 2,
        });
        if (once.role !== 'call') continue;
        const twice = readTelemetry({ attributes: once.attributes, statusMessage: once.statusMessage });
        expect(twice, `${id} · ${situation}`).toMatchObject({
          attributes: once.attributes,
          statusMessage: once.statusMessage,
        });
      }
    }
  }
});

const spansOf = (resourceSpans: unknown) =>
  listOf(resourceSpans).flatMap((group) =>
    listOf(isRecord(group) ? group.scopeSpans : undefined).flatMap((scoped) =>
      isRecord(scoped)
        ? listOf(scoped.spans).flatMap((span) =>
            isRecord(span) ? [{ scope: isRecord(scoped.scope) ? scoped.scope : {}, span }] : [],
          )
        : [],
    ),
  );

const README = new URL('../dialects/README.md', import.meta.url);

test('the README has the table of senders', () => {
  const written = table(SENDERS, results);
  if (process.env.UPDATE_DOCS) expectGeneratedSection(README, 'table', written);
  // Exact diagnoses change with each rule and sentence; the numbers of exports do not.
  const rows = written.split('\n').map((line) => line.split(' | ').slice(0, 2).join(' | '));
  const text = readFileSync(README, 'utf8');
  expect(rows.filter((row) => !text.includes(row))).toEqual([]);
});

test('the page for users has every dialect that is recorded, and how it reaches us', () => {
  const captures = new Map(SENDERS.map(({ id }) => [id, readCaptures(id)]));
  const written = pageOf(SENDERS, results, captures);
  if (process.env.UPDATE_DOCS) expectGeneratedFile(PAGE, written);
  // Numbers change with each rule.
  const text = readFileSync(PAGE, 'utf8');
  const steady = written.split('\n').filter((line) => /^#/.test(line));
  const ways = SENDERS.filter(({ id }) => !id.startsWith('two-')).map(({ pointAtUs }) => pointAtUs);
  expect([...steady, ...ways].filter((line) => !text.includes(line))).toEqual([]);
});

// A nightly job, with all senders, records the drill of a new rule.
test('every sender is recorded in nine of ten situations that it can show', () => {
  for (const { id, cannot = {} } of SENDERS) {
    const recorded = new Map(readCaptures(id).map((capture) => [capture.situation, capture.drill]));
    const can = ALL_SITUATIONS.filter((situation) => !(situation.id in cannot));
    const missing = can.filter((situation) => recorded.get(situation.id) !== drillHash(situation));
    if (missing.length * 10 > can.length)
      expect(
        missing.map((one) => one.id),
        `${id}: npm run dialects -- --update records them`,
      ).toEqual([]);
  }
});

test('a record belongs to a sender, a sender to a dialect, and a reason to a situation', () => {
  const ids = SENDERS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(recordedSenders().filter((id) => !ids.includes(id))).toEqual([]);
  const dialects = DIALECTS.map(({ id }) => id);
  expect(SENDERS.filter(({ dialect }) => !dialects.includes(dialect)).map(({ id }) => id)).toEqual([]);
  const situations = new Set([...Object.keys(drills), ...ALL_SITUATIONS.map(({ id }) => id)]);
  for (const { cannot = {} } of SENDERS)
    expect(Object.keys(cannot).filter((id) => !situations.has(id))).toEqual([]);
});

test('a record is small, and has nothing of the machine or the moment in it', () => {
  for (const id of recordedSenders()) {
    const text = JSON.stringify(readCaptures(id));
    expect(text.length, id).toBeLessThan(id.startsWith('two-') ? 600_000 : 400_000);
    expect(/\/root\/|\/work\/|\/tmp\/wt|\.cache\/|registry\./.exec(text)?.[0], id).toBeUndefined();
  }
});
