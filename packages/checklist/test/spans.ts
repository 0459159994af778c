// Attributes of spans, as the instrumentation writes them.
import type { SpanAttributes } from '@sevenstep/semantic-conventions';

/** The attributes of every call span. */
export const call = (more: SpanAttributes = {}): SpanAttributes => ({
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'anthropic',
  'gen_ai.request.model': 'claude-sonnet-5',
  'gen_ai.request.max_tokens': 1024,
  'anthropic.sdk.method': 'messages.create',
  'anthropic.request.timeout': 600,
  'anthropic.request.max_retries': 2,
  'server.address': 'api.anthropic.com',
  'server.port': 443,
  ...more,
});

/** A call that succeeded. */
export const success = (more: SpanAttributes = {}): SpanAttributes =>
  call({
    'http.response.status_code': 200,
    'anthropic.request.id': 'req_011CSHoEeqs5C35K2UUqR7Fy',
    'anthropic.message.stop_reason': 'end_turn',
    'gen_ai.response.finish_reasons': ['end_turn'],
    'gen_ai.usage.input_tokens': 25,
    'gen_ai.usage.output_tokens': 12,
    'anthropic.ratelimit.requests.limit': 4000,
    'anthropic.ratelimit.requests.remaining': 3999,
    'anthropic.ratelimit.requests.reset': 1,
    'anthropic.ratelimit.input_tokens.limit': 2_000_000,
    'anthropic.ratelimit.input_tokens.remaining': 1_999_000,
    'anthropic.ratelimit.input_tokens.reset': 1,
    ...more,
  });

/** A call that the API answered with its error envelope. */
export const apiError = (
  status: number,
  type: string,
  message: string,
  more: SpanAttributes = {},
): SpanAttributes =>
  call({
    'http.response.status_code': status,
    'error.type': type,
    'anthropic.error.message': message,
    'anthropic.error.body': 'api_error',
    'anthropic.request.id': 'req_011CSHoEeqs5C35K2UUqR7Fy',
    'anthropic.retry.outcome': status === 429 || status >= 500 ? 'exhausted' : 'not_retryable',
    ...more,
  });

/** A call that something else than the API answered. */
export const foreignError = (
  status: number,
  body: 'html' | 'text' | 'json' | 'empty' | 'api_error',
  more: SpanAttributes = {},
): SpanAttributes =>
  call({
    'http.response.status_code': status,
    'error.type': String(status),
    'anthropic.error.body': body,
    'http.response.header.server': ['nginx'],
    ...more,
  });

/** A call whose connection failed. */
export const connectionError = (code: string, more: SpanAttributes = {}): SpanAttributes =>
  call({
    'error.type': 'connection_error',
    'anthropic.error.message': 'Connection error.',
    'anthropic.error.cause_code': code,
    'anthropic.retry.outcome': 'exhausted',
    ...more,
  });

/** A call whose stream failed. */
export const streamError = (
  outcome: 'interrupted' | 'incomplete' | 'malformed' | 'error_event' | 'timeout',
  more: SpanAttributes = {},
): SpanAttributes =>
  call({
    'http.response.status_code': 200,
    'anthropic.request.id': 'req_011CSHoEeqs5C35K2UUqR7Fy',
    'gen_ai.request.stream': true,
    'anthropic.stream.outcome': outcome,
    'anthropic.stream.events': 4,
    'anthropic.stream.last_event': 'content_block_delta',
    'anthropic.stream.open_block': 'text',
    ...more,
  });
