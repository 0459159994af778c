// The public entry point.
export type { AnthropicInstrumentationConfig } from './config.ts';
export { AnthropicInstrumentation } from './instrumentation.ts';
