// The thread that exports the last spans while the main thread exits. `last-export.ts` starts it.
import { workerData } from 'node:worker_threads';
import type { tracing } from '@opentelemetry/sdk-node';
import { type LastExport, OUTCOME, spanOf } from './sent-span.ts';

const { exporterModule, spans, outcome } = workerData as LastExport;

function end(how: number): void {
  Atomics.store(outcome, 0, how);
  Atomics.notify(outcome, 0);
}

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
