// Why an attempt that is retried was refused: the first of its body, on the way to being thrown away.
import { guard } from '../guard.ts';
import { shadow } from './shadow.ts';

/** Error bodies are a few hundred bytes; a page of HTML is not worth more. */
const MAX_BYTES = 16 * 1024;
const DECODER = new TextDecoder();

/** What has arrived with the headers is read within three microtasks (measured on Node.js 24): no need for a timer. */
const MICROTASKS = 8;

/**
 * Tells `seen` the first chunk of `body` when the SDK discards it (`CancelReadableStream`, `src/internal/shims.ts`).
 * Nothing is waited for: a chunk that has not arrived within one turn of the event loop is not seen, and the body is
 * discarded as it would have been. A body that is read instead is not touched.
 */
export function peekRefusal(body: ReadableStream<Uint8Array>, seen: (text: string) => void): void {
  const iterate = body[Symbol.asyncIterator].bind(body);
  shadow(body, Symbol.asyncIterator, () => {
    let iterator: ReturnType<typeof iterate> | undefined;
    const started = (): ReturnType<typeof iterate> => {
      iterator ??= iterate();
      return iterator;
    };
    return {
      next: () => started().next(),
      return: async (value?: undefined) => {
        const isDiscarded = !iterator && !body.locked;
        if (isDiscarded && (await isGoneWhenLookedAt(body, seen))) return { done: true, value };
        return started().return?.(value);
      },
      throw: (error?: unknown) => started().throw?.(error),
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  });
}

/**
 * Looks at the first chunk. Whether nothing is left to discard: `body`, which was whole before, broke meanwhile, which it
 * could not have done if it had been discarded at once, and for which the SDK would give up where it retries; or it was
 * cancelled here.
 */
async function isGoneWhenLookedAt(
  body: ReadableStream<Uint8Array>,
  seen: (text: string) => void,
): Promise<boolean> {
  const reader = guard('looking at a refusal', () => body.getReader());
  if (!reader) return false;
  let isBroken = false;
  reader.closed.catch(() => {
    isBroken = true;
  });
  await undefined;
  const wasBroken = isBroken;
  let chunk: Uint8Array | undefined;
  let isOver = false;
  const read = reader.read().then(
    ({ value }) => {
      chunk = value;
      isOver = true;
    },
    () => {
      isOver = true;
    },
  );
  for (let turn = 0; turn < MICROTASKS && !isOver; turn += 1) await undefined;
  if (!isOver) await Promise.race([read, nextTurn()]);
  const first = chunk;
  const breaksNow = isBroken && !wasBroken;
  // From here on `closed` is rejected, whatever becomes of the body.
  const isReleased = released(reader);
  if (first) guard('reading a refusal', () => seen(DECODER.decode(first.subarray(0, MAX_BYTES))));
  if (isReleased) return breaksNow;
  await reader.cancel();
  return true;
}

/** A reader that waits for a chunk is not released in workerd, nor in runtimes older than that part of the standard. */
function released(reader: ReadableStreamDefaultReader<Uint8Array>): boolean {
  try {
    reader.releaseLock();
    return true;
  } catch {
    return false;
  }
}

const nextTurn = (): Promise<undefined> => new Promise((resolve) => setTimeout(() => resolve(undefined), 0));
