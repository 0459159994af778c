// Watches somebody read a stream's bytes: the application after asResponse(), or the SDK where it is not patched.
import { SseParser, safeJson } from '@sevenstep/wire';
import { guard } from '../guard.ts';
import { observeIterator, type StreamWatcher } from './observe-stream.ts';
import { shadow } from './shadow.ts';

type Bytes = ReadableStream<Uint8Array>;

export interface RawStreamOptions {
  /** Asked when a reading begins: who is told of its bytes, or nobody, when it is being watched elsewhere. */
  readonly reading: () => StreamWatcher | undefined;
  /** Somebody discards it unread. */
  readonly cancelled: () => void;
  /** The stream went where its reading cannot be seen. */
  readonly unseen: () => void;
}

/** Why `fetch` of Node.js discards the body of a response that was collected (undici, `lib/web/fetch/response.js`). */
const COLLECTED = 'Response object has been garbage collected';

/** Ways of reading that go past the stream's own members. */
const UNSEEN = ['pipeTo', 'pipeThrough', 'tee'] as const;

/**
 * Reports the reading of `body`. Its members are shadowed on this one stream, not enumerable; every chunk goes to
 * whoever reads, as it is and when they ask, and nothing is read besides.
 */
export function observeRawStream(body: Bytes, { reading, cancelled, unseen }: RawStreamOptions): void {
  const watch = (): StreamWatcher | undefined => guard('starting to read a stream', reading);
  const getReader = body.getReader.bind(body) as (
    options?: unknown,
  ) => ReadableStreamDefaultReader<Uint8Array>;
  shadow(body, 'getReader', (options?: unknown) => {
    const reader = getReader(options);
    const watcher = watch();
    if (watcher) observeReader(reader, watcher);
    return reader;
  });
  for (const name of ['values', Symbol.asyncIterator] as const) {
    const iterate = body[name].bind(body) as (options?: unknown) => AsyncIterator<unknown>;
    shadow(body, name, (options?: unknown) => {
      const source = iterate(options);
      const watcher = watch();
      return watcher ? observeIterator(source, watcher) : source;
    });
  }
  const cancel = body.cancel.bind(body);
  shadow(body, 'cancel', (reason?: unknown) => {
    // One that somebody reads refuses.
    if (!body.locked && reason !== COLLECTED) guard('recording a stream that was discarded', cancelled);
    return cancel(reason);
  });
  for (const name of UNSEEN) {
    const original = (body[name] as (...args: unknown[]) => unknown).bind(body);
    shadow(body, name, (...args: unknown[]) => {
      guard('recording a stream that was taken', unseen);
      return original(...args);
    });
  }
}

function observeReader(reader: ReadableStreamDefaultReader<Uint8Array>, watcher: StreamWatcher): void {
  const read = reader.read.bind(reader) as (...args: unknown[]) => ReturnType<typeof reader.read>;
  const cancel = reader.cancel.bind(reader);
  shadow(reader, 'read', async (...args: unknown[]) => {
    guard('recording a request for bytes', () => watcher.asked());
    let result: Awaited<ReturnType<typeof read>>;
    try {
      result = await read(...args);
    } catch (error) {
      guard('recording a failed stream', () => watcher.failed(error));
      throw error;
    }
    guard('recording bytes', () => (result.done ? watcher.ended() : watcher.event(result.value)));
    return result;
  });
  shadow(reader, 'cancel', (reason?: unknown) => {
    guard('recording an early end', () => watcher.left());
    return cancel(reason);
  });
}

/** A watcher of chunks that tells `watcher` of the events in them, as the SDK would have made them. */
export function eventsOf(watcher: StreamWatcher, headers: Headers): StreamWatcher {
  return headers.get('content-type')?.includes('jsonl') ? linesOf(watcher) : sseOf(watcher);
}

const LINE_FEED = 0x0a;

/** The results of a batch, a line each: they are counted. */
function linesOf(watcher: StreamWatcher): StreamWatcher {
  let isLineBegun = false;
  return {
    reading: () => watcher.reading(),
    asked: () => watcher.asked(),
    event: (chunk) => {
      if (!(chunk instanceof Uint8Array)) return;
      let from = 0;
      for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, from)) {
        if (isLineBegun || end > from) watcher.event(undefined);
        isLineBegun = false;
        from = end + 1;
      }
      isLineBegun ||= from < chunk.length;
    },
    ended: () => {
      if (isLineBegun) watcher.event(undefined);
      watcher.ended();
    },
    failed: (error) => watcher.failed(error),
    left: () => watcher.left(),
  };
}

function sseOf(watcher: StreamWatcher): StreamWatcher {
  const parser = new SseParser();
  return {
    reading: () => watcher.reading(),
    asked: () => watcher.asked(),
    ended: () => watcher.ended(),
    failed: (error) => watcher.failed(error),
    left: () => watcher.left(),
    event: (chunk) => {
      if (!(chunk instanceof Uint8Array)) return;
      for (const { event, data } of parser.push(chunk)) {
        if (event === 'ping') continue;
        // Without its data an event still has a name.
        const value = data === '' ? { type: event } : safeJson(data);
        if (event === 'error') watcher.failed({ error: value, headers: new Headers() });
        else if (value === undefined) watcher.failed(new SyntaxError('The data of an event is not JSON'));
        else watcher.event(value);
      }
    },
  };
}
