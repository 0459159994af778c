// The span of a call: our own, or the SDK's, adopted. Where spans are started and ended, and nowhere else.
import {
  type Context,
  context,
  type Span,
  SpanKind,
  SpanStatusCode,
  type TimeInput,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import type { SpanAttributes } from '@sevenstep/semantic-conventions';
import { defined } from './attributes/defined.ts';
import { guard } from './guard.ts';

export interface CallSpan {
  readonly span: Span;
  /** What the call's children are children of. */
  readonly context: Context;
  end(endTime: TimeInput): void;
  /** Whether it is the SDK's. */
  readonly adopted: boolean;
}

export function startSpan(
  tracer: Tracer,
  name: string,
  attributes: SpanAttributes,
  startTime: number,
): CallSpan {
  const parent = context.active();
  const span = tracer.startSpan(
    name,
    { kind: SpanKind.CLIENT, attributes: defined(attributes), startTime },
    parent,
  );
  return {
    span,
    context: trace.setSpan(parent, span),
    adopted: false,
    end: (endTime) => span.end(endTime),
  };
}

/**
 * Takes over the span that the SDK (from 0.134 on) started for this call, so that there is one span per call. When
 * the SDK ends it, `onEnd` decides when it really ends, through {@link CallSpan.end}. A success leaves its status
 * unset, as the conventions have it; the SDK would set `OK`, which nothing could override any more.
 */
export function adoptSpan(
  span: Span,
  name: string,
  attributes: SpanAttributes,
  onEnd: (endTime: TimeInput | undefined) => void,
): CallSpan {
  const { end, setStatus } = span;
  // Back to its own methods: a span waits in a batch for its export, and would keep the call it was of.
  const endForGood = (endTime?: TimeInput): void => {
    span.end = end;
    span.setStatus = setStatus;
    span.end(endTime);
  };
  span.end = (endTime) => {
    const handled = guard('finishing a span of the SDK', () => {
      onEnd(endTime);
      return true;
    });
    if (!handled && span.isRecording()) endForGood(endTime);
  };
  span.setStatus = (status) => (status.code === SpanStatusCode.OK ? span : setStatus.call(span, status));
  span.updateName(name);
  span.setAttributes(defined(attributes));
  return { span, context: trace.setSpan(context.active(), span), adopted: true, end: endForGood };
}
