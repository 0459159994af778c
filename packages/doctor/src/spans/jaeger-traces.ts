// Reads Jaeger's traces span by span during parsing. A span's service is known only when the processes of its trace arrive.
import { KEPT } from '../bounds.ts';
import { type JaegerSpan, spanOfJaeger, withProcess } from './jaeger.ts';
import { isRecord, type Json, type Span } from './span.ts';

/** Holds the spans of one trace until its processes arrive, after the spans. */
export class JaegerTraces {
  #trace: string | number | undefined;
  #waiting: JaegerSpan[] = [];
  #processes: Json | undefined;

  /**
   * @param trace the position of its trace in the document
   * @returns the spans that this completes
   */
  read(trace: string | number | undefined, what: 'span' | 'processes', value: unknown): readonly Span[] {
    const before = trace === this.#trace ? [] : this.rest();
    this.#trace = trace;
    if (what === 'processes') {
      this.#processes = isRecord(value) ? value : {};
      return [...before, ...this.#complete()];
    }
    const read = spanOfJaeger(value);
    if (read !== undefined)
      this.#waiting.push(this.#waiting.length < KEPT.waitingWhole ? read : lighter(read));
    const isFull = this.#processes !== undefined || this.#waiting.length > KEPT.waiting;
    return isFull ? [...before, ...this.#complete()] : before;
  }

  /** The spans whose processes did not arrive. */
  rest(): readonly Span[] {
    const spans = this.#complete();
    this.#processes = undefined;
    return spans;
  }

  #complete(): Span[] {
    const spans = this.#waiting.map((one) => withProcess(one, this.#processes ?? {}));
    this.#waiting = [];
    return spans;
  }
}

/** Reduces a span that is neither a call nor an HTTP request to its place in the trace, so that very long traces fit. */
function lighter({ span, process }: JaegerSpan): JaegerSpan {
  return span.role === undefined
    ? { span: { ...span, attributes: {}, statusMessage: undefined }, process }
    : { span, process };
}
