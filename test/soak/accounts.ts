// The books of a soak: each call is measured once, and each that is sampled has one span, which started, ended and was exported.
import type { ReadableSpan, Span, SpanProcessor } from '@opentelemetry/sdk-trace-base';

const isCall = (span: ReadableSpan): boolean => 'anthropic.sdk.method' in span.attributes;

/** The application's actions. */
export interface Made {
  readonly calls: number;
  /** Calls whose spans are recorded. */
  readonly sampled: number;
  /** Calls whose duration is measured: the operations of the GenAI conventions. */
  readonly operations: number;
}

/** Counts, and keeps only the ids of open spans. */
export class Accounts implements SpanProcessor {
  #ended = 0;
  #exported = 0;
  #measured = 0;
  #strangers = 0;
  // Ids of all open spans, because an adopted span becomes a call's only after its start.
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

  /** So many durations have been measured so far. */
  measured(count: number): void {
    this.#measured = count;
  }

  /** A sentence for each account that does not balance. */
  problems({ calls, sampled, operations }: Made): string[] {
    const counts = { ended: this.#ended, exported: this.#exported };
    return [
      ...Object.entries(counts).flatMap(([name, count]) =>
        count === sampled ? [] : [`${count} call spans ${name} for ${sampled} sampled calls`],
      ),
      ...(this.#measured === operations ? [] : [`${this.#measured} calls measured of ${operations}`]),
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
