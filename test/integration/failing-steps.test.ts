// A step of the instrumentation fails, for any cause. Its name is logged once, and the call continues.
import type Anthropic from '@anthropic-ai/sdk';
import type { ClientOptions } from '@anthropic-ai/sdk';
import {
  context,
  DiagLogLevel,
  diag,
  type Span,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type RawServer, startRawServer } from '../support/raw-server.ts';
import { PARAMS, setUp } from '../support/set-up.ts';
import { startTestTelemetry } from '../support/telemetry.ts';

const fixture = setUp(() =>
  startTestTelemetry({ captureMessageContent: 'SPAN_ONLY', attemptSpans: 'always', nearLimitShare: 1 }),
);
let raw: RawServer;
beforeAll(async () => {
  raw = await startRawServer();
});
afterAll(() => raw[Symbol.asyncDispose]());

const lines: string[] = [];
beforeEach(() => {
  fixture.simulator.load('ok');
  lines.length = 0;
  const quiet = (): void => undefined;
  const error = (line: string): void => void lines.push(line);
  // A new logger receives each step again.
  diag.setLogger(
    { error, warn: quiet, info: quiet, debug: quiet, verbose: quiet },
    { logLevel: DiagLogLevel.INFO, suppressOverrideMessage: true },
  );
});
afterEach(() => {
  vi.restoreAllMocks();
  diag.disable();
  fixture.telemetry.takeSpans();
});

const fail = (): never => {
  throw new Error('not to be touched');
};
const OURS = /[\\/]packages[\\/](instrumentation-anthropic|wire)[\\/]src[\\/]/;
const HERE = /failing-steps|vitest|tinyspy/;
/** Throws for calls from our packages, and returns `value` for all others. */
function failForUs<Value>(value: () => Value): Value {
  const frames = new Error().stack?.split('\n').slice(1) ?? [];
  const nearest = frames.find((frame) => !HERE.test(frame)) ?? '';
  return OURS.test(nearest) ? fail() : value();
}
/** Wraps `object`, so that these members throw for our packages. */
function hostile<Target extends object>(object: Target, ...names: PropertyKey[]): Target {
  for (const name of names) {
    const own = Object.getOwnPropertyDescriptor(object, name);
    const inherited = () => Reflect.get(Object.getPrototypeOf(object), name, object);
    const get = () => failForUs(own ? () => own.value : inherited);
    Object.defineProperty(object, name, { get, configurable: true, enumerable: own?.enumerable ?? false });
  }
  return object;
}

const client = (options: ClientOptions = {}) => fixture.client('owned', { maxRetries: 1, ...options });
const create = (of = client(), params: Partial<typeof PARAMS> = {}) =>
  of.messages.create({ ...PARAMS, ...params });
const stream = (of = client()) => of.messages.create({ ...PARAMS, stream: true });
async function drain(items: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of items);
}
/** A client whose responses are changed before the SDK gets them. */
const changing = (change: (response: Response) => unknown): Anthropic =>
  client({
    fetch: async (...args) => {
      const response = await fetch(...args);
      change(response);
      return response;
    },
  });
/** A client whose tracer `make` derives from a real one. */
function traced(make: (real: Tracer) => unknown): Anthropic {
  const provider = new BasicTracerProvider();
  vi.spyOn(provider, 'getTracer').mockReturnValue(make(provider.getTracer('test')) as Tracer);
  return client({ openTelemetry: { traces: false, tracerProvider: provider } });
}
/** A client in whose spans one method throws. */
const withSpans = (method: keyof Span): Anthropic =>
  traced((real) => ({
    startSpan: (...args: Parameters<Tracer['startSpan']>) =>
      Object.assign(real.startSpan(...args), { [method]: fail }),
  }));
/** Makes our clock throw from now on, except for pending timers. */
function stopClock(): void {
  const now = performance.now.bind(performance);
  const isDue = () => new Error().stack?.match(/sweep/i);
  vi.spyOn(performance, 'now').mockImplementation(() => (isDue() ? now() : failForUs(now)));
}
const weather = () => ({
  name: 'get_weather',
  description: 'The weather',
  input_schema: { type: 'object' as const },
  parse: (input: unknown) => input,
  run: (): unknown => 'rain',
});
/** A loop with one tool use. */
function runTools(of = client(), tool: object = weather(), change = (params: object) => params) {
  fixture.simulator.load({
    faults: [{ when: { request: 1 }, answer: { toolUse: { name: 'get_weather', input: {} } } }],
  });
  const params = change({ ...PARAMS, tools: [tool] });
  return of.beta.messages.toolRunner(params as never).runUntilDone();
}
const refused = (): void => fixture.simulator.load('1: 529 retry-after-ms=1; 2: ok');

const STEP =
  /^@sevenstep\/instrumentation-anthropic: [a-z][\w ]+ failed; further failures of this step are not reported$/;

/** For each thing that fails, a call during which it fails. */
const FAILURES: Readonly<Record<string, () => Promise<unknown>>> = {
  'the context manager': () => {
    vi.spyOn(context, 'with').mockImplementation(fail);
    return create();
  },
  'the active context': () => {
    vi.spyOn(context, 'active').mockImplementation(fail);
    return create();
  },
  'a tracer': () => create(traced(() => ({ startSpan: fail }))),
  'the end of a span': () => create(withSpans('end')),
  'attributes of a span': () => create(withSpans('setAttributes')),
  'a look at a span': () => create(withSpans('isRecording')),
  'the context of a span': () => create(withSpans('spanContext')),
  'the URL of a response': () => create(changing((response) => hostile(response, 'redirected'))),
  'the body of a response': () => create(changing((response) => hostile(response, 'body'))),
  'the body of a stream': async () => drain(await stream(changing((response) => hostile(response, 'body')))),
  'the body of a refusal': () => {
    refused();
    return create(changing((response) => response.ok || hostile(response, 'body')));
  },
  'the headers of a response': () =>
    create(changing(({ headers }) => hostile(headers, Symbol.iterator, 'entries', 'forEach', 'get'))),
  'the headers of a refusal': () => {
    refused();
    return create(changing(({ headers }) => hostile(headers, Symbol.iterator, 'entries', 'forEach')));
  },
  'the code of an error': () => {
    let requests = 0;
    const failing: typeof fetch = (...args) => {
      requests += 1;
      if (requests > 1) return fetch(...args);
      throw hostile(Object.assign(new TypeError('fetch failed'), { code: 'X' }), 'code', 'cause', 'message');
    };
    return create(client({ fetch: failing }));
  },
  'the tokens of an answer': () => {
    const message = { id: 'msg_1', type: 'message', content: [], usage: {} };
    const json = async () => hostile(message, 'usage', 'id', 'content');
    return create(changing((response) => Object.assign(response, { json })));
  },
  'the clock, as a call begins': () => {
    stopClock();
    return create();
  },
  'the clock, as an attempt begins': () =>
    create(
      client({
        apiKey: async () => {
          stopClock();
          return 'sk-ant-example';
        },
      }),
    ),
  'the clock, as an attempt is rejected': () => {
    refused();
    return create(changing(stopClock));
  },
  'the clock, while a stream is read': async () => {
    const events = await stream();
    stopClock();
    await drain(events);
  },
  'the clock, as a stream is left': async () => {
    for await (const _ of await stream()) {
      stopClock();
      break;
    }
  },
  'the clock, as a stream is thrown into': async () => {
    const iterator = (await stream())[Symbol.asyncIterator]();
    await iterator.next();
    stopClock();
    await iterator.throw?.(new Error('enough')).catch(() => undefined);
  },
  'the clock, as a stream breaks': async () => {
    fixture.simulator.load('cut after 3 deltas');
    const events = await stream();
    stopClock();
    await drain(events).catch(() => undefined);
  },
  'the clock, as a helper is left': async () => {
    for await (const _ of client().messages.stream(PARAMS)) {
      stopClock();
      break;
    }
  },
  'the clock, as a body is discarded': async () => {
    const { body } = await create().asResponse();
    stopClock();
    await body?.cancel();
  },
  'the clock, as a body goes elsewhere': async () => {
    const { body } = await create().asResponse();
    stopClock();
    await body?.pipeTo(new WritableStream());
  },
  'the clock, as a body is read': async () => {
    const response = await create().asResponse();
    stopClock();
    return response.json();
  },
  'the clock, as a reader is cancelled': async () => {
    const reader = (await stream().asResponse()).body?.getReader();
    await reader?.read();
    stopClock();
    await reader?.cancel();
  },
  'the clock, as the process ends': async () => {
    raw.reply({ parts: [50] });
    const call = create(client({ baseURL: raw.url })).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 20));
    stopClock();
    fixture.telemetry.instrumentation.endCalls();
    await call;
  },
  'a tool that is looked at': () => {
    const own = Object.getOwnPropertyDescriptor.bind(Object);
    vi.spyOn(Object, 'getOwnPropertyDescriptor').mockImplementation((of, name) =>
      name === 'run' ? failForUs(() => own(of, name)) : own(of, name),
    );
    return runTools();
  },
  'the description of a tool': async () => {
    const run = vi.fn(() => 'rain');
    await runTools(undefined, hostile({ ...weather(), run }, 'description'));
    expect(run).toHaveBeenCalledOnce();
    expect(fixture.simulator.journal).toHaveLength(2);
  },
  'the tools of a loop': () => runTools(undefined, undefined, (params) => hostile(params, 'tools')),
  'the model of a loop': () => runTools(undefined, undefined, (params) => hostile(params, 'model')),
  'the tracer of a loop': () => runTools(traced(() => ({ startSpan: fail }))),
  'the end of spans of a loop': () => runTools(withSpans('end')),
  'an attribute of a tool': () => runTools(withSpans('setAttribute')),
  'the status of a failed tool': () => runTools(withSpans('setStatus'), { ...weather(), run: fail }),
  'the context of a tool': () => {
    vi.spyOn(trace, 'setSpan').mockImplementation(fail);
    return runTools();
  },
  'the clock of a loop': () => runTools(undefined, { ...weather(), run: stopClock }),
};

test.each(Object.entries(FAILURES))('%s', async (_, call) => {
  await call();
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines) expect(line).toMatch(STEP);
  expect(lines).toEqual([...new Set(lines)]);
});

const hostileError = (): Error =>
  hostile(Object.assign(new TypeError('fetch failed'), { code: 'X' }), 'code', 'cause', 'message', 'name');

/** For each thing that fails, a call that also fails. */
const FAILED: Readonly<Record<string, [type: string, call: () => Promise<unknown>]>> = {
  'a dispatcher without a prototype': [
    'connection_error',
    () => {
      const dispatcher = Object.assign(Object.create(null), { dispatch: fail });
      return create(client({ maxRetries: 0, fetchOptions: { dispatcher } }));
    },
  ],
  'the error of a connection': [
    'connection_error',
    () => create(client({ maxRetries: 0, fetch: () => Promise.reject(hostileError()) })),
  ],
  'the key of the client': [
    'client_error',
    () => {
      const made = client({ defaultHeaders: { 'x-team': 'a\nb' } });
      return create(hostile(made, 'apiKey'));
    },
  ],
  'the options for fetch': [
    'connection_error',
    () => create(hostile(client({ maxRetries: 0, baseURL: 'http://127.0.0.1:9' }), 'fetchOptions')),
  ],
  'a parameter': [
    'client_error',
    () => {
      const output_config = Object.defineProperty({}, 'effort', { enumerable: true, get: fail });
      return create(client(), { output_config });
    },
  ],
  'the error of a stream': [
    'stream_interrupted',
    async () => {
      const breaking = client({
        fetch: async (...args) => {
          const { headers } = await fetch(...args);
          const start = 'event: message_start\ndata: {"type":"message_start","message":{}}\n\n';
          const body = new ReadableStream({
            start: (controller) => controller.enqueue(new TextEncoder().encode(start)),
            pull: (controller) => controller.error(hostileError()),
          });
          return new Response(body, { headers });
        },
      });
      await drain(await stream(breaking));
    },
  ],
};

test.each(Object.entries(FAILED))('%s, of a call that failed', async (_, [type, call]) => {
  await expect(call()).rejects.toThrow();
  const { call: span, attributes } = fixture.telemetry.takeTrace();
  expect(attributes['error.type']).toBe(type);
  expect(span.status.code).toBe(SpanStatusCode.ERROR);
  // Otherwise its measurements, log event or other attributes would be lost.
  expect(lines.join()).not.toMatch(/finishing a call|writing the span|recording a failed call/);
});

test('a context manager that fails once it has run a call does not run it again', async () => {
  vi.spyOn(context, 'with').mockImplementation((_context, run) => {
    run();
    return fail();
  });
  const message = await create();
  expect(message.type).toBe('message');
  expect(fixture.simulator.journal).toHaveLength(1);
  fixture.simulator.load('400');
  await expect(create()).rejects.toMatchObject({ status: 400 });
  expect(fixture.simulator.journal).toHaveLength(1);
});

test('a context manager that does not run a call leaves that to us', async () => {
  vi.spyOn(context, 'with').mockReturnValue(undefined);
  expect((await create()).type).toBe('message');
  expect(fixture.simulator.journal).toHaveLength(1);
});
