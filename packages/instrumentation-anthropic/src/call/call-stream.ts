// The stream of one call: watched while the application reads it, or until the request is aborted before that.
import type { Context } from '@opentelemetry/api';
import type { StreamOutcome } from '@sevenstep/semantic-conventions';
import { field, StreamRecord } from '@sevenstep/wire';
import type { ContentRecorder } from '../content/content-recorder.ts';
import type { StreamWatcher } from '../sdk/stream-iterator.ts';
import type { ChunkTimes } from '../telemetry/chunk-times.ts';
import { isTimeout } from './attempt.ts';
import type { CallStart } from './call-start.ts';

/** Whose stream it is. */
interface Owner {
  readonly start: CallStart;
  readonly context: Context;
  readonly content: ContentRecorder | undefined;
  end(): void;
}

export class CallStream implements StreamWatcher {
  readonly record: StreamRecord;
  readonly #owner: Owner;
  readonly #signal: AbortSignal;
  #isRead = false;
  readonly #chunks: ChunkTimes | undefined;

  /** @param signal of the request, which an abort by anybody reaches. */
  constructor(owner: Owner, signal: AbortSignal) {
    const { start, context } = owner;
    this.record = new StreamRecord(start.route.operation === 'chat');
    this.#owner = owner;
    this.#signal = signal;
    this.#chunks = start.metrics.chunkTimes(start.attributes, start.settings.chunkTimes, context);
    signal.addEventListener('abort', this.#aborted, { once: true });
  }

  /** Whether its reading has begun. */
  get isRead(): boolean {
    return this.#isRead;
  }

  reading(): void {
    this.#isRead = true;
    this.#signal.removeEventListener('abort', this.#aborted);
  }

  onPull(): void {
    this.record.asked();
  }

  event(event: unknown): void {
    const { record } = this;
    const waited = record.event(event);
    if (waited !== undefined) this.#chunks?.chunk(waited, record.message.model);
    this.#owner.content?.event(event);
  }

  ended(): void {
    this.record.ended(this.#signal);
    this.#over();
  }

  failed(error: unknown): void {
    // The SDK's iterator ends quietly at an abort; the bytes of a body do not.
    if (this.#signal.aborted && field(error, 'name') === 'AbortError') this.record.ended(this.#signal);
    else this.record.failed(error);
    this.#over();
  }

  onCancel(): void {
    this.record.left();
    this.#over();
  }

  /** An abort before anybody reads; once somebody does, the reading tells how it ends. */
  readonly #aborted = (): void => {
    this.record.outcome ??= 'aborted';
    this.#over();
  };

  #over(): void {
    this.#signal.removeEventListener('abort', this.#aborted);
    const { start } = this.#owner;
    const { signal } = start.options;
    if (this.record.outcome === 'aborted' && signal)
      this.record.outcome = abortOutcome(signal, start.leftHelpers);
    this.#owner.end();
  }
}

/** What aborted a stream with the signal it was made with: a deadline, leaving the iteration of a helper, or a call of `abort()`. */
function abortOutcome(signal: AbortSignal, leftHelpers: CallStart['leftHelpers']): StreamOutcome {
  if (isTimeout(signal.reason)) return 'timeout';
  return leftHelpers.has(signal) ? 'abandoned' : 'aborted';
}
