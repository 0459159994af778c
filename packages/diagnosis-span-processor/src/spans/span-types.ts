// The parts of OpenTelemetry's spans and processors that we use, which are the same in SDK 2.x and 3.x.
import type { Attributes, SpanContext, SpanStatus } from '@opentelemetry/api';

/** The parts of a span that we read. Every SDK's spans have them. */
export interface ReadableSpanLike {
  readonly attributes: Attributes;
  readonly name?: string | undefined;
  /** Seconds and nanoseconds, as the other times. */
  readonly duration?: readonly [number, number] | undefined;
  readonly status?: { readonly code?: number; readonly message?: string | undefined } | undefined;
  readonly events?: ReadonlyArray<{ readonly name: string; readonly attributes?: Attributes | undefined }>;
  readonly startTime?: readonly [number, number] | undefined;
  readonly endTime?: readonly [number, number] | undefined;
  readonly spanContext?: (() => SpanContext) | undefined;
  readonly parentSpanContext?: { readonly spanId: string } | undefined;
  readonly instrumentationScope?: { readonly name: string } | undefined;
  /** This field and the next are of SDK 1.x. */
  readonly parentSpanId?: string | undefined;
  readonly instrumentationLibrary?: { readonly name: string } | undefined;
}

/** A span that is about to end and can still change. */
export interface EndingSpanLike extends ReadableSpanLike {
  setAttributes(attributes: Attributes): unknown;
  setStatus(status: SpanStatus): unknown;
}

/**
 * The SDK's `SpanProcessor`, with types that fit those of `@opentelemetry/sdk-trace-base` 2.x and
 * `@opentelemetry/sdk-trace` 2.x and 3.x.
 */
export interface SpanProcessorLike {
  onStart(span: unknown, parentContext: unknown): void;
  onEnding(span: EndingSpanLike): void;
  onEnd(span: ReadableSpanLike): void;
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}
