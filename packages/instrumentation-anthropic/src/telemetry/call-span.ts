// The span of a call: our own, or the SDK's. Where spans are started and ended, and nowhere else.
import {
  type Context,
  context,
  type Span,
  SpanKind,
  SpanStatusCode,
  type TimeInput,
  TraceFlags,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import type { SpanAttributes } from '@sevenstep/semantic-conventions';
import { defined, write } from '../attributes/defined.ts';
import { guard } from '../guard.ts';

export interface CallSpan {
  readonly span: Span;
  /** What the call's children are children of. */
  readonly context: Context;
  end(endTime: TimeInput): void;
  /** Whether it is the SDK's, which ends it, too. */
  readonly adopted: boolean;
}

/** A span that the SDK (from 0.134 on) started for a call, before it is known what becomes of it. */
interface SdkSpan {
  readonly span: Span;
  readonly name: string;
  readonly attributes: SpanAttributes;
  readonly onEnd: () => void;
}

/**
 * What the SDK's own span is to us: the span of the call when it records; when a sampler dropped it, what the call
 * runs in and no more, because the SDK never ends such a span (`endApiCallSpan`, `src/internal/tracing.ts` of 1.12.0).
 * `undefined` when no tracer made it: then it is the parent itself, and the call gets a span of ours beneath.
 */
export function useSdkSpan({ span, name, attributes, onEnd }: SdkSpan): CallSpan | undefined {
  if (span.isRecording()) return adoptSpan(span, name, attributes, onEnd);
  const { traceFlags, isRemote } = span.spanContext();
  const isDropped = (traceFlags & TraceFlags.SAMPLED) === 0 && !isRemote;
  return isDropped ? new DroppedSpan(span) : undefined;
}

export function startSpan(
  tracer: Tracer,
  name: string,
  attributes: SpanAttributes,
  startTime: number,
): CallSpan {
  const parent = context.active();
  const options = { kind: SpanKind.CLIENT, attributes: defined(attributes), startTime };
  return new OwnSpan(tracer.startSpan(name, options, parent), parent);
}

class OwnSpan implements CallSpan {
  readonly span: Span;
  readonly context: Context;
  readonly adopted = false;

  constructor(span: Span, parent: Context) {
    this.span = span;
    this.context = trace.setSpan(parent, span);
  }

  end(endTime: TimeInput): void {
    this.span.end(endTime);
  }
}

/** A span that nobody records: it propagates the sampler's decision, and needs no end. */
class DroppedSpan implements CallSpan {
  readonly span: Span;
  readonly context: Context;
  readonly adopted = false;

  constructor(span: Span) {
    this.span = span;
    this.context = activeWith(span);
  }

  end(): void {}
}

/** The active context with `span` in it, where the SDK has usually put it. */
function activeWith(span: Span): Context {
  const active = context.active();
  return trace.getSpan(active) === span ? active : trace.setSpan(active, span);
}

/**
 * Takes over the SDK's span, so that there is one span per call. When the SDK ends it, `onEnd` decides when it really
 * ends, through {@link CallSpan.end}. A success leaves its status unset, as the conventions have it; the SDK would set
 * `OK`, which nothing could override any more.
 */
function adoptSpan(span: Span, name: string, attributes: SpanAttributes, onEnd: () => void): CallSpan {
  const adopted = new AdoptedSpan(span, onEnd);
  span.updateName(name);
  write(span, [attributes]);
  return adopted;
}

class AdoptedSpan implements CallSpan {
  readonly span: Span;
  readonly context: Context;
  readonly adopted = true;
  readonly #end: Span['end'];
  readonly #setStatus: Span['setStatus'];

  constructor(span: Span, onEnd: () => void) {
    this.span = span;
    this.context = activeWith(span);
    const { end, setStatus } = span;
    this.#end = end;
    this.#setStatus = setStatus;
    // Constants first: with the functions where the properties are set, each call stayed until the old heap was searched
    // (measured on Node.js 24).
    const ended: Span['end'] = (endTime) => {
      const handled = guard('finishing a span of the SDK', () => {
        onEnd();
        return true;
      });
      if (!handled) this.#restoreAndEnd(endTime);
    };
    const statusSet: Span['setStatus'] = (status) =>
      status.code === SpanStatusCode.OK ? span : setStatus.call(span, status);
    span.end = ended;
    span.setStatus = statusSet;
  }

  end(endTime: TimeInput): void {
    this.#restoreAndEnd(endTime);
  }

  /** Back to its own methods: a span waits in a batch for its export, and would keep the call it was of. */
  #restoreAndEnd(endTime: TimeInput | undefined): void {
    this.span.end = this.#end;
    this.span.setStatus = this.#setStatus;
    // To end it twice is an error to OpenTelemetry.
    if (this.span.isRecording()) this.span.end(endTime);
  }
}
