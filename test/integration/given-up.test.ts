// The application gives up on a call in each phase, by an abort or a deadline. The diagnosis depends on the reason and
// on how far the answer was. It is the same live and in the doctor.
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../packages/doctor/test/support/run.ts';
import { startTestMeter } from '../support/meter.ts';
import { type RawReply, type RawServer, startRawServer } from '../support/raw-server.ts';
import { PARAMS, setUp } from '../support/set-up.ts';
import { asOtlpLines } from '../support/stored-traces.ts';
import { isCallSpan, SPAN_KINDS } from '../support/telemetry.ts';

const fixture = setUp();
let server: RawServer;
beforeAll(async () => {
  server = await startRawServer();
});
afterAll(() => server[Symbol.asyncDispose]());

/** Longer than any caller waits for the answer. */
const NEVER = 30_000;
const MESSAGE_STOP = `event: message_stop\ndata: {"type":"message_stop"}\n\n`;
const PHASES: Readonly<
  Record<string, { readonly reply: RawReply; readonly stream: boolean; readonly began: boolean }>
> = {
  'before the headers': { reply: { parts: [], delay: NEVER }, stream: false, began: false },
  'before the headers of a stream': { reply: { parts: [], delay: NEVER }, stream: true, began: false },
  'while a JSON body comes': {
    reply: {
      headers: { 'content-type': 'application/json', 'request-id': 'req_1' },
      parts: ['{"id":"msg_1","type":"message",', NEVER],
    },
    stream: false,
    began: true,
  },
  'while a stream comes': {
    reply: { parts: [`event: ping\ndata: {"type":"ping"}\n\n`, NEVER] },
    stream: true,
    began: true,
  },
};
const CAUSES = {
  abort: {
    reason: undefined,
    expected: (began: boolean) => (began ? 'response.stream_abandoned info 7' : 'connection.aborted info 1'),
  },
  deadline: {
    reason: new DOMException('The operation was aborted due to timeout', 'TimeoutError'),
    expected: (began: boolean) => (began ? 'response.stream_timeout error 7' : 'connection.deadline error 1'),
  },
} as const;

const CASES = Object.entries(PHASES).flatMap(([phase, how]) =>
  Object.entries(CAUSES).flatMap(([cause, { reason, expected }]) =>
    SPAN_KINDS.map((kind) => ({ phase, cause, kind, reason, ...how, expected: expected(how.began) })),
  ),
);

test.each(CASES)('$kind: an application that gives up by $cause $phase is $expected', async (one) => {
  fixture.telemetry.takeSpans();
  server.reply(one.reply);
  const controller = new AbortController();
  setTimeout(() => controller.abort(one.reason), 100);
  const client = fixture.client(one.kind, { baseURL: server.url, maxRetries: 0 });
  const answer = await client.messages
    .create({ ...PARAMS, stream: one.stream }, { signal: controller.signal })
    .catch(() => []);
  if (Symbol.asyncIterator in answer) for await (const _ of answer);
  const spans = fixture.telemetry.takeSpans();
  const live = spans.map(({ attributes }) => attributes);
  const judged = (given: { id?: unknown; severity?: unknown; step?: unknown } = {}) =>
    `${given.id} ${given.severity} ${given.step}`;
  expect(
    live.map((attributes) =>
      judged({
        id: attributes['anthropic.diagnosis.id'],
        severity: attributes['anthropic.diagnosis.severity'],
        step: attributes['anthropic.diagnosis.step'],
      }),
    ),
  ).toEqual([one.expected]);
  // Without the diagnosis, as another instrumentation would store it.
  const stored = (await asOtlpLines(spans)).replaceAll('anthropic.diagnosis.', 'x.');
  const { stdout } = await run(['diagnose', '-', '--json'], { stdin: stored });
  expect(JSON.parse(stdout).groups.map(judged)).toEqual([one.expected]);
});

describe.each(SPAN_KINDS)('%s call spans of a process that ends', (kind) => {
  const client = () => fixture.client(kind, { baseURL: server.url });
  const ended = () => {
    fixture.telemetry.instrumentation.endCalls();
    const spans = fixture.telemetry.takeSpans();
    return spans.filter(isCallSpan).map(({ attributes }) => attributes['anthropic.diagnosis.id']);
  };

  /** A call that stays open until `stop` aborts it. */
  const underWay = async () => {
    const controller = new AbortController();
    const call = client()
      .messages.create(PARAMS, { signal: controller.signal })
      .catch(() => 'ended');
    await wait(200);
    const stop = () => {
      controller.abort();
      return call;
    };
    return { stop };
  };

  test('before a response', async () => {
    server.reply({ parts: [], delay: NEVER });
    const { stop } = await underWay();
    expect(ended()).toEqual(['connection.aborted']);
    expect(await stop()).toBe('ended');
    expect(fixture.telemetry.takeSpans()).toEqual([]);
  });

  test('while the SDK waits to send a rejected request again: the reason of the rejection stays', async () => {
    server.reply({ status: 529, headers: { 'retry-after': '30' }, parts: ['Overloaded'] });
    const { stop } = await underWay();
    expect(ended()).toEqual(['service.overloaded']);
    await stop();
  });

  test('while the SDK waits: the attempt that was rejected stays so', async () => {
    const meter = startTestMeter(fixture.telemetry.instrumentation);
    server.reply({
      status: 529,
      headers: { 'retry-after': '30', 'request-id': 'req_1' },
      parts: ['Overloaded'],
    });
    const { stop } = await underWay();
    fixture.telemetry.instrumentation.endCalls();
    const { attributes, attempts } = fixture.telemetry.takeTrace();
    expect(attributes['anthropic.retry.outcome']).toBe('aborted');
    expect(attempts).toEqual([]);
    const points = await meter.take();
    expect(points('anthropic.client.attempts')).toMatchObject([
      { value: 1, attributes: { 'anthropic.attempt.outcome': 'overloaded', 'error.type': '529' } },
    ]);
    await stop();
    await meter.stop();
  });

  test('while a stream is read: the application reads it as before', async () => {
    server.reply({ parts: [`event: ping\ndata: {"type":"ping"}\n\n`, 300, MESSAGE_STOP] });
    const stream = await client().messages.create({ ...PARAMS, stream: true });
    const iterator = stream[Symbol.asyncIterator]();
    const next = iterator.next();
    expect(ended()).toEqual(['response.stream_abandoned']);
    expect((await next).value).toEqual({ type: 'message_stop' });
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
  });

  test('as the event loop runs empty: before other listeners, and not once it is disabled', async () => {
    const { instrumentation } = fixture.telemetry;
    const listeners = process.listeners('beforeExit');
    server.reply({ headers: { 'content-type': 'application/json' }, parts: ['{"type":"message"}'] });
    await client().messages.create(PARAMS).asResponse();
    instrumentation.disable();
    for (const listener of listeners) listener(0);
    expect(fixture.telemetry.takeSpans()).toEqual([]);
    instrumentation.enable();
    expect(process.listeners('beforeExit')).toEqual(listeners);
    const [first] = listeners;
    first?.(0);
    expect(fixture.telemetry.takeSpans().filter(isCallSpan)).toHaveLength(1);
  });

  test('with a response that nobody reads', async () => {
    server.reply({ headers: { 'content-type': 'application/json' }, parts: ['{"type":"message"}'] });
    await client().messages.create(PARAMS).asResponse();
    expect(ended()).toEqual([undefined]);
  });
});
