// Turns attributes of a span, or of a text that was read as one, into facts.
import {
  BODY_FORMATS,
  KEY_SHAPES,
  PROXY_USES,
  RETRY_OUTCOMES,
  STREAM_OUTCOMES,
} from '@sevenstep/semantic-conventions';
import { isApiSentence } from '../phrases/index.ts';
import { type Platform, platformOf, platformOfModel } from '../spans/platform.ts';
import { readProvider } from '../spans/provider.ts';
import {
  type AttributesLike,
  MAX_LENGTH,
  type Name,
  readNumber,
  readOneOf,
  readString,
  readStrings,
} from '../spans/read-attributes.ts';
import type { Thresholds } from '../thresholds.ts';
import { ruleOfCloudCode, statusOfCloudCode } from './cloud-codes.ts';
import type { Envelope } from './envelope.ts';
import { ABORT_CLASSES, typeOfClass } from './error-class.ts';
import { isPage, titleOf } from './error-sentence.ts';
import type { Facts, RetriedAttempt, SpanInfo } from './facts.ts';
import { failureStage, KNOWN_ERROR_TYPES, STATUS_OF_TYPE, streamOutcomeOf } from './failure-stage.ts';
import { isOwn } from './goes-with.ts';
import { inferFailure } from './infer-failure.ts';
import { limitsOf } from './read-limits.ts';

// Statuses with the same meaning from every sender, or with their own rule.
const NEVER_FOREIGN: ReadonlySet<number> = new Set([402, 404, 407, 413, 529]);

// These clouds answer with JSON of their own form and without the API's `request-id`.
const CLOUDS: ReadonlySet<Platform | undefined> = new Set(['bedrock', 'vertex', 'foundry']);

/** Functions that unwrap an error's message. */
export interface Unwrap {
  readonly open: (message: string | undefined) => Envelope;
  /** The class of the error, from its type and its message. */
  readonly classIn: (type: string | undefined, message: string | undefined) => string | undefined;
}

/** The facts of a call from its attributes. */
export function factsOf(
  attributes: AttributesLike,
  span: SpanInfo | null,
  thresholds: Thresholds,
  { open, classIn }: Unwrap,
): Facts {
  const text = (name: Name) => readString(attributes, name);
  const number = (name: Name) => readNumber(attributes, name);
  const texts = (name: Name) => readStrings(attributes, name);

  const writtenType = text('anthropic.error.type') ?? text('error.type');
  const written =
    text('anthropic.error.message') ?? (writtenType === undefined ? undefined : asText(span?.statusMessage));
  const className = classIn(writtenType, written);
  const aborted = ABORT_CLASSES.has(className ?? '');
  const givenType = aborted ? undefined : (typeOfClass(className) ?? writtenType);
  const message = aborted ? text('anthropic.error.message') : written;
  const envelope = open(message);
  const host = text('server.address');
  const model = text('gen_ai.request.model');
  const platform = platformOf(readProvider(attributes), host);
  const servedBy = platform ?? platformOfModel(model);
  const errorCode =
    text('anthropic.error.code') ??
    awsClassOf(texts('http.response.header.x-amzn-errortype')[0]) ??
    envelope.code ??
    // Other instrumentations record the code as the error type.
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
  const retryOutcome = aborted ? 'aborted' : readOneOf(attributes, 'anthropic.retry.outcome', RETRY_OUTCOMES);
  const abortedAnswer =
    retryOutcome === 'aborted' && givenType === undefined && (answerBegan || (writtenStatus ?? 500) < 300);
  const known = inferFailure(
    {
      errorType: givenType,
      status: writtenStatus,
      causeCode: text('anthropic.error.cause_code'),
      outcome: outcome ?? (abortedAnswer ? 'aborted' : undefined),
      answerBegan,
      page,
    },
    {
      className,
      sentence,
      wrappedType,
      streamed: attributes['gen_ai.request.stream'] === true && finishReason(attributes) === undefined,
    },
  );
  const { errorType } = known;
  const status = known.status ?? (page ? STATUS_OF_TYPE.get(errorType ?? '') : undefined);
  // An intermediary's answer, if only the sentence shows it.
  const writtenBody = readOneOf(attributes, 'anthropic.error.body', BODY_FORMATS);
  const requestId = text('anthropic.request.id');
  // The class follows from the status, whichever server answered. The type in the envelope is a relay's.
  const relayed = envelope.relayType !== undefined && writtenBody === undefined && requestId === undefined;
  const inferredBody = page ? 'html' : relayed ? 'json' : status === writtenStatus ? undefined : 'text';
  const body = writtenBody ?? inferredBody;
  // The API's envelope in a success that is not a stream.
  const inSuccess =
    body === 'api_error' &&
    outcome === undefined &&
    status !== undefined &&
    status < 300 &&
    errorType !== undefined &&
    KNOWN_ERROR_TYPES.has(errorType);
  const streamOutcome = inSuccess ? undefined : streamOutcomeOf(known);
  const typeStatus = STATUS_OF_TYPE.get(errorType ?? '');
  // The request, the key or a limit is at fault, even if the stream had begun.
  const refusedInStream = streamOutcome === 'error_event' && typeStatus !== undefined && typeStatus < 500;
  // Both count as if the response had the status of the type.
  const asAnswer = inSuccess || refusedInStream;
  const failure = asAnswer ? 'answer' : failureStage(known);
  const named =
    requestId !== undefined ||
    (!page &&
      !relayed &&
      errorType !== undefined &&
      KNOWN_ERROR_TYPES.has(errorType) &&
      // The SDK's class follows from the status.
      (wrappedType === undefined || typeOfClass(className) === undefined)) ||
    ruleOfCloudCode(servedBy, status, errorCode) !== undefined;
  // The API's own error inside a gateway's message. The gateway may have changed its status.
  const wrapped = failure === 'answer' && !named && wrappedType !== undefined;
  const fromApi = named || wrapped;
  const retried = texts('anthropic.retry.reasons').map(retriedAttempt);

  return {
    failure,
    errorType: wrapped ? wrappedType : errorType,
    status,
    apiStatus:
      (wrapped
        ? isOwn(status ?? 0, wrappedType)
          ? status
          : STATUS_OF_TYPE.get(wrappedType)
        : asAnswer
          ? typeStatus
          : undefined) ?? status,
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
    retryOutcome,
    waitedSeconds: number('anthropic.retry.delay'),
    retryAfterSeconds: number('anthropic.retry.after'),
    limits: limitsOf(attributes),
    exhausted: texts('anthropic.ratelimit.exhausted'),
    stream: {
      outcome: streamOutcome,
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

/** Whether the span has a part of an answer: its id, its first chunk, tokens, or a finish reason. */
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

/** Why the message ended. The conventions have `error` if no reason came. */
function finishReason(attributes: AttributesLike): string | undefined {
  const [reason] = readStrings(attributes, 'gen_ai.response.finish_reasons');
  return reason === 'error' ? undefined : reason;
}

/** `AccessDeniedException` of `AccessDeniedException:http://internal.amazon.com/coral/com.amazon.bedrock/`. */
const awsClassOf = (header: string | undefined): string | undefined =>
  header?.split(':', 1)[0]?.split('#').at(-1);

const asSeconds = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

/** The text, cut to the length that is read of an attribute. */
const asText = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value.slice(0, MAX_LENGTH) : undefined;

function retriedAttempt(reason: string): RetriedAttempt {
  const space = reason.lastIndexOf(' ');
  return { code: reason.slice(0, Math.max(space, 0)), failure: reason.slice(space + 1) };
}
