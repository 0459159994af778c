// The figures from which on an alert fires: a table, and how to override it.

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
  | 'minimumCalls'
  | 'minimumAttempts'
  | 'minimumStreams'
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

/** Every threshold, with its default. Rates are of the window that the alert names. */
export const THRESHOLDS: Readonly<Record<Name, ThresholdSpec>> = {
  minimumCalls: spec(20, 'calls', 'below this many in its window no share of calls is judged'),
  minimumAttempts: spec(20, 'attempts', 'below this many in its window no share of attempts is judged'),
  minimumStreams: spec(20, 'streams', 'below this many in its window no share of streams is judged'),
  credentialFailures: spec(1, 'calls', 'calls refused for their credentials'),
  billingFailures: spec(1, 'calls', 'calls refused because the account cannot pay'),
  quotaFailures: spec(1, 'calls', 'calls refused by a quota that waiting does not refill'),
  connectionFailureShare: spec(0.05, 'share', 'of calls that did not reach the API'),
  requestFailureShare: spec(0.05, 'share', 'of calls whose request was refused as invalid'),
  rateLimitedShare: spec(0.05, 'share', 'of calls that failed with a 429, by limit'),
  headroomShare: spec(0.1, 'share', 'of a rate limit that is left'),
  retryShare: spec(
    0.5,
    'share',
    'of attempts that are retries; above a half there are more retries than calls',
  ),
  waitingShare: spec(0.25, 'share', 'of the time of calls that went into waiting for a retry'),
  serviceFailureShare: spec(0.05, 'share', 'of attempts answered with a 529 or another 5xx of the API'),
  outageShare: spec(0.5, 'share', 'of calls that failed at the service'),
  slowFirstChunkSeconds: spec(10, 'seconds', 'to the first event of a stream, 95th percentile'),
  slowCallSeconds: spec(
    40.96,
    'seconds',
    'that a call may take to be a good one; a bucket bound of its histogram',
  ),
  latencyObjective: spec(0.95, 'share', 'of calls that are to be good ones'),
  interruptedShare: spec(0.02, 'share', 'of streams that ended too early, by how'),
  runawayLoops: spec(1, 'loops', 'tool loops without end that the processor found'),
  refusalShare: spec(0.05, 'share', 'of calls that the model declined to answer'),
  cutOffShare: spec(0.1, 'share', 'of calls whose answer was cut off at `max_tokens`'),
  tokensPerHour: spec(20_000_000, 'tokens', 'an hour of one model and service'),
};

/** The name of a threshold. */
export type ThresholdName = Name;

/** A figure for each threshold. */
export type AlertThresholds = Readonly<Record<ThresholdName, number>>;

/**
 * The defaults with `given` laid over them.
 *
 * @throws TypeError that names a threshold there is none of, or a value that is none.
 */
export function withAlertThresholds(given: Partial<AlertThresholds> = {}): AlertThresholds {
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(THRESHOLDS, name)) {
      throw new TypeError(`thresholds.${name}: expected one of ${Object.keys(THRESHOLDS).join(', ')}`);
    }
    const { unit } = THRESHOLDS[name as ThresholdName];
    const most = unit === 'share' ? 1 : Number.MAX_VALUE;
    if (typeof value !== 'number' || !(value > 0 && value <= most)) {
      const range = unit === 'share' ? 'above 0, at most 1' : 'above 0';
      throw new TypeError(`thresholds.${name}: expected a number ${range}, got ${String(value)}`);
    }
  }
  const names = Object.keys(THRESHOLDS) as ThresholdName[];
  return Object.fromEntries(
    names.map((name) => [name, given[name] ?? THRESHOLDS[name].default]),
  ) as unknown as AlertThresholds;
}
