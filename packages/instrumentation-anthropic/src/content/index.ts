// Opt-in message content: what other rooms use of it.
export {
  CONTENT_CAPTURE,
  type ContentCapture,
  type ContentOptions,
  contentCapture,
  onSpan,
} from './capture.ts';
export type { ContentPlace, RedactContent } from './redact-content.ts';
export type { ContentSettings } from './serialize.ts';
export { toolArguments, toolResult } from './tool-call.ts';
