// The exports of opt-in message content for other folders.
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
