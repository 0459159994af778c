// A worker takes jobs off a queue in batches, sends each batch to the Message Batches API, and waits for its results.
import { setTimeout as wait } from 'node:timers/promises';
import Anthropic from '@anthropic-ai/sdk';
import { SpanStatusCode, trace } from '@opentelemetry/api';
import { startBatches } from './stand-in.ts';

const api = await startBatches();
const client = new Anthropic({ baseURL: api.url });
const tracer = trace.getTracer('worker');
const queue = Array.from({ length: 5 }, (_, index) => ({ id: `job-${index}`, text: `Text ${index}` }));

async function summarize(jobs: typeof queue): Promise<void> {
  const { id } = await client.messages.batches.create({
    requests: jobs.map((job) => ({
      custom_id: job.id,
      params: {
        model: 'claude-sonnet-5',
        max_tokens: 64,
        messages: [{ role: 'user', content: `Summarize: ${job.text}` }],
      },
    })),
  });
  while ((await client.messages.batches.retrieve(id)).processing_status !== 'ended') await wait(20);
  for await (const { custom_id, result } of await client.messages.batches.results(id)) {
    console.log(custom_id, result.type);
  }
}

while (queue.length > 0) {
  const jobs = queue.splice(0, 3);
  // One trace per batch, with the calls inside.
  await tracer.startActiveSpan(
    'process batch',
    { attributes: { 'batch.size': jobs.length } },
    async (span) => {
      try {
        await summarize(jobs);
      } catch (error) {
        span.setStatus({ code: SpanStatusCode.ERROR });
        console.log(`the batch failed: ${(error as Error).message}`);
      }
      span.end();
    },
  );
}
api.close();
