// Each piece of work under a span of its own, by which the parents of calls are known.
import { trace } from '@opentelemetry/api';

/** Prints what `work` comes to: all that an application sees of it. */
export const handle = (work) =>
  trace.getTracer('application').startActiveSpan('handle', async (span) => {
    try {
      console.log(JSON.stringify(await work()));
    } catch (error) {
      console.log(JSON.stringify([error.constructor.name, error.status, error.message]));
    } finally {
      span.end();
    }
  });
