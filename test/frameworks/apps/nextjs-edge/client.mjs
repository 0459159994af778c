// The client of all routes, observed through its middleware.
import Anthropic from '@anthropic-ai/sdk';
import { AnthropicInstrumentation } from '@sevenstep/instrumentation-anthropic'; // ours

const instrumentation = new AnthropicInstrumentation(); // ours

export const client = new Anthropic({
  middleware: [instrumentation.middleware()], // ours
});
