// The span processor that tags calls with their diagnosis, and a function for set-ups without span processors.
export { type CallTimesLike, diagnoseCall } from './diagnose-call.ts';
export type { DiagnosisSpanProcessorOptions } from './options.ts';
export { DEFAULT_PATTERN_THRESHOLDS, type PatternThresholds } from './patterns/thresholds.ts';
export { DiagnosisSpanProcessor } from './processor.ts';
export type { EndingSpanLike, ReadableSpanLike, SpanProcessorLike } from './spans/span-types.ts';
