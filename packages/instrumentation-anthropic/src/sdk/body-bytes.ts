// Parses the bytes of a body as the application reads them, in the way of the SDK: into events, lines, or one text.
import { SseParser, safeJson } from '@sevenstep/wire';
import type { StreamWatcher } from './stream-iterator.ts';

/** A watcher of chunks that passes the events in them to `watcher`. */
export const eventsIn = (watcher: StreamWatcher, headers: Headers | undefined): StreamWatcher =>
  headers?.get('content-type')?.includes('jsonl') ? new Lines(watcher) : new ServerSentEvents(watcher);

/** Passes every report to `watcher`, except the chunks. */
abstract class Chunks implements StreamWatcher {
  protected readonly watcher: StreamWatcher;

  constructor(watcher: StreamWatcher) {
    this.watcher = watcher;
  }

  abstract event(chunk: unknown): void;

  get isAborted(): boolean {
    return this.watcher.isAborted ?? false;
  }

  onPull(): void {
    this.watcher.onPull();
  }

  ended(): void {
    this.watcher.ended();
  }

  failed(error: unknown): void {
    this.watcher.failed(error);
  }

  onCancel(): void {
    this.watcher.onCancel();
  }
}

class ServerSentEvents extends Chunks {
  readonly #parser = new SseParser();

  event(chunk: unknown): void {
    if (!(chunk instanceof Uint8Array)) return;
    for (const { event, data } of this.#parser.push(chunk)) {
      if (event === 'ping') continue;
      // An event without data still has a name.
      const value = data === '' ? { type: event } : safeJson(data);
      if (event === 'error') this.failed({ error: value, headers: new Headers() });
      else if (value === undefined) this.failed(new SyntaxError('The data of an event is not JSON'));
      else this.watcher.event(value);
    }
  }
}

const LINE_FEED = 0x0a;

/** The results of a batch, one on each line. Only their number matters. */
class Lines extends Chunks {
  #isLineBegun = false;

  event(chunk: unknown): void {
    if (!(chunk instanceof Uint8Array)) return;
    let from = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, from)) {
      if (this.#isLineBegun || end > from) this.watcher.event(undefined);
      this.#isLineBegun = false;
      from = end + 1;
    }
    this.#isLineBegun ||= from < chunk.length;
  }

  override ended(): void {
    if (this.#isLineBegun) this.watcher.event(undefined);
    this.watcher.ended();
  }
}

/** The first characters of a text that are kept, and below the last ones, which hold the token counts of a long message. */
const MAX_TEXT = 1024 * 1024;
const MAX_TAIL = 16 * 1024;
/** The bytes of a chunk to decode. They exceed {@link MAX_TEXT} characters, since a character has at most four bytes. */
const MAX_DECODED = 4 * MAX_TEXT + 4;

/** The text of a body. Each chunk is decoded when it is read, because its reader may transfer the memory. */
export class BodyText {
  readonly #decoder = new TextDecoder();
  #start = '';
  #tail = '';

  add(chunk: unknown): void {
    if (!(chunk instanceof Uint8Array)) return;
    let rest = chunk;
    if (this.#start.length <= MAX_TEXT) {
      this.#start += this.#decoder.decode(chunk.subarray(0, MAX_DECODED), { stream: true });
      rest = chunk.subarray(MAX_DECODED);
    }
    if (rest.length > 0)
      this.#tail = (this.#tail + new TextDecoder().decode(rest.subarray(-MAX_TAIL))).slice(-MAX_TAIL);
  }

  toString(): string {
    return this.#start + this.#tail;
  }
}
