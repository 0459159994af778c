// A stream is opened and never read, or a response is dropped. Their spans still end.
import { hrTimeToMilliseconds } from '@opentelemetry/core';
import { describe, expect, test } from 'vitest';
import { collectUntil } from '../support/collect-garbage.ts';
import { PARAMS, setUp } from '../support/set-up.ts';
import { isCallSpan, SPAN_KINDS } from '../support/telemetry.ts';

const fixture = setUp();

/** The call span that ends on garbage collection. */
const collectedCall = () => collectUntil(() => fixture.telemetry.takeSpans().find(isCallSpan));
const spanOfTheCollected = async () => (await collectedCall())?.attributes;

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe.each(SPAN_KINDS)('%s call spans', (kind) => {
  const client = () => fixture.client(kind);

  test('a stream that nobody reads is abandoned', async () => {
    await (async () => {
      await client().messages.create({ ...PARAMS, stream: true });
    })();
    expect(await spanOfTheCollected()).toMatchObject({
      'anthropic.stream.outcome': 'abandoned',
      'anthropic.stream.events': 0,
      'http.response.status_code': 200,
    });
  });

  test('a response of asResponse() that nobody reads', async () => {
    await (async () => {
      await client().messages.create(PARAMS).asResponse();
    })();
    expect(await spanOfTheCollected()).toMatchObject({ 'http.response.status_code': 200 });
  });

  test('a call that nobody awaits', async () => {
    (() => {
      client().messages.create(PARAMS);
    })();
    expect(await spanOfTheCollected()).toMatchObject({ 'http.response.status_code': 200 });
  });

  test('a stream that is aborted before anybody reads it', async () => {
    const stream = await client().messages.create({ ...PARAMS, stream: true });
    stream.controller.abort();
    expect(fixture.telemetry.takeTrace().attributes['anthropic.stream.outcome']).toBe('aborted');
  });

  test.each([
    ['a stream that nobody reads', true, 0],
    ['a stream that is read a little', true, 2],
    ['a response that nobody reads', false, 0],
  ])('%s: the call was over with its last sign, however late it is collected', async (_, stream, events) => {
    await (async () => {
      const promise = client().messages.create({ ...PARAMS, stream });
      if (!stream) await promise.asResponse();
      else {
        const iterator = ((await promise) as AsyncIterable<unknown>)[Symbol.asyncIterator]();
        for (let index = 0; index < events; index += 1) await iterator.next();
      }
    })();
    const lastSign = Date.now();
    await pause(300);
    const call = await collectedCall();
    expect(call && hrTimeToMilliseconds(call.endTime)).toBeLessThan(lastSign + 100);
    if (stream) expect(call?.attributes['anthropic.stream.events']).toBe(events);
  });

  test.each(['reader', 'iterator'])(
    'a body whose response is dropped goes on being watched: %s',
    async (way) => {
      fixture.simulator.load({ faults: [{ answer: { text: 'word '.repeat(20), pauseMs: 20 } }] });
      const body = await (async () => {
        const response = await client()
          .messages.create({ ...PARAMS, stream: true })
          .asResponse();
        return response.body ?? undefined;
      })();
      if (!body) throw new Error('it has a body');
      const reader = way === 'reader' ? body.getReader() : undefined;
      const next = reader
        ? () => reader.read()
        : (
            (iterator) => () =>
              iterator.next()
          )(body[Symbol.asyncIterator]());
      await next();
      // Longer than the wait before a response is registered for collection.
      await pause(150);
      expect(await collectUntil(() => fixture.telemetry.takeSpans().find(isCallSpan), 10)).toBeUndefined();
      while (!(await next()).done);
      expect(fixture.telemetry.takeTrace().attributes['anthropic.stream.outcome']).toBe('completed');
    },
  );
});
