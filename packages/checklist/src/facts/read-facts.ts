// Turns a span's attributes into facts, once per span.
import {
  BODY_FORMATS,
  KEY_SHAPES,
  PROXY_USES,
  RETRY_OUTCOMES,
  STREAM_OUTCOMES,
} from '@sevenstep/semantic-conventions';
import { isApiSentence } from '../phrases/index.ts';
import { readProvider } from '../spans/is-call.ts';
import { type Platform, platformOf, platformOfModel } from '../spans/platform.ts';
import {
  type AttributesLike,
  MAX_LENGTH,
  type Name,
  readNumber,
  readOneOf,
  readString,
  readStrings,
} from '../spans/read-attributes.ts';
import { DEFAULT_THRESHOLDS, type Thresholds } from '../thresholds.ts';
import { ruleOfCloudCode, statusOfCloudCode } from './cloud-codes.ts';
import { classInFront, openEnvelope } from './envelope.ts';
import {
  ABORT_CLASSES,
  ANSWER_CLASSES,
  CODE_OF_CLASS,
  classOf,
  SERVER_ERROR_CLASSES,
  TYPE_OF_CLASS,
} from './error-class.ts';
import { isPage, titleOf } from './error-sentence.ts';
import type { Facts, RetriedAttempt, SpanInfo } from './facts.ts';
import { failureStage, KNOWN_ERROR_TYPES, STATUS_OF_TYPE, streamOutcomeOf } from './failure-stage.ts';
import { inferFailure } from './infer-failure.ts';
import { limitsOf } from './read-limits.ts';

// Statuses whose meaning does not hang on who sent them, or that a rule of their own tells apart.
const NEVER_FOREIGN: ReadonlySet<number> = new Set([402, 404, 407, 413, 529]);

// These clouds answer with JSON of their own and without the API's `request-id`.
const CLOUDS: ReadonlySet<Platform | undefined> = new Set(['bedrock', 'vertex', 'foundry']);

/**
 * What a span's attributes say of its call.
 *
 * @example readFacts({ 'error.type': 'rate_limit_error', 'http.response.status_code': 429 }).failure // 'answer'
 */
export function readFacts(
  attributes: AttributesLike,
  span: SpanInfo | null = {},
  thresholds: Thresholds = DEFAULT_THRESHOLDS,
): Facts {
  const text = (name: Name) => readString(attributes, name);
  const number = (name: Name) => readNumber(attributes, name);
  const texts = (name: Name) => readStrings(attributes, name);

  const writtenType = text('anthropic.error.type') ?? text('error.type');
  const written =
    text('anthropic.error.message') ?? (writtenType === undefined ? undefined : asText(span?.statusMessage));
  const className = classOfEither(writtenType, written);
  const aborted = ABORT_CLASSES.has(className ?? '');
  const givenType = aborted ? undefined : (typeOfClass(className) ?? writtenType);
  const message = aborted ? text('anthropic.error.message') : written;
  const envelope = openEnvelope(message);
  const host = text('server.address');
  const model = text('gen_ai.request.model');
  const platform = platformOf(readProvider(attributes), host);
  const servedBy = platform ?? platformOfModel(model);
  const errorCode =
    text('anthropic.error.code') ??
    awsClassOf(texts('http.response.header.x-amzn-errortype')[0]) ??
    envelope.code ??
    // Where other instrumentations keep it.
    (givenType !== undefined && statusOfCloudCode(servedBy, givenType) !== undefined ? givenType : undefined);
  const writtenStatus =
    number('http.response.status_code') ??
    (errorCode === undefined ? undefined : statusOfCloudCode(servedBy, errorCode)) ??
    (givenType !== undefined && /^[1-5]\d\d$/.test(givenType) ? Number(givenType) : undefined) ??
    (givenType === undefined ? undefined : envelope.status);
  const { type: wrappedType } = envelope;
  const page = isPage(envelope.sentence);
  const sentence = page ? titleOf(envelope.sentence) : envelope.sentence;
  const answerBegan = hasAnswer(attributes);
  const outcome = readOneOf(attributes, 'anthropic.stream.outcome', STREAM_OUTCOMES);
  const known = inferFailure(
    {
      errorType: givenType,
      status: writtenStatus,
      causeCode: text('anthropic.error.cause_code'),
      outcome: outcome ?? (aborted && answerBegan ? 'aborted' : undefined),
      answerBegan,
      page,
    },
    { className, sentence, wrappedType, streamed: attributes['gen_ai.request.stream'] === true },
  );
  const { errorType } = known;
  const status = known.status ?? (page ? STATUS_OF_TYPE.get(errorType ?? '') : undefined);
  // An intermediary's own words, where only the sentence shows them.
  const writtenBody = readOneOf(attributes, 'anthropic.error.body', BODY_FORMATS);
  const requestId = text('anthropic.request.id');
  // The class of an error is that of its status, whoever answered; the type in the envelope is a relay's.
  const relayed = envelope.relayType !== undefined && writtenBody === undefined && requestId === undefined;
  const inferredBody = page ? 'html' : relayed ? 'json' : status === writtenStatus ? undefined : 'text';
  const body = writtenBody ?? inferredBody;
  // The API's envelope in a success that is no stream: it counts as if its status had come with it.
  const inSuccess =
    body === 'api_error' &&
    outcome === undefined &&
    status !== undefined &&
    status < 300 &&
    errorType !== undefined &&
    KNOWN_ERROR_TYPES.has(errorType);
  const failure = inSuccess ? 'answer' : failureStage(known);
  const fromApi =
    requestId !== undefined ||
    (!page && !relayed && errorType !== undefined && KNOWN_ERROR_TYPES.has(errorType)) ||
    ruleOfCloudCode(servedBy, status, errorCode) !== undefined;
  // The API's own error, in the words of a gateway that may have given it another status.
  const wrapped = failure === 'answer' && !fromApi && wrappedType !== undefined;
  const retried = texts('anthropic.retry.reasons').map(retriedAttempt);

  return {
    failure,
    errorType: wrapped ? wrappedType : errorType,
    status,
    apiStatus:
      wrapped || inSuccess
        ? (STATUS_OF_TYPE.get((wrapped ? wrappedType : errorType) ?? '') ?? status)
        : status,
    sentence,
    errorCode,
    causeCode: known.causeCode,
    body,
    requestId,
    fromApi,
    foreign:
      failure === 'answer' &&
      body !== undefined &&
      !fromApi &&
      !wrapped &&
      !(CLOUDS.has(platform) && body !== 'html') &&
      (status === undefined ? page : status >= 400 && !NEVER_FOREIGN.has(status)) &&
      !isApiSentence(sentence),
    server: texts('http.response.header.server')[0],
    via: texts('http.response.header.via')[0],
    platform,
    servedBy,
    host,
    port: number('server.port'),
    url: text('url.full'),
    model,
    keyShape: readOneOf(attributes, 'anthropic.auth.key_shape', KEY_SHAPES),
    proxy: readOneOf(attributes, 'anthropic.request.proxy', PROXY_USES),
    durationSeconds: asSeconds(span?.durationSeconds),
    timeoutSeconds: number('anthropic.request.timeout'),
    attempts: 1 + Math.max(number('http.request.resend_count') ?? 0, retried.length),
    retried,
    retryOutcome: aborted ? 'aborted' : readOneOf(attributes, 'anthropic.retry.outcome', RETRY_OUTCOMES),
    waitedSeconds: number('anthropic.retry.delay'),
    retryAfterSeconds: number('anthropic.retry.after'),
    limits: limitsOf(attributes),
    exhausted: texts('anthropic.ratelimit.exhausted'),
    stream: {
      outcome: inSuccess ? undefined : streamOutcomeOf(known),
      events: number('anthropic.stream.events'),
      lastEvent: text('anthropic.stream.last_event'),
      openBlock: text('anthropic.stream.open_block'),
      longestGapSeconds: number('anthropic.stream.longest_gap'),
      silenceSeconds: number('anthropic.stream.silence'),
      consumerWaitSeconds: number('anthropic.stream.consumer_wait'),
      characters: number('anthropic.stream.output_characters'),
      truncatedToolInput: attributes['anthropic.stream.truncated_tool_input'] === true,
    },
    stopReason: text('anthropic.message.stop_reason') ?? finishReason(attributes),
    contentBlocks: number('anthropic.message.content_blocks'),
    maxTokens: number('gen_ai.request.max_tokens'),
    requestBytes: number('anthropic.request.size'),
    inputTokens: number('gen_ai.usage.input_tokens'),
    outputTokens: number('gen_ai.usage.output_tokens'),
    contextInputTokens: number('anthropic.usage.context.input_tokens') ?? number('gen_ai.usage.input_tokens'),
    contextOutputTokens:
      number('anthropic.usage.context.output_tokens') ?? number('gen_ai.usage.output_tokens'),
    thresholds,
  };
}

/** The API's type, or one of the SDK's own, that goes with a class. */
const typeOfClass = (className: string | undefined): string | undefined =>
  className !== undefined && SERVER_ERROR_CLASSES.has(className)
    ? className
    : TYPE_OF_CLASS.get(className ?? '');

/** The class that the span writes as the type of its error, or the one in front of its sentence where that type says nothing. */
function classOfEither(type: string | undefined, sentence: string | undefined): string | undefined {
  const named = classOf(type);
  if (type === undefined || isKnown(named) || !/^(?:_OTHER|[A-Z]\w{0,60})$/.test(type)) return named;
  const inFront = classOf(classInFront(sentence));
  return isKnown(inFront) ? inFront : named;
}

const isKnown = (className: string | undefined): boolean =>
  className !== undefined &&
  (typeOfClass(className) !== undefined ||
    [ABORT_CLASSES, ANSWER_CLASSES, CODE_OF_CLASS].some((classes) => classes.has(className)));

/** Something of an answer is on the span: its id, its first chunk, tokens, or the reason why it ended. */
function hasAnswer(attributes: AttributesLike): boolean {
  const above0 = (name: Name) => (readNumber(attributes, name) ?? 0) > 0;
  return (
    readString(attributes, 'gen_ai.response.id') !== undefined ||
    readNumber(attributes, 'gen_ai.response.time_to_first_chunk') !== undefined ||
    above0('gen_ai.usage.output_tokens') ||
    above0('anthropic.stream.events') ||
    finishReason(attributes) !== undefined
  );
}

/** Why the message ended. The conventions write `error` where no reason came. */
function finishReason(attributes: AttributesLike): string | undefined {
  const [reason] = readStrings(attributes, 'gen_ai.response.finish_reasons');
  return reason === 'error' ? undefined : reason;
}

/** `AccessDeniedException` of `AccessDeniedException:http://internal.amazon.com/coral/com.amazon.bedrock/`. */
const awsClassOf = (header: string | undefined): string | undefined =>
  header?.split(':', 1)[0]?.split('#').at(-1);

const asSeconds = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

/** At most as long as an attribute that is read. */
const asText = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value.slice(0, MAX_LENGTH) : undefined;

function retriedAttempt(reason: string): RetriedAttempt {
  const space = reason.lastIndexOf(' ');
  return { code: reason.slice(0, Math.max(space, 0)), failure: reason.slice(space + 1) };
}
