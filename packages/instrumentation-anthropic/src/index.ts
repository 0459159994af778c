// The public entry point.

export type { ContentCapture, ContentPlace, RedactContent } from './content/index.ts';
export { AnthropicInstrumentation, type LoadingListener } from './instrumentation.ts';
export type { MiddlewareOptions } from './sdk/middleware.ts';
export type { SdkMiddleware, SdkMiddlewareRequest } from './sdk/sdk-internals.ts';
export type { SdkRequestOptions } from './sdk-objects.ts';
export type {
  AnthropicInstrumentationConfig,
  CallTimes,
  Diagnose,
  RequestHookInfo,
  ResponseHookInfo,
} from './types.ts';
