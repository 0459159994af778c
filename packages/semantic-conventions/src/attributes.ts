// The table of span attributes: name, type, source of the name, and meaning.
import {
  ACTIONS,
  type Action,
  ANY_CHECKS,
  type AnyCheck,
  BODY_FORMATS,
  type BodyFormat,
  KEY_SHAPES,
  type KeyShape,
  PROXY_USES,
  type ProxyUse,
  RETRY_OUTCOMES,
  type RetryOutcome,
  SEVERITIES,
  type Severity,
  STREAM_OUTCOMES,
  type StreamOutcome,
} from './values.ts';

/** The value types of span attributes. `int` and `double` are both `number` in JavaScript. */
export type AttributeType = 'string' | 'int' | 'double' | 'boolean' | 'string[]';

/** The source of a name: OpenTelemetry's stable or GenAI conventions, the SDK's own spans, or this project. */
export type AttributeSource = 'otel' | 'gen_ai' | 'sdk' | 'sevenstep';

/**
 * The maximum length of a text in an attribute, in UTF-16 units. Longer texts, such as a huge id, are cut. Content that the
 * options enable may be longer.
 */
export const MAX_ATTRIBUTE_LENGTH = 2048;

/** The most texts in an attribute of type `string[]`. */
export const MAX_ATTRIBUTE_ITEMS = 128;

/** Whether a name of an attribute, metric or event extends OpenTelemetry's conventions. */
export const isExtension = (name: string): boolean => name.startsWith('anthropic.');

/** One row: type, source of the name, and meaning. */
export type AttributeSpec = readonly [type: AttributeType, source: AttributeSource, brief: string];

/** Every attribute with a fixed name. {@link ATTRIBUTE_FAMILIES} has the names with a variable part. */
// biome-ignore format: a table is read by column
export const ATTRIBUTES = {
  'gen_ai.operation.name': ['string', 'gen_ai', 'The operation: `chat` for Messages'],
  'gen_ai.provider.name': ['string', 'gen_ai', '`anthropic`'],
  'gen_ai.conversation.id': ['string', 'gen_ai', 'The conversation, when the application gave one'],
  'gen_ai.conversation.compacted': ['boolean', 'gen_ai', '`true` if the API compacted the conversation in this call, or if the request has a compaction; else absent'],
  'gen_ai.output.type': ['string', 'gen_ai', '`json` when the request asks for a JSON schema'],
  'gen_ai.request.model': ['string', 'gen_ai', 'The model that the call requests'],
  'gen_ai.request.max_tokens': ['int', 'gen_ai', 'The most tokens the answer may have'],
  'gen_ai.request.temperature': ['double', 'gen_ai', 'Sampling temperature'],
  'gen_ai.request.top_p': ['double', 'gen_ai', 'Nucleus sampling'],
  'gen_ai.request.top_k': ['int', 'gen_ai', 'Top-k sampling'],
  'gen_ai.request.stop_sequences': ['string[]', 'gen_ai', 'Sequences that end the answer'],
  'gen_ai.request.stream': ['boolean', 'gen_ai', '`true` when streamed, else absent'],
  'gen_ai.request.reasoning.level': ['string', 'gen_ai', '`output_config.effort`'],
  'gen_ai.response.id': ['string', 'gen_ai', 'The message id (`msg_…`)'],
  'gen_ai.response.model': ['string', 'gen_ai', 'The model that answered'],
  'gen_ai.response.finish_reasons': ['string[]', 'gen_ai', 'A list with one item: the stop reason, or `error` if a stream ended without one'],
  'gen_ai.response.time_to_first_chunk': ['double', 'gen_ai', 'Seconds from the start of the call to its first stream event'],
  'gen_ai.usage.input_tokens': ['int', 'gen_ai', 'All input tokens as billed: uncached, cache reads and cache writes, of every iteration'],
  'gen_ai.usage.output_tokens': ['int', 'gen_ai', 'Output tokens as billed, of every iteration'],
  'gen_ai.usage.cache_read.input_tokens': ['int', 'gen_ai', 'Input tokens read from the cache'],
  'gen_ai.usage.cache_write.input_tokens': ['int', 'gen_ai', 'Input tokens written to the cache'],
  'gen_ai.usage.cache_creation.input_tokens': ['int', 'gen_ai', 'Input tokens written to the cache'],
  'gen_ai.usage.reasoning.output_tokens': ['int', 'gen_ai', 'Output tokens spent on thinking'],
  'gen_ai.system_instructions': ['string', 'gen_ai', 'The system prompt as JSON; opt-in'],
  'gen_ai.input.messages': ['string', 'gen_ai', 'The messages sent, as JSON; opt-in'],
  'gen_ai.output.messages': ['string', 'gen_ai', 'The message received, as JSON; opt-in'],
  'gen_ai.tool.definitions': ['string', 'gen_ai', 'Names of the tools offered, as JSON; opt-in'],
  'gen_ai.tool.name': ['string', 'gen_ai', 'The tool that was run'],
  'gen_ai.tool.description': ['string', 'gen_ai', 'The description of the tool'],
  'gen_ai.tool.type': ['string', 'gen_ai', '`function`'],
  'gen_ai.tool.call.id': ['string', 'gen_ai', 'The `tool_use` it answers (`toolu_…`)'],
  'gen_ai.tool.call.arguments': ['string', 'gen_ai', 'The arguments of the tool, as JSON; opt-in'],
  'gen_ai.tool.call.result': ['string', 'gen_ai', 'The result of the tool, as JSON; opt-in'],

  'error.type': ['string', 'otel', 'The API\'s error type, else the status code, else one of the set in `values.ts`'],
  'http.request.method': ['string', 'otel', 'HTTP method'],
  'http.request.resend_count': ['int', 'otel', 'How often the request was sent again: attempts minus one; absent when 0'],
  'http.response.status_code': ['int', 'otel', 'Status of the last response'],
  'server.address': ['string', 'otel', 'Host of the base URL'],
  'server.port': ['int', 'otel', 'Port of the base URL'],
  'url.full': ['string', 'otel', 'URL of the request, without credentials and query values'],
  'url.template': ['string', 'otel', 'The endpoint\'s path as a template, as the API names it'],
  'http.route': ['string', 'sdk', 'The same value as `url.template`, under the name that the SDK uses'],
  'url.path': ['string', 'sdk', 'Path of the request'],
  'url.scheme': ['string', 'sdk', '`http` or `https`'],

  'anthropic.request.id': ['string', 'sdk', 'The API\'s `request-id` of the last response'],
  'anthropic.organization.id': ['string', 'sdk', 'The organization of the key'],
  'anthropic.workspace.id': ['string', 'sdk', 'The workspace of the key'],
  'anthropic.request.service_tier': ['string', 'sdk', 'The service tier that the call requests'],
  'anthropic.thinking.type': ['string', 'sdk', '`thinking.type` of the request'],
  'anthropic.thinking.budget_tokens': ['int', 'sdk', '`thinking.budget_tokens` of the request'],
  'anthropic.beta': ['string[]', 'sdk', 'Beta features that the header `anthropic-beta` requests'],
  'anthropic.message.count_tokens.input_tokens': ['int', 'sdk', 'The input tokens that `count_tokens` returns'],
  'anthropic.response.service_tier': ['string', 'sdk', 'The service tier that answered'],
  'anthropic.usage.cache_creation.ephemeral_5m_input_tokens': ['int', 'sdk', 'Input tokens written to the cache for 5 minutes'],
  'anthropic.usage.cache_creation.ephemeral_1h_input_tokens': ['int', 'sdk', 'Input tokens written to the cache for an hour'],
  'anthropic.message.stop_reason': ['string', 'sdk', 'Why the model stopped, in the API\'s word'],

  'anthropic.usage.context.input_tokens': ['int', 'sevenstep', 'Input tokens of the last turn. This is the context; the bill differs after a compaction, or in a tool loop of the server'],
  'anthropic.usage.context.output_tokens': ['int', 'sevenstep', 'Output tokens of the last turn, with the same condition'],

  'anthropic.message.content_blocks': ['int', 'sevenstep', 'Number of content blocks that arrived'],

  'anthropic.sdk.method': ['string', 'sevenstep', 'The SDK method called, such as `beta.messages.create`'],
  'anthropic.request.timeout': ['double', 'sevenstep', 'Seconds that the SDK waits for response headers'],
  'anthropic.request.max_retries': ['int', 'sevenstep', 'Retries allowed for this call'],
  'anthropic.request.size': ['int', 'sevenstep', 'On a failed call: bytes of the sent body'],
  'anthropic.request.shape': ['string', 'sevenstep', 'On a failed call: roles, block types and sizes, parameter values, as JSON; no content'],
  'anthropic.request.fingerprint': ['string', 'sevenstep', 'A hash that is equal for equal requests, on any provider. Failed calls have it. For the next ten minutes, so do successful calls that may be the same request'],
  'anthropic.request.proxy': ['string', 'sevenstep', 'Whether a call without a response went through a proxy'],
  'anthropic.auth.key_shape': ['string', 'sevenstep', 'Shape of the key, after a 401, a 403, or a key that could not be sent'],
  'anthropic.error.type': ['string', 'sevenstep', 'The API\'s error type, if `error.type` has another value'],
  'anthropic.error.code': ['string', 'sevenstep', 'The API\'s `details.error_code`; on Vertex AI, Google\'s `error.status`'],
  'anthropic.error.message': ['string', 'sevenstep', 'The error\'s sentence, redacted, at most 512 characters'],
  'anthropic.error.cause_code': ['string', 'sevenstep', 'Code of the connection error, such as `ECONNREFUSED`'],
  'anthropic.error.body': ['string', 'sevenstep', 'The kind of body of the failed response'],
  'anthropic.retry.outcome': ['string', 'sevenstep', 'The result of the retries'],
  'anthropic.retry.reasons': ['string[]', 'sevenstep', 'Each attempt that was retried: status or code, then why it failed'],
  'anthropic.retry.delay': ['double', 'sevenstep', 'Seconds of waiting between attempts. A call has the sum, an attempt has the wait after it'],
  'anthropic.retry.after': ['double', 'sevenstep', 'Seconds that the last failed response asked the client to wait'],
  'anthropic.ratelimit.exhausted': ['string[]', 'sevenstep', 'The limits that were at 0 when an attempt got a 429'],
  'anthropic.stream.outcome': ['string', 'sevenstep', 'How the stream ended'],
  'anthropic.stream.events': ['int', 'sevenstep', 'Events received'],
  'anthropic.stream.last_event': ['string', 'sevenstep', 'Type of the last event received'],
  'anthropic.stream.open_block': ['string', 'sevenstep', 'Type of the content block that was open at the end'],
  'anthropic.stream.output_characters': ['int', 'sevenstep', 'UTF-16 units of text, thinking and tool input received'],
  'anthropic.stream.truncated_tool_input': ['boolean', 'sevenstep', '`true` when the JSON of a tool\'s input breaks off, else absent'],
  'anthropic.stream.longest_gap': ['double', 'sevenstep', 'The longest wait for an event in seconds, including an event that never came'],
  'anthropic.stream.silence': ['double', 'sevenstep', 'Seconds from the last event to the end'],
  'anthropic.stream.consumer_wait': ['double', 'sevenstep', 'Seconds that the stream waited for the application to read on'],

  'anthropic.diagnosis.id': ['string', 'sevenstep', 'Id of the primary finding, `<check>.<slug>`'],
  'anthropic.diagnosis.step': ['int', 'sevenstep', 'Step of the checklist, 1 to 7; 0 if the span does not show the step'],
  'anthropic.diagnosis.check': ['string', 'sevenstep', 'Name of that step; `unknown` for 0'],
  'anthropic.diagnosis.severity': ['string', 'sevenstep', '`error`, `warning` or `info`'],
  'anthropic.diagnosis.summary': ['string', 'sevenstep', 'The problem, in one sentence'],
  'anthropic.diagnosis.cause': ['string', 'sevenstep', 'The cause'],
  'anthropic.diagnosis.fix': ['string', 'sevenstep', 'The change to make, and where'],
  'anthropic.diagnosis.action': ['string', 'sevenstep', 'The action to take, from a closed set'],
  'anthropic.diagnosis.retryable': ['boolean', 'sevenstep', 'Whether the same request may pass later'],
  'anthropic.diagnosis.evidence': ['string[]', 'sevenstep', 'The facts that led to the finding'],
  'anthropic.diagnosis.also': ['string[]', 'sevenstep', 'Ids of further findings'],
  'anthropic.diagnosis.url': ['string', 'sevenstep', 'The page of the primary finding, if the processor has the address of the pages'],
} as const;

/** Attributes with a variable part in the name, by the form of the name. */
// biome-ignore format: a table is read by column
export const ATTRIBUTE_FAMILIES = {
  'http.response.header.<key>': ['string[]', 'otel', 'An allow-listed header of a failed response'],
  'anthropic.ratelimit.<kind>.limit': ['int', 'sevenstep', 'The limit'],
  'anthropic.ratelimit.<kind>.remaining': ['int', 'sevenstep', 'The remaining part of the limit'],
  'anthropic.ratelimit.<kind>.reset': ['double', 'sevenstep', 'Seconds until the limit is full again'],
  'anthropic.ratelimit.<kind>.utilization': ['double', 'sevenstep', 'The used share of the limit, if the API sends a share in place of figures'],
} as const;

const ON_DETAILS = 'failed, retried, cut, waited 5 s, or near a limit';

/** The spans that have an attribute, by its name. An attribute without a row is on every call whose value is known. */
const CONDITIONS: ReadonlyArray<readonly [name: RegExp, when: string]> = [
  [/^error\.|^anthropic\.(error|auth)\.|^anthropic\.request\.(size|shape|proxy)$/, 'failed'],
  [/^anthropic\.request\.fingerprint$/, 'failed, or may be the same request'],
  [/^http\.response\.header\./, 'failed'],
  [/^anthropic\.(retry\.|ratelimit\.exhausted)|\.resend_count$/, 'failed or retried'],
  [/^anthropic\.ratelimit\./, 'failed, aborted, or near a limit'],
  [/^anthropic\.request\.(timeout|max_retries)$/, ON_DETAILS],
  [/^anthropic\.stream\.(events|last_event|open_block|silence)$/, ON_DETAILS],
  [/^anthropic\.stream\.(longest_gap|consumer_wait)$/, `0.1 s or more; ${ON_DETAILS}`],
  [/^anthropic\.(stream\.output_characters|message\.content_blocks)$/, `when 0; ${ON_DETAILS}`],
  [/^anthropic\.stream\.truncated_tool_input$/, 'cut'],
  [/^anthropic\.usage\.context\./, 'where it differs from the billed figure'],
  [/^gen_ai\.usage\.cache_creation\./, 'with the previous names'],
  [/^anthropic\.diagnosis\./, 'diagnosed'],
  // HTTP conventions: not for clients, or opt-in. `url.full` has the path and the scheme.
  [/^(http\.route|url\.(path|scheme))$/, 'always, on spans that the SDK started'],
];

/** When a call's span has an attribute: `always`, if the value is known, or a condition. */
export const whenWritten = (name: string): string =>
  CONDITIONS.find(([pattern]) => pattern.test(name))?.[1] ?? 'always';

interface ValueOf {
  string: string;
  int: number;
  double: number;
  boolean: boolean;
  'string[]': string[];
}

/** Attributes whose value is in a closed set. */
interface ClosedSets {
  'anthropic.auth.key_shape': KeyShape;
  'anthropic.error.body': BodyFormat;
  'anthropic.request.proxy': ProxyUse;
  'anthropic.retry.outcome': RetryOutcome;
  'anthropic.stream.outcome': StreamOutcome;
  'anthropic.diagnosis.check': AnyCheck;
  'anthropic.diagnosis.severity': Severity;
  'anthropic.diagnosis.action': Action;
}

/** The possible values of each of these attributes. */
export const CLOSED_SETS: { readonly [Name in keyof ClosedSets]: readonly ClosedSets[Name][] } = {
  'anthropic.auth.key_shape': KEY_SHAPES,
  'anthropic.error.body': BODY_FORMATS,
  'anthropic.request.proxy': PROXY_USES,
  'anthropic.retry.outcome': RETRY_OUTCOMES,
  'anthropic.stream.outcome': STREAM_OUTCOMES,
  'anthropic.diagnosis.check': ANY_CHECKS,
  'anthropic.diagnosis.severity': SEVERITIES,
  'anthropic.diagnosis.action': ACTIONS,
};

type Rows<Table extends Record<string, AttributeSpec>> = Table;
type Table = Rows<typeof ATTRIBUTES>;

/** The name of an attribute with a fixed name. */
export type AttributeName = keyof Table;

/**
 * Span attributes by name, with their types. In an object literal, the compiler checks the
 * names: `const attributes: SpanAttributes = { 'error.type': 'rate_limit_error' }`.
 */
export type SpanAttributes = {
  [Name in AttributeName]?:
    | (Name extends keyof ClosedSets ? ClosedSets[Name] : ValueOf[Table[Name][0]])
    | undefined;
} & {
  [Header: `http.response.header.${string}`]: string[] | undefined;
  [Limit: `anthropic.ratelimit.${string}.${'limit' | 'remaining' | 'reset' | 'utilization'}`]:
    | number
    | undefined;
};
