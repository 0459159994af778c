// Opt-in message content: what the recorder uses of it.
export { type AccumulatedMessage, ContentAccumulator } from './accumulate.ts';
export { CONTENT_CAPTURE, type ContentCapture, contentCapture, onEvent, onSpan } from './capture.ts';
export { inputMessages, outputMessages, systemInstructions, toolDefinitions } from './messages.ts';
export type { ContentPlace, RedactContent } from './redact-content.ts';
export {
  type CallContent,
  CONTENT_ATTRIBUTES,
  type ContentAttribute,
  type ContentSettings,
  DEFAULT_MAX_CONTENT_BYTES,
  eventContent,
  type RecordedContent,
  type RequestContent,
  recordedContent,
  requestContent,
  spanContent,
} from './serialize.ts';
export type { Json, Message, OutputMessage, Part, ToolDefinition } from './tree.ts';
