// LiteLLM's callback `otel` (`litellm` 1.110.2 and 1.80.0, `integrations/opentelemetry.py`), as a library and as a proxy.
import { openEnvelope } from '../facts/envelope.ts';
import { connectionCodeIn, hadAnswer, isPage, ownTypeOf, typeOfSentence } from '../facts/error-sentence.ts';
import { STATUS_OF_TYPE } from '../facts/failure-stage.ts';
import { type Platform, platformOfModel } from '../spans/platform.ts';
import { type AttributesLike, readString, readStrings } from '../spans/read-attributes.ts';
import { OLDER_NAMES } from './conventions.ts';
import type { Dialect, FactAttributes, TelemetryRecord } from './dialect.ts';
import { errorTypeOf, messageOf as writtenMessage } from './failure.ts';

/** `llm.request.type` of calls that no message answers. */
const NO_MESSAGES = /embedding|rerank|image|speech|transcription|moderation|ocr|search|file|batch/;

/** The words of the SDKs for a key that is not set. */
const NO_KEY = 'Could not resolve authentication method';

/** Providers in LiteLLM's words (`LlmProviders` in its `types/utils.py`). It calls gateways by others, whatever the model. */
const PROVIDERS: ReadonlyMap<unknown, string> = new Map<unknown, string>([
  ['bedrock', 'aws.bedrock'],
  ['bedrock_converse', 'aws.bedrock'],
  ['vertex_ai', 'gcp.vertex_ai'],
  ['vertex_ai_beta', 'gcp.vertex_ai'],
]);

export const litellm: Dialect = {
  id: 'litellm',
  title: 'LiteLLM',
  // Below a span of the application LiteLLM writes on that one.
  speaks: ({ attributes, scope }) => scope === 'litellm' || attributes['litellm.call_id'] !== undefined,
  // Spans of its router, its database and its guardrails have no model, and that of the raw request tells nothing of a failure.
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
      // An id of LiteLLM's own, also of a call without an answer.
      ...(!String(attributes['gen_ai.response.id']).startsWith('msg_') && {
        'gen_ai.response.id': undefined,
      }),
      ...limitsOf(attributes),
      ...(isFailed(record) ? failureOf(record) : successOf(record)),
    };
  },
  message: (record) => (isFailed(record) ? sentenceOf(record) || undefined : undefined),
};

/** On a span of the application that LiteLLM wrote on, the error of an attempt stays after another went well. */
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
  // It says `length` of a full context window and of a turn that pauses, too.
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

/** The error without LiteLLM's own words around it. */
function sentenceOf(record: TelemetryRecord): string {
  const written = writtenMessage(record) ?? String(record.attributes['error.message'] ?? '');
  const bare = written
    .replace(/^(?:litellm\.\w{1,60}: ){0,2}(?:\w{1,40}(?:Exception|Error)(?: \w{1,40})? ?- ?)?/, '')
    .replace(/\. Received Model Group=[\s\S]{0,2000}$/, '')
    .replace(/\.? Handle with `litellm\.\w{1,60}`\.$/, '')
    .trim();
  if (/^Missing Anthropic API Key\b/.test(bare)) return NO_KEY;
  if (/^litellm\.BadRequestError: Anthropic requires at least one non-system message\b/.test(bare))
    return 'messages: at least one message is required';
  return bare;
}

/** Its classes and statuses are guesses: a connection that fails is an `InternalServerError` with status 500. */
function failureOf(record: TelemetryRecord): FactAttributes {
  const { attributes } = record;
  const sentence = sentenceOf(record);
  const status = Number(attributes['http.response.status_code'] ?? attributes['error.code']);
  const { type } = openEnvelope(sentence);
  if (type !== undefined) {
    const known = STATUS_OF_TYPE.get(type);
    // 500 and 400 replace statuses without a class.
    const isGuess = status === 500 || status === 400;
    return {
      'error.type': type,
      'http.response.status_code': isGuess && known !== undefined ? known : status,
    };
  }
  // It refuses parameters by itself.
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
  // The class and the status of whatever it does not know.
  const isGuess = !hasHeaders && status === 500;
  if (isGuess || Number.isNaN(status))
    return { ...withoutStatus('unknown'), ...(isBody && foreignBody(sentence)) };
  const requestId = headerOf(attributes, 'request-id');
  const server = headerOf(attributes, 'server');
  const via = headerOf(attributes, 'via');
  // With the model id of a cloud it may be the cloud's.
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

/** The error type of a client's sentence, without an answer. */
function typeOfClient(sentence: string): string | undefined {
  if (sentence === '') return 'unknown';
  if (sentence === NO_KEY) return 'client_error';
  if (/\bcodec can't encode\b/.test(sentence)) return 'unknown';
  if (/\bTimeout passed=|\btimed out\b/i.test(sentence)) return 'client_timeout_error';
  const own = ownTypeOf(sentence);
  const isConnection = connectionCodeIn(sentence) !== undefined || hadAnswer(sentence);
  return own ?? (isConnection ? 'APIConnectionError' : undefined);
}

/** An error while a stream is read has a class that is not LiteLLM's. Its router turns the error into `MidStreamFallbackError`. */
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
    // Of 1.80.
    case 'RuntimeError':
      return sentence.startsWith('Error parsing chunk: ') ? { 'error.type': 'stream_malformed' } : undefined;
    case 'RemoteProtocolError':
      return { 'error.type': hadAnswer(sentence) ? 'stream_interrupted' : 'stream_incomplete' };
    default:
      return undefined;
  }
}

/**
 * A header of the answer: in JSON, which may be cut. A call without an answer has none, and failures of 1.80 have none. Headers
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
