// The type of an alert. The rules of every backend, their tests and their pages are generated from such records.
import type { Drill } from '@sevenstep/anthropic-simulator';
import type { RuleId } from '@sevenstep/checklist';
import type { Action } from '@sevenstep/semantic-conventions';
import type { PanelId } from './panel-ids.ts';
import type { Label, SignalName } from './signals.ts';
import type { AlertThresholds } from './thresholds.ts';

/** Which values of an attribute are meant: one of these, or `'any'` value at all. */
export type LabelValues = readonly [string, ...string[]] | 'any';

/** Which measurements of a metric are meant. */
export interface Selection {
  readonly of: SignalName;
  /** The number of measurements, or their sum. @default 'count' */
  readonly measure?: 'count' | 'sum';
  readonly where?: { readonly [Name in Label]?: LabelValues };
}

/** A number within the window is reached. */
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

/** Within the window a part exceeds a share of a whole, and reaches a number. */
interface RatioCondition {
  readonly kind: 'ratio';
  readonly part: Selection;
  readonly whole: Selection;
  /** Labels that divide the whole, too. @default none but the service */
  readonly per?: readonly Label[];
  readonly window: number;
  readonly above: number;
  readonly atLeast: number;
  /** The selection that must reach the number, if it is not the part. */
  readonly counted?: Selection;
}

/** A quantile of a histogram is above a figure, of which there was a minimum. */
interface QuantileCondition {
  readonly kind: 'quantile';
  readonly of: Selection;
  readonly quantile: number;
  readonly window: number;
  /** In the metric's unit. */
  readonly above: number;
  readonly minimum: number;
}

/** A row of the burn-rate table: the budget burns `factor` times too fast, over the long window and still over the short one. */
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
  /** Which of them are bad: a selection, or those above a bucket bound of the histogram. */
  readonly bad: Selection | { readonly above: number };
  /** The share of calls that are to be good. */
  readonly objective: number;
  /** Any of them. */
  readonly windows: readonly BurnWindow[];
  /** Bad calls in the long window. */
  readonly atLeast: number;
}

/** The share of a limit that is left, for services that used it within the window. */
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

/** A service that was there within the window is there no more. */
interface GoneCondition {
  readonly kind: 'gone';
  readonly signal: SignalName;
  readonly window: number;
}

/** A gauge that is 1 for the state that holds is 1. */
interface StateCondition {
  readonly kind: 'state';
  readonly part: Selection;
  /** The labels of `by` whose state must hold throughout. The others describe it, and may take turns. */
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

/** Measurements that come in at a steady pace, for the tests of an alert. */
export interface ExampleSeries {
  readonly of: SignalName;
  readonly attributes?: { readonly [Name in Label]?: string };
  /** Measurements a minute. Not of a gauge. */
  readonly perMinute?: number;
  /** Samples, one a minute, as promtool writes them, in place of a pace. Not for a histogram. */
  readonly samples?: string;
  /** Labels of its process, such as `instance`. @default none */
  readonly process?: Readonly<Record<string, string>>;
  /** For a counter: the value of every sample, in place of a steady pace. */
  readonly total?: number;
  /** The value of each measurement, or the value of a gauge. @default 1 for a counter, else 0 */
  readonly value?: number;
  /** Minutes after the start when the first sample is there. @default 0 */
  readonly from?: number;
  /** Minutes after the start after which no sample is there. */
  readonly until?: number;
}

/** The measurements of an example. */
interface Example {
  readonly series: readonly ExampleSeries[];
  /** Minutes after the start when Prometheus began to scrape. @default 0 */
  readonly scrapedFrom?: number;
}

/** A situation in which an alert fires. */
export interface FiringExample extends Example {
  /** The values of the labels in {@link Alert.by}. */
  readonly labels?: { readonly [Name in Label]?: string };
  /** How the summary has the value, worked out by hand. */
  readonly value: string;
  /** How the page lists the diagnoses. @default '', no call has one */
  readonly diagnoses?: string;
}

/** A situation in which it stays quiet. */
export interface QuietExample extends Example {
  readonly because: string;
}

/**
 * How to make an alert fire with the simulator. A separate service repeats the call, so often that each window has
 * the alert's minimum. Latency needs `REHEARSAL_THRESHOLDS`.
 */
export interface AlertDrill {
  /** The call to repeat. Faults with a probability make a share of the calls fail. */
  readonly call: Drill;
  /** A change of the application's telemetry. `no-spans` exports none, `no-diagnoses` has no processor, `stopped` ends the application. */
  readonly telemetry?: 'no-spans' | 'no-metrics' | 'no-diagnoses' | 'stopped';
  /** In place of an application, `doctor check --every` meets the faults of the call. */
  readonly from?: 'doctor';
  /** Panels that have data then, in addition to those that always have data. */
  readonly panels: readonly PanelId[];
  /** Alerts that rightly fire with it, and that nothing inhibits. @default none */
  readonly also?: readonly string[];
}

/** `page` wakes the person on call, `ticket` waits for the morning. */
export type AlertSeverity = 'page' | 'ticket';

/** An alert of the catalogue. */
export interface Alert {
  /** In `CamelCase`; stable for ever once released. */
  readonly name: string;
  readonly severity: AlertSeverity;
  /** The thing that it watches, as a noun phrase. */
  readonly watches: string;
  readonly condition: (thresholds: AlertThresholds) => Condition;
  /** Labels that survive, in addition to the service. */
  readonly by: readonly Label[];
  /** Whether the alert is about a service. @default true */
  readonly ofService?: false;
  /** How long it has to hold, in seconds. */
  readonly for: number;
  /** Why so long, in one sentence. */
  readonly why: string;
  /** How long it goes on after the condition holds no more, so that it does not resolve and fire again and again. @default 10 minutes */
  readonly keepFiring?: number;
  /** Whether the page lists the most frequent diagnoses of the service. */
  readonly breakdown?: true;
  /** One sentence with `{label}` for each label that survives, and `{value}`. */
  readonly summary: string;
  /** The first thing to do. */
  readonly doFirst: string;
  /** The diagnosis it is about, where it is about one and `anthropic.diagnosis.id` is not among the labels that survive. */
  readonly rule?: RuleId;
  /** Decides who gets it, where `anthropic.diagnosis.action` is not among the labels that survive. */
  readonly action?: Action;
  /** Alerts that inhibit this one, which is their symptom. It has to hold for longer than they do, or it would be sent first. */
  readonly dependsOn?: readonly string[];
  readonly fires: readonly [FiringExample, ...FiringExample[]];
  readonly quiet: readonly QuietExample[];
  readonly drill: AlertDrill;
}
