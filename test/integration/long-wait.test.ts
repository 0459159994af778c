// A long wait that a response asks for is reported when it begins. A short one is not, and one that the SDK will not wait is not.
import { setTimeout as wait } from 'node:timers/promises';
import Anthropic, { type ClientOptions, type Middleware } from '@anthropic-ai/sdk';
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { afterAll, describe, expect, test } from 'vitest';
import { PARAMS, setUp } from '../support/set-up.ts';
import { clientOptionsFor, SPAN_KINDS, startTestTelemetry } from '../support/telemetry.ts';

const exporter = new InMemoryLogRecordExporter();
const provider = new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter })] });
afterAll(() => provider.shutdown());

const passing: Middleware = (request, next) => next(request);
/** Whether the SDK is patched, and the other code between the call and its request. */
const WAYS = {
  patched: { patch: true, middleware: [] },
  'patched, with a middleware of the application': { patch: true, middleware: [passing] },
  'through the middleware': { patch: false, middleware: [] },
};

describe.each(Object.entries(WAYS))('%s', (_, { patch, middleware }) => {
  const fixture = setUp(() => {
    const telemetry = startTestTelemetry({}, { patch });
    telemetry.instrumentation.setLoggerProvider(provider);
    if (!patch) telemetry.instrumentation.disable();
    if (!patch) telemetry.instrumentation.enable();
    return telemetry;
  });

  /** The events of a call that is aborted during the wait, or has ended. */
  async function eventsOf(
    kind: 'adopted' | 'owned',
    script: string,
    options: ClientOptions = {},
    Client = Anthropic,
    body: unknown = PARAMS,
  ) {
    exporter.reset();
    fixture.telemetry.takeSpans();
    fixture.simulator.load(script);
    const { maxRetries = 2 } = options;
    const client = new Client({
      apiKey: 'sk-ant-example',
      baseURL: fixture.simulator.url,
      middleware: patch ? middleware : [fixture.telemetry.instrumentation.middleware({ maxRetries })],
      ...clientOptionsFor(kind),
      ...options,
    });
    const controller = new AbortController();
    const call = client.post('/v1/messages', { body, signal: controller.signal }).catch(() => undefined);
    const named = () =>
      exporter.getFinishedLogRecords().filter(({ eventName }) => eventName === 'anthropic.client.retry.wait');
    for (let tries = 0; tries < 30 && named().length === 0; tries += 1) await wait(5);
    const events = named();
    const spansDuringWait = fixture.telemetry.takeSpans().length;
    controller.abort();
    await call;
    return { events, spansDuringWait };
  }

  describe.each(SPAN_KINDS)('%s call spans', (kind) => {
    test.each([
      ['seconds', '429 retry-after=3600', 3600],
      ['just the seconds from which a wait is long', '429 retry-after=10', 10],
      ['a limit of days', '429 retry-after=259200', 259_200],
      ['milliseconds', '429 retry-after-ms=20000', 20],
      ['a date', '503 retry-after="IN 90 S"', 90],
      ['what the server wants retried', '400 x-should-retry=true retry-after=60', 60],
    ])('asked in %s', async (_unit, script, seconds) => {
      const date = new Date(Date.now() + 90_000).toUTCString();
      const { events, spansDuringWait } = await eventsOf(kind, script.replace('IN 90 S', date));
      expect(spansDuringWait).toBe(0);
      expect(events).toHaveLength(1);
      const [event] = events;
      const status = script.slice(0, 3);
      expect(event).toMatchObject({
        severityNumber: 13,
        severityText: 'WARN',
        body: `The SDK waits ${event?.attributes['anthropic.retry.after']} s before it sends the request again, as the ${status} response asks`,
        attributes: {
          'http.response.status_code': Number(status),
          'error.type': status,
          'http.request.resend_count': 1,
          'anthropic.request.id': expect.stringMatching(/^req_/),
          'anthropic.sdk.method': 'messages.create',
          'gen_ai.provider.name': 'anthropic',
          'gen_ai.request.model': 'claude-sonnet-5',
          'server.address': '127.0.0.1',
        },
      });
      expect(Number(event?.attributes['anthropic.retry.after'])).toBeGreaterThan(seconds - 30);
      expect(Number(event?.attributes['anthropic.retry.after'])).toBeLessThanOrEqual(seconds);
      const { call } = fixture.telemetry.takeTrace();
      expect(event?.spanContext?.spanId).toBe(call.spanContext().spanId);
    });

    // A minifier can write `60 * 1000` of an SDK before 1.0 in three ways.
    test.each([['60 * 1000'], ['60*1e3'], ['6e4']])(
      'no event for a wait that an SDK with %s in it is not ready for',
      async (minute) => {
        class Old extends Anthropic {}
        const retryRequest: unknown = Reflect.get(Anthropic.prototype, 'retryRequest');
        const own = Object.assign(
          function (this: unknown, ...args: unknown[]) {
            return Reflect.apply(retryRequest as (...args: unknown[]) => unknown, this, args);
          },
          { toString: () => `retryRequest(){return t>=0&&t<${minute}}` },
        );
        Object.defineProperty(Old.prototype, 'retryRequest', { value: own });
        expect((await eventsOf(kind, '429 retry-after=90', {}, Old)).events).toHaveLength(patch ? 0 : 1);
        expect((await eventsOf(kind, '429 retry-after=50', {}, Old)).events).toHaveLength(1);
      },
    );

    test.each<[string, number, () => unknown]>([
      ['bytes', 1, () => new TextEncoder().encode(JSON.stringify(PARAMS))],
      ['a form', 1, () => new FormData()],
      ['a stream, which is sent once', 0, () => new Blob([JSON.stringify(PARAMS)]).stream()],
    ])('a body of %s, events: %i', async (_what, count, body) => {
      const { events } = await eventsOf(kind, '429 retry-after=60', {}, Anthropic, body());
      expect(events).toHaveLength(count);
    });

    test.each<[string, string, ClientOptions]>([
      ['it is short', '429 retry-after=9', {}],
      ['nothing is asked', '529', {}],
      ['the SDK does not retry', '400 retry-after=3600', {}],
      ['the server says not to', '429 x-should-retry=false retry-after=3600', {}],
      ['no retries are allowed', '429 retry-after=3600', { maxRetries: 0 }],
      ['it is longer than a timer can be', '429 retry-after=99999999', {}],
      ['no retries are left', '1: 429 retry-after-ms=1; 2: 429 retry-after=3600', { maxRetries: 1 }],
    ])('no event where %s', async (_why, script, options) => {
      expect((await eventsOf(kind, script, options)).events).toEqual([]);
    });
  });
});
