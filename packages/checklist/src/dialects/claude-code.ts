// Claude Code, and the Agent SDK, which runs it: spans and log records. Seen in 2.1.332.
// https://code.claude.com/docs/en/monitoring-usage
import { CODES } from '../conditions/api-codes.ts';
import { TYPE_OF_STATUS } from '../facts/failure-stage.ts';
import { platformOfModel } from '../spans/platform.ts';
import { type AttributesLike, type Name, readNumber, readString } from '../spans/read-attributes.ts';
import type { Dialect, FactAttributes, Role, TelemetryRecord } from './dialect.ts';

/**
 * The role of each span or event, by name. All spans have the provider. Other events, such as the user's input, are
 * not calls.
 */
const ROLES: ReadonlyMap<string | undefined, Role> = new Map<string | undefined, Role>([
  ['llm_request', 'call'],
  ['api_request', 'call'],
  ['api_error', 'call'],
  ['api_retries_exhausted', 'call'],
  ['api_refusal', 'call'],
  ['interaction', 'agent'],
  ['subagent.spawn', 'agent'],
  ['compaction', 'agent'],
  ['tool', 'tool'],
  ['tool.execution', 'tool'],
  ['tool.blocked_on_user', 'tool'],
  ['hook', 'tool'],
  ['bash.subprocess', 'tool'],
  ['mcp.rpc', 'tool'],
]);

const PREFIX = 'claude_code.';

/** The name without its prefix, from the name of a span or the body of a record. */
const kindOf = ({ name, body, attributes }: TelemetryRecord): string | undefined => {
  const written = [name, body].find((one) => typeof one === 'string' && one.startsWith(PREFIX));
  if (typeof written === 'string') return written.slice(PREFIX.length);
  const type = attributes['span.type'];
  return typeof type === 'string' ? type : undefined;
};

/** `anthropic.provider` of a record. A span also has the conventions' name. */
const PROVIDERS: ReadonlyMap<unknown, string> = new Map([
  ['bedrock', 'aws.bedrock'],
  ['mantle', 'aws.bedrock'],
  ['vertex', 'gcp.vertex_ai'],
]);

/** `error_class` of a span, for values that add to status and sentence. */
const CLASSES: ReadonlyMap<unknown, FactAttributes> = new Map<unknown, FactAttributes>([
  ['aborted', { 'error.type': 'APIUserAbortError' }],
  ['api_timeout', { 'error.type': 'client_timeout_error' }],
  ['connection_error', { 'error.type': 'connection_error' }],
  ['ssl_cert_error', { 'error.type': 'connection_error', 'anthropic.error.cause_code': 'ssl_cert_error' }],
  ['stream_idle_timeout', { 'anthropic.stream.outcome': 'timeout' }],
  ['stream_no_events', { 'anthropic.stream.outcome': 'incomplete', 'anthropic.stream.events': 0 }],
]);

/** The class of an error from an event of the stream, followed by the API's type. */
const IN_BAND = /^in_band_(?<type>\w{1,60})$/;

function classFacts(errorClass: unknown, status: number | undefined): FactAttributes | undefined {
  if (typeof errorClass !== 'string') return undefined;
  const type = IN_BAND.exec(errorClass)?.groups?.type;
  if (type !== undefined) return { 'error.type': type, 'anthropic.stream.outcome': 'error_event' };
  // One of the classes is the API's own code.
  if (CODES.has(`${status} ${errorClass}`)) return { 'anthropic.error.code': errorClass };
  return CLASSES.get(errorClass);
}

/**
 * Bun's words. The SDK's message is `Connection error.` if no response came (1.14.0, `src/client.ts`, `makeRequest`). So an error in
 * Bun's own words occurred while the answer was read.
 */
const BROKE = /^[A-Z]{3,20}: The socket connection was closed unexpectedly/;

export const claudeCode: Dialect = {
  id: 'claude-code',
  title: 'Claude Code and the Claude Agent SDK',
  speaks: ({ scope, name, body, attributes }) =>
    scope?.startsWith('com.anthropic.claude_code.') === true ||
    name?.startsWith(PREFIX) === true ||
    (typeof body === 'string' && body.startsWith(PREFIX)) ||
    // A stored trace may have lost the scope and the name.
    (attributes['span.type'] !== undefined && attributes['terminal.type'] !== undefined),
  roleOf: (record) => ROLES.get(kindOf(record)),
  names: [
    ['model', 'gen_ai.request.model'],
    ['status_code', 'http.response.status_code'],
    ['request_id', 'anthropic.request.id'],
    ['stop_reason', 'anthropic.message.stop_reason'],
    ['output_tokens', 'gen_ai.usage.output_tokens'],
  ],
  facts: (record) => ({ ...callFacts(record), ...(isFailed(record) && failureFacts(record)) }),
  message: (record) => (isFailed(record) ? readString(record.attributes, ERROR) : undefined),
};

// Claude Code's own names, which the conventions lack.
const ERROR = 'error' as Name;
const own = (name: string) => name as Name;

const isFailed = (record: TelemetryRecord): boolean => {
  const kind = kindOf(record);
  return record.attributes.success === false || kind === 'api_error' || kind === 'api_retries_exhausted';
};

function callFacts(record: TelemetryRecord): FactAttributes {
  const { attributes } = record;
  const number = (name: string) => readNumber(attributes, own(name));
  const firstToken = number('ttft_ms');
  const input = number('input_tokens');
  const again = attemptsOf(record) - 1;
  return {
    'gen_ai.provider.name':
      PROVIDERS.get(attributes['anthropic.provider']) ??
      readString(attributes, 'gen_ai.provider.name') ??
      'anthropic',
    'gen_ai.operation.name': 'chat',
    // Claude Code puts the request's id there.
    ...(attributes['gen_ai.response.id'] === attributes.request_id && { 'gen_ai.response.id': undefined }),
    ...(again > 0 && { 'http.request.resend_count': again }),
    ...(firstToken !== undefined && { 'gen_ai.response.time_to_first_chunk': firstToken / 1000 }),
    ...(input !== undefined && {
      'gen_ai.usage.input_tokens':
        input + (number('cache_read_tokens') ?? 0) + (number('cache_creation_tokens') ?? 0),
    }),
    ...(kindOf(record) === 'api_refusal' && { 'gen_ai.response.finish_reasons': ['refusal'] }),
  };
}

/** The number of attempts. A span has an event for each. Their numbers restart from 1 if a stream failed and Claude Code retries without streaming. */
function attemptsOf({ attributes, events = [] }: TelemetryRecord): number {
  const named = readNumber(attributes, own('attempt')) ?? readNumber(attributes, own('total_attempts')) ?? 1;
  // An already converted record has no events.
  const before = readNumber(attributes, 'http.request.resend_count') ?? 0;
  const seen = events.filter(({ name }) => name === 'gen_ai.request.attempt').length;
  return Math.max(named, seen, before + 1);
}

function failureFacts(record: TelemetryRecord): FactAttributes {
  const { attributes } = record;
  const message = readString(attributes, ERROR) ?? '';
  const status = readNumber(attributes, own('status_code'));
  // The SDK writes the status before a body in another form than the API's (1.14.0, `src/core/error.ts`, `makeMessage`).
  const isOtherBody = message.startsWith(`${status} `);
  // The last record of a call never has a request id.
  const isApi =
    attributes.request_id !== undefined || (kindOf(record) === 'api_retries_exhausted' && !isOtherBody);
  const isForeign = !isApi && isOtherBody && !isOfCloud(attributes);
  return {
    'error.type': (isApi ? TYPE_OF_STATUS.get(status ?? 0) : undefined) ?? '_OTHER',
    ...classFacts(attributes.error_class, status),
    ...(BROKE.test(message) && { 'error.type': 'response_interrupted' }),
    ...(isForeign && { 'anthropic.error.body': bodyOf(message) }),
    // Claude Code sends no request without a key or a token.
    ...(status === 401 && { 'anthropic.auth.key_shape': 'unknown' }),
  };
}

const isOfCloud = (attributes: AttributesLike): boolean =>
  PROVIDERS.has(attributes['anthropic.provider']) ||
  (platformOfModel(readString(attributes, own('model'))) ?? 'anthropic') !== 'anthropic';

const bodyOf = (message: string): 'html' | 'empty' | 'text' =>
  /^\d{3} status code \(no body\)$/.test(message) ? 'empty' : /^\d{3} </.test(message) ? 'html' : 'text';
