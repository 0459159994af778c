// The thread that exports the last spans while the main thread exits. `last-export.ts` starts it.
import { workerData } from 'node:worker_threads';
import type { SpanContext } from '@opentelemetry/api';
import type { tracing } from '@opentelemetry/sdk-node';
import { type LastExport, OUTCOME, type SentContext, type SentSpan } from './sent-span.ts';

const { exporterModule, spans, outcome } = workerData as LastExport;

function end(how: number): void {
  Atomics.store(outcome, 0, how);
  Atomics.notify(outcome, 0);
}

/** The context with the methods that another thread cannot get. */
const contextOf = ({ traceState, ...context }: SentContext): SpanContext => ({
  ...context,
  ...(traceState !== undefined && {
    traceState: { serialize: () => traceState } as NonNullable<SpanContext['traceState']>,
  }),
});

const spanOf = ({ context, parent, links, ...span }: SentSpan): tracing.ReadableSpan => ({
  ...span,
  spanContext: () => contextOf(context),
  ...(parent && { parentSpanContext: contextOf(parent) }),
  links: links.map((link) => ({ ...link, context: contextOf(link.context) })),
});

try {
  const { OTLPTraceExporter } = require(exporterModule) as {
    OTLPTraceExporter: new () => tracing.SpanExporter;
  };
  new OTLPTraceExporter().export(spans.map(spanOf), ({ code }) =>
    end(code === 0 ? OUTCOME.sent : OUTCOME.failed),
  );
} catch {
  end(OUTCOME.failed);
}
