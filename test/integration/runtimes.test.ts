// Some runtimes lack or reject features. The instrumentation loads, starts and observes calls without them.
import Anthropic from '@anthropic-ai/sdk';
import { betaTool } from '@anthropic-ai/sdk/helpers/beta/json-schema';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { SIMULATOR_API_KEY, startSimulator } from '@sevenstep/anthropic-simulator';
import { afterEach, expect, test, vi } from 'vitest';
import { PARAMS } from '../support/set-up.ts';

const refuse = (): never => {
  throw new Error('not supported in this runtime');
};

/** Simulates a runtime, and returns for how long: `fetch` of Node.js itself needs features that some runtimes lack. */
type Runtime = () => 'while loading' | 'until a call' | 'always';

const RUNTIMES: Readonly<Record<string, Runtime>> = {
  // workerd with a compatibility date before 2025-05-05.
  'has no FinalizationRegistry': () => {
    vi.stubGlobal('FinalizationRegistry', undefined);
    return 'until a call';
  },
  // Next.js 16.4, `runtime = 'edge'`.
  'refuses modules of Node.js': () => {
    vi.spyOn(process, 'getBuiltinModule').mockImplementation(refuse);
    return 'always';
  },
  // Node.js before 20.16 and 22.3.
  'has no getBuiltinModule': () => {
    vi.stubGlobal('process', Object.create(process, { getBuiltinModule: { value: undefined } }));
    return 'always';
  },
  // Next.js 16.4, `runtime = 'edge'`.
  'has a process with an environment alone': () => {
    vi.stubGlobal('process', { env: {} });
    return 'always';
  },
  // workerd, in any version.
  'refuses signals while modules are loaded': () => {
    vi.stubGlobal('AbortController', refuse);
    return 'while loading';
  },
};

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** The instrumentation, loaded again in `runtime`, and its spans. */
async function instrumentationIn(runtime: Runtime) {
  vi.resetModules();
  const until = runtime();
  const { AnthropicInstrumentation } = await import('@sevenstep/instrumentation-anthropic');
  const instrumentation = new AnthropicInstrumentation();
  if (until === 'while loading') vi.unstubAllGlobals();
  const observed = <Value>(value: Value): Value => {
    if (until === 'until a call') vi.unstubAllGlobals();
    return value;
  };
  const exporter = new InMemorySpanExporter();
  instrumentation.setTracerProvider(
    new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }),
  );
  return { instrumentation, exporter, observed };
}

/** The `error.type` of each call, in order. */
const failures = (exporter: InMemorySpanExporter): unknown[] =>
  exporter
    .getFinishedSpans()
    .filter(({ name }) => name.startsWith('chat'))
    .map(({ attributes }) => attributes['error.type']);

test.each(Object.entries(RUNTIMES))(
  'a middleware observes calls where the runtime %s',
  async (_, runtime) => {
    const { instrumentation, exporter, observed } = await instrumentationIn(runtime);
    await using simulator = await startSimulator('#1: 429 retry-after=0.01; #3: 401');
    const client = new Anthropic({
      apiKey: SIMULATOR_API_KEY,
      baseURL: simulator.url,
      openTelemetry: false,
      middleware: [observed(instrumentation.middleware())],
    });
    await client.messages.create(PARAMS);
    await expect(client.messages.create(PARAMS)).rejects.toThrow('invalid x-api-key');
    const nowhere = client.withOptions({ baseURL: 'http://127.0.0.1:2' });
    await expect(nowhere.messages.create(PARAMS, { maxRetries: 0 })).rejects.toThrow('Connection error');
    expect(failures(exporter)).toEqual([undefined, 'authentication_error', 'connection_error']);
  },
);

test.each(Object.entries(RUNTIMES))(
  'instrument() observes calls and loops where the runtime %s',
  async (_, runtime) => {
    const { instrumentation, exporter, observed } = await instrumentationIn(runtime);
    observed(instrumentation.instrument(Anthropic));
    await using simulator = await startSimulator('#1: 401; #2: tool-use');
    const client = new Anthropic({ apiKey: SIMULATOR_API_KEY, baseURL: simulator.url, openTelemetry: false });
    await expect(client.messages.create(PARAMS)).rejects.toThrow('invalid x-api-key');
    const nowhere = client.withOptions({ baseURL: 'http://127.0.0.1:2' });
    await expect(nowhere.messages.create(PARAMS, { maxRetries: 0 })).rejects.toThrow('Connection error');
    const weather = betaTool({
      name: 'get_weather',
      description: 'The weather of a city.',
      inputSchema: { type: 'object', properties: { city: { type: 'string' } } },
      run: () => 'rain',
    });
    for await (const _message of client.beta.messages.toolRunner({ ...PARAMS, tools: [weather] }));
    instrumentation.disable();
    expect(failures(exporter)).toEqual(['authentication_error', 'connection_error', undefined, undefined]);
    expect(exporter.getFinishedSpans().map(({ name }) => name)).toContain('invoke_agent');
  },
);
