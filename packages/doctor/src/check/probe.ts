// The types of a probe, its report, and its result.
import type { Finding } from '@sevenstep/checklist';
import type { SpanAttributes } from '@sevenstep/semantic-conventions';
import type { ProbeContext } from './probe-context.ts';

/** A connection or call that a probe made, with the attributes that its span would have: the checklist diagnoses it. */
export interface ProbedCall {
  readonly attributes: SpanAttributes;
  readonly durationSeconds?: number | undefined;
  /** Set for an error that is not a failure here, for example because another way works. */
  readonly severityCap?: SeverityCap | undefined;
}

/** The highest severity that a finding may have, and why. */
export interface SeverityCap {
  readonly severity: 'warning' | 'info';
  readonly why: string;
}

/** A problem that has not caused a failure yet, and the finding whose page explains its effect. */
export interface Note {
  readonly id: string;
  readonly says: string;
}

/** The report of a probe. */
export interface ProbeReport {
  /** The observation, in one line. Never any part of a key. */
  readonly says: string;
  readonly seen?: readonly ProbedCall[];
  readonly notes?: readonly Note[];
  /** Whether nothing was tried; `says` gives the reason. */
  readonly skipped?: boolean;
  /** Advice about a problem without a finding in the checklist, or about something that was not tried. */
  readonly hint?: string;
}

/** One row of the table of probes. */
export interface Probe {
  /** Stable: it is in the JSON. */
  readonly id: string;
  /** The step of its check, 1 to 7; undefined for the telemetry probe. */
  readonly step?: number;
  /** Probes whose failure makes this one pointless. */
  readonly dependsOn: readonly string[];
  readonly run: (context: ProbeContext) => Promise<ProbeReport> | ProbeReport;
}

export type ProbeStatus = 'pass' | 'warn' | 'fail' | 'skip';

/** The result of a probe. */
export interface ProbeResult {
  readonly id: string;
  readonly step: number | undefined;
  readonly status: ProbeStatus;
  readonly says: string;
  readonly findings: readonly Finding[];
  readonly notes: readonly Note[];
  readonly hint?: string | undefined;
  /** The probe whose failure made this one pointless. */
  readonly blockedBy?: string | undefined;
  readonly milliseconds: number;
}
