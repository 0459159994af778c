// The span processor that tags calls with the checklist's verdict.
export { DiagnosisSpanProcessor, type DiagnosisSpanProcessorOptions } from './processor.ts';
export type { EndingSpanLike, ReadableSpanLike, SpanProcessorLike } from './span-types.ts';
