// Example values, which the registry shows for each of our attributes without a closed set of values. Not shipped.
import type { AttributeName, CLOSED_SETS } from './attributes.ts';

/** A value, or a list. */
export type Example = string | number | boolean | readonly string[];

type Extension = Exclude<Extract<AttributeName, `anthropic.${string}`>, keyof typeof CLOSED_SETS>;

/** A value of each attribute, as the instrumentation or the processor writes it. */
export const EXAMPLES: Readonly<
  Record<Extension | 'anthropic.ratelimit.kind' | 'anthropic.check.name', Example>
> = {
  'anthropic.request.id': 'req_011CSHoEeqs5C35K2UUqR7Fy',
  'anthropic.organization.id': '8f3ed3b4-2c1a-4f1e-9c5b-0f6a7d1e2b3c',
  'anthropic.workspace.id': 'wrkspc_01JwQvzr7rXLA5AGx3HKfFUJ',
  'anthropic.request.service_tier': 'auto',
  'anthropic.thinking.type': 'enabled',
  'anthropic.thinking.budget_tokens': 10_000,
  'anthropic.beta': ['files-api-2025-04-14'],
  'anthropic.message.count_tokens.input_tokens': 2095,
  'anthropic.response.service_tier': 'standard',
  'anthropic.usage.cache_creation.ephemeral_5m_input_tokens': 1024,
  'anthropic.usage.cache_creation.ephemeral_1h_input_tokens': 2048,
  'anthropic.message.stop_reason': 'end_turn',
  'anthropic.usage.context.input_tokens': 180_000,
  'anthropic.usage.context.output_tokens': 1500,
  'anthropic.message.content_blocks': 2,
  'anthropic.sdk.method': 'messages.create',
  'anthropic.request.timeout': 600,
  'anthropic.request.max_retries': 2,
  'anthropic.request.size': 48_213,
  'anthropic.request.shape':
    '{"model":"claude-sonnet-5","max_tokens":64,"messages":1,"roles":["user"],"blocks":{"text":{"count":1,"chars":5}}}',
  'anthropic.request.fingerprint': '9f86d081884c7d65',
  'anthropic.error.type': 'overloaded_error',
  'anthropic.error.code': 'enforced_spend_limit_reached',
  'anthropic.error.message': 'max_tokens: 200000 > 64000, which is the maximum allowed for this model',
  'anthropic.error.cause_code': 'ECONNREFUSED',
  'anthropic.retry.reasons': ['529 overloaded', 'ECONNRESET connection'],
  'anthropic.retry.delay': 1.42,
  'anthropic.retry.after': 30,
  'anthropic.ratelimit.exhausted': ['input_tokens'],
  'anthropic.stream.events': 42,
  'anthropic.stream.last_event': 'content_block_delta',
  'anthropic.stream.open_block': 'text',
  'anthropic.stream.output_characters': 1280,
  'anthropic.stream.truncated_tool_input': true,
  'anthropic.stream.longest_gap': 12.5,
  'anthropic.stream.silence': 30.1,
  'anthropic.stream.consumer_wait': 3.2,
  'anthropic.diagnosis.id': 'connection.refused',
  'anthropic.diagnosis.step': 1,
  'anthropic.diagnosis.summary': 'The connection to 127.0.0.1:8787 was refused',
  'anthropic.diagnosis.cause':
    'Nothing listens at that address, or a firewall refuses it. The request was not sent.',
  'anthropic.diagnosis.fix': 'Check host and port in baseURL or ANTHROPIC_BASE_URL',
  'anthropic.diagnosis.retryable': false,
  'anthropic.diagnosis.evidence': ['ECONNREFUSED', '127.0.0.1:8787'],
  'anthropic.diagnosis.also': ['connection.proxy'],
  'anthropic.diagnosis.url': 'https://docs.example.com/diagnoses/connection.refused',
  'anthropic.ratelimit.kind': 'input_tokens',
  'anthropic.check.name': 'connection',
};
