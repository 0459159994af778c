// How a call ended, from everything its recorder has gathered: the attributes its span gets, and its metrics.
import type { Context } from '@opentelemetry/api';
import type { SpanAttributes } from '@sevenstep/semantic-conventions';
import {
  type Failure,
  type MessageFacts,
  messageAttributes,
  type StreamRecord,
  seconds,
  streamFailure,
} from '@sevenstep/semantic-conventions/builders';
import type { Attempt } from './attempt.ts';
import { attemptErrorType, waitAfter } from './attempt-spans.ts';
import { bodySize } from './attributes/body-size.ts';
import { defined } from './attributes/defined.ts';
import { fingerprint } from './attributes/fingerprint.ts';
import { requestShape } from './attributes/shape.ts';
import { attemptAttributes } from './call-result.ts';
import type { CallStart } from './call-start.ts';
import { guard } from './guard.ts';
import type { ChunkTimes } from './metrics.ts';

/** What is known of a call when it is over. */
export interface EndedCall {
  readonly start: CallStart;
  readonly attempts: readonly Attempt[];
  readonly stream: StreamRecord | undefined;
  readonly chunks: ChunkTimes | undefined;
  readonly message: MessageFacts | undefined;
  /** What was thrown, or a body that is none of the API's; a stream's failure is its own. */
  readonly failure: Failure | undefined;
  /** On the monotonic clock. */
  readonly endedAt: number;
  readonly context: Context;
}

/** Why the call failed, if it did. */
export const failureOf = ({ failure, stream }: EndedCall): Failure | undefined =>
  failure ?? (stream && streamFailure(stream));

/** What the span of a call gets at its end. `detailed`: also what only a span that is recorded needs. */
export function endAttributes(
  call: EndedCall,
  failure: Failure | undefined,
  detailed: boolean,
): SpanAttributes {
  const { start, attempts, stream, message, endedAt } = call;
  const gaveUp = start.options.signal?.aborted ?? false;
  if (failure) start.recentFailure.failed();
  return defined<SpanAttributes>(
    ...attemptAttributes(attempts, failure !== undefined, gaveUp),
    messageAttributes(message ?? stream?.message ?? {}),
    stream?.attributes(endedAt),
    timeToFirstChunk(call),
    failure?.attributes,
    detailed && guard('describing a request', () => requestFacts(call, failure !== undefined)),
    { 'error.type': failure?.type },
  );
}

/** Records the metrics of a call, whether or not its span is recorded. */
export function measure(
  { start, attempts, stream, chunks, endedAt, context }: EndedCall,
  end: SpanAttributes,
): void {
  start.metrics.callEnded({
    start: start.attributes,
    end,
    durationSeconds: seconds(endedAt - start.clock.startedAt),
    attempts: attempts.map((attempt, index) => ({
      status: attempt.status,
      failure: attempt.failure,
      errorType: attemptErrorType(attempt),
      waitSeconds: waitAfter(attempts, index),
    })),
    stream: stream && chunks && { outcome: stream.outcome, chunks },
    rateLimits: attempts.at(-1)?.rateLimits ?? [],
    context,
  });
}

/**
 * Of a failure, what a support ticket needs of the request: never its content. Of a success after a recent failure, its
 * fingerprint: the same request may be the one that failed.
 */
function requestFacts({ start, attempts }: EndedCall, failed: boolean): SpanAttributes {
  const { body } = start.options;
  if (body === undefined || !(failed || start.recentFailure.isRecent)) return {};
  const attributes: SpanAttributes = { 'anthropic.request.fingerprint': fingerprint(body) };
  if (!failed) return attributes;
  return {
    ...attributes,
    'anthropic.request.shape': requestShape(body),
    'anthropic.request.size': bodySize(attempts.at(-1)?.body),
  };
}

function timeToFirstChunk({ start, stream }: EndedCall): SpanAttributes {
  if (stream?.firstEventAt === undefined) return {};
  return { 'gen_ai.response.time_to_first_chunk': seconds(stream.firstEventAt - start.clock.startedAt) };
}
