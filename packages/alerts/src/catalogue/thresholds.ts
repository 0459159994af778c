// The table of alert thresholds, and the function that overrides them.

/** One row of {@link THRESHOLDS}. */
export interface ThresholdSpec {
  readonly default: number;
  /** `share` is from 0 to 1. */
  readonly unit: 'share' | 'calls' | 'attempts' | 'streams' | 'seconds' | 'tokens' | 'loops';
  readonly what: string;
}

const spec = (value: number, unit: ThresholdSpec['unit'], what: string): ThresholdSpec => ({
  default: value,
  unit,
  what,
});

type Name =
  | 'minimumFailures'
  | 'minimumAttempts'
  | 'minimumStreams'
  | 'minimumCalls'
  | 'allFailing'
  | 'successObjective'
  | 'budgetFailures'
  | 'rejectedShare'
  | 'credentialFailures'
  | 'billingFailures'
  | 'quotaFailures'
  | 'connectionFailureShare'
  | 'requestFailureShare'
  | 'rateLimitedShare'
  | 'headroomShare'
  | 'retryShare'
  | 'waitingShare'
  | 'serviceFailureShare'
  | 'outageShare'
  | 'slowFirstChunkSeconds'
  | 'slowCallSeconds'
  | 'latencyObjective'
  | 'interruptedShare'
  | 'runawayLoops'
  | 'refusalShare'
  | 'cutOffShare'
  | 'tokensPerHour';

/** Every threshold, with its default. */
export const THRESHOLDS: Readonly<Record<Name, ThresholdSpec>> = {
  minimumFailures: spec(
    3,
    'calls',
    'failed calls of one kind in the window; the alert ignores the share if there are fewer',
  ),
  minimumAttempts: spec(
    5,
    'attempts',
    'failed attempts or retries in the window; the alert ignores the share if there are fewer',
  ),
  minimumStreams: spec(
    20,
    'streams',
    'streams in the window; the alert ignores the percentile if there are fewer',
  ),
  minimumCalls: spec(10, 'calls', 'calls in the window; no signal counts as silent if there are fewer'),
  allFailing: spec(3, 'calls', 'failed calls, and no successful call between them'),
  successObjective: spec(0.99, 'share', 'of calls that should succeed; the rest is the error budget'),
  budgetFailures: spec(
    10,
    'calls',
    'failed or slow calls in the long window; the alert ignores the budget if there are fewer',
  ),
  rejectedShare: spec(
    0.05,
    'share',
    'of calls rejected for credentials, billing or quota; a larger share pages, a smaller one is a ticket',
  ),
  credentialFailures: spec(1, 'calls', 'calls rejected for their credentials'),
  billingFailures: spec(1, 'calls', 'calls rejected for billing'),
  quotaFailures: spec(1, 'calls', 'calls rejected by a quota that waiting does not refill'),
  connectionFailureShare: spec(0.05, 'share', 'of calls that no API answered'),
  requestFailureShare: spec(0.05, 'share', 'of calls whose request was rejected as invalid'),
  rateLimitedShare: spec(0.05, 'share', 'of calls that failed with a 429, by limit'),
  headroomShare: spec(0.1, 'share', 'of a rate limit that is left'),
  retryShare: spec(
    0.5,
    'share',
    'of attempts that are retries; above a half there are more retries than calls',
  ),
  waitingShare: spec(0.25, 'share', 'of the time of calls that they spend waiting for a retry'),
  serviceFailureShare: spec(0.05, 'share', 'of attempts that the API answered with 529 or another 5xx'),
  outageShare: spec(0.5, 'share', 'of calls that failed at the service'),
  slowFirstChunkSeconds: spec(10, 'seconds', 'to the first event of a stream, 95th percentile'),
  slowCallSeconds: spec(
    40.96,
    'seconds',
    'a call that takes longer is slow; must be a bucket bound of the histogram',
  ),
  latencyObjective: spec(0.95, 'share', 'of calls that should take less than `slowCallSeconds`'),
  interruptedShare: spec(0.02, 'share', 'of streams that broke on their way, by how they ended'),
  runawayLoops: spec(1, 'loops', 'endless tool loops that the processor found'),
  refusalShare: spec(0.05, 'share', 'of calls that the model declined to answer'),
  cutOffShare: spec(0.1, 'share', 'of calls whose answer was cut off at `max_tokens`'),
  tokensPerHour: spec(20_000_000, 'tokens', 'of one model and service in an hour'),
};

/** The name of a threshold. */
export type ThresholdName = Name;

/** A value for each threshold. */
export type AlertThresholds = Readonly<Record<ThresholdName, number>>;

/** Ranges, without their ends. */
const SHARE = [0, 1] as const;
const NO_SHARE = [0, Number.POSITIVE_INFINITY] as const;
/** With a larger budget, the fastest burn window could not fire even if all calls failed. */
const OBJECTIVE = [0.931, 1] as const;

/**
 * The defaults, overridden by `given`.
 *
 * @throws TypeError that names an unknown threshold, or a value out of range.
 */
export function withAlertThresholds(given: Partial<AlertThresholds> = {}): AlertThresholds {
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(THRESHOLDS, name)) {
      throw new TypeError(`thresholds.${name}: expected one of ${Object.keys(THRESHOLDS).join(', ')}`);
    }
    const { unit } = THRESHOLDS[name as ThresholdName];
    const [least, most] = unit !== 'share' ? NO_SHARE : name.endsWith('Objective') ? OBJECTIVE : SHARE;
    if (typeof value !== 'number' || !(value > least && value < most)) {
      const range = most === 1 ? `above ${least}, below 1` : `above ${least}`;
      throw new TypeError(`thresholds.${name}: expected a number ${range}, got ${String(value)}`);
    }
  }
  const names = Object.keys(THRESHOLDS) as ThresholdName[];
  return Object.fromEntries(
    names.map((name) => [name, given[name] ?? THRESHOLDS[name].default]),
  ) as unknown as AlertThresholds;
}
