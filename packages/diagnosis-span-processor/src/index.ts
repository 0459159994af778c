// The span processor that tags calls with the checklist's verdict, and a function that does where no processor can be added.
export { type CallTimesLike, diagnoseCall } from './diagnose-call.ts';
export type { DiagnosisSpanProcessorOptions } from './options.ts';
export { DiagnosisSpanProcessor } from './processor.ts';
export type { EndingSpanLike, ReadableSpanLike, SpanProcessorLike } from './span-types.ts';
export { DEFAULT_WINDOW_THRESHOLDS, type WindowThresholds } from './windows/thresholds.ts';
