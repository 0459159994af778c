// Faults of a stream, exact to the event, the delta and the byte.
import { APIError } from '@anthropic-ai/sdk';
import { describe, expect, it } from 'vitest';
import type { StreamFault } from '../src/script/script.ts';
import type { Simulator } from '../src/simulator.ts';
import { clientOf, drain, eventTypes, failure, PARAMS, post, readAll, simulate } from './client.ts';

const STREAMED = { ...PARAMS, stream: true as const };

/** The bytes of the stream without a fault. Ids follow from the ordinal, so it is also the first request. */
const uncut = async (): Promise<Buffer> => (await readAll(await post(await simulate(), STREAMED))).bytes;

const raw = async (stream: StreamFault): Promise<{ bytes: Buffer; broke: boolean; simulator: Simulator }> => {
  const simulator = await simulate({ faults: [{ stream }] });
  const read = await readAll(await post(simulator, STREAMED));
  await simulator.settled();
  return { ...read, simulator };
};

const ALL = 10;

describe('a cut', () => {
  it.each([0, 1, 3, 5, ALL])('comes after exactly %i events, and the client has them all', async (events) => {
    const { bytes, broke, simulator } = await raw({ after: { events }, then: 'reset' });
    expect(broke).toBe(true);
    expect(eventTypes(bytes)).toHaveLength(events);
    expect(bytes).toEqual((await uncut()).subarray(0, bytes.length));
    expect(bytes.toString()).toMatch(events === 0 ? /^$/ : /\n\n$/);
    expect(simulator.journal[0]).toMatchObject({
      status: 200,
      outcome: 'cut',
      bytesSent: bytes.length,
      eventsSent: eventTypes(bytes),
    });
  });

  it.each([0, 1, 4])('comes after exactly %i deltas', async (deltas) => {
    const { bytes } = await raw({ after: { deltas }, then: 'reset' });
    const types = eventTypes(bytes);
    expect(types.slice(0, 3)).toEqual(['message_start', 'content_block_start', 'ping']);
    expect(types.slice(3)).toEqual(Array(deltas).fill('content_block_delta'));
  });

  it.each([0, 1, 700, 901, 1200])('comes after exactly %i bytes', async (n) => {
    const whole = await uncut();
    const { bytes, broke, simulator } = await raw({ after: { bytes: n }, then: 'reset' });
    expect(broke).toBe(true);
    expect(bytes).toEqual(whole.subarray(0, n));
    expect(simulator.journal[0]?.bytesSent).toBe(n);
  });

  it('loses nothing of a long stream', async () => {
    const text = 'word '.repeat(12_000);
    const stream = { after: { events: 10_000 }, then: 'reset' } as const;
    const simulator = await simulate({ faults: [{ answer: { text }, stream }] });
    const { types, error } = await drain(await clientOf(simulator).messages.create(STREAMED));
    expect(types).toHaveLength(10_000 - 1);
    expect(error?.message).toBe('terminated');
  });

  it('does not happen to a stream that ends before it', async () => {
    const { bytes, broke, simulator } = await raw({ after: { events: ALL + 1 }, then: 'reset' });
    expect(broke).toBe(false);
    expect(bytes).toEqual(await uncut());
    expect(simulator.journal[0]?.outcome).toBe('answered');
  });

  it('reaches an application as the events before it, then an error', async () => {
    const simulator = await simulate('cut after 5 events');
    const stream = await clientOf(simulator).messages.create(STREAMED);
    const { types, error } = await drain(stream);
    // The SDK keeps the ping to itself.
    expect(types).toEqual([
      'message_start',
      'content_block_start',
      'content_block_delta',
      'content_block_delta',
    ]);
    expect(error?.message).toBe('terminated');
  });

  it('does not happen to an answer that is not streamed', async () => {
    const simulator = await simulate('cut after 1 event');
    await clientOf(simulator).messages.create(PARAMS);
    await simulator.settled();
    expect(simulator.journal[0]).toMatchObject({ outcome: 'answered', fault: undefined });
  });
});

describe('an early end', () => {
  it('is clean: no error at all, and no message_stop', async () => {
    const simulator = await simulate('end after 4 deltas');
    const { types, error } = await drain(await clientOf(simulator).messages.create(STREAMED));
    await simulator.settled();
    expect(error).toBeUndefined();
    expect(types.at(-1)).toBe('content_block_delta');
    expect(simulator.journal[0]?.outcome).toBe('ended_early');
  });

  it('after the last event is no early end', async () => {
    const { simulator } = await raw({ after: { events: ALL }, then: 'end' });
    expect(simulator.journal[0]?.outcome).toBe('answered');
  });
});

describe('an error event', () => {
  it('comes inside the 200, after exactly the deltas before it', async () => {
    const simulator = await simulate('error after 2 deltas');
    const { types, error } = await drain(await clientOf(simulator).messages.create(STREAMED));
    await simulator.settled();
    expect(types.filter((type) => type === 'content_block_delta')).toHaveLength(2);
    expect(error).toBeInstanceOf(APIError);
    expect(error).toMatchObject({ type: 'overloaded_error', status: undefined });
    expect(simulator.journal[0]).toMatchObject({
      status: 200,
      outcome: 'ended_early',
      errorType: 'overloaded_error',
    });
    expect(simulator.journal[0]?.eventsSent.at(-1)).toBe('error');
  });

  it('can be another error, inside an event that is left unfinished', async () => {
    const error = { type: 'api_error', message: 'Broken.' };
    const { bytes } = await raw({ after: { bytes: 30 }, then: 'error', error });
    const [broken, event] = bytes.toString().split('\n\n');
    expect(broken).toHaveLength(30);
    expect(event).toContain('"type":"api_error","message":"Broken."');
  });
});

describe('a stall', () => {
  it('is silence, then the rest', async () => {
    const simulator = await simulate('stall 200 after 3 events');
    const { bytes } = await readAll(await post(simulator, STREAMED));
    await simulator.settled();
    expect(bytes).toEqual(await uncut());
    expect(simulator.journal[0]).toMatchObject({ outcome: 'answered', fault: 'stall 200 after 3 events' });
    expect(simulator.journal[0]?.durationMs).toBeGreaterThanOrEqual(190);
  });

  it('ends when the client gives up', async () => {
    const simulator = await simulate('stall 60s after 3 events');
    const stream = await clientOf(simulator).messages.create(STREAMED);
    for await (const event of stream) if (event.type === 'content_block_start') break;
    await simulator.settled();
    expect(simulator.journal[0]).toMatchObject({
      outcome: 'client_gone',
      eventsSent: ['message_start', 'content_block_start', 'ping'],
    });
  });
});

describe('garbage', () => {
  it('is an event whose data is not JSON, between those that are', async () => {
    const { bytes, simulator } = await raw({ after: { events: 4 }, then: 'garbage' });
    const datas = Array.from(bytes.toString().matchAll(/^data: (.*)$/gm), ([, data]) => data ?? '');
    expect(datas).toHaveLength(ALL + 1);
    const unreadable = datas.flatMap((data, i) => {
      try {
        JSON.parse(data);
        return [];
      } catch {
        return [i];
      }
    });
    expect(unreadable).toEqual([4]);
    expect(simulator.journal[0]?.outcome).toBe('answered');
  });

  it('fails the application’s stream with a SyntaxError', async () => {
    const client = clientOf(await simulate('garbage after 4 events'), { logLevel: 'off' });
    const { error } = await drain(await client.messages.create(STREAMED));
    expect(error).toBeInstanceOf(SyntaxError);
  });

  it('fails the helper too', async () => {
    const client = clientOf(await simulate('garbage after 4 events'), { logLevel: 'off' });
    const error = await failure(client.messages.stream(PARAMS).finalMessage());
    expect(error.message).toContain('JSON');
  });
});

describe('a pause between events', () => {
  it('lasts as long as the script says, after every event', async () => {
    const simulator = await simulate({ faults: [{ answer: { pauseMs: 20 } }] });
    await readAll(await post(simulator, STREAMED));
    await simulator.settled();
    expect(simulator.journal[0]?.durationMs).toBeGreaterThanOrEqual(ALL * 18);
  });
});
