// Sums of healthy calls, of a place that sees too many to hand each to the detectors: the gateway of a fleet.

/** Healthy calls that ended before the next call that is handed over. Times are in seconds since the epoch. */
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
  /** Rounds of tool use of a trace: those that were not handed over, and how often the last request came in a row. */
  readonly rounds?: readonly {
    readonly traceId: string;
    readonly count: number;
    readonly same: number;
    readonly fingerprint?: string;
    readonly endedAt: number;
  }[];
}
