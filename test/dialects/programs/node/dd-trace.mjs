// Datadog's tracer, which exports by itself; what it patches is loaded after it.
import 'dd-trace/initialize.mjs';
import { serve } from './serve.mjs';

const { default: Anthropic } = await import('@anthropic-ai/sdk');
const { callSdk } = await import('./sdk-call.mjs');
await serve(
  (call) => callSdk(Anthropic, call),
  () => undefined,
);
