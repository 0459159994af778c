// Traceloop's instrumentation, by hand: its patch of an imported module needs the SDK's namespace.
import * as anthropic from '@anthropic-ai/sdk';
import { AnthropicInstrumentation } from '@traceloop/instrumentation-anthropic';
import { tracing } from './otlp.mjs';
import { callSdk } from './sdk-call.mjs';
import { serve } from './serve.mjs';

const provider = tracing();
const instrumentation = new AnthropicInstrumentation();
instrumentation.setTracerProvider(provider);
instrumentation.manuallyInstrument(anthropic);
await serve(
  (call) => callSdk(anthropic.default, call),
  () => provider.forceFlush(),
);
