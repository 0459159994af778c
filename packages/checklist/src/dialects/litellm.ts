// LiteLLM's callback `otel` (`litellm` 1.110.2 and 1.80.0, `integrations/opentelemetry.py`), in the library and the proxy.
import { openEnvelope } from '../facts/envelope.ts';
import { connectionCodeIn, hadAnswer, isPage, ownTypeOf, typeOfSentence } from '../facts/error-sentence.ts';
import { STATUS_OF_TYPE } from '../facts/failure-stage.ts';
import { type Platform, platformOfModel } from '../spans/platform.ts';
import { type AttributesLike, readString, readStrings } from '../spans/read-attributes.ts';
import { OLDER_NAMES } from './conventions.ts';
import type { Dialect, FactAttributes, TelemetryRecord } from './dialect.ts';
import { errorTypeOf, exceptionOf, messageOf as writtenMessage } from './failure.ts';

/** Values of `llm.request.type` for calls without a message as the answer. */
const NO_MESSAGES = /embedding|rerank|image|speech|transcription|moderation|ocr|search|file|batch/;

/** The SDKs' message for a missing key. */
const NO_KEY = 'Could not resolve authentication method';

/** LiteLLM's names of providers (`LlmProviders` in its `types/utils.py`). Calls through gateways have other names, whatever the model. */
const PROVIDERS: ReadonlyMap<unknown, string> = new Map<unknown, string>([
  ['bedrock', 'aws.bedrock'],
  ['bedrock_converse', 'aws.bedrock'],
  ['vertex_ai', 'gcp.vertex_ai'],
  ['vertex_ai_beta', 'gcp.vertex_ai'],
]);

export const litellm: Dialect = {
  id: 'litellm',
  title: 'LiteLLM',
  // Inside a span of the application, LiteLLM writes on that span.
  speaks: ({ attributes, scope }) => scope === 'litellm' || attributes['litellm.call_id'] !== undefined,
  // Spans of LiteLLM's router, database and guardrails have no model. The span of the raw request does not show failures.
  roleOf: ({ attributes }) =>
    (attributes['gen_ai.request.model'] === undefined && attributes['error.llm_provider'] === undefined) ||
    NO_MESSAGES.test(String(attributes['llm.request.type']))
      ? undefined
      : 'call',
  names: OLDER_NAMES,
  facts(record) {
    const { attributes } = record;
    return {
      ...providerOf(attributes),
      ...(attributes['llm.is_streaming'] === 'True' && { 'gen_ai.request.stream': true }),
      // LiteLLM makes up an id, even for a call without an answer.
      ...(!String(attributes['gen_ai.response.id']).startsWith('msg_') && {
        'gen_ai.response.id': undefined,
      }),
      ...limitsOf(attributes),
      ...(isFailed(record) ? failureOf(record) : successOf(record)),
    };
  },
  message: (record) => (isFailed(record) ? sentenceOf(record) || undefined : undefined),
};

/** If LiteLLM writes on a span of the application, a failed attempt's error stays after a later attempt succeeds. */
const isFailed = (record: TelemetryRecord): boolean => record.failed === true;

function providerOf(attributes: AttributesLike): FactAttributes {
  const written = attributes['gen_ai.system'] ?? attributes['error.llm_provider'];
  const provider = PROVIDERS.get(written);
  if (provider !== undefined) return { 'gen_ai.provider.name': provider };
  if (written === 'anthropic') return { 'gen_ai.provider.name': written };
  return /claude/i.test(String(attributes['gen_ai.request.model']))
    ? { 'gen_ai.provider.name': 'anthropic' }
    : {};
}

function successOf({ attributes, events = [] }: TelemetryRecord): FactAttributes {
  const failed = events.filter(({ name }) => name === 'exception').length;
  const [reason] = readStrings(attributes, 'gen_ai.response.finish_reasons');
  // LiteLLM also writes `length` for a full context window and for a paused turn.
  const isFull =
    typeof attributes['gen_ai.usage.output_tokens'] === 'number' &&
    attributes['gen_ai.usage.output_tokens'] === attributes['gen_ai.request.max_tokens'];
  return {
    ...(failed > 0 && {
      'error.type': undefined,
      'http.response.status_code': undefined,
      'http.request.resend_count': failed,
    }),
    ...(reason === 'length' && !isFull && { 'gen_ai.response.finish_reasons': undefined }),
  };
}

/** The error's sentence without LiteLLM's words around it. */
function sentenceOf(record: TelemetryRecord): string {
  const written = writtenMessage(record) ?? String(record.attributes['error.message'] ?? '');
  const bare = written
    .replace(/^(?:litellm\.\w{1,60}: ){0,2}(?:\w{1,40}(?:Exception|Error)(?: \w{1,40})? ?- ?)?/, '')
    // A class within the provider's exception.
    .replace(/^litellm\.Timeout: /, '')
    .replace(/\. Received Model Group=[\s\S]{0,2000}$/, '')
    .replace(/\.? Handle with `litellm\.\w{1,60}`\.$/, '')
    .trim();
  if (/^Missing Anthropic API Key\b/.test(bare)) return NO_KEY;
  if (/^litellm\.BadRequestError: Anthropic requires at least one non-system message\b/.test(bare))
    return 'messages: at least one message is required';
  return bare;
}

/** The class of LiteLLM, as OpenTelemetry records it, or in front of its message. */
const CLASS = /^(?:\w{1,60}: )?litellm\.(?:exceptions\.)?\w{1,60}(?:: |$)/;

/** Classes of LiteLLM for a call without an answer. The first is also for status 500. */
const GUESS = /\blitellm\.(?:exceptions\.)?(?:InternalServerError|APIConnectionError|APIError|Timeout)\b/;

/**
 * The facts and the sentence of LiteLLM's exception on a span of another instrumentation, such as that of an agent framework. The span
 * has neither status nor headers, so only an envelope of the API and a client's own sentence count.
 */
export function litellmFailure(
  record: TelemetryRecord,
  message: string | undefined,
): { readonly message: string; readonly facts: FactAttributes } | undefined {
  const { 'exception.type': type } = exceptionOf(record);
  if (!CLASS.test(message ?? '') && !(typeof type === 'string' && CLASS.test(type))) return undefined;
  const { 'exception.stacktrace': _, ...attributes } = record.attributes;
  const sentence = sentenceOf({
    attributes,
    failed: true,
    statusMessage: message?.replace(/^\w{1,60}: (?=litellm\.)/, ''),
  });
  const envelope = openEnvelope(sentence).type;
  const mayBeGuess = GUESS.test(typeof type === 'string' ? type : (message ?? ''));
  const own =
    envelope === undefined && mayBeGuess && !isAnswer(sentence) ? typeOfClient(sentence) : undefined;
  if (envelope === undefined && own === undefined) return undefined;
  const status = STATUS_OF_TYPE.get(envelope ?? '');
  return {
    message: sentence,
    facts: {
      'error.type': envelope ?? own,
      ...(status !== undefined && { 'http.response.status_code': status }),
    },
  };
}

const isAnswer = (sentence: string): boolean =>
  sentence === '' || sentence.startsWith('{') || isPage(sentence);

/** The facts of a failure. LiteLLM's classes and statuses are guesses: a failed connection is an `InternalServerError` with status 500. */
function failureOf(record: TelemetryRecord): FactAttributes {
  const { attributes } = record;
  const sentence = sentenceOf(record);
  const status = Number(attributes['http.response.status_code'] ?? attributes['error.code']);
  const { type } = openEnvelope(sentence);
  if (type !== undefined) {
    const known = STATUS_OF_TYPE.get(type);
    // LiteLLM uses 500 and 400 for statuses without a class.
    const isGuess = status === 500 || status === 400;
    return {
      'error.type': type,
      'http.response.status_code': isGuess && known !== undefined ? known : status,
    };
  }
  // LiteLLM itself rejects these parameters.
  if (errorTypeOf(record)?.endsWith('UnsupportedParamsError'))
    return { 'http.response.status_code': undefined };
  const ofStream = inStream(record, sentence);
  if (ofStream !== undefined) return { ...ofStream, 'http.response.status_code': undefined };
  const unread = /^Unable to get json response\b.{0,200}?\bOriginal Response: (?<body>\{?)/s.exec(sentence);
  if (unread !== null)
    return withoutStatus(unread.groups?.body === '{' ? 'response_interrupted' : 'malformed_response');
  const hasHeaders =
    headerOf(attributes, 'date') !== undefined || headerOf(attributes, 'content-type') !== undefined;
  const isBody = sentence.startsWith('{') || isPage(sentence);
  const isAnswered = isBody || (sentence !== '' && hasHeaders);
  const own = isAnswered ? undefined : typeOfClient(sentence);
  if (own !== undefined) return withoutStatus(own);
  // LiteLLM uses this class and status for any unknown error.
  const isGuess = !hasHeaders && status === 500;
  if (isGuess || Number.isNaN(status))
    return { ...withoutStatus('unknown'), ...(isBody && foreignBody(sentence)) };
  const requestId = headerOf(attributes, 'request-id');
  const server = headerOf(attributes, 'server');
  const via = headerOf(attributes, 'via');
  // If the model id is a cloud's, the error may be the cloud's.
  const isForeign = requestId === undefined && modelOf(attributes) === 'anthropic';
  return {
    'error.type': String(status),
    'http.response.status_code': status,
    ...(requestId !== undefined && { 'anthropic.request.id': requestId }),
    ...(isForeign && foreignBody(sentence)),
    ...(server !== undefined && { 'http.response.header.server': [server] }),
    ...(via !== undefined && { 'http.response.header.via': [via] }),
  };
}

const modelOf = (attributes: AttributesLike): Platform | undefined =>
  platformOfModel(readString(attributes, 'gen_ai.request.model'));

const withoutStatus = (type: string): FactAttributes => ({
  'error.type': type,
  'http.response.status_code': undefined,
});

const foreignBody = (sentence: string): FactAttributes =>
  isPage(sentence) ? {} : { 'anthropic.error.body': sentence.startsWith('{') ? 'json' : 'text' };

/** The error type for a client's message about a call without an answer. */
function typeOfClient(sentence: string): string | undefined {
  if (sentence === '') return 'unknown';
  if (sentence === NO_KEY) return 'client_error';
  if (/\bcodec can't encode\b/.test(sentence)) return 'unknown';
  if (/\bTimeout passed=|\btimed out\b/i.test(sentence)) return 'client_timeout_error';
  const own = ownTypeOf(sentence);
  const isConnection = connectionCodeIn(sentence) !== undefined || hadAnswer(sentence);
  return own ?? (isConnection ? 'APIConnectionError' : undefined);
}

/** The facts of an error in a stream. Its class is not LiteLLM's. LiteLLM's router turns it into `MidStreamFallbackError`. */
function inStream(record: TelemetryRecord, sentence: string): FactAttributes | undefined {
  if (record.attributes['llm.is_streaming'] !== 'True') return undefined;
  const type = errorTypeOf(record)?.split('.').at(-1);
  switch (type) {
    case 'AnthropicError':
      return {
        'error.type': typeOfSentence(sentence) ?? 'api_error',
        'anthropic.stream.outcome': 'error_event',
      };
    case 'ReadError':
      return { 'error.type': 'stream_interrupted' };
    case 'ReadTimeout':
      return { 'anthropic.stream.outcome': 'timeout' };
    // In 1.80.
    case 'RuntimeError':
      return sentence.startsWith('Error parsing chunk: ') ? { 'error.type': 'stream_malformed' } : undefined;
    case 'RemoteProtocolError':
      return { 'error.type': hadAnswer(sentence) ? 'stream_interrupted' : 'stream_incomplete' };
    default:
      return undefined;
  }
}

/**
 * A header of the answer, from JSON that may be truncated. Calls without an answer have no headers, and failures in 1.80 have none. Headers
 * of a success have a prefix.
 */
function headerOf({ hidden_params: written }: AttributesLike, name: string): string | undefined {
  const start = typeof written === 'string' ? written.indexOf('"additional_headers": {"') : -1;
  if (typeof written !== 'string' || start < 0) return undefined;
  const key = `${name}": "`;
  const at = [`"${key}`, `"llm_provider-${key}`].map(
    (one) => [written.indexOf(one, start), one.length] as const,
  );
  const found = at.find(([index]) => index >= 0);
  if (found === undefined) return undefined;
  const begin = found[0] + found[1];
  return written.slice(begin, written.indexOf('"', begin));
}

const KINDS = ['requests', 'tokens', 'input_tokens', 'output_tokens'] as const;

function limitsOf(attributes: AttributesLike): FactAttributes {
  const found = KINDS.flatMap((kind) =>
    (['limit', 'remaining'] as const).flatMap((part) => {
      const value = headerOf(attributes, `anthropic-ratelimit-${kind.replace('_', '-')}-${part}`);
      return /^\d{1,15}$/.test(value ?? '') ? [[`anthropic.ratelimit.${kind}.${part}`, Number(value)]] : [];
    }),
  );
  return Object.fromEntries(found);
}
