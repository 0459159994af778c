// Writes the checklist's verdict on each call span as it ends.
import type { Attributes } from '@opentelemetry/api';
import { isCall } from '@sevenstep/checklist';
import { createGuard, type Guard, reportRuleTo } from './guard.ts';
import { isJudged, judge } from './judge.ts';
import { type DiagnosisSpanProcessorOptions, type Settings, settingsOf } from './options.ts';
import { isOurs, readSpan } from './read-span.ts';
import type { EndingSpanLike, ReadableSpanLike, SpanProcessorLike } from './span-types.ts';

/**
 * Tags spans of Claude API calls that failed, recovered or ended oddly with `anthropic.diagnosis.*`. Other spans and
 * healthy calls stay as they are.
 *
 * What only many calls show, such as a retry storm, stands on the span that tripped it, once per window: under `also`
 * where the call has a verdict of its own, else as the verdict.
 *
 * With an SDK that calls `onEnding` (tried: 2.12 and 3.1) its place among the processors does not matter. With one that
 * does not (tried: 2.1 and 2.2) it must stand before a `SimpleSpanProcessor`, which exports at once; a
 * `BatchSpanProcessor` exports later and may stand before or after.
 *
 * @throws TypeError that names the option and what is wrong with it.
 * @example
 * new NodeSDK({ spanProcessors: [new DiagnosisSpanProcessor(), new BatchSpanProcessor(exporter)] })
 */
export class DiagnosisSpanProcessor implements SpanProcessorLike {
  readonly #settings: Settings;
  readonly #guard: Guard = createGuard('DiagnosisSpanProcessor');
  // One SDK calls it for every span or for none.
  #seesEnding = false;
  // Where our instrumentation runs, another one's span of the same call would count it twice.
  #seesOurs = false;
  #inFlight = 0;

  constructor(options: DiagnosisSpanProcessorOptions = {}) {
    this.#settings = settingsOf(
      'DiagnosisSpanProcessor',
      options,
      () => this.#inFlight,
      reportRuleTo(this.#guard),
    );
  }

  /** Counts the calls that are on their way. */
  onStart(span: unknown): void {
    this.#guard('counting a call', () => {
      if (isCallSpan(span)) this.#inFlight += 1;
    });
  }

  /** Tags a span that still takes attributes. */
  onEnding(span: EndingSpanLike): void {
    this.#seesEnding = true;
    this.#guard('diagnosing a span', () => this.#tag(span, (tags) => span.setAttributes(tags)));
  }

  /** Tags a span of an SDK that does not call `onEnding`: an ended span refuses `setAttributes`, not a write. */
  onEnd(span: ReadableSpanLike): void {
    if (this.#seesEnding) return;
    this.#guard('diagnosing a span', () => this.#tag(span, (tags) => Object.assign(span.attributes, tags)));
  }

  /** Nothing is kept that could be flushed. */
  forceFlush(): Promise<void> {
    return Promise.resolve();
  }

  /** Nothing is kept that could be closed. */
  shutdown(): Promise<void> {
    return Promise.resolve();
  }

  #tag(span: ReadableSpanLike, write: (tags: Attributes) => unknown): void {
    if (isCall(span.attributes)) this.#inFlight = Math.max(0, this.#inFlight - 1);
    if (isOurs(span)) this.#seesOurs = true;
    else if (this.#seesOurs) return;
    if (isJudged(span)) return;
    const { attributes, statusMessage } = readSpan(span);
    if (!isCall(attributes)) return;
    judge(this.#settings, this.#guard, { span, attributes, statusMessage, write });
  }
}

function isCallSpan(span: unknown): boolean {
  if (typeof span !== 'object' || span === null || !('attributes' in span)) return false;
  const { attributes } = span;
  return typeof attributes === 'object' && attributes !== null && isCall(attributes as Attributes);
}
