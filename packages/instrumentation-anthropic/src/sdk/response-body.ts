// Watches the body of a call's response, whether the SDK parses it or the application reads it, to learn how the call ended.
import { field } from '@sevenstep/wire';
import type { Call } from '../call/call.ts';
import type { CallObserver, WatchedBody } from '../call/call-observer.ts';
import { guard, stepFailed } from '../guard.ts';
import type { SdkResponseProps } from '../sdk-objects.ts';
import { BodyText, eventsIn } from './body-bytes.ts';
import { type BodyStreamWatcher, readsAreSeen, watchBodyStream } from './body-stream.ts';
import type { BodyWatcher } from './response-methods.ts';
import { isSdkStream } from './sdk-internals.ts';
import { observeStream, type StreamWatcher } from './stream-iterator.ts';

/** Watches the body of the call's response, if it has one. */
export function watchBody(
  observer: CallObserver,
  call: Call,
  props: SdkResponseProps,
): ResponseBody | undefined {
  return guard('recording a response', () => {
    const { response, controller } = props;
    if (!call.responded(response)) return undefined;
    const body = new ResponseBody(call, controller.signal);
    observer.watch(props, body);
    if (call.streamed && isJson(call.headers)) body.watchInstead(response);
    return body;
  });
}

/** Whether the body is one JSON text. JSON lines are a stream. */
const isJson = (headers: Headers | undefined): boolean =>
  /json(?!l)/.test(headers?.get('content-type') ?? '');

class ResponseBody implements BodyStreamWatcher, BodyWatcher, WatchedBody {
  readonly #call: Call;
  readonly #signal: AbortSignal;
  /** Whether the SDK parses the body and reports the result. */
  #isParsed = false;
  /** The stream that the SDK made of the body. */
  #made: unknown;
  /** The body stream that is read, and below the watcher of its bytes. */
  #stream: object | undefined;
  #bytes: StreamWatcher | undefined;

  /** @param signal the signal of the request, which every abort reaches. */
  constructor(call: Call, signal: AbortSignal) {
    this.#call = call;
    this.#signal = signal;
  }

  parsing(): void {
    this.#isParsed = true;
  }

  parsed(value: unknown): void {
    if (this.#call.isOver) return;
    if (this.#call.streamed) {
      // The SDK may make two streams of a response, of which one is read, and report each more than once.
      if (value === this.#made || !isSdkStream(value)) return;
      this.#made = value;
      observeStream(value, this.#call.streamWatcher(this.#signal));
      return;
    }
    const isPage = typeof field(value, 'getPaginatedItems') === 'function';
    this.#answered(isPage ? field(value, 'body') : value);
  }

  failed(error: unknown): void {
    if (this.#call.isOver) return;
    this.#call.bodyFailed(error);
  }

  handedOver({ body }: Response, isParsed: boolean): void {
    this.#isParsed ||= isParsed;
    if (this.#call.isOver || (this.#isParsed && !this.#call.streamed)) return;
    // The application iterates over a streamed body. It reads other bodies by methods of the response, seen only in Node.js.
    const isSeen = body instanceof ReadableStream && (this.#call.streamed || readsAreSeen());
    if (isSeen) watchBodyStream(body, this);
    else this.untrackable();
  }

  untrackable(): void {
    if (this.#call.isUnread && !this.#isParsed) this.#call.bodyHandedOff();
  }

  discarded(): void {
    if (this.#call.streamed) this.#call.streamWatcher(this.#signal).onCancel();
    else if (this.#call.isUnread) this.#call.bodyRead();
    // The SDK does not learn of this, so it will not end its span.
    this.#call.close();
  }

  /** Watches JSON in place of a stream, such as an error: the SDK yields neither events nor an error for it. */
  watchInstead({ body }: Response): void {
    if (body instanceof ReadableStream) watchBodyStream(body, this);
  }

  reading(stream: object): StreamWatcher | undefined {
    if (this.#call.isStreamRead && isJson(this.#call.headers)) return this.#instead();
    // The SDK's own parsing or stream reports this body.
    if (this.#call.streamed ? this.#call.isStreamRead : this.#isParsed) return undefined;
    // If the body was split by `tee()`, watch the half that is read first.
    this.#stream ??= stream;
    if (this.#stream !== stream) return undefined;
    this.#bytes ??= this.#call.streamed ? this.#events() : this.#text();
    return this.#bytes;
  }

  #events(): StreamWatcher {
    const events = this.#call.streamWatcher(this.#signal);
    events.reading();
    const watcher = eventsIn(events, this.#call.headers);
    return isJson(this.#call.headers) ? this.#instead(watcher) : watcher;
  }

  /** Keeps the text of the body. @param events also gets the chunks: a server may label an event stream as JSON. */
  #instead(events?: StreamWatcher): StreamWatcher {
    const text = new BodyText();
    const signal = this.#signal;
    return {
      get isAborted() {
        return signal.aborted;
      },
      onPull: () => events?.onPull(),
      event: (chunk) => {
        text.add(chunk);
        events?.event(chunk);
      },
      ended: () => {
        this.#call.answeredInstead(String(text));
        events?.ended();
      },
      failed: (error) => events?.failed(error),
      onCancel: () => events?.onCancel(),
    };
  }

  #text(): StreamWatcher {
    const text = new BodyText();
    return {
      onPull: () => undefined,
      event: (chunk) => text.add(chunk),
      ended: () => this.#answered(String(text)),
      failed: (error) => this.failed(error),
      onCancel: () => this.#call.bodyRead(),
    };
  }

  #answered(value: unknown): void {
    if (this.#call.isOver) return;
    // Reading an object of an application's `fetch` may throw.
    try {
      this.#call.answered(value);
    } catch (problem) {
      stepFailed('reading an answer', problem);
    }
    this.#call.bodyRead();
  }
}
