// Finds the stage at which a call failed, from the few attributes that every kind of call span has.
import { API_ERROR_TYPES, type StreamOutcome } from '@sevenstep/semantic-conventions';
import { SERVER_ERROR_CLASSES } from './error-class.ts';

/**
 * `connection`: no response came. `client`: the SDK gave up by itself. `answer`: a response with an error status.
 * `malformed`: a success whose body is neither JSON nor an event stream. `body`: a success whose body broke off.
 * `stream`: after a stream had begun. `reading`: the answer came, and something failed after that. `unknown`: failed, with
 * nothing that says where.
 */
export type FailureStage =
  | 'connection'
  | 'client'
  | 'answer'
  | 'malformed'
  | 'body'
  | 'stream'
  | 'reading'
  | 'unknown';

/** The API's own error types, with those of the memory store (SDK 1.12.0, `src/resources/shared.ts`). */
export const KNOWN_ERROR_TYPES: ReadonlySet<string> = new Set([
  ...API_ERROR_TYPES,
  'memory_precondition_failed_error',
  'memory_path_conflict_error',
]);

/** The status that goes with each of the API's error types (https://platform.claude.com/docs/en/api/errors). */
export const STATUS_OF_TYPE: ReadonlyMap<string, number> = new Map(
  Object.entries({
    invalid_request_error: 400,
    authentication_error: 401,
    billing_error: 402,
    permission_error: 403,
    not_found_error: 404,
    conflict_error: 409,
    request_too_large: 413,
    rate_limit_error: 429,
    api_error: 500,
    timeout_error: 504,
    overloaded_error: 529,
  }),
);

/** The error type that goes with each status. */
export const TYPE_OF_STATUS: ReadonlyMap<number, string> = new Map(
  [...STATUS_OF_TYPE].map(([type, status]) => [status, type]),
);

const OUTCOME_OF_TYPE: ReadonlyMap<string, StreamOutcome> = new Map(
  Object.entries({
    stream_interrupted: 'interrupted',
    stream_incomplete: 'incomplete',
    stream_malformed: 'malformed',
  }),
);

const FAILED_OUTCOMES: ReadonlySet<string> = new Set([
  'interrupted',
  'incomplete',
  'error_event',
  'malformed',
  'timeout',
]);

/** The facts that show at which stage a call failed. */
export interface FailureFacts {
  readonly errorType: string | undefined;
  readonly status: number | undefined;
  readonly causeCode: string | undefined;
  readonly outcome: StreamOutcome | undefined;
  /** Whether the span has a fact of a response. */
  readonly answerBegan: boolean;
  /** Whether the error is an intermediary's page. */
  readonly page: boolean;
}

/**
 * How the stream ended, also on spans that say so only by their error type. The API answers an error with an error
 * status, so its error type beside a 2xx came in an `error` event (SDK 1.12.0, `src/core/streaming.ts`).
 */
export function streamOutcomeOf({
  errorType,
  status,
  outcome,
  answerBegan,
}: Omit<FailureFacts, 'causeCode' | 'page'>): StreamOutcome | undefined {
  if (outcome !== undefined || errorType === undefined) return outcome;
  const named = OUTCOME_OF_TYPE.get(errorType);
  if (named !== undefined) return named;
  const began = status === undefined ? answerBegan : status < 300;
  return began && KNOWN_ERROR_TYPES.has(errorType) ? 'error_event' : undefined;
}

/** The stage at which the call failed; `undefined` if it did not fail. */
export function failureStage(known: FailureFacts): FailureStage | undefined {
  const { errorType, status, causeCode, answerBegan } = known;
  const outcome = streamOutcomeOf(known);
  if (outcome !== undefined && FAILED_OUTCOMES.has(outcome)) return 'stream';
  // Checked before the status, because the span may still have an earlier attempt's status. No attempt follows a success.
  if (errorType === 'connection_error' || errorType === 'client_timeout_error') {
    const began = status === undefined ? answerBegan : status < 300;
    return began ? 'reading' : 'connection';
  }
  if (errorType === 'malformed_response') return 'malformed';
  if (errorType === 'response_interrupted') return 'body';
  if (status !== undefined && (status >= 400 || (status >= 300 && errorType !== undefined))) return 'answer';
  if (errorType === undefined) return undefined;
  if (status !== undefined || answerBegan) return 'reading';
  if (known.page || KNOWN_ERROR_TYPES.has(errorType) || SERVER_ERROR_CLASSES.has(errorType)) return 'answer';
  if (causeCode !== undefined) return 'connection';
  return errorType === 'client_error' ? 'client' : 'unknown';
}
