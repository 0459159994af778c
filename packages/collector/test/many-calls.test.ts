// That calls that are seen in the engine, one by one or as sums, lead to the findings of an application's span processor.
import { expect, test } from 'vitest';
import { type GivenStep, ManyCalls } from '../src/engine/many-calls.ts';
import { type GivenSpan, spanDiagnoser } from '../src/engine/spans.ts';

const START = 1_772_600_767;

const call = (at: number, attributes: Record<string, unknown>, failed = true): GivenSpan => ({
  traceId: '01',
  spanId: `${at}`.padStart(16, '0'),
  name: 'chat',
  scope: '@sevenstep/instrumentation-anthropic',
  start: [START + at, 0],
  end: [START + at, 500_000_000],
  attributes: {
    'anthropic.sdk.method': 'messages.create',
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'anthropic',
    'anthropic.request.fingerprint': 'f1',
    ...attributes,
  },
  status: failed ? { code: 2, message: 'refused' } : { code: 0 },
  events: [],
});

const refused = { 'http.response.status_code': 401, 'error.type': 'authentication_error' };
const down = { 'http.response.status_code': 529, 'error.type': 'overloaded_error' };
const passed = { 'gen_ai.response.finish_reasons': ['end_turn'], 'gen_ai.usage.output_tokens': 100 };

const diagnoseSpans = spanDiagnoser({});

const stepsOf = (spans: readonly GivenSpan[]): GivenStep[] =>
  diagnoseSpans(spans).calls.map(({ summary }) => JSON.parse(JSON.stringify({ call: summary })));

const idsOf = (found: ReturnType<ManyCalls['see']>): unknown[] =>
  found.flatMap(({ step, diagnoses }) => diagnoses.map(({ id }) => [step, id]));

test('each call is seen once, with its place and the facts that count', () => {
  const { calls } = diagnoseSpans([call(1, refused), call(2, passed, false)]);
  expect(calls).toMatchObject([
    { spans: [0], startedAt: START + 1, endedAt: START + 1.5, failed: true, limited: false, usesTool: false },
    { spans: [1], failed: false },
  ]);
  expect(calls[0]?.summary.diagnosis).toEqual({ id: 'identity.unrecognized', check: 'identity' });
});

test('a fingerprint that is too long is left out', () => {
  const { calls } = diagnoseSpans([
    call(1, { ...refused, 'anthropic.request.fingerprint': 'f'.repeat(250) }),
    call(2, { ...refused, 'anthropic.request.fingerprint': 'f'.repeat(300) }),
  ]);
  expect(calls.map(({ summary }) => summary.fingerprint?.length)).toEqual([280, undefined]);
  expect(calls.map(({ fingerprint }) => fingerprint?.length)).toEqual([280, undefined]);
});

test('refusals in a row are found on the fifth, across batches, once per window, and by service', () => {
  const many = new ManyCalls({});
  const steps = stepsOf([1, 2, 3, 4, 5, 6].map((at) => call(at, refused)));
  expect(idsOf(many.see({ service: 1, steps: steps.slice(0, 4) }))).toEqual([]);
  expect(idsOf(many.see({ service: 2, steps: steps.slice(4) }))).toEqual([]);
  const [found] = many.see({ service: 1, steps: steps.slice(4) });
  expect(found).toMatchObject({ step: 0, also: ['identity.fail_fast'] });
  expect(found?.attributes).toBe(undefined);
});

test('a success that is only counted ends a row, and counts in the share of an outage', () => {
  const healthy = { calls: [{ endedAt: START + 4, count: 1 }] };
  const steps = stepsOf([1, 2, 3, 4, 5, 6].map((at) => call(at, refused)));
  const between = steps.map((step, place) => (place === 3 ? { ...step, healthy } : step));
  expect(idsOf(new ManyCalls({}).see({ service: 1, steps: between }))).toEqual([]);

  const failures = stepsOf(
    Array.from({ length: 10 }, (_, at) => call(at, { ...down, 'anthropic.request.fingerprint': `f${at}` })),
  );
  expect(idsOf(new ManyCalls({}).see({ service: 1, steps: failures }))).toEqual([[9, 'service.outage']]);
  const [first, ...rest] = failures;
  const many = { calls: [{ endedAt: START, count: 11 }] };
  expect(idsOf(new ManyCalls({}).see({ service: 1, steps: [{ ...first, healthy: many }, ...rest] }))).toEqual(
    [],
  );
});

test('a finding is the diagnosis of a call that has none', () => {
  const many = new ManyCalls({ docs: 'https://docs.example/' });
  const [found] = many.see({ service: 1, steps: stepsOf([call(1, down), call(2, passed, false)]) });
  expect(found).toMatchObject({
    step: 1,
    attributes: {
      'anthropic.diagnosis.id': 'service.intermittent',
      'anthropic.diagnosis.url': expect.stringContaining('https://docs.example/packages/checklist/'),
    },
  });
});

test('passes, starts and rounds that are only counted complete what a call shows', () => {
  const passes = [{ fingerprint: 'f1 anthropic undefined:undefined', count: 3, endedAt: START }];
  const [failed] = stepsOf([call(1, down)]);
  expect(idsOf(new ManyCalls({}).see({ service: 1, steps: [{ ...failed, healthy: { passes } }] }))).toEqual([
    [0, 'service.intermittent'],
  ]);
  const starts = [{ startedAt: START + 1.2, count: 9 }];
  const [limited] = stepsOf([
    call(1, { 'http.response.status_code': 429, 'error.type': 'rate_limit_error' }),
  ]);
  expect(idsOf(new ManyCalls({}).see({ service: 1, steps: [{ ...limited, healthy: { starts } }] }))).toEqual([
    [0, 'limits.burst'],
  ]);
  const rounds = [{ traceId: '01', count: 24, same: 1, fingerprint: 'other', endedAt: START }];
  const tool = { ...passed, 'anthropic.message.stop_reason': 'tool_use' };
  const [round] = stepsOf([call(1, tool, false)]);
  expect(idsOf(new ManyCalls({}).see({ service: 1, steps: [{ ...round, healthy: { rounds } }] }))).toEqual([
    [0, 'response.tool_loop_runaway'],
  ]);
});

test('a service that is forgotten begins anew, and thresholds are checked', () => {
  const many = new ManyCalls({ patterns: { failFastRefusals: 3 } });
  const [one] = stepsOf([call(1, refused)]);
  const steps = [one, one] as GivenStep[];
  expect(idsOf(many.see({ service: 1, steps }))).toEqual([]);
  expect(idsOf(many.see({ service: 1, forget: [1], steps }))).toEqual([]);
  expect(idsOf(many.see({ service: 1, steps }))).toEqual([[0, 'identity.fail_fast']]);
  expect(() => new ManyCalls({ patterns: { outageShare: 2 } })).toThrow('thresholds.outageShare');
});

test('rounds of Claude Code are no loop', () => {
  const round = { ...call(1, { stop_reason: 'tool_use', model: 'claude-sonnet-5', success: true }, false) };
  const name = 'claude_code.llm_request';
  const attributes = { ...round.attributes, 'anthropic.sdk.method': undefined, 'span.type': 'llm_request' };
  const { calls } = diagnoseSpans([
    { ...round, name, attributes, scope: 'com.anthropic.claude_code.tracing' },
  ]);
  expect(calls).toMatchObject([{ usesTool: false, summary: { attributes: {} } }]);
});
