// Every figure of the service. A rehearsal does not wait: times are scaled down, and comments have real ones.

export const SETTINGS = {
  /** The first model answers; the next one is asked where it helps. */
  models: ['claude-sonnet-5', 'claude-haiku-4-5'],
  /** A plain answer is given before the user leaves. Real: 60 s. */
  answerWithinMs: 2_500,
  /** One attempt: to the headers of its answer, by the SDK's own timeout, and to its last byte. Real: 20 s and 30 s. */
  headersMs: 1_400,
  attemptMs: 1_500,
  /** Retries of a question. The first wait is the SDK's, with full jitter in place of its quarter; the longest is 8 s there. */
  retries: 4,
  firstRetryMs: 500,
  longestRetryMs: 1_000,
  /** `retry-after` is obeyed up to here; what asks for more is answered elsewhere. Real: 10 s. */
  longestRetryAfterMs: 600,
  /** A second request is sent when nothing has come by then. Real: the p95 of the time to the first event. */
  hedgeAfterMs: 350,
  /** Hedges cost tokens: one for every so many requests, and so many at once. */
  requestsPerHedge: 6,
  hedgesAtOnce: 2,
  /** Requests under way to one model. Real: what your tier allows. */
  concurrency: 16,
  /** Longest wait for the budget while another model may answer. Real: 5 s. */
  longestBudgetWaitMs: 300,
  /** A breaker opens on `service.outage`, or after so many failures in a row, and tries again after a while. Real: 30 s. */
  failuresInARow: 8,
  breakMs: 400,
  /** Pieces that are asked for after `max_tokens` or `pause_turn`. */
  continuations: 3,
  /** After a job failed, no job is tried for so long. Real: minutes. */
  jobPauseMs: 500,
  jobsAtOnce: 2,
} as const;
