// The stream of one call. Watches the application read it, and the signal that may abort it before.
import type { StreamOutcome } from '@sevenstep/semantic-conventions';
import { field, StreamRecord } from '@sevenstep/wire';
import { stepFailed } from '../guard.ts';
import type { SdkRequestOptions } from '../sdk-objects.ts';
import { isTimeout } from './attempt.ts';

/** The parts of a call that its stream uses. */
interface StreamedCall {
  readonly options: SdkRequestOptions;
  /** An event came. @param waitedMs milliseconds since the previous event; for the first, the wait for it. */
  streamEvent(event: unknown, waitedMs: number): void;
  end(): void;
}

/** Watches the stream (`StreamWatcher` of `sdk/`) and listens to the signal of the request. */
export class CallStream {
  /** The facts of the events so far, with the token counts. */
  readonly record: StreamRecord;
  isRead: boolean;
  readonly #call: StreamedCall;
  readonly #signal: AbortSignal;

  /**
   * @param endsWithStop whether a complete response ends with `message_stop`.
   * @param signal the signal of the request, which every abort reaches.
   */
  constructor(call: StreamedCall, endsWithStop: boolean, signal: AbortSignal) {
    this.record = new StreamRecord(endsWithStop);
    this.isRead = false;
    this.#call = call;
    this.#signal = signal;
    signal.addEventListener('abort', this, { once: true });
  }

  get isAborted(): boolean {
    return this.#signal.aborted;
  }

  reading(): void {
    this.isRead = true;
    this.#signal.removeEventListener('abort', this);
  }

  onPull(): void {
    this.record.onPull();
  }

  event(event: unknown): void {
    this.#call.streamEvent(event, this.record.event(event));
  }

  ended(): void {
    this.record.ended(this.#signal);
    this.#over();
  }

  failed(error: unknown): void {
    try {
      // On an abort the SDK's iterator ends without an error, but reading the bytes of a body throws.
      if (this.#signal.aborted && field(error, 'name') === 'AbortError') this.record.ended(this.#signal);
      else this.record.failed(error);
    } catch (problem) {
      stepFailed('reading the error of a stream', problem);
      this.record.outcome ??= 'interrupted';
    }
    this.#over();
  }

  onCancel(): void {
    this.record.onCancel();
    this.#over();
  }

  /**
   * Called by the signal if the request is aborted before reading begins. After that the reader's own reports tell how the
   * stream ends.
   */
  handleEvent(): void {
    this.record.outcome ??= 'aborted';
    this.#over();
  }

  #over(): void {
    this.#signal.removeEventListener('abort', this);
    const { signal } = this.#call.options;
    if (this.record.outcome === 'aborted' && signal) this.record.outcome = abortOutcome(signal);
    this.#call.end();
  }
}

/** Signals of stream helpers that the application stopped reading. */
const cancelledByHelper = new WeakSet<AbortSignal>();

/** The application stopped reading a stream helper, so the helper is about to abort the call through `signal`. */
export function helperCancelled(signal: AbortSignal): void {
  cancelledByHelper.add(signal);
}

/** Why the signal aborted: a deadline, an early exit from a stream helper, or a call of `abort()`. */
function abortOutcome(signal: AbortSignal): StreamOutcome {
  if (isTimeout(signal.reason)) return 'timeout';
  return cancelledByHelper.has(signal) ? 'abandoned' : 'aborted';
}
