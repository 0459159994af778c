// Generates Datadog monitors from the catalogue, for metrics sent over OTLP. Leaves out alerts that need span metrics.
import { runbookOf } from '../annotations.ts';
import type { Alert, Condition, Selection } from '../catalogue/alert.ts';
import { alerts, needsSpanMetrics } from '../catalogue/index.ts';
import { alertIn } from '../catalogue/name-set.ts';
import { type Label, SIGNALS } from '../catalogue/signals.ts';
import { type AlertThresholds, withAlertThresholds } from '../catalogue/thresholds.ts';
import { extraLabelsOf, type GenerateOptions, namesOf, severityName } from '../options.ts';

/** A monitor in the form of Datadog's API. */
export interface DatadogMonitor {
  readonly name: string;
  readonly type: 'query alert';
  readonly query: string;
  readonly message: string;
  readonly tags: readonly string[];
  readonly priority: number;
  readonly options: {
    readonly thresholds: { readonly critical: number };
    readonly notify_no_data: boolean;
    readonly no_data_timeframe?: number;
    readonly new_group_delay?: number;
    readonly timeout_h?: number;
    readonly include_tags: boolean;
    readonly require_full_window: boolean;
  };
}

/** A query, the value at which it alerts, and the labels that it keeps. */
interface MonitorQuery {
  readonly query: string;
  readonly critical: number;
  readonly by: readonly Label[];
}

const PRIORITIES = { page: 1, ticket: 3 } as const;
/** Minutes. */
const NO_DATA_MINUTES = 15;
/** The shortest timeout in Datadog; 0 means never. Needed because a replaced doctor sends no more data. */
const STATE_TIMEOUT_HOURS = 1;

/** Datadog's `service` is the resource's `service.name`; other attributes keep their names as tags. */
const tagOf = (label: Label): string => (label === 'service.name' ? 'service' : label);

/** The monitors as data. */
export function datadogMonitors(options: GenerateOptions = {}): readonly DatadogMonitor[] {
  const thresholds = withAlertThresholds(options.thresholds);
  return alerts
    .filter((alert) => !needsSpanMetrics(alert))
    .map((alert) => alertIn(namesOf(options), alert))
    .flatMap((alert) =>
      queriesOf(alert, thresholds).map(({ query, critical, by }, index, all) => ({
        name: all.length === 1 ? alert.name : `${alert.name}${index + 1}`,
        type: 'query alert' as const,
        query,
        message: messageOf(alert, by, options),
        tags: tagsOf(alert, options),
        priority: PRIORITIES[alert.severity],
        options: {
          thresholds: { critical },
          include_tags: true,
          require_full_window: false,
          ...noData(alert.condition(thresholds)),
          ...newGroups(alert.condition(thresholds), alert.for),
        },
      })),
    );
}

/** The monitors as JSON. */
export const datadogMonitorsJson = (options: GenerateOptions = {}): string =>
  `${JSON.stringify(datadogMonitors(options), undefined, 2)}\n`;

const noData = ({
  kind,
}: Condition): Pick<DatadogMonitor['options'], 'notify_no_data' | 'no_data_timeframe'> =>
  kind === 'absent' || kind === 'gone'
    ? { notify_no_data: true, no_data_timeframe: NO_DATA_MINUTES }
    : { notify_no_data: false };

/** Settings for a new group. A state has no data before it first holds, so its window is never full of zeros. */
const newGroups = (
  { kind }: Condition,
  held: number,
): Pick<DatadogMonitor['options'], 'new_group_delay' | 'timeout_h'> =>
  kind === 'state' ? { new_group_delay: held, timeout_h: STATE_TIMEOUT_HOURS } : {};

function queriesOf(alert: Alert, thresholds: AlertThresholds): readonly MonitorQuery[] {
  const condition = alert.condition(thresholds);
  const all: readonly Label[] = [
    ...(alert.ofService === false ? [] : (['service.name'] as const)),
    ...alert.by,
  ];
  const one = (query: string, critical: number, by = all): readonly MonitorQuery[] => [
    { query, critical, by },
  ];
  switch (condition.kind) {
    case 'count': {
      const { moreThan } = condition;
      if (moreThan)
        return one(...excess({ ...condition, kind: 'ratio', whole: moreThan.of, above: moreThan.share }));
      return one(
        `sum(${last(condition.window)}):${counts(condition, all)} >= ${condition.atLeast}`,
        condition.atLeast,
      );
    }
    case 'ratio':
      return one(...excess(condition));
    case 'quantile': {
      const percentile = `p${condition.quantile * 100}:${metric(condition.of, all)}`;
      return one(`percentile(${last(condition.window)}):${percentile} > ${condition.above}`, condition.above);
    }
    case 'burn':
      return condition.windows.map(({ long, factor }) => {
        const allowed = Number((factor * (1 - condition.objective)).toPrecision(6));
        const bad =
          'above' in condition.bad
            ? `count(v: v>${condition.bad.above}):${metric(condition.of, all)}.as_count()`
            : count(condition.bad, all);
        const limit = rounded((1 - allowed) * condition.atLeast);
        return {
          query: `sum(${last(long)}):${bad} - ${allowed} * ${count(condition.of, all)} > ${limit}`,
          critical: limit,
          by: all,
        };
      });
    case 'headroom': {
      const least = (of: Selection['of']) => `min:${metric({ of }, all)}`;
      const query = `${least(condition.remaining)} / ${least(condition.limit)}`;
      return one(`max(${last(condition.window)}):${query} < ${condition.below}`, condition.below);
    }
    case 'silent': {
      // Fewer than one measurement of `minimum`.
      const by: readonly Label[] = ['service.name'];
      const { signal, or } = condition;
      const zero = (selection: Selection) => `default_zero(${count(selection, by)})`;
      const signals = or ? `(${zero(signal)} + ${zero(or)})` : zero(signal);
      const query = `${count(condition.while, by)} - ${condition.minimum} * ${signals}`;
      return one(`sum(${last(condition.window)}):${query} >= ${condition.minimum}`, condition.minimum);
    }
    case 'state': {
      // With a group for each reason, no group would hold all the time if the reasons change.
      const by: readonly Label[] = ['service.name', ...condition.per];
      const held = `min(${last(alert.for)}):max:${metric(condition.part, by)}`;
      return one(`${held} >= 1`, 1, by);
    }
    case 'gone':
    case 'absent':
      // It waits for the absence of data.
      return one(`sum(${last(NO_DATA_MINUTES * 60)}):${count({ of: condition.signal }, all)} < 0`, 0);
  }
}

/** The number of measurements, even if one of two series has no points. */
const counts = ({ part, plus }: Extract<Condition, { kind: 'count' }>, by: readonly Label[]): string =>
  plus ? [part, plus].map((one) => `default_zero(${count(one, by)})`).join(' + ') : count(part, by);

/**
 * A share with a minimum as one sum, which does not depend on how Datadog divides the window. The part must exceed its
 * share of the whole by at least as much as a smallest part without other calls. Both have the same groups, so a label
 * that only the part has does not survive.
 */
function excess({
  part,
  whole,
  per = [],
  window,
  above,
  atLeast,
  counted,
}: Extract<Condition, { kind: 'ratio' }>): [string, number, readonly Label[]] {
  const by: readonly Label[] = ['service.name', ...per];
  // The sum cannot contain a minimum of something else, so a minimum of the part replaces it.
  const limit = rounded((1 - above) * (counted === undefined ? atLeast - 1 : 1));
  const query = `${total(part, by)} - ${above} * ${total(whole, by)}`;
  return [`sum(${last(window)}):${query} > ${limit}`, limit, by];
}

const rounded = (value: number): number => Number(value.toPrecision(6));

const total = (selection: Selection, by: readonly Label[]): string =>
  selection.measure === 'sum' ? `sum:${metric(selection, by)}.as_count()` : count(selection, by);

/** OTLP histograms are distributions, whose points are counted; counters are counts, which are summed. */
function count(selection: Selection, by: readonly Label[]): string {
  const { measure = 'count', of: signal } = selection;
  const isCounted = SIGNALS[signal].instrument === 'histogram' && measure === 'count';
  return `${isCounted ? 'count' : 'sum'}:${metric(selection, by)}.as_count()`;
}

function metric({ of: signal, where = {} }: Selection, by: readonly Label[]): string {
  const filters = Object.entries(where).map(([label, values]) => {
    const tag = tagOf(label as Label);
    if (values === 'any') return `${tag}:*`;
    return values.length === 1 ? `${tag}:${values[0]}` : `${tag} IN (${values.join(',')})`;
  });
  const groups = by.length === 0 ? '' : ` by {${by.map(tagOf).join(',')}}`;
  return `${signal}{${filters.length === 0 ? '*' : filters.join(' AND ')}}${groups}`;
}

/** A time window in Datadog's notation. */
function last(seconds: number): string {
  const minutes = Math.max(1, Math.ceil(seconds / 60));
  if (minutes < 60) return `last_${minutes}m`;
  const hours = Math.ceil(minutes / 60);
  return hours < 48 ? `last_${hours}h` : `last_${Math.ceil(hours / 24)}d`;
}

function tagsOf({ severity, action }: Alert, options: GenerateOptions): readonly string[] {
  return [
    'integration:sevenstep',
    `severity:${severityName(severity, options)}`,
    ...(action ? [`anthropic.diagnosis.action:${action}`] : []),
    ...Object.entries(extraLabelsOf(options)).map(([name, value]) => `${name}:${value}`),
  ];
}

/** The message. It omits the query's value, an excess over a share that means nothing to a reader. */
function messageOf(alert: Alert, by: readonly Label[], options: GenerateOptions): string {
  const variable = (label: Label): string =>
    label === 'service.name' ? '{{service.name}}' : `{{[${label}].name}}`;
  const groups = by.map((label) => `${label}: ${variable(label)}`);
  const lost = alert.by
    .filter((label) => !by.includes(label))
    .map((label) => `${label}: group by it to see which`);
  const about = lost.some((line) => line.startsWith('anthropic.diagnosis.id')) ? { ...alert, by: [] } : alert;
  const lines = [
    `Watches ${alert.watches}.`,
    ...groups,
    ...lost,
    alert.doFirst,
    `Runbook: ${runbookOf(about, variable, options.docs ?? '')}`,
  ];
  return lines.join('\n');
}
