// The public entry point.
export type { AnthropicInstrumentationConfig, RequestHookInfo, ResponseHookInfo } from './config.ts';
export { AnthropicInstrumentation } from './instrumentation.ts';
