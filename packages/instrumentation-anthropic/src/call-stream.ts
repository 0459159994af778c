// The stream of one call: watched while the application reads it, or until the request is aborted before that.
import type { Context } from '@opentelemetry/api';
import type { StreamOutcome } from '@sevenstep/semantic-conventions';
import { field, StreamRecord } from '@sevenstep/semantic-conventions/builders';
import { isTimeout } from './attempt.ts';
import type { CallStart } from './call-start.ts';
import type { ChunkTimes } from './metrics.ts';
import type { StreamWatcher } from './observe-stream.ts';

/** Who is told of a stream besides its own record. */
interface Told {
  readonly event: (event: unknown) => void;
  readonly over: () => void;
}

export class CallStream {
  readonly record: StreamRecord;
  readonly chunks: ChunkTimes;
  readonly watcher: StreamWatcher;

  /** @param signal of the request, which an abort by anybody reaches. */
  constructor(start: CallStart, context: Context, signal: AbortSignal, told: Told) {
    const record = new StreamRecord(start.route.operation === 'chat');
    const chunks = start.metrics.chunkTimes(start.attributes, context);
    const appSignal = start.options.signal;
    const over = (): void => {
      if (record.outcome === 'aborted' && appSignal)
        record.outcome = abortOutcome(appSignal, start.leftHelpers);
      told.over();
    };
    // An abort before anybody reads; once somebody does, the reading tells how it ends.
    const aborted = (): void => {
      record.outcome ??= 'aborted';
      over();
    };
    signal.addEventListener('abort', aborted, { once: true });
    this.record = record;
    this.chunks = chunks;
    this.watcher = {
      reading: () => signal.removeEventListener('abort', aborted),
      asked: () => record.asked(),
      event: (event) => {
        const waited = record.event(event);
        if (waited !== undefined) chunks.chunk(waited, record.message.model);
        told.event(event);
      },
      ended: () => {
        record.ended(signal);
        over();
      },
      failed: (error) => {
        // The SDK's iterator ends quietly at an abort; the bytes of a body do not.
        if (signal.aborted && field(error, 'name') === 'AbortError') record.ended(signal);
        else record.failed(error);
        over();
      },
      left: () => {
        record.left();
        over();
      },
    };
  }
}

/** What aborted a stream with the signal it was made with: a deadline, leaving the iteration of a helper, or a call of `abort()`. */
function abortOutcome(signal: AbortSignal, leftHelpers: CallStart['leftHelpers']): StreamOutcome {
  if (isTimeout(signal.reason)) return 'timeout';
  return leftHelpers.has(signal) ? 'abandoned' : 'aborted';
}
