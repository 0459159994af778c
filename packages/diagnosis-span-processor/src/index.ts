// The span processor that tags calls with the checklist's verdict.
export type { DiagnosisSpanProcessorOptions } from './options.ts';
export { DiagnosisSpanProcessor } from './processor.ts';
export type { EndingSpanLike, ReadableSpanLike, SpanProcessorLike } from './span-types.ts';
export { DEFAULT_WINDOW_THRESHOLDS, type WindowThresholds } from './windows/thresholds.ts';
