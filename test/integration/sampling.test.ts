// Metrics, log events and what the application sees are the same whether or not a span is recorded.
import Anthropic, { type ClientOptions } from '@anthropic-ai/sdk';
import { type Context, context, createContextKey } from '@opentelemetry/api';
import { LoggerProvider, type SdkLogRecord } from '@opentelemetry/sdk-logs';
import { SIMULATOR_API_KEY, type Simulator, startSimulator } from '@sevenstep/anthropic-simulator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Point, startTestMeter, type TestMeter } from '../support/meter.ts';
import { type RawServer, startRawServer } from '../support/raw-server.ts';
import { registerPropagator, SAMPLING_MODES } from '../support/sampling-modes.ts';
import { PARAMS } from '../support/set-up.ts';
import {
  clientOptionsFor,
  SPAN_KINDS,
  startTestTelemetry,
  type TestTelemetry,
} from '../support/telemetry.ts';
import { CALLS, makeCall } from './fault-calls.ts';

/** Names the row of a call, in what its log events are emitted in. */
const ROW = createContextKey('row');

/** A way of recording and propagating spans, beside which the same calls are made. */
interface Row {
  readonly title: string;
  /** Its own, which tells the metrics of calls apart that are made at once. */
  readonly model: string;
  readonly context: Context;
  readonly options: ClientOptions;
  readonly simulator: Simulator;
  readonly raw: RawServer;
}

let telemetry: TestTelemetry;
let meter: TestMeter;
let rows: readonly Row[];
const events: { readonly row: unknown; readonly event: string }[] = [];

beforeAll(async () => {
  telemetry = startTestTelemetry();
  registerPropagator();
  meter = startTestMeter(telemetry.instrumentation);
  const onEmit = ({ eventName, attributes }: SdkLogRecord, of?: Context): void => {
    const { 'exception.stacktrace': stack, ...others } = attributes;
    // Each row has a port of its own.
    const text = JSON.stringify({ eventName, ...others, hasStack: stack !== undefined });
    events.push({ row: of?.getValue(ROW), event: text.replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT') });
  };
  const nothing = async (): Promise<void> => undefined;
  telemetry.instrumentation.setLoggerProvider(
    new LoggerProvider({ processors: [{ onEmit, forceFlush: nothing, shutdown: nothing }] }),
  );
  rows = await Promise.all(
    SAMPLING_MODES.flatMap((mode) => SPAN_KINDS.map((kind) => ({ mode, kind }))).map(
      async ({ mode, kind }, index): Promise<Row> => {
        const title = `${kind}, ${mode.title}`;
        return {
          title,
          // All of one length: the answers repeat it.
          model: `claude-row-${String.fromCharCode(97 + index)}`,
          context: mode.context.setValue(ROW, title),
          options: {
            ...clientOptionsFor(kind),
            openTelemetry: { tracerProvider: mode.provider(), traces: kind === 'adopted' },
          },
          simulator: await startSimulator(),
          raw: await startRawServer(),
        };
      },
    ),
  );
});
afterAll(async () => {
  await meter.stop();
  telemetry.stop();
  await Promise.all(rows.flatMap(({ simulator, raw }) => [simulator.close(), raw[Symbol.asyncDispose]()]));
});

/** What was recorded of one row's call: each point of a metric with its value or count, and the log events. */
interface Recorded {
  readonly metrics: readonly string[];
  readonly events: readonly string[];
}

const METRIC_NAMES = [
  'gen_ai.client.operation.duration',
  'gen_ai.client.operation.time_to_first_chunk',
  'gen_ai.client.operation.time_per_output_chunk',
  'gen_ai.client.token.usage',
  'anthropic.client.attempts',
  'anthropic.client.retry.delay',
  'anthropic.client.stream.outcomes',
  'anthropic.client.ratelimit.limit',
  'anthropic.client.ratelimit.remaining',
] as const;

/** Where a row's calls go, and which model they name: what differs between rows. */
const OF_ITS_ROW = new Set(['server.port', 'gen_ai.request.model', 'gen_ai.response.model']);

const pointText = (name: string, { attributes, value }: Point): string => {
  const shown = Object.entries(attributes).filter(([attribute]) => !OF_ITS_ROW.has(attribute));
  return `${name} ${JSON.stringify(shown.sort())} ${value}`;
};

/** What is counted without a pause is told again in every collection. */
const isNew = ({ attributes, value }: Point): boolean =>
  value !== 0 || !('anthropic.attempt.outcome' in attributes);

/** What was recorded of each row, once each has a duration. It does not wait for a garbage collection. */
async function recorded(): Promise<ReadonlyMap<string, Recorded>> {
  const found = new Map<string, string[]>(rows.map(({ model }) => [model, []]));
  const isMeasured = (lines: readonly string[]) => lines.some((line) => line.startsWith(METRIC_NAMES[0]));
  for (let tries = 0; tries < 100; tries += 1) {
    const points = await meter.take();
    for (const name of METRIC_NAMES)
      for (const point of points(name).filter(isNew))
        found.get(String(point.attributes['gen_ai.request.model']))?.push(pointText(name, point));
    if ([...found.values()].every(isMeasured)) break;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return new Map(
    rows.map(({ title, model }) => [
      title,
      {
        metrics: found.get(model)?.sort() ?? [],
        events: events.filter(({ row }) => row === title).map(({ event }) => event),
      },
    ]),
  );
}

test.each(CALLS)('%s', async (_, one, call) => {
  await meter.take();
  events.length = 0;
  const seen = await Promise.all(
    rows.map((row) =>
      context.with(row.context, () =>
        makeCall(one, call, {
          servers: row,
          client: (options) =>
            new Anthropic({
              apiKey: SIMULATOR_API_KEY,
              baseURL: row.simulator.url,
              ...row.options,
              ...options,
            }),
          params: { ...PARAMS, model: row.model },
        }),
      ),
    ),
  );
  const found = await recorded();
  const [first] = rows;
  if (!first) throw new Error('there are rows');
  const expected = { application: seen[0], ...found.get(first.title) };
  expect(expected.metrics).toContainEqual(
    expect.stringMatching(/^gen_ai\.client\.operation\.duration .* 1$/),
  );
  rows.forEach(({ title }, index) => {
    expect({ title, application: seen[index], ...found.get(title) }).toEqual({ title, ...expected });
  });
});
