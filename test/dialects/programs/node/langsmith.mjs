// Calls with LangSmith's wrapper of the TypeScript SDK: https://docs.langchain.com/langsmith/trace-anthropic
import Anthropic from '@anthropic-ai/sdk';
import { Client } from 'langsmith';
import { initializeOTEL } from 'langsmith/experimental/otel/setup';
import { wrapAnthropic } from 'langsmith/wrappers/anthropic';
import { callSdk } from './sdk-call.mjs';
import { serve } from './serve.mjs';

const { DEFAULT_LANGSMITH_SPAN_PROCESSOR: processor } = initializeOTEL();
// It asks LangSmith's own service what that can, and again and again where nobody answers: the receiver refuses.
const client = new Client({ apiUrl: process.env.OTEL_EXPORTER_OTLP_ENDPOINT });

/** Called with `new`, as the SDK's own. */
function Wrapped(options) {
  return wrapAnthropic(new Anthropic(options), { client });
}

await serve(
  (call) => callSdk(Wrapped, call),
  async () => {
    await client.awaitPendingTraceBatches();
    await processor.forceFlush();
  },
);
