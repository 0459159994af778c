// A refusal that the SDK throws away: what of its body is there by then is seen, and nothing is waited for.
import type { UnderlyingSource } from 'node:stream/web';
import { expect, test } from 'vitest';
import { peekRefusal } from '../src/peek-refusal.ts';

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
  ['at once', 0],
  ['many microtasks later', 100],
])('a chunk that is there %s is seen', async (_, microtasks) => {
  const seen = await discarded({
    async pull(controller) {
      for (let turn = 0; turn < microtasks; turn += 1) await undefined;
      controller.enqueue(REFUSAL);
    },
  });
  expect(seen).toEqual(['{"type":"error"}']);
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
