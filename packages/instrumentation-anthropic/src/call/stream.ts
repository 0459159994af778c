// The stream of one call: watched while the application reads it, or until the request is aborted before that.
import type { StreamOutcome } from '@sevenstep/semantic-conventions';
import { field, StreamRecord } from '@sevenstep/wire';
import { stepFailed } from '../guard.ts';
import type { SdkRequestOptions } from '../sdk-objects.ts';
import { isTimeout } from './attempt.ts';

/** The parts of a call that its stream uses. */
interface StreamedCall {
  readonly options: SdkRequestOptions;
  /** An event came. @param waitedMs since the event before, or for the first. */
  streamEvent(event: unknown, waitedMs: number): void;
  end(): void;
}

/** The watcher of the stream (`StreamWatcher` of `sdk/`). It also listens to the signal of the request. */
export class CallStream {
  /** The facts of its events so far, token counts included. */
  readonly record: StreamRecord;
  isRead: boolean;
  readonly #call: StreamedCall;
  readonly #signal: AbortSignal;

  /**
   * @param endsWithStop whether a whole answer ends with `message_stop`.
   * @param signal of the request: every abort reaches it.
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
      // The SDK's iterator ends quietly at an abort; the bytes of a body do not.
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
   * The signal calls this method of its listener: it was aborted before the reading began. Once that has begun, the reading shows
   * how the stream ends.
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

/** Signals of stream helpers whose iteration the application has left. */
const cancelledByHelper = new WeakSet<AbortSignal>();

/** The application stopped reading a stream helper, which is about to abort the call with that signal. */
export function helperCancelled(signal: AbortSignal): void {
  cancelledByHelper.add(signal);
}

/** The cause of an abort by the stream's signal: a deadline, an exit from a helper's iteration, or a call of `abort()`. */
function abortOutcome(signal: AbortSignal): StreamOutcome {
  if (isTimeout(signal.reason)) return 'timeout';
  return cancelledByHelper.has(signal) ? 'abandoned' : 'aborted';
}
