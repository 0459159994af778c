// The body of a rejection that the SDK discards: the part that has arrived is read, without waiting for more.
import type { UnderlyingSource } from 'node:stream/web';
import { expect, test } from 'vitest';
import { peekRefusal } from '../src/sdk/peek-refusal.ts';

/** Discards a body as the SDK does, and gives what was seen of it. */
async function discarded(underlying: UnderlyingSource<Uint8Array>): Promise<string[]> {
  const seen: string[] = [];
  const body = new ReadableStream(underlying, { highWaterMark: 0 });
  peekRefusal(body, (text) => seen.push(text));
  await body[Symbol.asyncIterator]().return?.();
  return seen;
}

const REFUSAL = new TextEncoder().encode('{"type":"error"}');

test.each([
  ['at once', 0, ['{"type":"error"}']],
  ['two microtasks later', 2, ['{"type":"error"}']],
  // Whoever waits for it delays the retry.
  ['many microtasks later', 100, []],
])('a chunk that is there %s', async (_, microtasks, expected) => {
  const seen = await discarded({
    async pull(controller) {
      for (let turn = 0; turn < microtasks; turn += 1) await undefined;
      controller.enqueue(REFUSAL);
    },
  });
  expect(seen).toEqual(expected);
});

test('a refusal is discarded within the turn of the event loop in which the SDK discards it', async () => {
  for (const pull of [() => new Promise<void>(() => undefined), () => undefined]) {
    let isNextTurn = false;
    setImmediate(() => {
      isNextTurn = true;
    });
    await discarded({ pull });
    expect(isNextTurn).toBe(false);
  }
});

test('a chunk that never comes is not waited for, and the body is cancelled', async () => {
  let isCancelled = false;
  const seen = await discarded({
    pull: () => new Promise(() => undefined),
    cancel() {
      isCancelled = true;
    },
  });
  expect(seen).toEqual([]);
  expect(isCancelled).toBe(true);
});

test('a body that breaks while it is looked at is discarded in peace', async () => {
  expect(await discarded({ pull: () => Promise.reject(new Error('socket hang up')) })).toEqual([]);
  const inTheSameTurn = discarded({
    pull: () => new Promise((_, reject) => setTimeout(() => reject(new Error('socket hang up')), 0)),
  });
  expect(await inTheSameTurn).toEqual([]);
});

test('a body that broke before fails as it would have', async () => {
  const broken = discarded({ start: (controller) => controller.error(new Error('socket hang up')) });
  await expect(broken).rejects.toThrow('socket hang up');
});

/** As workerd has it (1.20261117.1), and the standard had it until 2022: a reader that waits for a chunk is not released. */
function withoutReleaseWhileReading(body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const getReader = body.getReader.bind(body) as () => ReadableStreamDefaultReader<Uint8Array>;
  const values = body.values.bind(body);
  let waiting = 0;
  return Object.assign(body, {
    getReader() {
      const reader = getReader();
      const read = reader.read.bind(reader);
      const release = reader.releaseLock.bind(reader);
      return Object.assign(reader, {
        read() {
          waiting += 1;
          return read().finally(() => {
            waiting -= 1;
          });
        },
        releaseLock() {
          if (waiting > 0)
            throw new TypeError('Cannot call releaseLock() on a reader with outstanding reads');
          release();
        },
      });
    },
    [Symbol.asyncIterator]: values,
  });
}

const after = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

test.each([
  ['never comes', () => new Promise<void>(() => undefined)],
  ['comes late', () => after(50)],
  ['breaks', () => after(0).then(() => Promise.reject(new Error('socket hang up')))],
])(
  'where a waiting reader cannot be released, a body whose chunk %s is discarded in peace',
  async (_, pull) => {
    let isCancelled = false;
    const source: UnderlyingSource<Uint8Array> = {
      pull,
      cancel() {
        isCancelled = true;
      },
    };
    const body = withoutReleaseWhileReading(new ReadableStream(source, { highWaterMark: 0 }));
    peekRefusal(body, () => undefined);
    expect(await body[Symbol.asyncIterator]().return?.()).toMatchObject({ done: true });
    expect(isCancelled).toBe(true);
  },
);

test('where a waiting reader cannot be released, a chunk that is there is seen, and the body is cancelled', async () => {
  const seen: string[] = [];
  let isCancelled = false;
  const source: UnderlyingSource<Uint8Array> = {
    pull: (controller) => controller.enqueue(REFUSAL),
    cancel() {
      isCancelled = true;
    },
  };
  const body = withoutReleaseWhileReading(new ReadableStream(source, { highWaterMark: 0 }));
  peekRefusal(body, (text) => seen.push(text));
  await body[Symbol.asyncIterator]().return?.();
  expect(seen).toEqual(['{"type":"error"}']);
  expect(isCancelled).toBe(true);
});

/** A body of two chunks, which is watched, and what was seen of it. */
function twoChunks() {
  const seen: string[] = [];
  const cancelled: unknown[] = [];
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const text of ['one', 'two']) controller.enqueue(new TextEncoder().encode(text));
      controller.close();
    },
    cancel: (reason) => void cancelled.push(reason),
  });
  peekRefusal(body, (text) => seen.push(text));
  return { body, seen };
}

test('a body that is looped over gives all its chunks, and nothing is seen', async () => {
  const { body, seen } = twoChunks();
  const texts: string[] = [];
  for await (const chunk of body) texts.push(new TextDecoder().decode(chunk));
  expect(texts).toEqual(['one', 'two']);
  expect(seen).toEqual([]);
});

test('a loop that is left after the first chunk discards the rest, and nothing is seen', async () => {
  const { body, seen } = twoChunks();
  const iterator = body[Symbol.asyncIterator]();
  expect(iterator[Symbol.asyncIterator]()).toBe(iterator);
  await iterator.next();
  expect(body.locked).toBe(true);
  expect(await iterator.return?.('enough' as never)).toEqual({ done: true, value: 'enough' });
  expect(body.locked).toBe(false);
  expect(seen).toEqual([]);
});

test('a body that is discarded is let go, and gives what the loop was left with', async () => {
  const { body, seen } = twoChunks();
  const iterator = body[Symbol.asyncIterator]();
  expect(await iterator.return?.('enough' as never)).toEqual({ done: true, value: 'enough' });
  expect(seen).toEqual(['one']);
  expect(body.locked).toBe(false);
});

test('a body that somebody reads refuses a second reading as it would have', async () => {
  const [{ body }, bare] = [twoChunks(), new ReadableStream<Uint8Array>()];
  const refusal = (of: ReadableStream): unknown => {
    of.getReader();
    try {
      return of[Symbol.asyncIterator]();
    } catch (error) {
      return String(error);
    }
  };
  expect(refusal(body)).toBe(refusal(bare));
  const late = twoChunks().body;
  const iterator = late[Symbol.asyncIterator]();
  late.getReader();
  await expect(iterator.return?.()).rejects.toThrow(TypeError);
});

test('of a long refusal 16 KiB are seen', async () => {
  const seen = await discarded({
    pull: (controller) => controller.enqueue(new Uint8Array(20_000).fill(0x61)),
  });
  expect(seen).toEqual(['a'.repeat(16 * 1024)]);
});
