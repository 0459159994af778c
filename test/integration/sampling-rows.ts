// Compares metrics, log events and the application's results between ways of recording spans.
import Anthropic, { type ClientOptions } from '@anthropic-ai/sdk';
import { type Context, context, createContextKey } from '@opentelemetry/api';
import { LoggerProvider, type SdkLogRecord } from '@opentelemetry/sdk-logs';
import { SIMULATOR_API_KEY, type Simulator, startSimulator } from '@sevenstep/anthropic-simulator';
import { afterAll, beforeAll, expect } from 'vitest';
import { type CannedApi, startCannedApi } from '../sdk-matrix/suite/canned-api.ts';
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
import { makeCall } from './fault-calls.ts';
import type { Call, Case } from './fault-cases.ts';

/** Names the row of a call, in the context of its log events. */
const ROW = createContextKey('row');

/** A way to record and propagate spans. All rows make the same calls. */
interface Row {
  readonly title: string;
  /** A separate model, which distinguishes the metrics of simultaneous calls. */
  readonly model: string;
  readonly context: Context;
  readonly options: ClientOptions;
  readonly simulator: Simulator;
  readonly raw: RawServer;
}

/** Whether patches report calls, or only a middleware. */
let isPatched = true;
let telemetry: TestTelemetry;
let meter: TestMeter;
let canned: CannedApi;
let rows: readonly Row[];
const events: { readonly row: unknown; readonly event: string }[] = [];

/** `text` without the parts that differ between rows. */
const withoutRow = (text: string): string =>
  text.replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT').replace(/claude-row-\w/g, 'claude-row');

async function start(patch: boolean): Promise<void> {
  isPatched = patch;
  telemetry = startTestTelemetry({}, { patch });
  registerPropagator();
  meter = startTestMeter(telemetry.instrumentation);
  const onEmit = ({ eventName, attributes }: SdkLogRecord, of?: Context): void => {
    const { 'exception.stacktrace': stack, ...others } = attributes;
    // Each row has a separate port and model.
    const text = JSON.stringify({ eventName, ...others, hasStack: stack !== undefined });
    events.push({ row: of?.getValue(ROW), event: withoutRow(text) });
  };
  const nothing = async (): Promise<void> => undefined;
  telemetry.instrumentation.setLoggerProvider(
    new LoggerProvider({ processors: [{ onEmit, forceFlush: nothing, shutdown: nothing }] }),
  );
  canned = await startCannedApi();
  rows = await Promise.all(
    SAMPLING_MODES.flatMap((mode) => SPAN_KINDS.map((kind) => ({ mode, kind }))).map(
      async ({ mode, kind }, index): Promise<Row> => {
        const title = `${kind}, ${mode.title}`;
        return {
          title,
          // All models have the same length, because the answers repeat them.
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
}

async function stop(): Promise<void> {
  await meter.stop();
  telemetry.stop();
  await canned.close();
  await Promise.all(rows.flatMap(({ simulator, raw }) => [simulator.close(), raw[Symbol.asyncDispose]()]));
}

/** A client of a row. */
const clientOf = (row: Row, options: ClientOptions = {}): Anthropic =>
  new Anthropic({
    apiKey: SIMULATOR_API_KEY,
    baseURL: row.simulator.url,
    ...row.options,
    ...options,
    ...(!isPatched && {
      middleware: [telemetry.instrumentation.middleware({ maxRetries: options.maxRetries ?? 2 })],
    }),
  });

/** The recorded telemetry of one row's call: each point of a metric with its value or count, and the log events. */
interface Recorded {
  readonly metrics: ReadonlyArray<readonly [point: string, value: number]>;
  readonly events: readonly string[];
}

const METRIC_NAMES = [
  'gen_ai.client.inference.duration',
  'gen_ai.client.inference.time_to_first_chunk',
  'gen_ai.client.inference.time_per_output_chunk',
  'gen_ai.client.inference.operation.input_tokens',
  'gen_ai.client.inference.operation.output_tokens',
  'gen_ai.client.inference.usage.input_tokens',
  'gen_ai.client.inference.usage.output_tokens',
  'anthropic.client.attempts',
  'anthropic.client.retry.delay',
  'anthropic.client.stream.outcomes',
  'anthropic.client.ratelimit.limit',
  'anthropic.client.ratelimit.remaining',
] as const;

/** The attributes that differ between rows: the server and the model. */
const OF_ITS_ROW = new Set(['server.port', 'gen_ai.request.model', 'gen_ai.response.model']);

/** A point by its metric and attributes. */
const keyOf = (name: string, { attributes }: Point): string => {
  const shown = Object.entries(attributes).filter(([attribute]) => !OF_ITS_ROW.has(attribute));
  return `${name} ${JSON.stringify(shown.sort())}`;
};

/** Sums the measurements by model, until `isEnough`. It does not wait for a garbage collection. */
async function measured(isEnough: (found: ReadonlyMap<unknown, ReadonlyMap<string, number>>) => boolean) {
  const found = new Map<unknown, Map<string, number>>();
  for (let tries = 0; tries < 100; tries += 1) {
    const points = await meter.take();
    for (const name of METRIC_NAMES)
      for (const point of points(name)) {
        const model = point.attributes['gen_ai.request.model'];
        const ofModel = found.get(model) ?? new Map<string, number>();
        found.set(model, ofModel);
        const key = keyOf(name, point);
        const before = name.includes('ratelimit') ? 0 : (ofModel.get(key) ?? 0);
        ofModel.set(key, before + point.value);
      }
    if (isEnough(found)) break;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return found;
}

const sorted = (points: ReadonlyMap<string, number> | undefined): Recorded['metrics'] =>
  [...(points ?? [])].sort(([one], [other]) => (one < other ? -1 : 1));

const eventsOf = (title: string): readonly string[] =>
  events.filter(({ row }) => row === title).map(({ event }) => event);

const count = (points: ReadonlyMap<string, number> | undefined, name: string): number =>
  [...(points ?? [])].reduce((total, [key, value]) => total + (key.startsWith(name) ? value : 0), 0);

/** Starts the rows before a file's tests. Either patches or a middleware report their calls. */
export function setUpRows(by: 'patches' | 'middleware'): void {
  beforeAll(() => start(by === 'patches'));
  afterAll(stop);
}

/** Compares the rows for a fault. */
export async function compareFault(one: Case, call: Call): Promise<void> {
  await meter.take();
  events.length = 0;
  const seen = await Promise.all(
    rows.map((row) =>
      context.with(row.context, () =>
        makeCall(one, call, {
          servers: row,
          client: (options) => clientOf(row, options),
          params: { ...PARAMS, model: row.model },
        }),
      ),
    ),
  );
  const found = await measured((of) => rows.every(({ model }) => count(of.get(model), METRIC_NAMES[0]) > 0));
  const recorded = rows.map(
    ({ title, model }): Recorded => ({ metrics: sorted(found.get(model)), events: eventsOf(title) }),
  );
  // A middleware does not see failures before a request.
  const calls = count(found.get(rows[0]?.model), METRIC_NAMES[0]);
  expect(isPatched || count(found.get(rows[0]?.model), 'anthropic.client.attempts') > 0 ? calls : 1).toBe(1);
  rows.forEach(({ title }, index) => {
    expect({ title, application: seen[index], ...recorded[index] }).toEqual({
      title,
      application: seen[0],
      ...recorded[0],
    });
  });
}

/** Reads the rest. */
async function drained(parts: AsyncIterable<unknown>): Promise<string> {
  let length = 0;
  for await (const _ of parts) length += 1;
  return `read ${length}`;
}

export interface Way {
  readonly requests: number;
  run(client: Anthropic, params: typeof PARAMS): Promise<unknown>;
}

/** Calls without a fault, and ways to read a response that the SDK does not read. */
export const WAYS: Readonly<Record<string, Way>> = {
  'asResponse() and json()': {
    requests: 1,
    run: async (client, params) => (await client.messages.create(params).asResponse()).json(),
  },
  'asResponse() and text() of a stream': {
    requests: 1,
    run: async (client, params) =>
      (await client.messages.create({ ...params, stream: true }).asResponse()).text(),
  },
  'asResponse() and bytes': {
    requests: 1,
    run: async (client, params) => (await client.messages.create(params).asResponse()).arrayBuffer(),
  },
  'asResponse() and a reader': {
    requests: 1,
    run: async (client, params) =>
      drained((await client.messages.create(params).asResponse()).body ?? (async function* () {})()),
  },
  'asResponse() and cancel() of a message': {
    requests: 1,
    run: async (client, params) => (await client.messages.create(params).asResponse()).body?.cancel(),
  },
  'asResponse() and cancel() of a stream': {
    requests: 1,
    run: async (client, params) =>
      (await client.messages.create({ ...params, stream: true }).asResponse()).body?.cancel(),
  },
  'withResponse()': {
    requests: 1,
    run: async (client, params) => (await client.messages.create(params).withResponse()).data,
  },
  'a signal that was aborted before': {
    requests: 0,
    run: async (client, params) => client.messages.create(params, { signal: AbortSignal.abort() }),
  },
  'a tool runner': {
    requests: 1,
    run: async (client, params) => client.beta.messages.toolRunner({ ...params, tools: [] }).runUntilDone(),
  },
  'a tool runner that is left': {
    requests: 1,
    run: async (client, params) => {
      for await (const _ of client.beta.messages.toolRunner({ ...params, tools: [] })) break;
    },
  },
  count_tokens: {
    requests: 1,
    run: async (client, { model, messages }) => client.messages.countTokens({ model, messages }),
  },
  'a list of models': {
    requests: 2,
    run: async (client) => drained(client.withOptions({ baseURL: canned.url }).models.list()),
  },
  'results of a batch': {
    requests: 2,
    run: async (client) =>
      drained(await client.withOptions({ baseURL: canned.url }).messages.batches.results('msgbatch_1')),
  },
  'a download': {
    requests: 1,
    run: async (client) =>
      (await client.withOptions({ baseURL: canned.url }).beta.files.download('file_1')).text(),
  },
  'a download that nobody awaits': {
    requests: 1,
    run: async (client) => {
      client.withOptions({ baseURL: canned.url }).beta.files.download('file_1');
    },
  },
};

/** A row's answer without its ids. */
const shape = (value: unknown): string =>
  value instanceof ArrayBuffer
    ? String(value.byteLength)
    : String(typeof value === 'string' ? value : JSON.stringify(value)).replace(
        /claude-row-\w/g,
        'claude-row',
      );

/** Compares the rows for a way. */
export async function compareWay({ requests, run }: Way): Promise<void> {
  const isEnough = (found: ReadonlyMap<unknown, ReadonlyMap<string, number>>): boolean => {
    const attempts = [...found.values()].map((points) => count(points, 'anthropic.client.attempts'));
    return attempts.reduce((total, of) => total + of, 0) >= requests;
  };
  const seen: object[] = [];
  for (const row of rows) {
    await meter.take();
    events.length = 0;
    row.simulator.load('*: ok');
    const answer = await context.with(row.context, () =>
      run(clientOf(row), { ...PARAMS, model: row.model }).then(
        shape,
        (error: Error) => error.constructor.name,
      ),
    );
    const found = await measured(isEnough);
    seen.push({ answer, metrics: [...found.values()].map(sorted), events: eventsOf(row.title) });
  }
  rows.forEach(({ title }, index) => {
    expect({ title, ...seen[index] }).toEqual({ title, ...seen[0] });
  });
}
