// Turns a span's attributes into typed facts, once per span. Every rule reads these and nothing else.
import {
  BODY_FORMATS,
  type BodyFormat,
  KEY_SHAPES,
  type KeyShape,
  RETRY_OUTCOMES,
  type RetryOutcome,
  STREAM_OUTCOMES,
  type StreamOutcome,
} from '@sevenstep/semantic-conventions';
import { API_ERROR_TYPES, type Failure, failureOf, streamOutcomeOf } from './failure.ts';
import { isApiSentence } from './phrases.ts';
import { type AttributesLike, type Name, readNumber, readOneOf, readString, readStrings } from './read.ts';
import { sentenceOf } from './sentence.ts';

/** What is known of the span besides its attributes. */
export interface SpanInfo {
  /** How long the call took, retries included. */
  readonly durationSeconds?: number | undefined;
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
}

export interface StreamFacts {
  readonly outcome?: StreamOutcome | undefined;
  readonly events?: number | undefined;
  readonly lastEvent?: string | undefined;
  readonly openBlock?: string | undefined;
  readonly longestGapSeconds?: number | undefined;
  readonly silenceSeconds?: number | undefined;
}

/** What one call's span says, typed. A field that the span does not tell is `undefined`, empty for lists. */
export interface Facts {
  /** Where the call failed; `undefined` when it did not. */
  readonly failure?: Failure | undefined;
  readonly errorType?: string | undefined;
  readonly status?: number | undefined;
  /** The API's or the client's own sentence, unwrapped; `''` when there is none. */
  readonly sentence: string;
  readonly errorCode?: string | undefined;
  readonly causeCode?: string | undefined;
  readonly body?: BodyFormat | undefined;
  readonly requestId?: string | undefined;
  /** The answer is the API's: it has its `request-id` or its envelope. */
  readonly fromApi: boolean;
  /** An error answer that an intermediary wrote: no `request-id`, no envelope, no sentence of the API in its body. */
  readonly foreign: boolean;
  /** Headers of a failed response that name who answered. */
  readonly server?: string | undefined;
  readonly via?: string | undefined;
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly url?: string | undefined;
  readonly model?: string | undefined;
  readonly keyShape?: KeyShape | undefined;
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
  readonly maxTokens?: number | undefined;
  readonly inputTokens?: number | undefined;
  readonly outputTokens?: number | undefined;
}

// Spans of the SDK's and of agent frameworks that carry the provider's name but are not one API call.
const NOT_CALLS: ReadonlySet<string | undefined> = new Set([
  'execute_tool',
  'invoke_agent',
  'create_agent',
  'invoke_workflow',
]);

/**
 * Whether a span stands for a whole API call. Attempts are not: they carry neither the provider nor the method.
 */
export function isCall(attributes: AttributesLike): boolean {
  return (
    (readString(attributes, 'gen_ai.provider.name') === 'anthropic' ||
      readString(attributes, 'anthropic.sdk.method') !== undefined) &&
    !NOT_CALLS.has(readString(attributes, 'gen_ai.operation.name'))
  );
}

// Statuses whose meaning does not hang on who sent them, or that a rule of their own tells apart.
const NEVER_FOREIGN: ReadonlySet<number> = new Set([402, 404, 413, 529]);

/**
 * What a span's attributes say of its call.
 *
 * @example facts({ 'error.type': 'rate_limit_error', 'http.response.status_code': 429 }).failure // 'answer'
 */
export function facts(attributes: AttributesLike, span: SpanInfo = {}): Facts {
  const text = (name: Name) => readString(attributes, name);
  const number = (name: Name) => readNumber(attributes, name);
  const texts = (name: Name) => readStrings(attributes, name);

  const errorType = text('anthropic.error.type') ?? text('error.type');
  const status =
    number('http.response.status_code') ??
    (errorType !== undefined && /^[1-5]\d\d$/.test(errorType) ? Number(errorType) : undefined);
  const signs = {
    errorType,
    status,
    causeCode: text('anthropic.error.cause_code'),
    outcome: readOneOf(attributes, 'anthropic.stream.outcome', STREAM_OUTCOMES),
  };
  const failure = failureOf(signs);
  const body = readOneOf(attributes, 'anthropic.error.body', BODY_FORMATS);
  const requestId = text('anthropic.request.id');
  const sentence = sentenceOf(text('anthropic.error.message'));
  const fromApi =
    requestId !== undefined ||
    body === 'api_error' ||
    (errorType !== undefined && API_ERROR_TYPES.has(errorType));
  const retried = texts('anthropic.retry.reasons').map(retriedAttempt);

  return {
    failure,
    errorType,
    status,
    sentence,
    errorCode: text('anthropic.error.code'),
    causeCode: signs.causeCode,
    body,
    requestId,
    fromApi,
    foreign:
      failure === 'answer' &&
      body !== undefined &&
      !fromApi &&
      status !== undefined &&
      status >= 400 &&
      !NEVER_FOREIGN.has(status) &&
      !isApiSentence(sentence),
    server: texts('http.response.header.server')[0],
    via: texts('http.response.header.via')[0],
    host: text('server.address'),
    port: number('server.port'),
    url: text('url.full'),
    model: text('gen_ai.request.model'),
    keyShape: readOneOf(attributes, 'anthropic.auth.key_shape', KEY_SHAPES),
    durationSeconds: span.durationSeconds,
    timeoutSeconds: number('anthropic.request.timeout'),
    attempts: 1 + Math.max(number('http.request.resend_count') ?? 0, retried.length),
    retried,
    retryOutcome: readOneOf(attributes, 'anthropic.retry.outcome', RETRY_OUTCOMES),
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
    },
    stopReason: text('anthropic.message.stop_reason') ?? texts('gen_ai.response.finish_reasons')[0],
    maxTokens: number('gen_ai.request.max_tokens'),
    inputTokens: number('gen_ai.usage.input_tokens'),
    outputTokens: number('gen_ai.usage.output_tokens'),
  };
}

function retriedAttempt(reason: string): RetriedAttempt {
  const space = reason.lastIndexOf(' ');
  return { code: reason.slice(0, Math.max(space, 0)), failure: reason.slice(space + 1) };
}

function limitsOf(attributes: AttributesLike): readonly Limit[] {
  const limits: Limit[] = [];
  for (const name of Object.keys(attributes)) {
    // Healthy calls come through here too: most names end at this cheap test.
    if (!name.startsWith('anthropic.ratelimit.')) continue;
    const kind = /^anthropic\.ratelimit\.(\w{1,60})\.remaining$/.exec(name)?.[1];
    if (kind === undefined) continue;
    limits.push({
      kind,
      limit: readNumber(attributes, `anthropic.ratelimit.${kind}.limit`),
      remaining: readNumber(attributes, `anthropic.ratelimit.${kind}.remaining`),
      resetSeconds: readNumber(attributes, `anthropic.ratelimit.${kind}.reset`),
    });
  }
  return limits;
}
