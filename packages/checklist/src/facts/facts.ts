// The facts of one call's span, typed. Every rule reads only these.
import type {
  BodyFormat,
  KeyShape,
  ProxyUse,
  RetryOutcome,
  StreamOutcome,
} from '@sevenstep/semantic-conventions';
import type { Platform } from '../spans/platform.ts';
import type { Thresholds } from '../thresholds.ts';
import type { FailureStage } from './failure-stage.ts';

/** The facts of a span outside its attributes. */
export interface SpanInfo {
  /** Seconds that the call took, with retries. */
  readonly durationSeconds?: number | undefined;
  /** The description of the span's status, in which other instrumentations keep the error's message. */
  readonly statusMessage?: string | undefined;
}

/** An attempt that was retried: its status or connection code, and why it failed. */
export interface RetriedAttempt {
  readonly code: string;
  readonly failure: string;
}

/** One limit, as the headers of the last response state it. */
export interface Limit {
  readonly kind: string;
  readonly limit?: number | undefined;
  readonly remaining?: number | undefined;
  readonly resetSeconds?: number | undefined;
  /** The used share, if the headers have that in place of numbers. */
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
  /** Characters of text, thinking and tool input. */
  readonly characters?: number | undefined;
  /** Whether the JSON of a tool's input is truncated. */
  readonly truncatedToolInput: boolean;
}

/** The facts of one call's span, typed. An unknown field is `undefined`, an unknown list empty. */
export interface Facts {
  /** The stage at which the call failed; `undefined` if it did not fail. */
  readonly failure?: FailureStage | undefined;
  readonly errorType?: string | undefined;
  readonly status?: number | undefined;
  /** The API's status. If a gateway changed it, the status of the API's error type. */
  readonly apiStatus?: number | undefined;
  /** The API's or the client's own sentence, unwrapped; `''` without a sentence. */
  readonly sentence: string;
  /** The API's `details.error_code`, AWS's class of the exception or Google's status. */
  readonly errorCode?: string | undefined;
  readonly causeCode?: string | undefined;
  readonly body?: BodyFormat | undefined;
  readonly requestId?: string | undefined;
  /** Whether the API responded, by its `request-id` or an error type, or a cloud, by one of its codes. */
  readonly fromApi: boolean;
  /** Whether an intermediary wrote the error: it has no `request-id`, envelope or sentence of the API. */
  readonly foreign: boolean;
  /** Headers of a failed response that name the server. */
  readonly server?: string | undefined;
  readonly via?: string | undefined;
  /** The platform that serves Claude, if the provider or the host tells. */
  readonly platform?: Platform | undefined;
  /** The same platform, or behind a gateway the platform of the model id. */
  readonly servedBy?: Platform | undefined;
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly url?: string | undefined;
  readonly model?: string | undefined;
  readonly keyShape?: KeyShape | undefined;
  /** Set only for a call without a response. */
  readonly proxy?: ProxyUse | undefined;
  readonly durationSeconds?: number | undefined;
  readonly timeoutSeconds?: number | undefined;
  /** The number of HTTP requests, if the span tells; at least 1. */
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
  /** The number of blocks in the answer. */
  readonly contentBlocks?: number | undefined;
  readonly maxTokens?: number | undefined;
  /** The size of the sent body. */
  readonly requestBytes?: number | undefined;
  readonly inputTokens?: number | undefined;
  readonly outputTokens?: number | undefined;
  /** Tokens of the last turn, which are the context, if a call has several turns or a compaction. */
  readonly contextInputTokens?: number | undefined;
  readonly contextOutputTokens?: number | undefined;
  /** The user's thresholds, not a fact of the call. */
  readonly thresholds: Thresholds;
}
