// Reads the answer from the AI SDK's spans: how it ended, by the AI SDK's finish reason, and the author of its error.
import { openEnvelope } from '../facts/envelope.ts';
import { statusOfReason } from '../facts/error-sentence.ts';
import { STATUS_OF_TYPE } from '../facts/failure-stage.ts';
import { platformOfModel } from '../spans/platform.ts';
import { type AttributesLike, readNumber, readString, readStrings } from '../spans/read-attributes.ts';
import type { FactAttributes, TelemetryRecord } from './dialect.ts';

/** The facts of a call or step, for every version. */
export const aiSdkAnswer = (record: TelemetryRecord): FactAttributes => ({
  ...endingOf(record.attributes),
  ...errorOf(record),
});

/** The context windows of Claude's models have at least 200,000 tokens. */
const FULL_WINDOW = 190_000;
const UNKNOWN_ENDS: ReadonlySet<unknown> = new Set(['unknown', 'other', 'interrupted']);
const NO_REASON: FactAttributes = { 'gen_ai.response.finish_reasons': undefined };

/**
 * `error` means an error in the stream. `mapAnthropicStopReason` of `@ai-sdk/anthropic` maps a full context window to `length`,
 * or to `unknown` in 2.0. A stream without `message_delta` ends as `unknown` (2.0), `other` (3.0) or `interrupted` (4.0),
 * without output tokens. The AI SDK makes up the id of a stream without `message_start`.
 */
function endingOf(attributes: AttributesLike): FactAttributes | undefined {
  const [word = attributes['ai.response.finishReason']] = readStrings(
    attributes,
    'gen_ai.response.finish_reasons',
  );
  if (word === 'error')
    return { 'error.type': '_OTHER', 'anthropic.stream.outcome': 'error_event', ...NO_REASON };
  if (word !== 'length' && !UNKNOWN_ENDS.has(word)) return undefined;
  const filled = filledWindow(attributes);
  if (filled !== undefined) return filled;
  const output = readNumber(attributes, 'gen_ai.usage.output_tokens') ?? 0;
  if (word === 'length' || output > 0) return undefined;
  const id = readString(attributes, 'gen_ai.response.id');
  // A step has the finish reason but not the tokens.
  if (id === undefined) return undefined;
  return {
    'error.type': 'stream_incomplete',
    'anthropic.stream.outcome': 'incomplete',
    ...(!id.startsWith('msg_') && { 'anthropic.stream.events': 0 }),
    ...NO_REASON,
  };
}

/** The stop reason of an answer that filled the context window before its limit, where the finish reason is `length` for both. */
export function filledWindow(attributes: AttributesLike): FactAttributes | undefined {
  const output = readNumber(attributes, 'gen_ai.usage.output_tokens') ?? 0;
  const most = readNumber(attributes, 'gen_ai.request.max_tokens') ?? Number.POSITIVE_INFINITY;
  const isFull = output + (readNumber(attributes, 'gen_ai.usage.input_tokens') ?? 0) >= FULL_WINDOW;
  return isFull && output < most
    ? { 'gen_ai.response.finish_reasons': ['model_context_window_exceeded'] }
    : undefined;
}

/** Names of statuses that differ from the API's own sentences only in capitals. */
const REASONS: ReadonlyMap<string, number> = new Map([
  ['Found', 302],
  ['Bad Request', 400],
  ['Internal Server Error', 500],
]);

const TYPE_OF_STATUS: ReadonlyMap<number, string> = new Map(
  [...STATUS_OF_TYPE].map(([type, status]) => [status, type]),
);

/** The message of `AI_RetryError`. */
const ATTEMPTS = /^Failed after (\d{1,4}) attempts/;

/**
 * If the body is not an error of the API, `createJsonErrorResponseHandler` of `@ai-sdk/provider-utils` uses the name of the status
 * as the message.
 */
function errorOf({ attributes, statusMessage }: TelemetryRecord): FactAttributes | undefined {
  if (statusMessage === undefined) return undefined;
  const attempts = ATTEMPTS.exec(statusMessage)?.[1];
  const resends = attempts === undefined ? undefined : { 'http.request.resend_count': Number(attempts) - 1 };
  const { sentence } = openEnvelope(statusMessage);
  const named = REASONS.get(sentence) ?? statusOfReason(sentence);
  if (named === undefined) return { ...resends, ...ownErrorOf(attributes, sentence) };
  const platform = platformOfModel(readString(attributes, 'gen_ai.request.model'));
  // A cloud's errors are neither the API's nor a gateway's.
  const isOfCloud = platform !== undefined && platform !== 'anthropic';
  return {
    ...resends,
    'http.response.status_code': named,
    ...(!isOfCloud && { 'error.type': `${named}`, 'anthropic.error.body': 'text' }),
  };
}

/** Version 7 records the status if the body was an error of the API, or an unreadable success. */
function ownErrorOf(attributes: AttributesLike, sentence: string): FactAttributes | undefined {
  if (sentence === 'Invalid JSON response') return { 'error.type': 'malformed_response' };
  const status = readNumber(attributes, 'http.response.status_code');
  if (status === undefined) return WORDS.find(([words]) => words.test(sentence))?.[1];
  const type = TYPE_OF_STATUS.get(status);
  return type === undefined ? undefined : { 'error.type': type };
}

/** Earlier versions keep only the API's sentence. On these spans its words identify the API's types; elsewhere any program may use them. */
const WORDS: readonly (readonly [words: RegExp, facts: FactAttributes])[] = [
  [/\b(?:rate|ramp) limit\b|^rate limited$/i, { 'error.type': 'rate_limit_error' }],
  [/^permission denied\b/i, { 'error.type': 'permission_error' }],
  [/^request timeout$/i, { 'error.type': 'timeout_error' }],
  [/^service unavailable$/i, { 'error.type': 'api_error', 'http.response.status_code': 503 }],
];
