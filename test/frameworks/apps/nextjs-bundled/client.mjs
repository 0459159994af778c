// The client of all routes. In a bundle no module hook sees the SDK: the instrumentation is given the copy of the bundle.
import Anthropic from '@anthropic-ai/sdk';
import { AnthropicInstrumentation } from '@sevenstep/instrumentation-anthropic'; // ours

new AnthropicInstrumentation().instrument(Anthropic); // ours

export const client = new Anthropic();
