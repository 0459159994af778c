// The type of an alert. The rules of every backend, their tests and their pages are generated from such records.
import type { Drill } from '@sevenstep/anthropic-simulator';
import type { RuleId } from '@sevenstep/checklist';
import type { Action } from '@sevenstep/semantic-conventions';
import type { PanelId } from './panel-ids.ts';
import type { Label, SignalName } from './signals.ts';
import type { AlertThresholds } from './thresholds.ts';

/** The values of an attribute to select: one of these, or `'any'` value. */
export type LabelValues = readonly [string, ...string[]] | 'any';

/** The measurements of a metric to select. */
export interface Selection {
  readonly of: SignalName;
  /** The number of measurements, or their sum. @default 'count' */
  readonly measure?: 'count' | 'sum';
  readonly where?: { readonly [Name in Label]?: LabelValues };
}

/** The count in the window reaches a number. */
interface CountCondition {
  readonly kind: 'count';
  readonly part: Selection;
  /** A selection whose measurements are added. */
  readonly plus?: Selection;
  readonly window: number;
  readonly atLeast: number;
  /** Fires only above this share of a whole. Without a whole, the number alone decides. */
  readonly moreThan?: { readonly share: number; readonly of: Selection };
}

/** In the window a part exceeds a share of a whole, and reaches a number. */
interface RatioCondition {
  readonly kind: 'ratio';
  readonly part: Selection;
  readonly whole: Selection;
  /** Labels that also divide the whole. @default only the service */
  readonly per?: readonly Label[];
  readonly window: number;
  readonly above: number;
  readonly atLeast: number;
  /** The selection that must reach the number, if it is not the part. */
  readonly counted?: Selection;
}

/** A quantile of a histogram exceeds a value, with a minimum of measurements. */
interface QuantileCondition {
  readonly kind: 'quantile';
  readonly of: Selection;
  readonly quantile: number;
  readonly window: number;
  /** In the metric's unit. */
  readonly above: number;
  readonly minimum: number;
}

/** A row of the burn-rate table: the budget burns `factor` times too fast in the long window and still in the short one. */
export interface BurnWindow {
  readonly long: number;
  readonly short: number;
  readonly factor: number;
}

/** Bad calls use up their budget too fast, and reach a number. */
interface BurnCondition {
  readonly kind: 'burn';
  /** All calls. */
  readonly of: Selection;
  /** The bad calls: a selection, or the calls above a bucket bound of the histogram. */
  readonly bad: Selection | { readonly above: number };
  /** The target share of good calls. */
  readonly objective: number;
  /** The alert fires if any of these holds. */
  readonly windows: readonly BurnWindow[];
  /** Bad calls in the long window. */
  readonly atLeast: number;
}

/** The remaining share of a limit falls below a value, for services that used the limit in the window. */
interface HeadroomCondition {
  readonly kind: 'headroom';
  readonly remaining: SignalName;
  readonly limit: SignalName;
  readonly used: Selection;
  /** Labels by which use and limit belong together. */
  readonly per: readonly Label[];
  readonly window: number;
  readonly below: number;
}

/** One signal reports calls, and another that should report them too is silent. */
interface SilentCondition {
  readonly kind: 'silent';
  readonly signal: Selection;
  /** Another signal that counts for the first. A set-up may lack it. */
  readonly or?: Selection;
  readonly while: Selection;
  readonly window: number;
  readonly minimum: number;
}

/** A service that sent the signal in the window no longer sends it. */
interface GoneCondition {
  readonly kind: 'gone';
  readonly signal: SignalName;
  readonly window: number;
}

/** A state holds: its gauge is 1. */
interface StateCondition {
  readonly kind: 'state';
  readonly part: Selection;
  /** The labels of `by` for which the state must hold all the time. Other labels only describe it and may change. */
  readonly per: readonly Label[];
}

/** No service sends this metric. */
interface AbsentCondition {
  readonly kind: 'absent';
  readonly signal: SignalName;
}

/** When an alert fires. Windows are seconds. */
export type Condition =
  | CountCondition
  | RatioCondition
  | QuantileCondition
  | BurnCondition
  | HeadroomCondition
  | SilentCondition
  | GoneCondition
  | StateCondition
  | AbsentCondition;

/** Measurements at a steady rate, for the tests of an alert. */
export interface ExampleSeries {
  readonly of: SignalName;
  readonly attributes?: { readonly [Name in Label]?: string };
  /** Measurements per minute. Not for a gauge. */
  readonly perMinute?: number;
  /** Samples, one per minute, in promtool's notation, in place of a rate. Not for a histogram. */
  readonly samples?: string;
  /** Labels of its process, such as `instance`. @default none */
  readonly process?: Readonly<Record<string, string>>;
  /** For a counter: the value of every sample, in place of a steady rate. */
  readonly total?: number;
  /** The value of each measurement, or the value of a gauge. @default 1 for a counter, else 0 */
  readonly value?: number;
  /** Minutes from the start to the first sample. @default 0 */
  readonly from?: number;
  /** Minutes from the start to the last sample. */
  readonly until?: number;
}

/** The measurements of an example. */
interface Example {
  readonly series: readonly ExampleSeries[];
  /** Minutes from the start to the first scrape of Prometheus. @default 0 */
  readonly scrapedFrom?: number;
}

/** A situation in which an alert fires. */
export interface FiringExample extends Example {
  /** The values of the labels in {@link Alert.by}. */
  readonly labels?: { readonly [Name in Label]?: string };
  /** The value in the summary, calculated by hand. */
  readonly value: string;
  /** The diagnoses as the page lists them. @default '', no call has one */
  readonly diagnoses?: string;
}

/** A situation in which the alert stays silent. */
export interface QuietExample extends Example {
  readonly because: string;
}

/**
 * How to make an alert fire with the simulator. A separate service repeats the call, so often that each window has
 * the alert's minimum. Latency needs `REHEARSAL_THRESHOLDS`.
 */
export interface AlertDrill {
  /** The call to repeat. A fault with a probability makes a share of the calls fail. */
  readonly call: Drill;
  /** A change of the application's telemetry. `no-spans` exports none, `no-diagnoses` has no processor, `stopped` ends the application. */
  readonly telemetry?: 'no-spans' | 'no-metrics' | 'no-diagnoses' | 'stopped';
  /** Set if `doctor check --every` meets the faults, in place of an application. */
  readonly from?: 'doctor';
  /** Panels that have data during the drill, in addition to those that always have data. */
  readonly panels: readonly PanelId[];
  /** Other alerts that correctly fire during the drill, and that no alert inhibits. @default none */
  readonly also?: readonly string[];
}

/** `page` wakes the person on call, `ticket` waits for the morning. */
export type AlertSeverity = 'page' | 'ticket';

/** An alert of the catalogue. */
export interface Alert {
  /** In `CamelCase`. It never changes after its release. */
  readonly name: string;
  readonly severity: AlertSeverity;
  /** The watched thing, as a noun phrase. */
  readonly watches: string;
  readonly condition: (thresholds: AlertThresholds) => Condition;
  /** The labels that the alert keeps, in addition to the service. */
  readonly by: readonly Label[];
  /** Whether the alert is about a service. @default true */
  readonly ofService?: false;
  /** Seconds for which the condition must hold. */
  readonly for: number;
  /** The reason for that time, in one sentence. */
  readonly why: string;
  /** Seconds for which it keeps firing after the condition ends, so that it does not flap. @default 10 minutes */
  readonly keepFiring?: number;
  /** Whether the page lists the most frequent diagnoses of the service. */
  readonly breakdown?: true;
  /** One sentence with `{label}` for each kept label, and `{value}`. */
  readonly summary: string;
  /** The first thing to do. */
  readonly doFirst: string;
  /** The diagnosis that the alert is about, if it has one and does not keep the label `anthropic.diagnosis.id`. */
  readonly rule?: RuleId;
  /** Decides which team gets it, if it does not keep the label `anthropic.diagnosis.action`. */
  readonly action?: Action;
  /** Alerts that inhibit this one, which is their symptom. Its `for` must be longer than theirs, or it would be sent first. */
  readonly dependsOn?: readonly string[];
  readonly fires: readonly [FiringExample, ...FiringExample[]];
  readonly quiet: readonly QuietExample[];
  readonly drill: AlertDrill;
}
