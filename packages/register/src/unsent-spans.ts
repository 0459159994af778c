// Keeps the ended spans that wait for an export.
import { TraceFlags } from '@opentelemetry/api';
import type { tracing } from '@opentelemetry/sdk-node';

type Span = tracing.ReadableSpan;

/** The most spans to keep. A batch processor drops those beyond its queue, 2048 by default, and does not tell which. */
const MAX_WAITING = 2_048;

/** The sampled spans that ended and were not exported so far. */
export class UnsentSpans {
  /** The module of the exporter, which another thread can load. */
  readonly exporterModule: string;
  readonly #waiting = new Set<Span>();
  #underWay = 0;

  /** Watches the spans that `processor` gets, until `exporter` is done with them. */
  constructor(processor: tracing.SpanProcessor, exporter: tracing.SpanExporter, exporterModule: string) {
    this.exporterModule = exporterModule;
    const end = processor.onEnd.bind(processor);
    processor.onEnd = (span) => {
      if (span.spanContext().traceFlags & TraceFlags.SAMPLED) this.#add(span);
      end(span);
    };
    const send = exporter.export.bind(exporter);
    exporter.export = (spans, done) => {
      for (const span of spans) this.#waiting.delete(span);
      this.#underWay += spans.length;
      send(spans, (result) => {
        // A failed export counts as done: the exporter reports it.
        this.#underWay -= spans.length;
        done(result);
      });
    };
  }

  /** Those that the exporter does not have yet, oldest first. */
  get waiting(): readonly Span[] {
    return [...this.#waiting];
  }

  /** The number of those that the exporter is sending. */
  get underWay(): number {
    return this.#underWay;
  }

  #add(span: Span): void {
    this.#waiting.add(span);
    const [oldest] = this.#waiting.size > MAX_WAITING ? this.#waiting : [];
    if (oldest) this.#waiting.delete(oldest);
  }
}
