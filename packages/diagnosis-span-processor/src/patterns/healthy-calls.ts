// Sums of healthy calls, for a fleet's gateway that sees too many calls to pass each to the detectors.

/** Healthy calls that ended before the next call for `see`. Times are in seconds since the epoch. */
export interface HealthyCalls {
  /** How many ended at about that time. */
  readonly calls?: readonly { readonly endedAt: number; readonly count: number }[];
  /** How many started within the half second of that time. */
  readonly starts?: readonly { readonly startedAt: number; readonly count: number }[];
  /** How often a request was answered, by its fingerprint. */
  readonly passes?: readonly {
    readonly fingerprint: string;
    readonly count: number;
    readonly endedAt: number;
  }[];
  /** Rounds of tool use in a trace that `see` did not get, and how often the last request was repeated. */
  readonly rounds?: readonly {
    readonly traceId: string;
    readonly count: number;
    readonly same: number;
    readonly fingerprint?: string;
    readonly endedAt: number;
  }[];
}
