// Turns requests and responses of a call into span attributes, without secrets and echoes.
export * from './attempt-failure.ts';
export * from './error.ts';
export * from './failure.ts';
export * from './key-shape.ts';
export * from './memoize-few.ts';
export * from './message.ts';
export { isNear, shareLeft } from './near-limit.ts';
export * from './proxy-variables.ts';
export * from './redaction/echo.ts';
export * from './redaction/harmful.ts';
export * from './redaction/redact.ts';
export * from './redaction/server-text.ts';
export * from './response-headers.ts';
export * from './sse-parser.ts';
export * from './stream-record.ts';
export * from './time.ts';
export * from './url.ts';
export * from './values.ts';
