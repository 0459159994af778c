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

/** One limit, as the headers of the last response state it. */
export interface Limit {
  readonly kind: string;
  readonly limit?: number | undefined;
  readonly remaining?: number | undefined;
  readonly resetSeconds?: number | undefined;
  /** Share that is used, where the headers state it in place of figures. */
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

/** The facts of one call's span, typed. An unknown field is `undefined`, an unknown list empty. */
export interface Facts {
  /** The stage at which the call failed; `undefined` when it did not. */
  readonly failure?: FailureStage | undefined;
  readonly errorType?: string | undefined;
  readonly status?: number | undefined;
  /** The status that the API gave: that of the error type inside, where a gateway wrapped it in another. */
  readonly apiStatus?: number | undefined;
  /** The API's or the client's own sentence, unwrapped; `''` without a sentence. */
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
  /** The same; behind a gateway, the platform of the model id. */
  readonly servedBy?: Platform | undefined;
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly url?: string | undefined;
  readonly model?: string | undefined;
  readonly keyShape?: KeyShape | undefined;
  /** For a call without a response. */
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
  /** The number of blocks in the answer. */
  readonly contentBlocks?: number | undefined;
  readonly maxTokens?: number | undefined;
  /** The size of the sent body. */
  readonly requestBytes?: number | undefined;
  readonly inputTokens?: number | undefined;
  readonly outputTokens?: number | undefined;
  /** Tokens of the last turn, where a call has several or compacted: the context, in place of what is billed. */
  readonly contextInputTokens?: number | undefined;
  readonly contextOutputTokens?: number | undefined;
  /** Not of the call: what the user of the checklist takes for odd. */
  readonly thresholds: Thresholds;
}
