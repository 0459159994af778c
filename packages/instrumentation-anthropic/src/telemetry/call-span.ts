// The span of a call: our own, or the SDK's. All spans of calls start here.
import {
  type Attributes,
  type AttributeValue,
  context,
  type Exception,
  type Link,
  type Span,
  type SpanContext,
  SpanKind,
  type TimeInput,
  TraceFlags,
  type Tracer,
} from '@opentelemetry/api';
import { defined, wanted, writeMissing } from '../attributes/defined.ts';
import type { Call } from '../call/call.ts';
import { guard } from '../guard.ts';

/**
 * Gives `call` its span: the SDK's span (from 0.134 on) if it is recorded, else our own.
 *
 * If a sampler has dropped the SDK's span, that span stays active and gets no attributes. The SDK never ends it
 * (`endApiCallSpan`, `src/internal/tracing.ts` of 1.12.0). If the SDK has no tracer, its span is only our span's parent.
 */
export function startCallSpan(call: Call, tracer: Tracer, name: string): void {
  const { __span: ofSdk } = call.options;
  const attributes = wanted(call.settings.attributes, call.attributes);
  const active = context.active();
  call.parent = active;
  if (ofSdk?.span.isRecording()) {
    call.spanOwner = 'sdk';
    call.span = ofSdk.span;
    call.span.updateName(name);
    writeMissing(call.span, attributes);
    ofSdk.span = new AdoptedSpan(call, call.span);
  } else if (ofSdk && isDropped(ofSdk.span)) {
    call.spanOwner = 'nobody';
    call.span = ofSdk.span;
  } else {
    const options = {
      kind: SpanKind.CLIENT,
      attributes: defined(attributes),
      startTime: call.epoch(call.startedAt),
    };
    call.spanOwner = 'us';
    call.span = tracer.startSpan(name, options, active);
  }
  call.isRecorded = call.span.isRecording();
}

/** Ends the span of a finished call. The SDK may end its own span again, because it ignores a span that has ended. */
export function endCallSpan({ span, spanOwner, isRecorded }: Call, endTime: number): void {
  // Other code may have ended it already.
  const isEnded = isRecorded && !span?.isRecording();
  if (spanOwner !== 'nobody' && !isEnded) span?.end(endTime);
}

/** The SDK also sets this attribute if a listener throws, although the call did not fail. */
const ERROR_TYPE = 'error.type';

function isDropped(span: Span): boolean {
  const { traceFlags, isRemote } = span.spanContext();
  return (traceFlags & TraceFlags.SAMPLED) === 0 && !isRemote;
}

/**
 * Wraps the SDK's own span and passes on what the SDK writes. The call decides when the span ends and whether it
 * failed, so that span, metrics and `diagnose` agree. A success leaves the status unset, as the conventions say. The SDK would
 * set `OK`, which is final.
 */
class AdoptedSpan implements Span {
  readonly #call: Call;
  readonly #span: Span;

  constructor(call: Call, span: Span) {
    this.#call = call;
    this.#span = span;
  }

  end(endTime?: TimeInput): void {
    const handled = guard('finishing a span of the SDK', () => {
      this.#call.endedBySdk();
      return true;
    });
    if (!handled && this.#span.isRecording()) this.#span.end(endTime);
  }

  setStatus(): this {
    return this;
  }

  spanContext(): SpanContext {
    return this.#span.spanContext();
  }

  /** The SDK calls this without catching errors. */
  isRecording(): boolean {
    return guard('asking whether a span records', () => this.#span.isRecording()) ?? false;
  }

  setAttribute(name: string, value: AttributeValue): this {
    if (name !== ERROR_TYPE) this.#span.setAttribute(name, value);
    return this;
  }

  setAttributes(attributes: Attributes): this {
    // A successful call has no error type to remove, so it needs no copy.
    if (ERROR_TYPE in attributes) {
      const { [ERROR_TYPE]: _, ...others } = attributes;
      this.#span.setAttributes(others);
    } else this.#span.setAttributes(attributes);
    return this;
  }

  addEvent(name: string, attributesOrTime?: Attributes | TimeInput, time?: TimeInput): this {
    this.#span.addEvent(name, attributesOrTime, time);
    return this;
  }

  addLink(link: Link): this {
    this.#span.addLink(link);
    return this;
  }

  addLinks(links: Link[]): this {
    this.#span.addLinks(links);
    return this;
  }

  updateName(name: string): this {
    this.#span.updateName(name);
    return this;
  }

  recordException(exception: Exception, time?: TimeInput): void {
    this.#span.recordException(exception, time);
  }
}
