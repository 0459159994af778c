// The allowlist of a ticket: attributes with their labels. A ticket contains no other attributes.
import type { AttributeName } from '@sevenstep/semantic-conventions';

/** A line of a ticket: its label, the attribute, and its unit. */
export type Line = readonly [label: string, attribute: AttributeName, unit?: 's' | 'bytes'];

interface Section {
  readonly title: string;
  readonly lines: readonly Line[];
}

/** Sections of a call. */
export const SECTIONS: readonly Section[] = [
  {
    title: 'Answer',
    lines: [
      ['Request id', 'anthropic.request.id'],
      ['Organization', 'anthropic.organization.id'],
      ['Workspace', 'anthropic.workspace.id'],
      ['Status', 'http.response.status_code'],
      ['Error', 'error.type'],
      ["The API's error type", 'anthropic.error.type'],
      ['Error code', 'anthropic.error.code'],
      ['Message', 'anthropic.error.message'],
      ['Connection error', 'anthropic.error.cause_code'],
      ['Body of the error', 'anthropic.error.body'],
      ['Shape of the key', 'anthropic.auth.key_shape'],
      ['Message id', 'gen_ai.response.id'],
      ['Model that answered', 'gen_ai.response.model'],
      ['Stop reason', 'anthropic.message.stop_reason'],
      ['Content blocks', 'anthropic.message.content_blocks'],
      ['Input tokens', 'gen_ai.usage.input_tokens'],
      ['Read from the cache', 'gen_ai.usage.cache_read.input_tokens'],
      ['Written to the cache', 'gen_ai.usage.cache_write.input_tokens'],
      ['Written to the cache', 'gen_ai.usage.cache_creation.input_tokens'],
      ['Of them for 5 minutes', 'anthropic.usage.cache_creation.ephemeral_5m_input_tokens'],
      ['Of them for 1 hour', 'anthropic.usage.cache_creation.ephemeral_1h_input_tokens'],
      ['Output tokens', 'gen_ai.usage.output_tokens'],
      ['Of them for thinking', 'gen_ai.usage.reasoning.output_tokens'],
      ['Compacted', 'gen_ai.conversation.compacted'],
      ['Input of the last turn', 'anthropic.usage.context.input_tokens'],
      ['Output of the last turn', 'anthropic.usage.context.output_tokens'],
      ['Service tier', 'anthropic.response.service_tier'],
      ['Tokens counted', 'anthropic.message.count_tokens.input_tokens'],
    ],
  },
  {
    title: 'Request',
    lines: [
      ['Model', 'gen_ai.request.model'],
      ['Operation', 'gen_ai.operation.name'],
      ['Method of the SDK', 'anthropic.sdk.method'],
      ['Provider', 'gen_ai.provider.name'],
      ['HTTP method', 'http.request.method'],
      ['Route', 'http.route'],
      ['Route', 'url.template'],
      ['Host', 'server.address'],
      ['Port', 'server.port'],
      ['Proxy', 'anthropic.request.proxy'],
      ['Streamed', 'gen_ai.request.stream'],
      ['max_tokens', 'gen_ai.request.max_tokens'],
      ['temperature', 'gen_ai.request.temperature'],
      ['thinking', 'anthropic.thinking.type'],
      ['Budget for thinking', 'anthropic.thinking.budget_tokens'],
      ['Service tier asked for', 'anthropic.request.service_tier'],
      ['Betas', 'anthropic.beta'],
      ['top_p', 'gen_ai.request.top_p'],
      ['top_k', 'gen_ai.request.top_k'],
      ['Effort', 'gen_ai.request.reasoning.level'],
      ['Output type', 'gen_ai.output.type'],
      ['Body', 'anthropic.request.size', 'bytes'],
      ['Shape', 'anthropic.request.shape'],
      ['Fingerprint', 'anthropic.request.fingerprint'],
    ],
  },
  {
    title: 'Retries',
    lines: [
      ['Sent again', 'http.request.resend_count'],
      ['Allowed retries', 'anthropic.request.max_retries'],
      ['Timeout', 'anthropic.request.timeout', 's'],
      ['Outcome', 'anthropic.retry.outcome'],
      ['Attempts that were retried', 'anthropic.retry.reasons'],
      ['Waited', 'anthropic.retry.delay', 's'],
      ['Wait asked for', 'anthropic.retry.after', 's'],
      ['Limits at 0', 'anthropic.ratelimit.exhausted'],
    ],
  },
  {
    title: 'Stream',
    lines: [
      ['Outcome', 'anthropic.stream.outcome'],
      ['Events', 'anthropic.stream.events'],
      ['Last event', 'anthropic.stream.last_event'],
      ['Block open at the end', 'anthropic.stream.open_block'],
      ['Characters received', 'anthropic.stream.output_characters'],
      ["A tool's input breaks off", 'anthropic.stream.truncated_tool_input'],
      ['First event after', 'gen_ai.response.time_to_first_chunk', 's'],
      ['Longest wait for an event', 'anthropic.stream.longest_gap', 's'],
      ['Silence before the end', 'anthropic.stream.silence', 's'],
      ['Waited for the application', 'anthropic.stream.consumer_wait', 's'],
    ],
  },
];

/** The lines of an attempt, in addition to its time and headers. */
export const ATTEMPT_LINES: readonly Line[] = [
  ['request id', 'anthropic.request.id'],
  ['status', 'http.response.status_code'],
  ['error', 'error.type'],
  ["the API's error", 'anthropic.error.type'],
  ['message', 'anthropic.error.message'],
  ['connection error', 'anthropic.error.cause_code'],
  ['asked to wait', 'anthropic.retry.after', 's'],
  ['then waited', 'anthropic.retry.delay', 's'],
];

/** Attributes of the resource that ran the call, without names of services, hosts and people. */
export const RUNTIME: readonly (readonly [label: string, attribute: string])[] = [
  ['Runtime', 'process.runtime.name'],
  ['Version of the runtime', 'process.runtime.version'],
  ['Operating system', 'os.type'],
  ['Telemetry', 'telemetry.sdk.name'],
  ['Version of the telemetry', 'telemetry.sdk.version'],
  ['Cloud', 'cloud.provider'],
  ['Region of the application', 'cloud.region'],
];
