// The closed sets of values. Attributes with such a set take their values from here. `meanings.ts` has the meanings.

/** The seven checks in order. A check's step is its position, counted from 1. */
export const CHECKS = [
  'connection',
  'endpoint',
  'identity',
  'request',
  'limits',
  'service',
  'response',
] as const;
export type Check = (typeof CHECKS)[number];

/** The check of a failure whose span does not show the step. Its step is 0. */
export const UNKNOWN_CHECK = 'unknown';
export type AnyCheck = Check | typeof UNKNOWN_CHECK;
export const ANY_CHECKS: readonly AnyCheck[] = [...CHECKS, UNKNOWN_CHECK];

/** The severity of a finding, worst first. A call that recovered is never an `error`. */
export const SEVERITIES = ['error', 'warning', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Who acts on a finding, and how. Alerts go to teams by this. */
export const ACTIONS = [
  'fix_network',
  'fix_endpoint',
  'fix_credentials',
  'add_funds',
  'fix_request',
  'slow_down',
  'raise_limit',
  'wait_and_retry',
  'raise_timeout',
  'consume_stream',
  'review_output',
  'contact_support',
  'investigate',
  'none',
] as const;
export type Action = (typeof ACTIONS)[number];

/** The result of one of the seven checks in a run of `doctor check`. */
export const CHECK_STATES = ['pass', 'warn', 'fail', 'skip'] as const;
export type CheckState = (typeof CHECK_STATES)[number];

/** How a stream ended. */
export const STREAM_OUTCOMES = [
  'completed',
  'interrupted',
  'incomplete',
  'error_event',
  'malformed',
  'aborted',
  'abandoned',
  'timeout',
] as const;
export type StreamOutcome = (typeof STREAM_OUTCOMES)[number];

/** The result of the SDK's retries. Absent if the first attempt succeeded. */
export const RETRY_OUTCOMES = ['recovered', 'exhausted', 'not_retryable', 'aborted'] as const;
export type RetryOutcome = (typeof RETRY_OUTCOMES)[number];

/**
 * Why an attempt failed, from its status, headers and connection. The SDK discards the body of an attempt that it
 * retries.
 */
export const ATTEMPT_FAILURES = [
  'connection',
  'timeout',
  'gateway',
  'unauthorized',
  'rate_limit',
  'overloaded',
  'server',
  'conflict',
  'rejected',
  'aborted',
] as const;
export type AttemptFailure = (typeof ATTEMPT_FAILURES)[number];

/** How an attempt ended: with success, or with one of {@link ATTEMPT_FAILURES}. */
export type AttemptOutcome = 'success' | AttemptFailure;
export const ATTEMPT_OUTCOMES: readonly AttemptOutcome[] = ['success', ...ATTEMPT_FAILURES];

/** The shape of the key in use, without any part of it. */
export const KEY_SHAPES = [
  'ok',
  'missing',
  'undecodable',
  'invisible',
  'whitespace',
  'control',
  'quoted',
  'masked',
  'placeholder',
  'non_ascii',
  'other_vendor',
  'unknown',
] as const;
export type KeyShape = (typeof KEY_SHAPES)[number];

/** The formats of the body in an error response, or in a success that could not be parsed. */
export const BODY_FORMATS = ['api_error', 'json', 'html', 'text', 'empty'] as const;
export type BodyFormat = (typeof BODY_FORMATS)[number];

/** Whether a call goes through a proxy. */
export const PROXY_USES = ['client', 'process', 'ignored'] as const;
export type ProxyUse = (typeof PROXY_USES)[number];

/** The error types of the API's envelope. https://platform.claude.com/docs/en/api/errors */
export const API_ERROR_TYPES = [
  'invalid_request_error',
  'authentication_error',
  'billing_error',
  'permission_error',
  'not_found_error',
  'conflict_error',
  'request_too_large',
  'rate_limit_error',
  'api_error',
  'timeout_error',
  'overloaded_error',
] as const;
export type ApiErrorType = (typeof API_ERROR_TYPES)[number];

/**
 * The `error.type` of a failed call, if neither the API's error body nor the status gives one.
 * The first three are also the words of the SDK's own spans (`src/internal/tracing.ts` of 1.12.0).
 */
export const ERROR_TYPES = [
  'client_timeout_error',
  'connection_error',
  'client_error',
  'stream_interrupted',
  'stream_incomplete',
  'stream_malformed',
  'stream_error',
  'malformed_response',
  'response_interrupted',
] as const;
export type ErrorType = (typeof ERROR_TYPES)[number];
