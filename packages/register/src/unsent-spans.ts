// Keeps the ended spans that no collector has accepted yet.
import { TraceFlags } from '@opentelemetry/api';
import type { tracing } from '@opentelemetry/sdk-node';

type Span = tracing.ReadableSpan;

/** The most spans to keep. A batch processor drops those beyond its queue, 2048 by default, and does not tell which. */
const MAX_WAITING = 2_048;

/** The sampled spans that ended, until their export has ended. */
export class UnsentSpans {
  /** The module of the exporter, which another thread can load. */
  readonly exporterModule: string;
  readonly #underWay = new Set<Span>();
  readonly #waiting = new Set<Span>();

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
      for (const span of spans) {
        this.#waiting.delete(span);
        this.#underWay.add(span);
      }
      send(spans, (result) => {
        // A failed export counts as done: the exporter reports it.
        for (const span of spans) this.#underWay.delete(span);
        done(result);
      });
    };
  }

  /** Oldest first, with those whose export is under way. OTLP sends again what was not acknowledged (specification, "Duplicate Data"). */
  get spans(): readonly Span[] {
    return [...this.#underWay, ...this.#waiting];
  }

  #add(span: Span): void {
    this.#waiting.add(span);
    const [oldest] = this.#waiting.size > MAX_WAITING ? this.#waiting : [];
    if (oldest) this.#waiting.delete(oldest);
  }
}
