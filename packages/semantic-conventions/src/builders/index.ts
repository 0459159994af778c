// What keys, responses, errors, messages and streams say, as attributes: for whoever watches a call of the API.
export * from './attempt-failure.ts';
export * from './echo.ts';
export * from './error.ts';
export * from './failure.ts';
export * from './key-shape.ts';
export * from './message.ts';
export * from './proxy-variables.ts';
export * from './redact.ts';
export * from './response-headers.ts';
export * from './server-text.ts';
export * from './sse-parser.ts';
export * from './stream-record.ts';
export * from './time.ts';
export * from './url.ts';
export * from './values.ts';
