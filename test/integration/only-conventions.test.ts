// With attributes: 'conventions', spans, metrics and log events keep OpenTelemetry's attributes unchanged, and have none of this project.
import * as sdk from '@anthropic-ai/sdk';
import type { Attributes } from '@opentelemetry/api';
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { runDrill, SIMULATOR_API_KEY, type Simulator, startSimulator } from '@sevenstep/anthropic-simulator';
import { drills } from '@sevenstep/checklist/drills';
import type { AnthropicInstrumentationConfig } from '@sevenstep/instrumentation-anthropic';
import { ATTRIBUTES, EVENTS, isExtension, METRICS } from '@sevenstep/semantic-conventions';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectGeneratedSection } from '../support/generated.ts';
import { startTestMeter } from '../support/meter.ts';
import { PARAMS } from '../support/set-up.ts';
import { clientOptionsFor, SPAN_KINDS, type SpanKind, startTestTelemetry } from '../support/telemetry.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

const ALL = {
  captureMessageContent: true,
  attemptSpans: 'always',
  longWaitSeconds: 0.001,
} as const satisfies AnthropicInstrumentationConfig;

const CASES = {
  'a success': ['ok', (client: sdk.Anthropic) => client.messages.create({ ...PARAMS, service_tier: 'auto' })],
  'a retry that was asked for': [
    '1: 529 retry-after-ms=5; 2: ok',
    (client: sdk.Anthropic) => client.messages.create(PARAMS),
  ],
  'a failure': ['400', (client: sdk.Anthropic) => client.messages.create(PARAMS)],
  'a stream that is cut': [
    'cut after 3 deltas',
    (client: sdk.Anthropic) => client.messages.stream(PARAMS).finalMessage(),
  ],
  'a call without a GenAI operation': ['ok', (client: sdk.Anthropic) => client.models.list()],
} as const;

/** Values that differ in each call. */
const PASSING = /response\.id|time_to_first|exception\.stacktrace/;
const named = (attributes: Attributes, isWanted: (name: string) => boolean): Attributes =>
  Object.fromEntries(Object.entries(attributes).filter(([name]) => isWanted(name) && !PASSING.test(name)));

async function recorded(
  config: AnthropicInstrumentationConfig,
  kind: SpanKind,
  [script, call]: (typeof CASES)[keyof typeof CASES],
) {
  const events = new InMemoryLogRecordExporter();
  const { instrumentation, takeSpans, stop } = startTestTelemetry(config);
  const meter = startTestMeter(instrumentation);
  instrumentation.setLoggerProvider(
    new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter: events })] }),
  );
  simulator.load(script);
  try {
    const options = { maxRetries: 1, ...clientOptionsFor(kind) };
    const client = new sdk.Anthropic({ apiKey: SIMULATOR_API_KEY, baseURL: simulator.url, ...options });
    await call(client).then(undefined, () => undefined);
    const points = await meter.take();
    return {
      spans: takeSpans().map(withoutVerdict),
      metrics: Object.keys(METRICS).flatMap((name) =>
        points(name).map(({ attributes }) => ({ name, attributes: attributes as Attributes })),
      ),
      events: events.getFinishedLogRecords().map(({ eventName, attributes }) => ({
        name: eventName ?? '',
        attributes: attributes as Attributes,
      })),
    };
  } finally {
    stop();
    await meter.stop();
  }
}

/** Without the processor's diagnosis, which is based on the remaining attributes. */
const withoutVerdict = ({ name, attributes }: ReadableSpan) => ({
  name,
  attributes: named(attributes, (one) => !one.startsWith('anthropic.diagnosis.')),
});

describe.each(SPAN_KINDS)('%s call spans', (kind) => {
  test.each(Object.entries(CASES))('%s', async (_, one) => {
    const bare = await recorded({ ignoreRequestHook: () => true }, kind, one);
    const all = await recorded(ALL, kind, one);
    const few = await recorded({ ...ALL, attributes: 'conventions' }, kind, one);
    // At the end of a rejected call the SDK writes nothing, because the call's span has already ended.
    const ofTheSdk = new Set(
      bare.spans
        .filter(({ attributes }) => Number(attributes['http.response.status_code']) < 400)
        .flatMap(({ attributes }) => Object.keys(attributes)),
    );
    const left = ({ name, attributes }: { name: string; attributes: Attributes }) => ({
      name,
      // We make an attempt's span, whoever started the call's.
      attributes: named(
        attributes,
        (one) => !isExtension(one) || (ofTheSdk.has(one) && !/^[A-Z]+ /.test(name)),
      ),
    });
    const ofConventions = (list: typeof all.events) =>
      list
        .filter(({ name }) => !isExtension(name))
        .map((entry) => ({
          ...entry,
          attributes: named(entry.attributes, (name) => !isExtension(name)),
        }));
    expect(few.spans).toEqual(all.spans.map(left));
    expect(few.metrics).toEqual(ofConventions(all.metrics));
    expect(
      few.events.map((event) => ({ ...event, attributes: named(event.attributes, () => true) })),
    ).toEqual(ofConventions(all.events));
    // There were attributes to leave out.
    expect(all.spans.map(left)).not.toEqual(all.spans);
    expect(all.metrics.some(({ name }) => isExtension(name))).toBe(true);
  });
});

test('the README says how much the checklist still tells', async () => {
  const { takeSpans, stop } = startTestTelemetry({ attributes: 'conventions' });
  const all = Object.entries(drills).filter(([, { thresholds }]) => thresholds === undefined);
  let same = 0;
  let step = 0;
  try {
    for (const [id, drill] of all) {
      simulator.load({ faults: drill.faults ?? [] });
      const clientOptions = clientOptionsFor('owned');
      await runDrill(sdk.Anthropic, drill, { baseURL: simulator.url, clientOptions });
      const found = takeSpans().map(({ attributes }) => String(attributes['anthropic.diagnosis.id']));
      if (found.includes(id)) same += 1;
      else if (found.some((other) => other.split('.')[0] === id.split('.')[0])) step += 1;
    }
  } finally {
    stop();
  }
  expectGeneratedSection(
    new URL('../../packages/instrumentation-anthropic/README.md', import.meta.url),
    'less',
    `The checklist recognises ${all.length} situations from one call. With \`'conventions'\`, it still recognises ${same}, and the right step of ${step} more.`,
  );
}, 60_000);

test('the switch can be thrown at any time', async () => {
  const { instrumentation, stop } = startTestTelemetry();
  const meter = startTestMeter(instrumentation);
  try {
    const client = new sdk.Anthropic({ apiKey: SIMULATOR_API_KEY, baseURL: simulator.url });
    const attempts = async () => {
      simulator.load('ok');
      await client.messages.create(PARAMS);
      return (await meter.take())('anthropic.client.attempts').map(({ value }) => value);
    };
    expect(await attempts()).toEqual([1]);
    instrumentation.setConfig({ attributes: 'conventions' });
    expect(await attempts()).toEqual([]);
    instrumentation.setConfig({ attributes: 'all' });
    expect(await attempts()).toEqual([1]);
  } finally {
    stop();
    await meter.stop();
  }
});

test('the names that extend the conventions are those that the tables call ours or the SDK’s', () => {
  const tables: [string, string][] = [
    ...Object.entries(ATTRIBUTES).map(([name, [, source]]): [string, string] => [name, source]),
    ...Object.entries({ ...METRICS, ...EVENTS }).map(([name, { source }]): [string, string] => [
      name,
      source,
    ]),
  ];
  // Attributes that only the SDK's own spans have.
  const ofTheSdk = ['http.route', 'url.path', 'url.scheme'];
  const wrong = tables.filter(
    ([name, source]) =>
      isExtension(name) !== ['sdk', 'sevenstep'].includes(source) && !ofTheSdk.includes(name),
  );
  expect(wrong).toEqual([]);
});
