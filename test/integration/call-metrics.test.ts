// Calls as metrics, collected by the real metrics SDK: names, units, buckets, attributes and counts.
// These tests are not next to the code, because only the tests of the root depend on the metrics SDK, through sdk-node.
import { ROOT_CONTEXT } from '@opentelemetry/api';
import { metrics } from '@opentelemetry/sdk-node';
import {
  METRICS,
  type MetricName,
  RENAMED_METRICS,
  type SpanAttributes,
} from '@sevenstep/semantic-conventions';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  CallMetrics,
  isRecordedChunk,
  type MeasuredCall,
} from '../../packages/instrumentation-anthropic/src/telemetry/metrics.ts';

const START: SpanAttributes = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'anthropic',
  'gen_ai.request.model': 'claude-sonnet-5',
  'server.address': 'api.anthropic.com',
  'server.port': 443,
  'http.request.method': 'POST',
};
const OF_THE_CALL = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'anthropic',
  'gen_ai.request.model': 'claude-sonnet-5',
  'server.address': 'api.anthropic.com',
  'server.port': 443,
};

interface GivenCall extends Partial<MeasuredCall> {
  readonly start?: SpanAttributes;
  readonly end?: SpanAttributes;
  /** The limits in the headers of the last response. */
  readonly rateLimits?: readonly { kind: string; limit?: number; remaining?: number; reset?: number }[];
}

const facts = ({
  start = START,
  end = {},
  rateLimits = [],
  attempts = [],
  ...given
}: GivenCall): MeasuredCall => {
  const headers = new Headers();
  for (const { kind, ...parts } of rateLimits) {
    for (const [part, value] of Object.entries(parts))
      headers.set(`anthropic-ratelimit-${kind.replaceAll('_', '-')}-${part}`, String(value));
  }
  const last = { ...(attempts.at(-1) ?? { status: 200 }), headers, answeredAt: 0 };
  const all = rateLimits.length > 0 ? [...attempts.slice(0, -1), last] : attempts;
  return {
    attributes: start,
    measured: end,
    durationSeconds: 1,
    attempts: all,
    lastAttempt: all.at(-1),
    context: ROOT_CONTEXT,
    ...given,
  };
};

/** One attribute set of a metric. */
interface Point {
  readonly attributes: Record<string, unknown>;
  /** A histogram's count and sum; the value of other metrics. */
  readonly value: number | { readonly count: number; readonly sum: number };
}

let exporter: metrics.InMemoryMetricExporter;
let provider: metrics.MeterProvider;
let calls: CallMetrics;

beforeEach(() => {
  exporter = new metrics.InMemoryMetricExporter(metrics.AggregationTemporality.CUMULATIVE);
  const reader = new metrics.PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  provider = new metrics.MeterProvider({ readers: [reader] });
  calls = new CallMetrics(provider.getMeter('test'));
});
afterEach(() => provider.shutdown());

async function collect(): Promise<ReadonlyMap<string, metrics.MetricData>> {
  await provider.forceFlush();
  const scopes = exporter.getMetrics().at(-1)?.scopeMetrics ?? [];
  return new Map(scopes.flatMap((scope) => scope.metrics.map((data) => [data.descriptor.name, data])));
}

async function points(name: MetricName): Promise<Point[]> {
  const data = (await collect()).get(name)?.dataPoints ?? [];
  return data.map(({ attributes, value }) => ({
    attributes,
    value:
      typeof value === 'number' ? value : { count: value.count, sum: 'sum' in value ? (value.sum ?? 0) : 0 },
  }));
}

/** A call with a value for every metric. */
function recordWholeCall(): void {
  calls.chunk(facts({}), 0.02, 'claude-sonnet-5-20260101');
  calls.callEnded(
    facts({
      end: {
        'gen_ai.response.model': 'claude-sonnet-5-20260101',
        'gen_ai.response.time_to_first_chunk': 0.4,
        'gen_ai.usage.input_tokens': 25,
        'gen_ai.usage.output_tokens': 12,
        'gen_ai.usage.cache_read.input_tokens': 3,
        'gen_ai.usage.cache_write.input_tokens': 4,
        'gen_ai.usage.reasoning.output_tokens': 5,
      },
      durationSeconds: 2.5,
      attempts: [
        { status: 529, failure: 'overloaded', errorType: '529', waitSeconds: 0.5 },
        { failure: 'connection', errorType: 'ECONNRESET', waitSeconds: 1 },
        { status: 200 },
      ],
      streamOutcome: 'completed',
      rateLimits: [
        { kind: 'input_tokens', limit: 1000, remaining: 400, reset: 3 },
        { kind: 'requests', limit: 50 },
      ],
    }),
  );
}

test('attempts are counted in the next collection, of every reader, and at shutdown', async () => {
  const exporters = ['DELTA', 'CUMULATIVE'].map(
    (one) =>
      new metrics.InMemoryMetricExporter(metrics.AggregationTemporality[one as 'DELTA' | 'CUMULATIVE']),
  );
  const readers = exporters.map(
    (exporter) => new metrics.PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 }),
  );
  const both = new metrics.MeterProvider({ readers });
  calls = new CallMetrics(both.getMeter('test'));
  const attempts = [{ status: 429, failure: 'rate_limit', errorType: '429' }, { status: 200 }] as const;
  const counts = () =>
    exporters.map((exporter) =>
      exporter.getMetrics().map(({ scopeMetrics: [scope] }) => {
        const counter = scope?.metrics.find(
          ({ descriptor }) => descriptor.name === 'anthropic.client.attempts',
        );
        return counter?.dataPoints.map(({ value }) => value);
      }),
    );
  for (let count = 0; count < 3; count += 1) calls.callEnded(facts({ attempts }));
  await both.forceFlush();
  expect(counts()).toEqual([[[3, 3]], [[3, 3]]]);
  calls.callEnded(facts({ attempts }));
  await Promise.all(readers.map((reader) => reader.shutdown()));
  expect(counts()).toEqual([
    [
      [3, 3],
      [1, 1],
    ],
    [
      [3, 3],
      [4, 4],
    ],
  ]);
});

test('attempts of more kinds than are remembered are all counted', async () => {
  const statuses = Array.from({ length: 400 }, (_, index) => 100 + index);
  for (const status of [...statuses, ...statuses]) calls.callEnded(facts({ attempts: [{ status }] }));
  const found = await points('anthropic.client.attempts');
  expect(found.map(({ value }) => value)).toEqual(statuses.map(() => 2));
});

test('every metric of the table is there, with its unit, its buckets and no attribute beyond its own', async () => {
  calls = new CallMetrics(provider.getMeter('test'), { attributes: 'all', genAiNames: 'both' });
  recordWholeCall();
  calls.callEnded(facts({ end: { 'error.type': 'api_error' } }));
  const collected = await collect();
  // The processor counts diagnoses, and the doctor counts checks.
  const ours = Object.entries(METRICS).filter(([name]) => !/diagnoses$|\.check\./.test(name));
  expect([...collected.keys()].sort()).toEqual(ours.map(([name]) => name).sort());
  for (const [name, { unit, brief, buckets, attributes }] of ours) {
    const data = collected.get(name);
    expect(data?.descriptor).toMatchObject({ unit, description: brief });
    if (buckets) {
      const [point] = (data?.dataPoints ?? []) as metrics.DataPoint<metrics.Histogram>[];
      expect(point?.value.buckets.boundaries).toEqual(buckets);
    }
    const used = new Set(data?.dataPoints.flatMap((point) => Object.keys(point.attributes)));
    expect([...used].filter((attribute) => !(attributes as readonly string[]).includes(attribute))).toEqual(
      [],
    );
  }
});

test('a call has its figures, and its model and server', async () => {
  recordWholeCall();
  const attributes = { ...OF_THE_CALL, 'gen_ai.response.model': 'claude-sonnet-5-20260101' };
  const once = (sum: number, more: object = {}) => ({
    attributes: { ...attributes, ...more },
    value: { count: 1, sum },
  });
  expect(await points('gen_ai.client.inference.duration')).toEqual([once(2.5)]);
  expect(await points('gen_ai.client.inference.time_to_first_chunk')).toEqual([once(0.4)]);
  expect(await points('gen_ai.client.inference.time_per_output_chunk')).toEqual([once(0.02)]);
  const total = (value: number) => [
    { attributes: { ...attributes, 'gen_ai.token.modality': 'unknown' }, value },
  ];
  expect(await points('gen_ai.client.inference.operation.input_tokens')).toEqual([once(25)]);
  expect(await points('gen_ai.client.inference.operation.output_tokens')).toEqual([once(12)]);
  expect(await points('gen_ai.client.inference.usage.input_tokens')).toEqual(total(25));
  expect(await points('gen_ai.client.inference.usage.output_tokens')).toEqual(total(12));
  expect(await points('gen_ai.client.inference.usage.cache_read.input_tokens')).toEqual(total(3));
  expect(await points('gen_ai.client.inference.usage.cache_write.input_tokens')).toEqual(total(4));
  expect(await points('gen_ai.client.inference.usage.reasoning.output_tokens')).toEqual(total(5));
});

test('with the previous names it has the same figures, and with both each twice', async () => {
  const meter = provider.getMeter('test');
  const names = async () => [...(await collect()).keys()].filter((name) => name.startsWith('gen_ai.')).sort();
  calls = new CallMetrics(meter, { attributes: 'all', genAiNames: 'previous' });
  recordWholeCall();
  const previous = [
    'gen_ai.client.operation.duration',
    'gen_ai.client.operation.time_per_output_chunk',
    'gen_ai.client.operation.time_to_first_chunk',
    'gen_ai.client.token.usage',
  ];
  expect(await names()).toEqual(previous);
  const sums = (await points('gen_ai.client.token.usage')).map(({ attributes, value }) => [
    attributes['gen_ai.token.type'],
    value,
  ]);
  expect(sums).toEqual([
    ['input', { count: 1, sum: 25 }],
    ['output', { count: 1, sum: 12 }],
  ]);
  calls = new CallMetrics(meter, { attributes: 'all', genAiNames: 'both' });
  recordWholeCall();
  expect(await names()).toEqual([...previous, ...RENAMED_METRICS.map(({ latest }) => latest)].sort());
});

test('a kind of token that was not used has no series, and a failed call says so in its histograms alone', async () => {
  const end = {
    'error.type': 'stream_interrupted',
    'gen_ai.usage.input_tokens': 25,
    'gen_ai.usage.output_tokens': 0,
    'gen_ai.usage.cache_read.input_tokens': 0,
  };
  calls.callEnded(facts({ end }));
  calls.callEnded(facts({ end: { 'error.type': 'overloaded_error' } }));
  expect([...(await collect()).keys()].filter((name) => name.includes('tokens'))).toEqual([
    'gen_ai.client.inference.operation.input_tokens',
    'gen_ai.client.inference.operation.output_tokens',
    'gen_ai.client.inference.usage.input_tokens',
  ]);
  const failed = { ...OF_THE_CALL, 'error.type': 'stream_interrupted' };
  expect(await points('gen_ai.client.inference.operation.output_tokens')).toEqual([
    { attributes: failed, value: { count: 1, sum: 0 } },
  ]);
  expect(await points('gen_ai.client.inference.usage.input_tokens')).toEqual([
    { attributes: { ...OF_THE_CALL, 'gen_ai.token.modality': 'unknown' }, value: 25 },
  ]);
});

test('attempts by outcome, the waits between them, how the stream ended, and the limits', async () => {
  recordWholeCall();
  const model = { 'gen_ai.request.model': 'claude-sonnet-5' };
  const overloaded = {
    'anthropic.attempt.outcome': 'overloaded',
    'http.response.status_code': 529,
    ...model,
  };
  const reset = { 'anthropic.attempt.outcome': 'connection', ...model };
  expect(await points('anthropic.client.attempts')).toEqual([
    { attributes: { ...overloaded, 'error.type': '529' }, value: 1 },
    { attributes: { ...reset, 'error.type': 'ECONNRESET' }, value: 1 },
    {
      attributes: { 'anthropic.attempt.outcome': 'success', 'http.response.status_code': 200, ...model },
      value: 1,
    },
  ]);
  expect(await points('anthropic.client.retry.delay')).toEqual([
    { attributes: overloaded, value: { count: 1, sum: 0.5 } },
    { attributes: reset, value: { count: 1, sum: 1 } },
  ]);
  expect(await points('anthropic.client.stream.outcomes')).toEqual([
    { attributes: { 'anthropic.stream.outcome': 'completed', ...model }, value: 1 },
  ]);
  const kind = (name: string) => ({ 'anthropic.ratelimit.kind': name, ...model });
  expect(await points('anthropic.client.ratelimit.limit')).toEqual([
    { attributes: kind('input_tokens'), value: 1000 },
    { attributes: kind('requests'), value: 50 },
  ]);
  expect(await points('anthropic.client.ratelimit.remaining')).toEqual([
    { attributes: kind('input_tokens'), value: 400 },
  ]);
});

test('a failed call has the error.type of its span, a success none', async () => {
  calls.callEnded(facts({ end: { 'error.type': 'overloaded_error' } }));
  calls.callEnded(facts({}));
  const types = (await points('gen_ai.client.inference.duration')).map(
    ({ attributes }) => attributes['error.type'],
  );
  expect(types).toEqual(['overloaded_error', undefined]);
  const keys = (await points('gen_ai.client.inference.duration')).map(({ attributes }) =>
    Object.keys(attributes),
  );
  expect(keys[1]).not.toContain('error.type');
});

test('a View that drops an attribute adds the counts up, and keeps the limit that was told last', async () => {
  await provider.shutdown();
  exporter = new metrics.InMemoryMetricExporter(metrics.AggregationTemporality.CUMULATIVE);
  const reader = new metrics.PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  const withoutModel = metrics.createDenyListAttributesProcessor(['gen_ai.request.model']);
  const views = [{ instrumentName: 'anthropic.client.*', attributesProcessors: [withoutModel] }];
  provider = new metrics.MeterProvider({ readers: [reader], views });
  calls = new CallMetrics(provider.getMeter('test'));
  const call = (model: string, remaining: number) =>
    calls.callEnded(
      facts({
        start: { ...START, 'gen_ai.request.model': model },
        attempts: [{ status: 200 }],
        streamOutcome: 'completed',
        rateLimits: [{ kind: 'requests', remaining }],
      }),
    );
  for (let count = 0; count < 7; count += 1) call('claude-sonnet-5', 40 - count);
  for (let count = 0; count < 5; count += 1) call('claude-opus-4-8', 30 - count);
  call('claude-sonnet-5', 20);
  expect((await points('anthropic.client.attempts')).map(({ value }) => value)).toEqual([13]);
  expect((await points('anthropic.client.stream.outcomes')).map(({ value }) => value)).toEqual([13]);
  expect((await points('anthropic.client.ratelimit.remaining')).map(({ value }) => value)).toEqual([20]);
});

test('a call that is no GenAI operation is counted among ours alone', async () => {
  const start = { ...START, 'gen_ai.operation.name': undefined };
  calls.chunk(facts({ start }), 0.02, 'claude-sonnet-5');
  const end = { 'gen_ai.usage.input_tokens': 5, 'gen_ai.response.time_to_first_chunk': 1 };
  calls.callEnded(facts({ start, end, attempts: [{ status: 200 }], streamOutcome: 'completed' }));
  expect([...(await collect()).keys()].sort()).toEqual([
    'anthropic.client.attempts',
    'anthropic.client.stream.outcomes',
  ]);
});

test.each([
  ['all', 1000, 1000],
  // The first 16, then every 64th.
  ['sampled', 1000, 31],
  ['sampled', 10, 10],
] as const)('%s of %i times between events are %i that are recorded', async (which, events, recorded) => {
  for (let count = 1; count <= events; count += 1)
    if (isRecordedChunk(count, which)) calls.chunk(facts({}), 0.25, 'claude-sonnet-5');
  expect(await points('gen_ai.client.inference.time_per_output_chunk')).toEqual([
    {
      attributes: { ...OF_THE_CALL, 'gen_ai.response.model': 'claude-sonnet-5' },
      value: { count: recorded, sum: recorded / 4 },
    },
  ]);
});

test('figures that nobody measured are not recorded', async () => {
  for (const time of [Number.NaN, -1, Number.POSITIVE_INFINITY]) calls.chunk(facts({}), time, undefined);
  const end = {
    'gen_ai.usage.input_tokens': -1,
    'gen_ai.response.time_to_first_chunk': Number.POSITIVE_INFINITY,
  };
  const rateLimits = [
    { kind: '', limit: 5 },
    { kind: 'requests', remaining: Number.NaN },
  ];
  calls.callEnded(facts({ end, durationSeconds: Number.NaN, rateLimits }));
  expect([...(await collect()).keys()]).toEqual(['anthropic.client.attempts']);
});

test('ten thousand hostile models, error types, kinds and statuses leave every metric bounded', async () => {
  const hostile = (index: number): unknown =>
    [
      `claude-${index}`,
      'm'.repeat(index),
      `模型 ${index}`,
      `\udfff${index}`,
      '',
      new Proxy({}, { get: () => index }),
      index,
    ][index % 7];
  for (let index = 0; index < 10_000; index += 1) {
    const value = hostile(index) as string;
    const start = { ...START, 'gen_ai.request.model': value, 'server.address': value, 'server.port': index };
    calls.chunk(facts({ start }), 0.1, value);
    const attempts = [{ status: index, failure: 'server' as const, errorType: value, waitSeconds: 1 }];
    const end = { 'gen_ai.response.model': value, 'error.type': value, 'gen_ai.usage.input_tokens': 1 };
    const rateLimits = [{ kind: `kind${index}`, limit: 1, remaining: 1 }];
    calls.callEnded(facts({ start, end, attempts, streamOutcome: 'completed', rateLimits }));
  }
  const sizes = [...(await collect())].map(([name, { dataPoints }]) => [name, dataPoints.length] as const);
  expect(sizes.map(([name]) => name)).toContain('anthropic.client.attempts');
  // The metrics SDK drops all attributes beyond its own limit of 2000, which is never reached.
  expect(sizes.filter(([, size]) => size > 1000)).toEqual([]);
  const overflow = [...(await collect()).values()].flatMap(({ dataPoints }) =>
    dataPoints.filter(({ attributes }) => 'otel.metric.overflow' in attributes),
  );
  expect(overflow).toEqual([]);
});

test('without a metrics SDK nothing is recorded and nothing fails', async () => {
  const { createNoopMeter } = await import('@opentelemetry/api');
  const none = new CallMetrics(createNoopMeter());
  expect(() => none.chunk(facts({}), 1, undefined)).not.toThrow();
  expect(() => none.callEnded(facts({ streamOutcome: 'aborted' }))).not.toThrow();
});
