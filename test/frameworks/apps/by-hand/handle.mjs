// Each call of an application under a span of its own, by which its parent is known.
import { trace } from '@opentelemetry/api';

/** Gives what `work` gives. */
export const handle = (work) =>
  trace.getTracer('application').startActiveSpan('handle', async (span) => {
    try {
      return await work();
    } finally {
      span.end();
    }
  });
