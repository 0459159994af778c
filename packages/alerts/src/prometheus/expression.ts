// A condition of the catalogue as PromQL.
import type { Alert, Condition, Selection } from '../catalogue/alert.ts';
import { SIGNALS } from '../catalogue/signals.ts';
import type { AlertThresholds } from '../catalogue/thresholds.ts';
import { promDuration } from '../prom-duration.ts';
import { braced, type Dialect, increase, indent, matchersOf } from './increase.ts';
import { labelName, seriesName } from './names.ts';

type Kind<Name extends Condition['kind']> = Extract<Condition, { kind: Name }>;

/**
 * When `alert` fires, whatever else does.
 *
 * @throws Error when a threshold does not fit its metric.
 */
export function expression(alert: Alert, thresholds: AlertThresholds, dialect: Dialect): string {
  const condition = alert.condition(thresholds);
  const by = ['job', ...alert.by.map(labelName)];
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
    case 'absent':
      return `absent(${seriesName(condition.signal)})`;
  }
}

/**
 * The same, but not while its window still holds what one of the alerts has seen that it depends on: Alertmanager's
 * inhibition ends with the cause, and a longer window would tell of the consequence then.
 */
export function withoutConsequences(alert: Alert, thresholds: AlertThresholds, dialect: Dialect): string {
  const condition = alert.condition(thresholds);
  const { dependsOn = [] } = alert;
  const own = expression(alert, thresholds, dialect);
  if (dependsOn.length === 0 || !('window' in condition) || condition.kind === 'gone') return own;
  const causes = `ALERTS{alertname=~"${dependsOn.join('|')}", alertstate="firing"}`;
  return `(
${indent(own)}
)
unless on (job)
last_over_time(${causes}[${promDuration(condition.window * dialect.timeScale)}])`;
}

function count(condition: Kind<'count'>, by: readonly string[], dialect: Dialect): string {
  const { part, plus, window, atLeast } = condition;
  const rise = (selection: Selection) => increase({ selection, by, window }, dialect);
  return `${plus ? sumOf([rise(part), rise(plus)], by) : rise(part)} >= ${atLeast}`;
}

/** The sum of all, also where one of them has no series. `or` drops what has the same labels. */
function sumOf(parts: readonly string[], by: readonly string[]): string {
  const told = parts.map((part, index) => indent(`label_replace(${part}, "part", "${index}", "", "")`));
  return `sum by (${by.join(', ')}) (\n${told.join('\n    or\n')}\n)`;
}

function ratio(condition: Kind<'ratio'>, by: readonly string[], dialect: Dialect): string {
  const { part, whole, window, above, minimum, minimumOf } = condition;
  const per = ['job', ...(condition.per ?? []).map(labelName)];
  const total = (selection: Selection) => increase({ selection, by: per, window }, dialect);
  const guarded =
    minimumOf === undefined
      ? `${total(whole)} >= ${minimum}`
      : `${total(whole)}\n  and\n${total(minimumOf)} >= ${minimum}`;
  const matching = by.length === per.length ? '' : ` on (${per.join(', ')}) group_left ()`;
  return `${increase({ selection: part, by, window }, dialect)}
  /${matching}
(${guarded})
  > ${above}`;
}

function quantile(condition: Kind<'quantile'>, by: readonly string[], dialect: Dialect): string {
  const { of: selection, quantile: share, window, above, minimum } = condition;
  return `histogram_quantile(${share}, ${increase({ selection, by, window, bucket: 'all' }, dialect)}) > ${above}
  and
${increase({ selection, by, window }, dialect)} >= ${minimum}`;
}

function burn(condition: Kind<'burn'>, by: readonly string[], dialect: Dialect): string {
  const { of: selection, good, objective, windows, minimum } = condition;
  const { buckets = [] } = SIGNALS[selection.of];
  if (!buckets.includes(good)) {
    throw new Error(`${selection.of} has no bucket up to ${good}; expected one of ${buckets.join(', ')}`);
  }
  const badShare = (window: number, guard: string) =>
    `(1 - ${increase({ selection, by, window, bucket: good }, dialect)} / (${increase({ selection, by, window }, dialect)}${guard}))`;
  return windows
    .map(({ long, short, factor }) => {
      const limit = Number((factor * (1 - objective)).toPrecision(6));
      return `(
  ${badShare(long, ' > 0')} > ${limit}
    and
  ${badShare(short, ` >= ${minimum}`)} > ${limit}
)`;
    })
    .join('\nor\n');
}

function headroom(condition: Kind<'headroom'>, by: readonly string[], { timeScale }: Dialect): string {
  const { remaining, limit, used, per, window, below } = condition;
  const on = ['job', 'instance', ...per.map(labelName)].join(', ');
  const uses = `${seriesName(used.of)}${braced(matchersOf(used.where ?? {}))}[${promDuration(window * timeScale)}]`;
  return `min by (${by.join(', ')}) (
  ${seriesName(remaining)}
    / (${seriesName(limit)} > 0)
    and on (${on}) (sum by (${on}) (increase(${uses})) > 0)
) < ${below}`;
}

const silent = (condition: Kind<'silent'>, by: readonly string[], dialect: Dialect): string =>
  `${increase({ selection: condition.while, by, window: condition.window }, dialect)} >= ${condition.minimum}
  unless
${increase({ selection: condition.signal, by, window: condition.window }, dialect)} > 0`;

const gone = ({ signal, window }: Kind<'gone'>, by: readonly string[], { timeScale }: Dialect): string =>
  `group by (${by.join(', ')}) (last_over_time(${seriesName(signal)}[${promDuration(window * timeScale)}]))
  unless
group by (${by.join(', ')}) (${seriesName(signal)})`;
