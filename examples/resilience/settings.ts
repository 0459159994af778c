// All numbers of the service. Times are scaled down for the rehearsal, and comments have realistic ones.

export const SETTINGS = {
  /** The first model answers. The next one is asked if it helps. */
  models: ['claude-sonnet-5', 'claude-haiku-4-5'],
  /** The time for an answer, after which the user gets a plain one. Real: 60 s. */
  answerWithinMs: 2_500,
  /** Limits for one attempt: to the answer's headers, by the SDK's own timeout, and to its last byte. Real: 20 s and 30 s. */
  headersMs: 1_400,
  attemptMs: 1_500,
  /** Retries of a question. The first wait is the SDK's, but with full jitter in place of 25 %. The longest is 8 s in the SDK. */
  retries: 4,
  firstRetryMs: 500,
  longestRetryMs: 1_000,
  /** The longest accepted `retry-after`. If it is longer, another model answers. Real: 10 s. */
  longestRetryAfterMs: 600,
  /** The time without an event after which a second request is sent. Real: the p95 of the time to the first event. */
  hedgeAfterMs: 350,
  /** Hedges cost tokens: at most one per `requestsPerHedge` requests, and `hedgesAtOnce` at the same time. */
  requestsPerHedge: 6,
  hedgesAtOnce: 2,
  /** The most simultaneous requests to one model. Real: the limit of your tier. */
  concurrency: 16,
  /** The longest wait for the budget while another model may answer. Real: 5 s. */
  longestBudgetWaitMs: 300,
  /** A breaker opens on `service.outage`, or after this number of consecutive failures, and tries again after a while. Real: 30 s. */
  failuresInARow: 8,
  breakMs: 400,
  /** The most pieces to request after `max_tokens` or `pause_turn`. */
  continuations: 3,
  /** The pause of all jobs after a failed one. Real: minutes. */
  jobPauseMs: 500,
  jobsAtOnce: 2,
} as const;
