// Converts alerts from the newest names of the GenAI conventions to the previous names.
import { type NameSet, RENAMED_METRICS, type RenamedMetric } from '@sevenstep/semantic-conventions';
import type { Alert, Condition, ExampleSeries, Selection } from './alert.ts';
import { type Label, SIGNALS, type SignalName } from './signals.ts';

const RENAMED: ReadonlyMap<SignalName, RenamedMetric> = new Map(
  RENAMED_METRICS.map((row) => [row.latest, row]),
);

/** The name of a metric in a set. */
export const signalIn = (names: NameSet, signal: SignalName): SignalName =>
  (names === 'previous' ? RENAMED.get(signal)?.previous : undefined) ?? signal;

/** A selection with the names of a set. */
export function selectionIn(names: NameSet, selection: Selection): Selection {
  const of = signalIn(names, selection.of);
  if (of === selection.of) return selection;
  const values = Object.entries(RENAMED.get(selection.of)?.where ?? {});
  const where = {
    ...selection.where,
    ...Object.fromEntries(values.map(([label, value]) => [label, [value]])),
  };
  return { ...selection, of, ...(Object.keys(where).length > 0 && { where }) };
}

/** An alert that watches the metrics of a set. */
export function alertIn(names: NameSet, alert: Alert): Alert {
  if (names === 'latest') return alert;
  const series = (examples: readonly ExampleSeries[]) => examples.map((example) => exampleIn(names, example));
  const [first, ...others] = alert.fires;
  return {
    ...alert,
    condition: (thresholds) => conditionIn(names, alert.condition(thresholds)),
    fires: [
      { ...first, series: series(first.series) },
      ...others.map((one) => ({ ...one, series: series(one.series) })),
    ],
    quiet: alert.quiet.map((one) => ({ ...one, series: series(one.series) })),
  };
}

function conditionIn(names: NameSet, condition: Condition): Condition {
  const same = (selection: Selection): Selection => selectionIn(names, selection);
  switch (condition.kind) {
    case 'count':
      return {
        ...condition,
        part: same(condition.part),
        ...(condition.plus && { plus: same(condition.plus) }),
        ...(condition.moreThan && {
          moreThan: { ...condition.moreThan, of: same(condition.moreThan.of) },
        }),
      };
    case 'ratio': {
      const { part, whole, counted } = condition;
      const of = counted && { counted: same(counted) };
      return { ...condition, part: same(part), whole: same(whole), ...of };
    }
    case 'quantile':
      return { ...condition, of: same(condition.of) };
    case 'burn': {
      const { of, bad } = condition;
      return { ...condition, of: same(of), bad: 'above' in bad ? bad : same(bad) };
    }
    case 'headroom':
      return { ...condition, used: same(condition.used) };
    case 'silent':
      return {
        ...condition,
        signal: same(condition.signal),
        while: same(condition.while),
        ...(condition.or && { or: same(condition.or) }),
      };
    case 'state':
      return { ...condition, part: same(condition.part) };
    case 'gone':
    case 'absent':
      return { ...condition, signal: signalIn(names, condition.signal) };
  }
}

/** An example, with the attributes that the metric of the set has. */
function exampleIn(names: NameSet, example: ExampleSeries): ExampleSeries {
  const of = signalIn(names, example.of);
  if (of === example.of) return example;
  const given = Object.entries({ ...example.attributes, ...RENAMED.get(example.of)?.where });
  const kept = given.filter(([label]) => SIGNALS[of].attributes.includes(label as Label));
  return { ...example, of, attributes: Object.fromEntries(kept) };
}
