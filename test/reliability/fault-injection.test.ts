// Whatever throws around the instrumentation, wherever it is touched: the application sees what it sees without us.
import Anthropic, * as sdk from '@anthropic-ai/sdk';
import * as streaming from '@anthropic-ai/sdk/core/streaming';
import { context, DiagLogLevel, diag, metrics, trace } from '@opentelemetry/api';
import { logs } from '@opentelemetry/api-logs';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { LoggerProvider } from '@opentelemetry/sdk-logs';
import { MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider, type SpanProcessor } from '@opentelemetry/sdk-trace-base';
import { SIMULATOR_API_KEY, type Simulator, startSimulator } from '@sevenstep/anthropic-simulator';
import { AnthropicInstrumentation } from '@sevenstep/instrumentation-anthropic';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Saboteur } from '../support/saboteur.ts';
import { PARAMS } from '../support/set-up.ts';
import { clientOptionsFor, SPAN_KINDS, type SpanKind } from '../support/telemetry.ts';

/** A call, and the script of the server that answers it. */
interface Scenario {
  readonly name: string;
  readonly script: string;
  readonly run: (client: Anthropic, params: typeof PARAMS) => Promise<unknown>;
}

const SCENARIOS: readonly Scenario[] = [
  { name: 'an answer', script: '', run: (client, params) => client.messages.create(params) },
  {
    name: 'a stream',
    script: '',
    run: async (client, params) => {
      const types: string[] = [];
      for await (const { type } of await client.messages.create({ ...params, stream: true }))
        types.push(type);
      return types;
    },
  },
  {
    name: 'a stream that is left',
    script: '',
    run: async (client, params) => {
      for await (const { type } of await client.messages.create({ ...params, stream: true })) return type;
      return undefined;
    },
  },
  { name: 'a helper', script: '', run: (client, params) => client.messages.stream(params).finalMessage() },
  {
    name: 'a response read by the application',
    script: '',
    run: async (client, params) => (await client.messages.create(params).asResponse()).json(),
  },
  {
    name: 'a retry',
    script: '1: 429 retry-after-ms=1',
    run: (client, params) => client.messages.create(params),
  },
  { name: 'a refusal', script: '*: 400', run: (client, params) => client.messages.create(params) },
  {
    name: 'a stream that is cut',
    script: '*: cut after 4 events',
    run: async (client, params) => {
      for await (const _ of await client.messages.create({ ...params, stream: true }));
    },
  },
];

const TARGETS = {
  'the tracer and its spans': new Saboteur(),
  'a span processor': new Saboteur(),
  'the meter and its instruments': new Saboteur(),
  'the logger': new Saboteur(),
  'the context manager': new Saboteur(),
  'hooks and redaction': new Saboteur(),
  'diag, beside a hook that throws': new Saboteur(),
  "the application's parameters": new Saboteur(),
  'a response and its headers': new Saboteur(),
  'what fetch rejects with': new Saboteur(),
} as const;
type Target = keyof typeof TARGETS;

class IdleReader extends MetricReader {
  protected override async onShutdown(): Promise<void> {}
  protected override async onForceFlush(): Promise<void> {}
}

let simulator: Simulator;
let instrumentation: AnthropicInstrumentation;
let hookThrows = false;
const unobserved = new Map<string, unknown>();
const unhandled: unknown[] = [];
const noteUnhandled = (problem: unknown): void => void unhandled.push(problem);

beforeAll(async () => {
  process.on('unhandledRejection', noteUnhandled);
  simulator = await startSimulator();
  // Before anything is patched.
  for (const kind of SPAN_KINDS)
    for (const scenario of SCENARIOS)
      for (const target of [undefined, 'what fetch rejects with'] as const)
        unobserved.set(`${kind} ${scenario.name} ${target}`, await seen(scenario, kind, target));
  startHostileTelemetry();
});

afterAll(async () => {
  process.off('unhandledRejection', noteUnhandled);
  instrumentation.disable();
  for (const api of [trace, context, metrics, logs, diag]) api.disable();
  await simulator.close();
});

/** What the application sees of a scenario. */
async function seen({ script, run }: Scenario, kind: SpanKind, target?: Target): Promise<unknown> {
  simulator.load(script);
  const client = new Anthropic({
    apiKey: SIMULATOR_API_KEY,
    baseURL: simulator.url,
    // Nothing answers there, and there is no need to wait for a second time.
    maxRetries: target === 'what fetch rejects with' ? 0 : 1,
    ...clientOptionsFor(kind),
    fetch: fetchFor(target),
  });
  const params =
    target === "the application's parameters" ? TARGETS[target].looked(structuredClone(PARAMS)) : PARAMS;
  const outcome = await run(client, params).then(
    (value) => ({ value }),
    (error: Error) => ({ class: error.constructor.name, message: error.message }),
  );
  await simulator.settled();
  return { outcome, requests: simulator.journal.map(({ status, outcome: how }) => [status, how]) };
}

function fetchFor(target: Target | undefined): typeof fetch {
  if (target === 'what fetch rejects with') {
    return async () => {
      const error = Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNREFUSED' } });
      throw TARGETS[target].looked(error);
    };
  }
  if (target !== 'a response and its headers') return fetch;
  return async (url, init) => {
    const response = await fetch(url, init);
    const headers = TARGETS[target].looked(response.headers);
    return Object.defineProperty(response, 'headers', { value: headers, configurable: true });
  };
}

function startHostileTelemetry(): void {
  const around = <T extends object>(name: Target, value: T): T => TARGETS[name].around(value);
  const processor: SpanProcessor = {
    onStart: () => TARGETS['a span processor'].touch(),
    onEnding: () => TARGETS['a span processor'].touch(),
    onEnd: () => TARGETS['a span processor'].touch(),
    forceFlush: async () => undefined,
    shutdown: async () => undefined,
  };
  const provider = new BasicTracerProvider({ spanProcessors: [processor] });
  trace.setGlobalTracerProvider(around('the tracer and its spans', provider));
  context.setGlobalContextManager(
    TARGETS['the context manager'].around(new AsyncLocalStorageContextManager().enable(), false),
  );
  logs.setGlobalLoggerProvider(around('the logger', new LoggerProvider()));
  const hit = TARGETS['hooks and redaction'];
  instrumentation = new AnthropicInstrumentation({
    captureContent: 'SPAN_AND_EVENT',
    attemptSpans: 'always',
    requestHook: () => hit.touch(),
    responseHook: () => {
      hit.touch();
      if (hookThrows) throw new Error('the hook throws');
    },
    redactContent: (text) => {
      hit.touch();
      return text;
    },
  });
  instrumentation.instrument(sdk, streaming);
  const complain = (): void => TARGETS['diag, beside a hook that throws'].touch();
  diag.setLogger(
    { error: complain, warn: complain, info: complain, debug: complain, verbose: complain },
    DiagLogLevel.ALL,
  );
}

/** The scenario with the target armed, on instruments of its own: making them is a place, too. */
async function sabotaged(scenario: Scenario, kind: SpanKind, target: Target, at?: number): Promise<unknown> {
  const meters = new MeterProvider({ readers: [new IdleReader()] });
  metrics.disable();
  metrics.setGlobalMeterProvider(TARGETS['the meter and its instruments'].around(meters));
  hookThrows = target === 'diag, beside a hook that throws';
  TARGETS[target].arm(at);
  return seen(scenario, kind, target);
}

describe.each(SPAN_KINDS)('%s call spans', (kind) => {
  describe.each(Object.keys(TARGETS) as Target[])('%s', (target) => {
    // Hundreds of calls each.
    test('throws at every place, one at a time', { timeout: 600_000 }, async () => {
      let places = 0;
      for (const scenario of SCENARIOS) {
        const own = target === 'what fetch rejects with' ? target : undefined;
        const expected = unobserved.get(`${kind} ${scenario.name} ${own}`);
        expect(await sabotaged(scenario, kind, target), scenario.name).toEqual(expected);
        const { touches } = TARGETS[target];
        places += touches;
        for (let at = 1; at <= touches; at += 1) {
          const result = await sabotaged(scenario, kind, target, at);
          const place = `${scenario.name}, place ${at} of ${touches}: ${TARGETS[target].thrown?.stack}`;
          expect(result, place).toEqual(expected);
        }
        // What a scenario leaves behind ends in peace.
        TARGETS[target].arm();
      }
      expect(places).toBeGreaterThan(0);
      expect(unhandled).toEqual([]);
    });
  });
});
