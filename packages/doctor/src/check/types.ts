// What a check is, what its probe sees, and what becomes of it.
import type { Finding } from '@sevenstep/checklist';
import type { SpanAttributes } from '@sevenstep/semantic-conventions';
import type { Walk } from './walk.ts';

/** What a probe saw of one connection or call, in the words of a span: the checklist says what it means. */
export interface Seen {
  readonly attributes: SpanAttributes;
  readonly durationSeconds?: number | undefined;
  /** Of an error that is no failure here, such as when another way is open. */
  readonly atMost?: Mildness | undefined;
}

/** How bad a finding is at most, and why. */
export interface Mildness {
  readonly severity: 'warning' | 'info';
  readonly why: string;
}

/** Something that is no failure yet, and the finding whose page says what comes of it. */
export interface Note {
  readonly id: string;
  readonly says: string;
}

/** What a probe reports. */
export interface Observation {
  /** What was seen, in one line. Never any part of a key. */
  readonly says: string;
  readonly seen?: readonly Seen[];
  readonly notes?: readonly Note[];
  /** Nothing was tried; `says` is why. */
  readonly skipped?: boolean;
  /** A problem that no finding of the checklist is about, or what was not tried; what to do about it. */
  readonly hint?: string;
}

/** One row of the table of checks. */
export interface Check {
  /** Stable: it is in the JSON. */
  readonly id: string;
  /** Of the checklist, 1 to 7; the last check, of telemetry, is of none. */
  readonly step?: number;
  /** Checks whose failure makes this one pointless. */
  readonly dependsOn: readonly string[];
  readonly probe: (walk: Walk) => Promise<Observation> | Observation;
}

export type Status = 'pass' | 'warn' | 'fail' | 'skip';

/** What became of a check. */
export interface Result {
  readonly id: string;
  readonly step: number | undefined;
  readonly status: Status;
  readonly says: string;
  readonly findings: readonly Finding[];
  readonly notes: readonly Note[];
  readonly hint?: string | undefined;
  /** The check whose failure made this one pointless. */
  readonly blockedBy?: string | undefined;
  readonly milliseconds: number;
}
