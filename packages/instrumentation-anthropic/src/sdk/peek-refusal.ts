// The reason of a rejected attempt that is retried: the first chunk of the body that the SDK discards.
import type { Attempt } from '../call/attempt.ts';
import { guard } from '../guard.ts';
import { shadow } from './shadow.ts';

/** Error bodies are a few hundred bytes; a page of HTML is not worth more. */
const MAX_BYTES = 16 * 1024;

/** Bytes that came with the headers are read within three microtasks (`fetch` of Node.js 20 to 26, measured). */
const MICROTASKS = 8;

/**
 * An attempt has its response. The SDK may discard the body of an error, which has the reason.
 *
 * @param tellsUrl whether the response says where the request went.
 * @returns whether it is an error response.
 */
export function attemptResponded(attempt: Attempt, response: Response, tellsUrl = false): boolean {
  if (!attempt.responded(response, tellsUrl)) return false;
  guard('watching a refusal', () => {
    const { body } = response;
    // Of another `fetch` it may be a stream of Node.js, which has no reader.
    if (body instanceof ReadableStream) peekRefusal(body, (text) => attempt.refused(text));
  });
  return true;
}

/**
 * Tells `seen` the first chunk of `body` when the SDK discards it (`CancelReadableStream`, `src/internal/shims.ts`).
 * It does not wait for a chunk that is not there, and does not touch a body that is read.
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

/** Cancels `body`, with a look at its first chunk. Fails where it would have without. */
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
  // One that breaks meanwhile would have been cancelled by now, and has nothing left to cancel.
  if (wasBroken || !isBroken) await reader.cancel();
  guard('letting go of a refusal', () => reader.releaseLock());
}

let decoder: InstanceType<typeof TextDecoder> | undefined;

/** The text of `bytes`, which are cut. */
function decoded(bytes: Uint8Array): string {
  decoder ??= new TextDecoder();
  return decoder.decode(bytes.length > MAX_BYTES ? bytes.subarray(0, MAX_BYTES) : bytes);
}
