// Writes the diagnosis on each call's span as it ends.
import { type Attributes, SpanStatusCode } from '@opentelemetry/api';
import { CallSpans, writeEnded } from './call-spans.ts';
import { createGuard, type Guard, reportRuleTo } from './guard.ts';
import { type DiagnosisSpanProcessorOptions, resolveOptions } from './options.ts';
import type { EndingSpanLike, ReadableSpanLike, SpanProcessorLike } from './spans/span-types.ts';

/**
 * Tags spans of Claude API calls that failed, recovered or ended oddly with `anthropic.diagnosis.*`. Other spans and
 * healthy calls stay as they are.
 *
 * A pattern over many calls, such as a retry storm, is on the span that completes it, once per window. It is in `also`
 * if the call has its own diagnosis, else it is the diagnosis.
 *
 * Its place among the processors does not matter if the SDK calls `onEnding` (tried: 2.12 and 3.1). If the SDK does not
 * (tried: 2.1 and 2.2), put it before a `SimpleSpanProcessor`, which exports at once. A `BatchSpanProcessor` exports later
 * and may come at any place.
 *
 * @throws TypeError that names the option and what is wrong with it.
 * @example
 * new NodeSDK({ spanProcessors: [new DiagnosisSpanProcessor(), new BatchSpanProcessor(exporter)] })
 */
export class DiagnosisSpanProcessor implements SpanProcessorLike {
  readonly #guard: Guard = createGuard('DiagnosisSpanProcessor');
  // An SDK calls `onEnding` for every span or for none.
  #seesEnding = false;
  readonly #calls: CallSpans;

  constructor(options: DiagnosisSpanProcessorOptions = {}) {
    const settings = resolveOptions(
      'DiagnosisSpanProcessor',
      options,
      () => this.#calls.inFlight,
      reportRuleTo(this.#guard),
    );
    this.#calls = new CallSpans(settings, this.#guard);
  }

  /** Counts the calls under way. */
  onStart(span: unknown): void {
    this.#guard('counting a call', () => {
      if (isSpan(span)) this.#calls.started(span);
    });
  }

  /** Tags a span that still takes attributes. */
  onEnding(span: EndingSpanLike): void {
    this.#seesEnding = true;
    this.#guard('diagnosing a span', () =>
      this.#calls.ended(span, (...diagnosis) => writeEnding(span, ...diagnosis)),
    );
  }

  /** Tags the span if the SDK does not call `onEnding`. An ended span ignores `setAttributes`, so this writes its object. */
  onEnd(span: ReadableSpanLike): void {
    if (this.#seesEnding) return;
    this.#guard('diagnosing a span', () =>
      this.#calls.ended(span, (...diagnosis) => writeEnded(span, ...diagnosis)),
    );
  }

  /** Counts calls that wait: another span of them may still come, or their step may send them again. */
  forceFlush(): Promise<void> {
    this.#guard('diagnosing calls', () => this.#calls.settle());
    return Promise.resolve();
  }

  /** As {@link forceFlush}. */
  shutdown(): Promise<void> {
    return this.forceFlush();
  }
}

/** Tags a span. A span at its attribute limit drops new attributes, so dropped tags are written past the limit. */
function writeEnding(span: EndingSpanLike, tags: Attributes, description?: string): void {
  span.setAttributes(tags);
  for (const name of Object.keys(tags)) span.attributes[name] ??= tags[name];
  if (description !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: description });
}

const isSpan = (span: unknown): span is ReadableSpanLike =>
  typeof span === 'object' &&
  span !== null &&
  'attributes' in span &&
  typeof span.attributes === 'object' &&
  span.attributes !== null;
