// The thresholds at which many calls count as a pattern.

/** Thresholds for patterns over many calls. */
export interface PatternThresholds {
  /** How far every window reaches back, and how long a finding stays silent after it was made. @default 60 */
  readonly windowSeconds: number;
  /** `limits.retry_storm`: at least so many retries, and more than calls. @default 10 */
  readonly retryStormRetries: number;
  /** `limits.burst`: at least so many calls that started within a second. @default 10 */
  readonly burstCalls: number;
  /** `limits.shared_key`: near a limit, others used at least so many requests, and as many as this process. @default 20 */
  readonly sharedKeyRequests: number;
  /** `request.reproducible`: the same failure so often. @default 3 */
  readonly reproducibleFailures: number;
  /** `service.outage`: this share of calls failed at the service … @default 0.5 */
  readonly outageShare: number;
  /** … of at least so many calls. @default 10 */
  readonly outageCalls: number;
  /** `identity.fail_fast`: so many refusals without a success in between. @default 5 */
  readonly failFastRefusals: number;
  /** `response.tool_loop_runaway`: so many rounds of tool use in one trace … @default 25 */
  readonly toolRounds: number;
  /** … or so many answers with a tool use to the very same request. @default 5 */
  readonly sameToolRounds: number;
}

export const DEFAULT_PATTERN_THRESHOLDS: PatternThresholds = {
  windowSeconds: 60,
  retryStormRetries: 10,
  burstCalls: 10,
  sharedKeyRequests: 20,
  reproducibleFailures: 3,
  outageShare: 0.5,
  outageCalls: 10,
  failFastRefusals: 5,
  toolRounds: 25,
  sameToolRounds: 5,
};
