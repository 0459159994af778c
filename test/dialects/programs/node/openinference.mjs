// OpenInference's instrumentation, as its README sets it up.
import Anthropic from '@anthropic-ai/sdk';
import { AnthropicInstrumentation } from '@arizeai/openinference-instrumentation-anthropic';
import { tracing } from './otlp.mjs';
import { callSdk } from './sdk-call.mjs';
import { serve } from './serve.mjs';

const provider = tracing();
const instrumentation = new AnthropicInstrumentation({ tracerProvider: provider });
instrumentation.manuallyInstrument(Anthropic);

await serve(
  (call) => callSdk(Anthropic, call, { openTelemetry: false }),
  () => provider.forceFlush(),
);
