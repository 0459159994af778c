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
import { defined, write } from './attributes/defined.ts';
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

  constructor(span: Span, onEnd: (endTime: TimeInput | undefined) => void) {
    this.span = span;
    // The SDK has made it active for the call.
    const active = context.active();
    this.context = trace.getSpan(active) === span ? active : trace.setSpan(active, span);
    const { end, setStatus } = span;
    this.#end = end;
    this.#setStatus = setStatus;
    // Constants first: with the functions where the properties are set, each call stayed until the old heap was searched
    // (measured on Node.js 24).
    const ended: Span['end'] = (endTime) => {
      const handled = guard('finishing a span of the SDK', () => {
        onEnd(endTime);
        return true;
      });
      if (!handled && span.isRecording()) this.#restoreAndEnd(endTime);
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
    this.span.end(endTime);
  }
}
