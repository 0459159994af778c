// Makes each call within a span of the application.
import Anthropic from '@anthropic-ai/sdk';
import { trace } from '@opentelemetry/api';
import { calls, makeCall } from './calls.mjs';

const client = new Anthropic();
const tracer = trace.getTracer('job');
for (const number of calls.keys()) {
  await tracer.startActiveSpan('answer a question', async (span) => {
    console.log(await makeCall(client, number));
    span.end();
  });
}
