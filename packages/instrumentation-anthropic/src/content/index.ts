// Opt-in message content: what the recorder uses of it.
export { ContentAccumulator } from './accumulate.ts';
export { CONTENT_CAPTURE, type ContentCapture, contentCapture, onEvent, onSpan } from './capture.ts';
export { inputMessages, outputMessages, systemInstructions, toolDefinitions } from './messages.ts';
export type { ContentPlace, RedactContent } from './redact-content.ts';
export {
  type CallContent,
  type ContentSettings,
  DEFAULT_MAX_CONTENT_BYTES,
  eventContent,
  type RequestContent,
  recordedContent,
  requestContent,
  spanContent,
} from './serialize.ts';
export { toolArguments, toolResult } from './tool-call.ts';
export type { OutputMessage } from './tree.ts';
