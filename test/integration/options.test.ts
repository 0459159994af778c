// The options of the instrumentation, and telemetry that fails while the call continues.
import Anthropic from '@anthropic-ai/sdk';
import { type Span, type Tracer, trace } from '@opentelemetry/api';
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { SIMULATOR_API_KEY, type Simulator, startSimulator } from '@sevenstep/anthropic-simulator';
import type { RequestHookInfo, ResponseHookInfo } from '@sevenstep/instrumentation-anthropic';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stepsFail } from '../support/failed-steps.ts';
import { startTestMeter } from '../support/meter.ts';
import { PARAMS } from '../support/set-up.ts';
import {
  clientOptionsFor,
  SPAN_KINDS,
  startTestTelemetry,
  type TestTelemetry,
} from '../support/telemetry.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

describe.each(SPAN_KINDS)('%s call spans', (kind) => {
  const client = () =>
    new Anthropic({ apiKey: SIMULATOR_API_KEY, baseURL: simulator.url, ...clientOptionsFor(kind) });
  const create = () => client().messages.create(PARAMS);
  const using = async (
    config: Parameters<typeof startTestTelemetry>[0],
    run: (telemetry: TestTelemetry) => Promise<void>,
  ) => {
    const telemetry = startTestTelemetry(config);
    try {
      await run(telemetry);
    } finally {
      telemetry.stop();
    }
  };

  test.each([
    ['on-retry', '1: ok', 0],
    ['on-retry', '1: 529 retry-after-ms=1; 2: ok', 2],
    ['always', '1: ok', 1],
    ['never', '1: 529 retry-after-ms=1; 2: ok', 0],
  ] as const)('attemptSpans %s, %s: %i', async (attemptSpans, script, expected) => {
    await using({ attemptSpans }, async (telemetry) => {
      simulator.load(script);
      await create();
      expect(telemetry.takeTrace().attempts).toHaveLength(expected);
    });
  });

  test("spanNames 'sdk' keeps the SDK's name", async () => {
    await using({ spanNames: 'sdk' }, async (telemetry) => {
      simulator.load('1: ok');
      await create();
      expect(telemetry.takeTrace().call.name).toBe('anthropic.messages.create');
    });
  });

  test('hooks see the request and how it ended, and what they throw goes no further', async () => {
    stepsFail('the requestHook', 'the responseHook');
    const seen: unknown[] = [];
    const requestHook = (span: Span, { method, body }: RequestHookInfo) => {
      span.setAttribute('app.tenant', 'blue');
      seen.push(method, body);
      throw new Error('a hook that throws');
    };
    const responseHook = (span: Span, { body, error }: ResponseHookInfo) => {
      seen.push(span.isRecording(), body, error);
      throw new Error('a hook that throws');
    };
    await using({ requestHook, responseHook }, async (telemetry) => {
      simulator.load('1: ok');
      const message = await create();
      expect(seen.splice(0)).toEqual(['messages.create', PARAMS, true, message, undefined]);
      expect(telemetry.takeTrace().call.attributes['app.tenant']).toBe('blue');
      simulator.load('1: 400');
      const error = await create().catch((thrown) => thrown);
      expect(seen.at(-1)).toBe(error);
      expect(telemetry.takeTrace().attributes['error.type']).toBe('invalid_request_error');
    });
  });

  test.each([true, false])('a call that recovered has no error for the hook (patched: %s)', async (patch) => {
    const errors: unknown[] = [];
    const telemetry = startTestTelemetry(
      { responseHook: (_, { error }) => void errors.push(error) },
      { patch },
    );
    try {
      simulator.load('1: 529 retry-after-ms=1; 2: ok');
      const middleware = patch ? [] : [telemetry.instrumentation.middleware()];
      await client().withOptions({ middleware }).messages.create(PARAMS);
      expect(errors).toEqual([undefined]);
    } finally {
      telemetry.stop();
    }
  });

  test('the hook is given what a stream failed with', async () => {
    const errors: unknown[] = [];
    await using({ responseHook: (_, { error }) => void errors.push(error) }, async () => {
      simulator.load('cut after 3 deltas');
      const read = async () => {
        for await (const _ of await client().messages.create({ ...PARAMS, stream: true }));
      };
      const thrown: unknown = await read().catch((error: unknown) => error);
      expect(thrown).toBeInstanceOf(Error);
      expect(errors).toEqual([thrown]);
    });
  });

  test.each(['sampled', 'all'] as const)(
    'chunkTimes %s: so many times of a long stream',
    async (chunkTimes) => {
      await using({ chunkTimes }, async ({ instrumentation }) => {
        const meter = startTestMeter(instrumentation);
        simulator.load({ faults: [{ answer: { text: 'word '.repeat(200) } }] });
        let events = 0;
        for await (const _ of await client().messages.create({ ...PARAMS, stream: true })) events += 1;
        const [point] = (await meter.take())('gen_ai.client.inference.time_per_output_chunk');
        await meter.stop();
        const times = events - 1;
        expect(times).toBeGreaterThan(3 * 64);
        // The first 16, then every 64th.
        expect(point?.value).toBe(chunkTimes === 'all' ? times : 16 + Math.floor(times / 64));
      });
    },
  );

  test('a failure is a log event in the context of its span, and a success is none', async () => {
    await using({}, async (telemetry) => {
      const exporter = new InMemoryLogRecordExporter();
      telemetry.instrumentation.setLoggerProvider(
        new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter })] }),
      );
      simulator.load('#1: ok; #2: 529 retry-after-ms=1; #3: ok; #4: 400');
      await create();
      await create();
      expect(exporter.getFinishedLogRecords()).toEqual([]);
      telemetry.takeSpans();
      await create().catch(() => undefined);
      const { call, attributes } = telemetry.takeTrace();
      const [event, ...more] = exporter.getFinishedLogRecords();
      expect(more).toEqual([]);
      expect(event).toMatchObject({
        eventName: 'gen_ai.client.inference.exception',
        severityNumber: 13,
        severityText: 'WARN',
      });
      expect(event?.spanContext?.spanId).toBe(call.spanContext().spanId);
      expect(event?.attributes).toMatchObject({
        'exception.type': 'BadRequestError',
        'exception.message': attributes['anthropic.error.message'],
        'exception.stacktrace': expect.stringMatching(/^\s+at /),
      });
    });
  });

  test('where nobody takes anything but logs, a failure is a log event all the same', async () => {
    const telemetry = startTestTelemetry({}, { register: false });
    const exporter = new InMemoryLogRecordExporter();
    telemetry.instrumentation.setLoggerProvider(
      new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter })] }),
    );
    try {
      simulator.load('400');
      await create().catch(() => undefined);
      expect(exporter.getFinishedLogRecords()).toMatchObject([
        { eventName: 'gen_ai.client.inference.exception' },
      ]);
    } finally {
      telemetry.stop();
    }
  });

  test('a request that fails is fingerprinted, and for a while a success that may be the same request', async () => {
    await using({}, async (telemetry) => {
      simulator.load('#1: ok; #2: 400; *: ok');
      const fingerprintOf = async (send: () => Promise<unknown>): Promise<unknown> => {
        await send().catch(() => undefined);
        return telemetry.takeTrace().attributes['anthropic.request.fingerprint'];
      };
      const before = await fingerprintOf(create);
      const failed = await fingerprintOf(create);
      const after = await fingerprintOf(create);
      const streamed = await fingerprintOf(() => client().messages.stream(PARAMS).finalMessage());
      expect(before).toBeUndefined();
      expect(failed).toMatch(/^[0-9a-f]{16}$/);
      expect(after).toBe(failed);
      expect(streamed).toBe(failed);
    });
  });

  test('after a failure a success of another server is not hashed', async () => {
    await using({}, async (telemetry) => {
      const other = await startSimulator();
      try {
        simulator.load('400');
        await create().catch(() => undefined);
        telemetry.takeSpans();
        await client().withOptions({ baseURL: other.url }).messages.create(PARAMS);
        expect(telemetry.takeTrace().attributes).not.toHaveProperty('anthropic.request.fingerprint');
      } finally {
        await other.close();
      }
    });
  });

  test.each([
    ['another length', { messages: [{ role: 'user' as const, content: 'Hello, longer' }] }],
    ['another model', { model: 'claude-opus-4-8' }],
  ])('after a failure a success of %s is not hashed', async (_, other) => {
    await using({}, async (telemetry) => {
      simulator.load('#1: ok; #2: 400; *: ok');
      // Counts the reads of the body: by the SDK, which serializes it, and by any code that would hash it.
      let reads = 0;
      const params: typeof PARAMS = structuredClone({ ...PARAMS, ...other });
      const [message] = params.messages;
      if (!message) throw new Error('there is one');
      const { content } = message;
      Object.defineProperty(message, 'content', {
        enumerable: true,
        get: () => {
          reads += 1;
          return content;
        },
      });
      await client().messages.create(params);
      const bySdk = reads;
      await create().catch(() => undefined);
      telemetry.takeSpans();
      await client().messages.create(params);
      expect(telemetry.takeTrace().attributes['anthropic.request.fingerprint']).toBeUndefined();
      expect(reads).toBe(2 * bySdk);
    });
  });

  test('a tracer that throws does not reach the application', async () => {
    stepsFail('recording the start of a call');
    await using({}, async () => {
      const broken = () => {
        throw new Error('broken telemetry');
      };
      trace.disable();
      trace.setGlobalTracerProvider({
        getTracer: () => ({ startSpan: broken, startActiveSpan: broken }) as unknown as Tracer,
      });
      simulator.load('1: 529 retry-after-ms=1; 2: ok');
      expect(await create()).toMatchObject({ type: 'message' });
    });
  });

  test('without any OTel SDK the call is as it was', async () => {
    await using({}, async () => {
      trace.disable();
      simulator.load('1: ok');
      expect(await create()).toMatchObject({ type: 'message' });
    });
  });
});
