// Turns a span's attributes into typed facts, once per span. Every rule reads these and nothing else.
import {
  BODY_FORMATS,
  type BodyFormat,
  KEY_SHAPES,
  type KeyShape,
  PROXY_USES,
  type ProxyUse,
  RETRY_OUTCOMES,
  type RetryOutcome,
  STREAM_OUTCOMES,
  type StreamOutcome,
} from '@sevenstep/semantic-conventions';
import { ruleOfCloudCode, statusOfCloudCode } from './cloud-codes.ts';
import { openEnvelope } from './envelope.ts';
import {
  ABORT_CLASS,
  API_ERROR_TYPES,
  type Failure,
  failureOf,
  STATUS_OF_TYPE,
  streamOutcomeOf,
  TYPE_OF_CLASS,
} from './failure.ts';
import { isApiSentence } from './phrases/index.ts';
import { type Platform, platformOf, platformOfModel } from './platform.ts';
import {
  type AttributesLike,
  MAX_LENGTH,
  type Name,
  readNumber,
  readOneOf,
  readString,
  readStrings,
} from './read.ts';
import { DEFAULT_THRESHOLDS, type Thresholds } from './thresholds.ts';

/** What is known of the span besides its attributes. */
export interface SpanInfo {
  /** How long the call took, retries included. */
  readonly durationSeconds?: number | undefined;
  /** The description of the span's status: where other instrumentations keep the error's message. */
  readonly statusMessage?: string | undefined;
}

/** An attempt that was retried: its status or connection code, and why it failed. */
export interface RetriedAttempt {
  readonly code: string;
  readonly failure: string;
}

/** One limit, as the last response's headers told it. */
export interface Limit {
  readonly kind: string;
  readonly limit?: number | undefined;
  readonly remaining?: number | undefined;
  readonly resetSeconds?: number | undefined;
  /** Share that is used, where that is told in place of figures. */
  readonly utilization?: number | undefined;
}

export interface StreamFacts {
  readonly outcome?: StreamOutcome | undefined;
  readonly events?: number | undefined;
  readonly lastEvent?: string | undefined;
  readonly openBlock?: string | undefined;
  readonly longestGapSeconds?: number | undefined;
  readonly silenceSeconds?: number | undefined;
  /** Seconds in which the stream waited for the application. */
  readonly consumerWaitSeconds?: number | undefined;
  /** Of text, thinking and tool input. */
  readonly characters?: number | undefined;
  /** The JSON of a tool's input breaks off. */
  readonly truncatedToolInput: boolean;
}

/** What one call's span says, typed. A field that the span does not tell is `undefined`, empty for lists. */
export interface Facts {
  /** Where the call failed; `undefined` when it did not. */
  readonly failure?: Failure | undefined;
  readonly errorType?: string | undefined;
  readonly status?: number | undefined;
  /** The status that the API gave: that of the error type inside, where a gateway wrapped it in another. */
  readonly apiStatus?: number | undefined;
  /** The API's or the client's own sentence, unwrapped; `''` when there is none. */
  readonly sentence: string;
  /** The API's `details.error_code`, AWS's class of the exception or Google's status. */
  readonly errorCode?: string | undefined;
  readonly causeCode?: string | undefined;
  readonly body?: BodyFormat | undefined;
  readonly requestId?: string | undefined;
  /** The answer is the API's: it has its `request-id` or one of its error types, or is the cloud's, with one of its codes. */
  readonly fromApi: boolean;
  /** An error answer that an intermediary wrote: no `request-id`, no envelope, no sentence of the API in its body. */
  readonly foreign: boolean;
  /** Headers of a failed response that name who answered. */
  readonly server?: string | undefined;
  readonly via?: string | undefined;
  /** Who serves Claude here, as far as provider or host tell. */
  readonly platform?: Platform | undefined;
  /** The same; behind a gateway, the platform that the model id belongs to. */
  readonly servedBy?: Platform | undefined;
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly url?: string | undefined;
  readonly model?: string | undefined;
  readonly keyShape?: KeyShape | undefined;
  /** Of a call without a response. */
  readonly proxy?: ProxyUse | undefined;
  readonly durationSeconds?: number | undefined;
  readonly timeoutSeconds?: number | undefined;
  /** HTTP requests made, as far as the span tells; at least 1. */
  readonly attempts: number;
  readonly retried: readonly RetriedAttempt[];
  readonly retryOutcome?: RetryOutcome | undefined;
  readonly waitedSeconds?: number | undefined;
  readonly retryAfterSeconds?: number | undefined;
  readonly limits: readonly Limit[];
  /** Kinds of limits that were at 0 when an attempt got a 429. */
  readonly exhausted: readonly string[];
  readonly stream: StreamFacts;
  readonly stopReason?: string | undefined;
  /** Of the answer. */
  readonly contentBlocks?: number | undefined;
  readonly maxTokens?: number | undefined;
  /** Of the body that was sent. */
  readonly requestBytes?: number | undefined;
  readonly inputTokens?: number | undefined;
  readonly outputTokens?: number | undefined;
  /** Not of the call: what the user of the checklist takes for odd. */
  readonly thresholds: Thresholds;
}

// Spans of the SDK's and of agent frameworks that carry the provider's name but are not one API call.
const NOT_CALLS: ReadonlySet<string | undefined> = new Set([
  'execute_tool',
  'invoke_agent',
  'create_agent',
  'invoke_workflow',
]);

/** `gen_ai.system` was the name until version 1.36 of the conventions. */
function providerOf(attributes: AttributesLike): string | undefined {
  const provider = attributes['gen_ai.provider.name'] ?? attributes['gen_ai.system'];
  return typeof provider === 'string' ? provider : undefined;
}

/**
 * Whether a span stands for a whole call of Claude. Attempts are not: they carry neither the provider nor the method.
 * A cloud's name alone does not say it: other vendors' models are there, too.
 */
export function isCall(attributes: AttributesLike): boolean {
  const provider = providerOf(attributes);
  const method = attributes['anthropic.sdk.method'];
  const claude =
    provider === 'anthropic' ||
    (typeof method === 'string' && method !== '') ||
    (platformOf(provider, undefined) !== undefined &&
      /claude/i.test(readString(attributes, 'gen_ai.request.model') ?? ''));
  return claude && !NOT_CALLS.has(readString(attributes, 'gen_ai.operation.name'));
}

// Statuses whose meaning does not hang on who sent them, or that a rule of their own tells apart.
const NEVER_FOREIGN: ReadonlySet<number> = new Set([402, 404, 407, 413, 529]);

// These clouds answer with JSON of their own and without the API's `request-id`.
const CLOUDS: ReadonlySet<Platform | undefined> = new Set(['bedrock', 'vertex', 'foundry']);

/**
 * What a span's attributes say of its call.
 *
 * @example facts({ 'error.type': 'rate_limit_error', 'http.response.status_code': 429 }).failure // 'answer'
 */
export function facts(
  attributes: AttributesLike,
  span: SpanInfo = {},
  thresholds: Thresholds = DEFAULT_THRESHOLDS,
): Facts {
  const text = (name: Name) => readString(attributes, name);
  const number = (name: Name) => readNumber(attributes, name);
  const texts = (name: Name) => readStrings(attributes, name);

  const writtenType = text('anthropic.error.type') ?? text('error.type');
  const aborted = writtenType === ABORT_CLASS;
  const givenType = aborted ? undefined : (TYPE_OF_CLASS[writtenType ?? ''] ?? writtenType);
  const message =
    text('anthropic.error.message') ?? (givenType === undefined ? undefined : asText(span.statusMessage));
  const envelope = openEnvelope(message);
  const host = text('server.address');
  const model = text('gen_ai.request.model');
  const platform = platformOf(providerOf(attributes), host);
  const servedBy = platform ?? platformOfModel(model);
  const errorCode =
    text('anthropic.error.code') ??
    awsClassOf(texts('http.response.header.x-amzn-errortype')[0]) ??
    envelope.code ??
    // Where other instrumentations keep it.
    (givenType !== undefined && statusOfCloudCode(servedBy, givenType) !== undefined ? givenType : undefined);
  const status =
    number('http.response.status_code') ??
    (errorCode === undefined ? undefined : statusOfCloudCode(servedBy, errorCode)) ??
    (givenType !== undefined && /^[1-5]\d\d$/.test(givenType) ? Number(givenType) : undefined) ??
    (givenType === undefined ? undefined : envelope.status);
  const signs = {
    errorType: givenType,
    status,
    causeCode: text('anthropic.error.cause_code'),
    outcome: readOneOf(attributes, 'anthropic.stream.outcome', STREAM_OUTCOMES),
  };
  const failure = failureOf(signs);
  const body = readOneOf(attributes, 'anthropic.error.body', BODY_FORMATS);
  const requestId = text('anthropic.request.id');
  const { sentence, type: wrappedType } = envelope;
  const fromApi =
    requestId !== undefined ||
    (givenType !== undefined && API_ERROR_TYPES.has(givenType)) ||
    ruleOfCloudCode(servedBy, status, errorCode) !== undefined;
  // The API's own error, in the words of a gateway that may have given it another status.
  const wrapped = failure === 'answer' && !fromApi && wrappedType !== undefined;
  const retried = texts('anthropic.retry.reasons').map(retriedAttempt);

  return {
    failure,
    errorType: wrapped ? wrappedType : givenType,
    status,
    apiStatus: wrapped ? (STATUS_OF_TYPE[wrappedType] ?? status) : status,
    sentence,
    errorCode,
    causeCode: signs.causeCode,
    body,
    requestId,
    fromApi,
    foreign:
      failure === 'answer' &&
      body !== undefined &&
      !fromApi &&
      !wrapped &&
      !(CLOUDS.has(platform) && body !== 'html') &&
      status !== undefined &&
      status >= 400 &&
      !NEVER_FOREIGN.has(status) &&
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
    durationSeconds: span.durationSeconds,
    timeoutSeconds: number('anthropic.request.timeout'),
    attempts: 1 + Math.max(number('http.request.resend_count') ?? 0, retried.length),
    retried,
    retryOutcome: aborted ? 'aborted' : readOneOf(attributes, 'anthropic.retry.outcome', RETRY_OUTCOMES),
    waitedSeconds: number('anthropic.retry.delay'),
    retryAfterSeconds: number('anthropic.retry.after'),
    limits: limitsOf(attributes),
    exhausted: texts('anthropic.ratelimit.exhausted'),
    stream: {
      outcome: streamOutcomeOf(signs),
      events: number('anthropic.stream.events'),
      lastEvent: text('anthropic.stream.last_event'),
      openBlock: text('anthropic.stream.open_block'),
      longestGapSeconds: number('anthropic.stream.longest_gap'),
      silenceSeconds: number('anthropic.stream.silence'),
      consumerWaitSeconds: number('anthropic.stream.consumer_wait'),
      characters: number('anthropic.stream.output_characters'),
      truncatedToolInput: attributes['anthropic.stream.truncated_tool_input'] === true,
    },
    stopReason: text('anthropic.message.stop_reason') ?? texts('gen_ai.response.finish_reasons')[0],
    contentBlocks: number('anthropic.message.content_blocks'),
    maxTokens: number('gen_ai.request.max_tokens'),
    requestBytes: number('anthropic.request.size'),
    inputTokens: number('gen_ai.usage.input_tokens'),
    outputTokens: number('gen_ai.usage.output_tokens'),
    thresholds,
  };
}

/** `AccessDeniedException` of `AccessDeniedException:http://internal.amazon.com/coral/com.amazon.bedrock/`. */
const awsClassOf = (header: string | undefined): string | undefined =>
  header?.split(':', 1)[0]?.split('#').at(-1);

/** At most as long as an attribute that is read. */
const asText = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value.slice(0, MAX_LENGTH) : undefined;

function retriedAttempt(reason: string): RetriedAttempt {
  const space = reason.lastIndexOf(' ');
  return { code: reason.slice(0, Math.max(space, 0)), failure: reason.slice(space + 1) };
}

const RATE_LIMIT = 'anthropic.ratelimit.';
/** What a limit is told by. */
const TOLD = ['.remaining', '.utilization'] as const;

function limitsOf(attributes: AttributesLike): readonly Limit[] {
  const limits: Limit[] = [];
  for (const name of Object.keys(attributes)) {
    // Most names end at this cheap test.
    if (!name.startsWith(RATE_LIMIT)) continue;
    const told = TOLD.find((end) => name.endsWith(end));
    const kind = told === undefined ? '' : name.slice(RATE_LIMIT.length, -told.length);
    if (!/^\w{1,60}$/.test(kind) || limits.some((limit) => limit.kind === kind)) continue;
    limits.push({
      kind,
      limit: readNumber(attributes, `anthropic.ratelimit.${kind}.limit`),
      remaining: readNumber(attributes, `anthropic.ratelimit.${kind}.remaining`),
      resetSeconds: readNumber(attributes, `anthropic.ratelimit.${kind}.reset`),
      utilization: readNumber(attributes, `anthropic.ratelimit.${kind}.utilization`),
    });
  }
  return limits;
}
