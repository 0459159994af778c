// The books of a soak: each call of the application has one span, which started, ended and was exported, once.
import type { ReadableSpan, Span, SpanProcessor } from '@opentelemetry/sdk-trace-base';

const isCall = (span: ReadableSpan): boolean => 'anthropic.sdk.method' in span.attributes;

/** Counts; keeps nothing but the ids of spans that are open. */
export class Accounts implements SpanProcessor {
  #ended = 0;
  #exported = 0;
  #strangers = 0;
  // Of every span: an adopted one is known to be a call's only after it started.
  readonly #open = new Set<string>();
  /** Of calls that ended, how many as what. */
  readonly #outcomes = new Map<string, number>();

  onStart(span: Span): void {
    this.#open.add(span.spanContext().spanId);
  }

  onEnd(span: ReadableSpan): void {
    if (!this.#open.delete(span.spanContext().spanId)) this.#strangers += 1;
    if (!isCall(span)) return;
    this.#ended += 1;
    const { 'anthropic.stream.outcome': stream, 'error.type': error } = span.attributes;
    const outcome = String(error ?? stream ?? 'answered');
    this.#outcomes.set(outcome, (this.#outcomes.get(outcome) ?? 0) + 1);
  }

  exported(spans: readonly ReadableSpan[]): void {
    this.#exported += spans.filter(isCall).length;
  }

  /** A sentence for each account that does not balance. */
  problems(calls: number): string[] {
    const counts = { ended: this.#ended, exported: this.#exported };
    return [
      ...Object.entries(counts).flatMap(([name, count]) =>
        count === calls ? [] : [`${count} call spans ${name} for ${calls} calls`],
      ),
      ...(this.#open.size > 0 ? [`${this.#open.size} spans started and did not end`] : []),
      ...(this.#strangers > 0 ? [`${this.#strangers} spans ended that had not started, or twice`] : []),
      ...(calls === 0 ? ['no call was made'] : []),
    ];
  }

  summary(): string {
    const sorted = [...this.#outcomes].sort(([, a], [, b]) => b - a);
    return sorted.map(([outcome, count]) => `${count} ${outcome}`).join(', ');
  }

  async forceFlush(): Promise<void> {}
  async shutdown(): Promise<void> {}
}
