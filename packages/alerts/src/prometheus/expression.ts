// Writes a condition of the catalogue as PromQL.
import type { Alert, Condition, Selection } from '../catalogue/alert.ts';
import { SIGNALS } from '../catalogue/signals.ts';
import type { AlertThresholds } from '../catalogue/thresholds.ts';
import { promDuration } from '../prom-duration.ts';
import { braced, type Dialect, increase, indent, matchersOf } from './increase.ts';
import { labelName, seriesName } from './names.ts';

type Kind<Name extends Condition['kind']> = Extract<Condition, { kind: Name }>;

/**
 * The expression that is true when `alert` fires, regardless of other alerts.
 *
 * @throws Error if a threshold does not fit its metric.
 */
export function expression(alert: Alert, thresholds: AlertThresholds, dialect: Dialect): string {
  const condition = alert.condition(thresholds);
  const by = [...dialect.identity.all, ...alert.by.map(labelName)];
  switch (condition.kind) {
    case 'count':
      return count(condition, by, dialect);
    case 'ratio':
      return ratio(condition, by, dialect);
    case 'quantile':
      return quantile(condition, by, dialect);
    case 'burn':
      return burn(condition, by, dialect);
    case 'headroom':
      return headroom(condition, by, dialect);
    case 'silent':
      return silent(condition, by, dialect);
    case 'gone':
      return gone(condition, by, dialect);
    case 'state':
      return state(condition, alert.for, by, dialect);
    case 'absent':
      return `absent(${seriesName(condition.signal)}${braced(dialect.matchers)})`;
  }
}

/**
 * The same expression, but silent while its window still contains failures of an alert that it depends on.
 * Alertmanager's inhibition ends with the cause, and a longer window would report the symptom after that.
 */
export function withoutConsequences(alert: Alert, thresholds: AlertThresholds, dialect: Dialect): string {
  const { dependsOn = [] } = alert;
  const own = expression(alert, thresholds, dialect);
  const memory = memoryOf(alert.condition(thresholds));
  if (dependsOn.length === 0 || memory === undefined) return own;
  const named = dependsOn.length === 1 ? `="${dependsOn[0]}"` : `=~"${dependsOn.join('|')}"`;
  const causes = `ALERTS{alertname${named}, alertstate="firing"}`;
  return `(
${indent(own)}
)
unless on (${dialect.identity.all.join(', ')})
last_over_time(${causes}[${promDuration(memory * dialect.timeScale)}])`;
}

/** The seconds for which a condition still holds after its cause has ended. */
function memoryOf(condition: Condition): number | undefined {
  if (condition.kind === 'burn') return Math.max(...condition.windows.map(({ short }) => short));
  return 'window' in condition && condition.kind !== 'gone' ? condition.window : undefined;
}

function count(condition: Kind<'count'>, by: readonly string[], dialect: Dialect): string {
  const { part, plus, window, atLeast, moreThan } = condition;
  const rise = (selection: Selection) => increase({ selection, by, window }, dialect);
  const enough = `${plus ? sumOf([rise(part), rise(plus)], by) : rise(part)} >= ${atLeast}`;
  if (moreThan === undefined) return enough;
  const { all } = dialect.identity;
  const whole = increase({ selection: moreThan.of, by: all, window }, dialect);
  return `${enough}
  unless
${rise(part)}
  / on (${all.join(', ')}) group_left ()
(${whole} > 0)
  <= ${moreThan.share}`;
}

/** The sum of all parts, even if one of them has no series. `or` drops series with the same labels. */
function sumOf(parts: readonly string[], by: readonly string[]): string {
  const labelled = parts.map((part, index) => indent(`label_replace(${part}, "part", "${index}", "", "")`));
  return `sum by (${by.join(', ')}) (\n${labelled.join('\n    or\n')}\n)`;
}

function ratio(condition: Kind<'ratio'>, by: readonly string[], dialect: Dialect): string {
  const { part, whole, window, above, atLeast, counted = part } = condition;
  const per = [...dialect.identity.all, ...(condition.per ?? []).map(labelName)];
  const rise = (selection: Selection, labels = by) => increase({ selection, by: labels, window }, dialect);
  const matching = by.length === per.length ? '' : ` on (${per.join(', ')}) group_left ()`;
  return `${rise(part)}
  /${matching}
(${rise(whole, per)} > 0)
  > ${above}
  and
${rise(counted)} >= ${atLeast}`;
}

function quantile(condition: Kind<'quantile'>, by: readonly string[], dialect: Dialect): string {
  const { of: selection, quantile: share, window, above, minimum } = condition;
  expectBelowLastBucket(selection, above);
  return `histogram_quantile(${share}, ${increase({ selection, by, window, bucket: 'all' }, dialect)}) > ${above}
  and
${increase({ selection, by, window }, dialect)} >= ${minimum}`;
}

function burn(condition: Kind<'burn'>, by: readonly string[], dialect: Dialect): string {
  const { of: selection, bad, objective, windows, atLeast } = condition;
  if ('above' in bad) expectBucket(selection, bad.above);
  const all = (window: number) => increase({ selection, by, window }, dialect);
  const badCalls = (window: number) =>
    'above' in bad
      ? `(${all(window)} - ${increase({ selection, by, window, bucket: bad.above }, dialect)})`
      : increase({ selection: bad, by, window }, dialect);
  const share = (window: number) => `${badCalls(window)} / (${all(window)} > 0)`;
  return windows
    .map(({ long, short, factor }) => {
      const limit = Number((factor * (1 - objective)).toPrecision(6));
      return `(
  ${share(long)} > ${limit}
    and
  ${share(short)} > ${limit}
    and
  ${badCalls(long)} >= ${atLeast}
)`;
    })
    .join('\nor\n');
}

/** @throws Error for a bound that the histogram does not have. */
function expectBucket({ of: signal }: Selection, bound: number): void {
  const { buckets = [] } = SIGNALS[signal];
  if (!buckets.includes(bound))
    throw new Error(`${signal} has no bucket up to ${bound}; expected one of ${buckets.join(', ')}`);
}

/** @throws Error for a time that no quantile of the histogram exceeds. */
function expectBelowLastBucket({ of: signal }: Selection, above: number): void {
  const { buckets = [] } = SIGNALS[signal];
  const last = Math.max(...buckets);
  if (above >= last) throw new Error(`${signal} has no bucket above ${last}; expected less, got ${above}`);
}

function headroom(condition: Kind<'headroom'>, by: readonly string[], dialect: Dialect): string {
  const { remaining, limit, used, per, window, below } = condition;
  const { timeScale, identity, matchers } = dialect;
  const on = [...identity.all, 'instance', ...per.map(labelName)].join(', ');
  const uses = `${seriesName(used.of)}${braced([...matchersOf(used.where ?? {}), ...matchers])}[${promDuration(window * timeScale)}]`;
  return `min by (${by.join(', ')}) (
  ${seriesName(remaining)}${braced(matchers)}
    / (${seriesName(limit)}${braced(matchers)} > 0)
    and on (${on}) (sum by (${on}) (increase(${uses})) > 0)
) < ${below}`;
}

function silent(condition: Kind<'silent'>, by: readonly string[], dialect: Dialect): string {
  const { signal, or, window, minimum } = condition;
  const rise = (selection: Selection) => increase({ selection, by, window }, dialect);
  const signals = or ? [signal, or] : [signal];
  return [`${rise(condition.while)} >= ${minimum}`, ...signals.map((one) => `${rise(one)} > 0`)].join(
    '\n  unless\n',
  );
}

/** @param held seconds for which the state must hold. Labels that only describe it may change in that time. */
function state(
  { part: { of: signal, where = {} }, per }: Kind<'state'>,
  held: number,
  by: readonly string[],
  { timeScale, identity, matchers }: Dialect,
): string {
  const series = `${seriesName(signal)}${braced([...matchersOf(where), ...matchers])}`;
  const on = [...identity.all, ...per.map(labelName)].join(', ');
  return `max by (${by.join(', ')}) (max_over_time(${series}[${promDuration(held * timeScale)}])) == 1
  and on (${on})
max by (${on}) (${series}) == 1`;
}

function gone({ signal, window }: Kind<'gone'>, by: readonly string[], dialect: Dialect): string {
  const series = `${seriesName(signal)}${braced(dialect.matchers)}`;
  return `group by (${by.join(', ')}) (last_over_time(${series}[${promDuration(window * dialect.timeScale)}]))
  unless
group by (${by.join(', ')}) (${series})`;
}
