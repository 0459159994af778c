// Writes the checklist's verdict on each call span as it ends.
import type { Attributes } from '@opentelemetry/api';
import { type Diagnosis, diagnose, diagnosisAttributes } from '@sevenstep/checklist';
import { createGuard, type Guard } from './guard.ts';
import type { EndingSpanLike, ReadableSpanLike, SpanProcessorLike } from './span-types.ts';

/** Options of {@link DiagnosisSpanProcessor}; each has a default that does nothing. */
export interface DiagnosisSpanProcessorOptions {
  /**
   * Called with each verdict and the span it stands on, for a log or a counter of one's own. What it throws is
   * swallowed; it must not wait.
   *
   * @default undefined
   * @example onDiagnosis: ({ id, fix }) => console.warn(id, fix)
   */
  readonly onDiagnosis?: ((diagnosis: Diagnosis, span: ReadableSpanLike) => void) | undefined;
}

/**
 * Tags spans of Claude API calls that failed, recovered or ended oddly with `anthropic.diagnosis.*`. Other spans and
 * healthy calls stay as they are.
 *
 * With an SDK that calls `onEnding` (tried: 2.12 and 3.1) its place among the processors does not matter. With one that
 * does not (tried: 2.1 and 2.2) it must stand before a `SimpleSpanProcessor`, which exports at once; a
 * `BatchSpanProcessor` exports later and may stand before or after.
 *
 * @example
 * new NodeSDK({ spanProcessors: [new DiagnosisSpanProcessor(), new BatchSpanProcessor(exporter)] })
 */
export class DiagnosisSpanProcessor implements SpanProcessorLike {
  readonly #onDiagnosis: DiagnosisSpanProcessorOptions['onDiagnosis'];
  readonly #guard: Guard = createGuard('DiagnosisSpanProcessor');
  // One SDK calls it for every span or for none.
  #seesEnding = false;

  constructor({ onDiagnosis }: DiagnosisSpanProcessorOptions = {}) {
    this.#onDiagnosis = onDiagnosis;
  }

  onStart(): void {}

  /** Tags a span that still takes attributes. */
  onEnding(span: EndingSpanLike): void {
    this.#seesEnding = true;
    this.#guard(() => this.#tag(span, (tags) => span.setAttributes(tags)));
  }

  /** Tags a span of an SDK that does not call `onEnding`: an ended span refuses `setAttributes`, not a write. */
  onEnd(span: ReadableSpanLike): void {
    if (this.#seesEnding) return;
    this.#guard(() => this.#tag(span, (tags) => Object.assign(span.attributes, tags)));
  }

  /** Nothing is kept, so there is nothing to flush. */
  forceFlush(): Promise<void> {
    return Promise.resolve();
  }

  /** Nothing is kept, so there is nothing to close. */
  shutdown(): Promise<void> {
    return Promise.resolve();
  }

  #tag(span: ReadableSpanLike, write: (tags: Attributes) => unknown): void {
    if (span.attributes['anthropic.diagnosis.id'] !== undefined) return;
    const diagnosis = diagnose(span.attributes, { durationSeconds: secondsOf(span.duration) });
    if (diagnosis === undefined) return;
    write(diagnosisAttributes(diagnosis));
    this.#onDiagnosis?.(diagnosis, span);
  }
}

function secondsOf(duration: ReadableSpanLike['duration']): number | undefined {
  return duration === undefined ? undefined : duration[0] + duration[1] / 1e9;
}
