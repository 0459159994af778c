// Reads why a retried attempt was rejected, from the first chunk of the body that the SDK discards.
import type { Attempt } from '../call/attempt.ts';
import { guard } from '../guard.ts';
import { shadow } from './shadow.ts';

/** The most bytes to decode. The API's error bodies have a few hundred; an HTML page is not worth more. */
const MAX_BYTES = 16 * 1024;

/** Bytes that came with the headers are read within three microtasks (measured, `fetch` of Node.js 20 to 26). */
const MICROTASKS = 8;

/**
 * Records the response of an attempt, and watches the body of an error response, which the SDK may discard.
 *
 * @param tellsUrl whether `response.url` is the address that the request reached.
 * @returns whether it is an error response.
 */
export function attemptResponded(attempt: Attempt, response: Response, tellsUrl = false): boolean {
  if (!attempt.responded(response, tellsUrl)) return false;
  guard('watching a refusal', () => {
    const { body } = response;
    // Another `fetch` may give a stream of Node.js, which has no reader.
    if (body instanceof ReadableStream) peekRefusal(body, (text) => attempt.refused(text));
  });
  return true;
}

/**
 * Passes the first chunk of `body` to `seen` when the SDK discards the body (`CancelReadableStream`,
 * `src/internal/shims.ts`). It does not wait for a chunk that has not arrived, and does not touch a body that is read.
 */
export function peekRefusal(body: ReadableStream<Uint8Array>, seen: (text: string) => void): void {
  const iterate = body[Symbol.asyncIterator].bind(body);
  shadow(body, Symbol.asyncIterator, () => {
    if (body.locked) return iterate();
    let iterator: ReturnType<typeof iterate> | undefined;
    const started = () => {
      iterator ??= iterate();
      return iterator;
    };
    return {
      next: () => started().next(),
      return: async (value?: undefined) => {
        if (iterator || body.locked) return started().return?.(value);
        await discard(body, seen);
        return { done: true, value };
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  });
}

/** Cancels `body` after reading its first chunk. It fails only if cancelling alone would have failed. */
async function discard(body: ReadableStream<Uint8Array>, seen: (text: string) => void): Promise<void> {
  const reader = body.getReader();
  let chunk: Uint8Array | undefined;
  let isBroken = false;
  reader.read().then(
    ({ value }) => {
      chunk = value;
    },
    () => {
      isBroken = true;
    },
  );
  await undefined;
  const wasBroken = isBroken;
  for (let turn = 1; turn < MICROTASKS && !chunk && !isBroken; turn += 1) await undefined;
  const first = chunk;
  if (first) guard('reading a refusal', () => seen(decoded(first)));
  // A body that broke during the wait would have been cancelled before, and needs no cancelling now.
  if (wasBroken || !isBroken) await reader.cancel();
  guard('letting go of a refusal', () => reader.releaseLock());
}

let decoder: InstanceType<typeof TextDecoder> | undefined;

/** The text of the first {@link MAX_BYTES} of `bytes`. */
function decoded(bytes: Uint8Array): string {
  decoder ??= new TextDecoder();
  return decoder.decode(bytes.length > MAX_BYTES ? bytes.subarray(0, MAX_BYTES) : bytes);
}
