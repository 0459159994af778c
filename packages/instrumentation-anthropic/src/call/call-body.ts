// The body of a call's response: how it is read, by the SDK or by the application itself, tells how the call went.
import { malformedBody } from '@sevenstep/wire';
import type { BodyWatcher } from '../sdk/observe-body.ts';
import { eventsOf } from '../sdk/observe-raw-stream.ts';
import type { StreamWatcher } from '../sdk/observe-stream.ts';
import type { CallRecorder } from './call-recorder.ts';

export class CallBody implements BodyWatcher {
  readonly #call: CallRecorder;
  readonly #headers: Headers;
  readonly #signal: AbortSignal;

  /** @param signal of the request, which an abort by anybody reaches. */
  constructor(call: CallRecorder, headers: Headers, signal: AbortSignal) {
    this.#call = call;
    this.#headers = headers;
    this.#signal = signal;
  }

  parsed(value: unknown): void {
    if (this.#call.isOver) return;
    if (!this.#call.streamed) this.#call.answered(value, this.#headers);
    else if (typeof value === 'string') this.#streamedAsText(value);
    this.#call.bodyRead();
  }

  failed(error: unknown): void {
    if (this.#call.isOver) return;
    const isNoJson = error instanceof SyntaxError;
    this.#call.bodyFailed(error, isNoJson ? malformedBody({ headers: this.#headers, isNoJson }) : undefined);
  }

  taken(): void {
    if (this.#call.unread) this.#call.bodyHandedOff();
  }

  copied(): BodyWatcher {
    return this;
  }

  cancelled(): void {
    if (this.#call.streamed) this.stream().left();
    else if (this.#call.unread) this.#call.bodyRead();
    // Of this the SDK hears nothing.
    this.#call.close();
  }

  reading(): StreamWatcher | undefined {
    if (!this.#call.streamed) return this.#message();
    // An SDK that is patched reads its own streams, and they are watched there. It makes some that nobody reads, too.
    if (this.#call.isStreamRead) return undefined;
    const watcher = this.stream();
    watcher.reading();
    return eventsOf(watcher, this.#headers);
  }

  /** Of a message that is read as bytes only the end is told. */
  #message(): StreamWatcher {
    return {
      reading: () => undefined,
      asked: () => undefined,
      event: () => undefined,
      ended: () => this.#call.bodyRead(),
      failed: (error) => this.failed(error),
      left: () => this.#call.bodyRead(),
    };
  }

  /** Watches the stream that was made of it. There may be more than one; one of them is read. */
  stream(): StreamWatcher {
    return this.#call.streamWatcher(this.#signal);
  }

  /** A stream that the application has read as one text. */
  #streamedAsText(text: string): void {
    if (this.#call.isStreamRead) return;
    const watcher = eventsOf(this.stream(), this.#headers);
    watcher.reading();
    const encoder = new TextEncoder();
    for (const part of readParts(text)) watcher.event(encoder.encode(part));
    watcher.ended();
  }
}

const MAX_READ = 512 * 1024;

/** A long text's beginning and end, which say how it went, cut where events are: nobody waits for all of it to be read again. */
function readParts(text: string): string[] {
  if (text.length <= 2 * MAX_READ) return [text];
  const end = text.lastIndexOf('\n\n', MAX_READ);
  const begin = text.indexOf('\n\n', text.length - MAX_READ);
  return [end < 0 ? '' : text.slice(0, end + 2), begin < 0 ? '' : text.slice(begin + 2)];
}
