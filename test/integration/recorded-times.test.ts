// Every recorded time is between the times that the application and the server noted on the same clock.
import type Anthropic from '@anthropic-ai/sdk';
import type { ClientOptions, Middleware } from '@anthropic-ai/sdk';
import type { HrTime } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import type { CallTimes } from '@sevenstep/instrumentation-anthropic';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Point, startTestMeter, type TestMeter } from '../support/meter.ts';
import { type RawServer, startRawServer } from '../support/raw-server.ts';
import { PARAMS, setUp } from '../support/set-up.ts';
import { SPAN_KINDS, startTestTelemetry } from '../support/telemetry.ts';

const now = (): number => performance.now();
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The lower and the upper bound, in milliseconds. */
type Bounds = readonly [least: number, most: number];

/** Times have microsecond precision. */
const ROUNDING_MS = 0.01;

function expectWithin(what: string, milliseconds: unknown, [least, most]: Bounds): void {
  const time = Number(milliseconds);
  const isWithin = time >= least - ROUNDING_MS && time <= most + ROUNDING_MS;
  expect({ what, milliseconds, least, most, isWithin }).toMatchObject({ isWithin: true });
}
const expectSecondsWithin = (what: string, seconds: unknown, bounds: Bounds): void =>
  expectWithin(what, typeof seconds === 'number' ? seconds * 1000 : seconds, bounds);

const between = (from: HrTime, to: HrTime): number =>
  (to[0] - from[0]) * 1000 + (to[1] - from[1]) / 1_000_000;
const at = (times: readonly number[], index: number): number => times[index] ?? Number.NaN;
const total = (times: readonly number[]): number => times.reduce((sum, time) => sum + time, 0);
const sumOf = (points: readonly Point[]): number => total(points.map(({ sum = 0 }) => sum));

/** Requests as the application's `fetch` sees them. */
interface Requests {
  readonly fetch: typeof fetch;
  readonly sent: number[];
  /** When the headers, or an error in their place, arrived. */
  readonly answered: number[];
}

function notingRequests(): Requests {
  const sent: number[] = [];
  const answered: number[] = [];
  return {
    sent,
    answered,
    fetch: async (...args) => {
      sent.push(now());
      try {
        return await fetch(...args);
      } finally {
        answered.push(now());
      }
    },
  };
}

/** The times of a stream that a test reads by hand. */
interface Reading {
  readonly started: number;
  /** Before the server sent each event. */
  readonly sent: readonly number[];
  /** Before and after each request for an event, and at its arrival. The last one is for the end. */
  readonly asking: readonly number[];
  readonly asked: readonly number[];
  readonly got: readonly number[];
  /** When the server ended it. */
  readonly cut: number;
  readonly error: unknown;
}

const event = (type: string, fields: object = {}): string =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
const EVENTS = [
  event('message_start', {
    message: { id: 'msg_1', type: 'message', role: 'assistant', model: 'claude-sonnet-5', content: [] },
  }),
  event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
  event('content_block_delta', { index: 0, delta: { type: 'text_delta', text: 'Hello' } }),
  event('content_block_stop', { index: 0 }),
  event('message_delta', { delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 3 } }),
  event('message_stop'),
];
const STREAM_HEADERS = {
  'content-type': 'text/event-stream',
  'request-id': 'req_raw',
  'anthropic-ratelimit-requests-limit': '100',
  'anthropic-ratelimit-requests-remaining': '50',
};

let given: CallTimes | undefined;
const WAYS = { patched: true, 'through the middleware': false };

describe.each(Object.entries(WAYS))('%s', (_, patch) => {
  const fixture = setUp(() =>
    startTestTelemetry(
      {
        attemptSpans: 'always',
        // Every call is near a limit, so that each span has all details.
        nearLimitShare: 1,
        diagnose: (_attributes, _span, times) => {
          given = times;
          return undefined;
        },
      },
      { patch },
    ),
  );
  let raw: RawServer;
  let meter: TestMeter;
  beforeAll(async () => {
    raw = await startRawServer();
    meter = startTestMeter(fixture.telemetry.instrumentation);
  });
  afterAll(async () => {
    await meter.stop();
    await raw[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    fixture.telemetry.takeSpans();
    await meter.take();
  });

  describe.each(SPAN_KINDS)('%s call spans', (kind) => {
    const client = (requests: Requests, options: ClientOptions = {}): Anthropic =>
      fixture.client(kind, {
        fetch: requests.fetch,
        ...(!patch && {
          middleware: [fixture.telemetry.instrumentation.middleware({ maxRetries: options.maxRetries ?? 2 })],
        }),
        ...options,
      });

    /** Checks the durations of a call, which starts between the application's call and the first request. */
    function expectDuration(
      { call, attempts }: { call: ReadableSpan; attempts: readonly ReadableSpan[] },
      points: (name: string) => readonly Point[],
      bounds: Bounds,
    ): void {
      const durations = points('gen_ai.client.inference.duration');
      expect(durations).toMatchObject([{ value: 1 }]);
      expectSecondsWithin('duration of the metric', sumOf(durations), bounds);
      expectWithin('times of diagnose', (given?.endTime ?? 0) - (given?.startTime ?? 0), bounds);
      const [first] = attempts;
      if (!first) throw new Error('there is one');
      expectWithin('end of the span', between(first.startTime, call.endTime), bounds);
      // The SDK starts its own span with its clock, which has another origin.
      if (kind === 'owned')
        expectWithin('duration of the span', between(call.startTime, call.endTime), bounds);
    }

    /** When each attempt ended, from the start of the first. */
    function expectEndOfAttempts(
      { attempts }: { attempts: readonly ReadableSpan[] },
      bounds: readonly Bounds[],
    ): void {
      expect(attempts).toHaveLength(bounds.length);
      const [first] = attempts;
      if (!first) return;
      for (const [index, attempt] of attempts.entries())
        expectWithin(
          `end of attempt ${index}`,
          between(first.startTime, attempt.endTime),
          bounds[index] ?? [0, 0],
        );
    }

    /**
     * Reads a stream by hand. The server sends each event only after the application has asked for it. The server
     * pauses before the fourth, and the application after the second. With `silence`, the connection breaks after it.
     */
    async function read(
      requests: Requests,
      { events, pauses = [0, 0], silence }: { events: number; pauses?: [number, number]; silence?: number },
    ): Promise<Reading> {
      const sent: number[] = [];
      const [ofServer, ofApplication] = pauses;
      const goOn: (() => void)[] = [];
      const isAskedFor = Array.from(
        { length: events + 1 },
        () => new Promise<void>((resolve) => goOn.push(resolve)),
      );
      const reading = { asking: [] as number[], asked: [] as number[], got: [] as number[] };
      let cut = 0;
      const parts = EVENTS.slice(0, events).flatMap((text, index) => [
        async () => {
          if (index > 0) await isAskedFor[index];
          if (index === 3) await pause(ofServer);
          sent.push(now());
        },
        text,
      ]);
      const end = async (): Promise<void> => {
        await isAskedFor[events];
        if (silence !== undefined) await pause(silence);
        cut = now();
      };
      raw.reply({
        headers: STREAM_HEADERS,
        parts: [...parts, end],
        cut: silence === undefined ? false : 'at once',
      });
      const started = now();
      let error: unknown;
      const stream = await client(requests, { baseURL: raw.url }).messages.create({
        ...PARAMS,
        stream: true,
      });
      const iterator = stream[Symbol.asyncIterator]();
      for (let isDone: boolean | undefined = false; !isDone && error === undefined; ) {
        reading.asking.push(now());
        const next = iterator.next();
        reading.asked.push(now());
        goOn[reading.got.length]?.();
        try {
          isDone = (await next).done;
        } catch (thrown) {
          error = thrown;
        }
        reading.got.push(now());
        if (reading.got.length === 2) await pause(ofApplication);
      }
      return { ...reading, sent, started, cut, error };
    }

    /** The gap before each event, from the request for it to its arrival. */
    const gapsOf = ({ sent, asking, asked, got }: Reading): Bounds[] =>
      sent.map((time, index) => [Math.max(0, time - at(asked, index)), at(got, index) - at(asking, index)]);

    test('a stream: first chunk, gaps, the application’s own waits, and its end', async () => {
      const requests = notingRequests();
      const count = EVENTS.length;
      const reading = await read(requests, { events: count, pauses: [110, 130] });
      expect(reading.error).toBeUndefined();
      const { started, sent, asking, asked, got } = reading;
      const trace = fixture.telemetry.takeTrace();
      const { attributes } = trace;
      const points = await meter.take();
      const firstChunk: Bounds = [at(sent, 0) - at(requests.sent, 0), at(got, 0) - started];
      expectSecondsWithin('first chunk', attributes['gen_ai.response.time_to_first_chunk'], firstChunk);
      const firstChunks = points('gen_ai.client.inference.time_to_first_chunk');
      expect(firstChunks).toMatchObject([{ value: 1 }]);
      expectSecondsWithin('first chunk of the metric', sumOf(firstChunks), firstChunk);
      const wholly: Bounds = [at(got, count - 1) - at(requests.sent, 0), at(got, count) - started];
      expectDuration(trace, points, wholly);
      expectEndOfAttempts(trace, [wholly]);
      const silence: Bounds = [0, at(got, count) - at(sent, count - 1)];
      expectSecondsWithin('silence', attributes['anthropic.stream.silence'], silence);
      const perChunk = points('gen_ai.client.inference.time_per_output_chunk');
      expect(perChunk).toMatchObject([{ value: count - 1 }]);
      // If the SDK reads a stream as bytes, the test only notes the application's times.
      if (!patch) return;
      const gaps = gapsOf(reading);
      const longest: Bounds = [
        Math.max(...gaps.map(([least]) => least)),
        Math.max(...gaps.map(([, most]) => most)),
      ];
      expectSecondsWithin('longest gap', attributes['anthropic.stream.longest_gap'], longest);
      expectSecondsWithin('consumer wait', attributes['anthropic.stream.consumer_wait'], [
        total(got.slice(0, count).map((time, index) => at(asking, index + 1) - time)),
        total(sent.map((time, index) => at(asked, index + 1) - time)),
      ]);
      const later = gaps.slice(1);
      expectSecondsWithin('chunks', sumOf(perChunk), [
        total(later.map(([least]) => least)),
        total(later.map(([, most]) => most)),
      ]);
    });

    test('a stream that is cut: the silence before the cut is its own, and its longest gap', async () => {
      const requests = notingRequests();
      const reading = await read(requests, { events: 3, silence: 80 });
      expect(reading.error).toBeInstanceOf(Error);
      const { started, sent, asked, got, cut } = reading;
      const trace = fixture.telemetry.takeTrace();
      const { attributes } = trace;
      const silence: Bounds = [cut - at(got, 2), at(got, 3) - at(sent, 2)];
      expectSecondsWithin('silence', attributes['anthropic.stream.silence'], silence);
      const wholly: Bounds = [cut - at(requests.sent, 0), at(got, 3) - started];
      expectDuration(trace, await meter.take(), wholly);
      expectEndOfAttempts(trace, [wholly]);
      if (!patch) return;
      const gaps = gapsOf(reading);
      const longest = Math.max(at(got, 3) - at(reading.asking, 3), ...gaps.map(([, most]) => most));
      expectSecondsWithin('longest gap', attributes['anthropic.stream.longest_gap'], [
        cut - at(asked, 3),
        longest,
      ]);
    });

    test('a retried stream: its first chunk is counted from the start of the call', async () => {
      fixture.simulator.load('1: 529 retry-after-ms=40; 2: ok');
      const requests = notingRequests();
      const started = now();
      const stream = await client(requests).messages.create({ ...PARAMS, stream: true });
      let first: number | undefined;
      for await (const _ of stream) first ??= now();
      const ended = now();
      const trace = fixture.telemetry.takeTrace();
      expectSecondsWithin('first chunk', trace.attributes['gen_ai.response.time_to_first_chunk'], [
        at(requests.answered, 1) - at(requests.sent, 0),
        (first ?? Number.NaN) - started,
      ]);
      expectEndOfAttempts(trace, [
        [at(requests.answered, 0) - at(requests.sent, 0), at(requests.sent, 1) - started],
        [at(requests.answered, 1) - at(requests.sent, 0), ended - started],
      ]);
      expect(trace.attempts[1]?.endTime).toEqual(trace.call.endTime);
    });

    test('a retried call: each attempt, and the waits between them', async () => {
      fixture.simulator.load(
        '1: 529 retry-after-ms=30 delay=20ms; 2: 429 retry-after-ms=60; 3: ok delay=20ms',
      );
      const requests = notingRequests();
      const started = now();
      await client(requests).messages.create(PARAMS);
      const ended = now();
      const trace = fixture.telemetry.takeTrace();
      const points = await meter.take();
      const { sent, answered } = requests;
      expect(trace.attempts).toHaveLength(3);
      expectDuration(trace, points, [at(answered, 2) - at(sent, 0), ended - started]);
      const [first, ...later] = trace.attempts;
      if (!first) throw new Error('there are three');
      later.forEach((attempt, index) => {
        const begun: Bounds = [at(answered, index) - at(sent, 0), at(sent, index + 1) - started];
        expectWithin('start of an attempt', between(first.startTime, attempt.startTime), begun);
      });
      expectEndOfAttempts(
        trace,
        answered.map((time, index) => [time - at(sent, 0), (sent[index + 1] ?? ended) - started]),
      );
      // A timer of Node.js may fire a millisecond early.
      const waits = [28, 58].map(
        (asked, index): Bounds => [asked, at(sent, index + 1) - at(answered, index)],
      );
      const [bound = [0, 0], other = [0, 0]] = waits;
      const whole: Bounds = [bound[0] + other[0], bound[1] + other[1]];
      expectSecondsWithin('all waits', trace.attributes['anthropic.retry.delay'], whole);
      const delays = points('anthropic.client.retry.delay');
      for (const [index, status] of [529, 429].entries()) {
        const attempt = trace.attempts[index];
        expect(attempt?.attributes['http.response.status_code']).toBe(status);
        expectSecondsWithin('wait', attempt?.attributes['anthropic.retry.delay'], waits[index] ?? [0, 0]);
        const measured = delays.filter(
          ({ attributes }) => attributes['http.response.status_code'] === status,
        );
        expect(measured).toMatchObject([{ value: 1 }]);
        expectSecondsWithin('wait of the metric', sumOf(measured), waits[index] ?? [0, 0]);
      }
      expect(trace.attempts[2]?.attributes).not.toHaveProperty('anthropic.retry.delay');
      expect(delays).toHaveLength(2);
    });

    test.each(['by the SDK', 'by the application, later'])(
      'a body that is read %s: to its end',
      async (reader) => {
        const requests = notingRequests();
        let isWhole = 0;
        const body =
          '{"type":"message","id":"msg_1","model":"claude-sonnet-5","role":"assistant","content":[]}';
        const last = (): void => {
          isWhole = now();
        };
        const headers = { 'content-type': 'application/json', 'request-id': 'req_raw' };
        raw.reply({ headers, parts: [body.slice(0, 20), 40, last, body.slice(20)] });
        const started = now();
        const promise = client(requests, { baseURL: raw.url }).messages.create(PARAMS);
        if (reader === 'by the SDK') await promise;
        else {
          const response = await promise.asResponse();
          await pause(60);
          isWhole = Math.max(isWhole, now());
          await response.json();
        }
        const ended = now();
        const trace = fixture.telemetry.takeTrace();
        expectDuration(trace, await meter.take(), [isWhole - at(requests.sent, 0), ended - started]);
      },
    );

    test('a middleware that takes its time with a response: the attempt had ended with its headers', async () => {
      fixture.simulator.load('1: 529 retry-after-ms=1; 2: ok');
      const requests = notingRequests();
      const got: number[] = [];
      const slow: Middleware = async (request, next) => {
        const response = await next(request);
        got.push(now());
        await pause(30);
        return response;
      };
      const started = now();
      const ours = patch ? [] : [fixture.telemetry.instrumentation.middleware()];
      await client(requests, { middleware: [slow, ...ours] }).messages.create(PARAMS);
      const bounds = got.map(
        (time, index): Bounds => [at(requests.answered, index) - at(requests.sent, 0), time - started],
      );
      expectEndOfAttempts(fixture.telemetry.takeTrace(), bounds);
    });

    test('no answer within the timeout: the attempt ends when the SDK gives up', async () => {
      fixture.simulator.load('hang');
      const requests = notingRequests();
      const started = now();
      await client(requests, { maxRetries: 0, timeout: 40 })
        .messages.create(PARAMS)
        .catch(() => undefined);
      const ended = now();
      const trace = fixture.telemetry.takeTrace();
      const bounds: Bounds = [at(requests.answered, 0) - at(requests.sent, 0), ended - started];
      expectDuration(trace, await meter.take(), bounds);
      expectEndOfAttempts(trace, [bounds]);
    });

    test('an abort while the SDK waits to retry: the attempt had ended, the call ends with the abort', async () => {
      fixture.simulator.load('*: 429 retry-after=30');
      const requests = notingRequests();
      const controller = new AbortController();
      const started = now();
      const call = client(requests)
        .messages.create(PARAMS, { signal: controller.signal })
        .catch(() => undefined);
      while (requests.answered.length === 0) await pause(5);
      await pause(50);
      const aborted = now();
      controller.abort();
      await call;
      const ended = now();
      const trace = fixture.telemetry.takeTrace();
      expectDuration(trace, await meter.take(), [aborted - at(requests.sent, 0), ended - started]);
      expectEndOfAttempts(trace, [[at(requests.answered, 0) - at(requests.sent, 0), aborted - started]]);
    });
  });
});
