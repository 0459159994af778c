// Formats the results as Markdown: a table of all subjects, and a table of the targets.
import type { Results } from './results.ts';
import { HEAP } from './rounds.ts';
import type { Row } from './subjects.ts';
import type { Profiled, Spent } from './suite/profile.ts';
import { WORK, WORK_NAMES } from './suite/work.ts';
import { divided, floorOf, TARGETS, type Target, TO_BY_HAND, targetsOf } from './targets.ts';

interface Line {
  readonly label: string;
  readonly measure: string;
  /** The values beyond the SDK alone. */
  readonly show: (added: number) => string;
  /** Whether the multiple of what the one by hand adds is shown, too. */
  readonly ratio?: boolean;
  /** Whether the value itself is shown, instead of what is added. */
  readonly whole?: boolean;
}

const micro = (value: number): string => `${value.toFixed(Math.abs(value) < 10 ? 2 : 0)} µs`;
const milli = (value: number): string => `${value.toFixed(1)} ms`;
const kib = (value: number): string => `${(value / 1024).toFixed(1)} KiB`;
const mib = (value: number): string => `${value.toFixed(0)} MiB`;
const megabytes = (value: number): string => `${(value / 1e6).toFixed(1)} MB`;
const kilobytes = (value: number): string => `${(value / 1000).toFixed(1)} kB`;
const thousands = (value: number): string => `${(value / 1000).toFixed(1)} k`;
const bytes = (value: number): string => `${value.toFixed(0)} bytes`;
const hundredths = (value: number): string => value.toFixed(2);
const count = (value: number): string => value.toFixed(0);

const LINES: readonly Line[] = [
  { label: 'spans of a call', measure: 'spans', show: count, whole: true },
  { label: 'their attributes', measure: 'attributes', show: count, whole: true },
  { label: 'protobuf of a call', measure: 'callBytes', show: bytes, whole: true },
  { label: 'protobuf of 429, 429, 200', measure: 'retriedBytes', show: bytes, whole: true },
  ...WORK_NAMES.map((work) => ({ label: WORK[work].label, measure: work, show: micro, ratio: true })),
  ...HEAP.map((work) => ({
    label: `heap allocated, ${WORK[work].label}`,
    measure: `heap ${work}`,
    show: kilobytes,
    ratio: true,
  })),
  ...WORK_NAMES.map((work) => ({
    label: `instructions, ${WORK[work].label}`,
    measure: `instructions ${work}`,
    show: thousands,
    ratio: true,
  })),
  { label: 'looks at the clock, an event', measure: 'clockReadings', show: hundredths, whole: true },
  { label: 'an open stream, of 200', measure: 'openStream', show: kib },
  { label: 'an answer of 20 MB', measure: 'largeAnswer', show: mib },
  { label: 'answers and requests of 40 MB, the longest block', measure: 'longestBlock', show: milli },
  { label: 'a call of each, CPU time', measure: 'largeCpu', show: milli },
  { label: 'events pulled, reader stalled after 10', measure: 'pulledEvents', show: count, whole: true },
  { label: 'a stream, from 1 000 to 100 000 events', measure: 'longStream', show: kib },
  { label: 'kept after 100 000 calls', measure: 'manyCalls', show: kib, whole: true },
  { label: 'import', measure: 'import', show: milli, whole: true },
  { label: 'loading and patching the SDK', measure: 'sdk', show: milli },
  { label: 'installed', measure: 'installed', show: megabytes, whole: true },
];

/** A column for each subject: what it adds to the SDK alone, and in brackets the multiple of what is written by hand. */
export function comparison(results: Results, subjects: readonly Row[]): string {
  const lines = LINES.map((line) => [line.label, ...subjects.map((subject) => cell(results, line, subject))])
    // A measure without a result has no line.
    .filter(([, ...cells]) => cells.some(Boolean));
  return markdown(['', ...subjects.map(({ label }) => label)], lines);
}

function cell(results: Results, { measure, show, ratio, whole }: Line, { name, without }: Row): string {
  if (whole || name === without) {
    const value = results.get(name, measure);
    return value === undefined ? '' : show(value);
  }
  const added = results.added(name, measure, without);
  if (added === undefined) return '';
  const floor = floorOf(results, measure);
  const sign = added < 0 ? '−' : '+';
  const text = `${sign}${show(Math.abs(added))}`;
  return ratio && floor ? `${text} (${(added / floor).toFixed(2)})` : text;
}

const BEFORE = targetsOf({ owned: 'before', adopted: 'adoptedBefore', packed: 'packedBefore' });

/** A row for each target that was measured: what it costs and may cost, and what it cost before where that was measured. */
export function targets(results: Results): string {
  const hasBefore = BEFORE.some(({ ours }) => ours(results) !== undefined);
  const head = ['', 'floor', 'by hand', ...(hasBefore ? ['before'] : []), 'Sevenstep'];
  const limits = ['to the floor', 'target', '', 'to by hand', `≤ ${TO_BY_HAND}`];
  const lines = TARGETS.flatMap((target, index) => {
    const { name, unit, ours, floor, byHand, limit, toFloor } = target;
    const value = ours(results);
    if (value === undefined) return [];
    const before = BEFORE[index]?.ours(results);
    const [ofFloor, ofHand] = [divided(value, floor?.(results)), divided(value, byHand?.(results))];
    const isRatio = toFloor !== undefined;
    return [
      [
        name,
        figure(floor?.(results), unit),
        figure(byHand?.(results), unit),
        ...(hasBefore ? [figure(before, unit)] : []),
        figure(value, unit),
        ofFloor?.toFixed(2) ?? '',
        ...aim(isRatio ? ofFloor : value, isRatio ? toFloor : limit, isRatio ? '' : unit),
        ofHand?.toFixed(2) ?? '',
        byHand ? verdict(ofHand, TO_BY_HAND) : '',
      ],
    ];
  });
  return markdown([...head, ...limits], lines);
}

const figure = (value: number | undefined, unit: Target['unit']): string =>
  value === undefined ? '' : `${value.toFixed(Math.abs(value) < 100 ? 2 : 0)} ${unit}`.trimEnd();

const aim = (value: number | undefined, limit: number | undefined, unit: Target['unit']): string[] =>
  limit === undefined ? ['', ''] : [`≤ ${limit} ${unit}`.trimEnd(), verdict(value, limit)];

function verdict(value: number | undefined, limit: number): string {
  if (value === undefined) return 'not told from noise';
  return value <= limit ? 'met' : '**missed**';
}

/** In whose code a unit's cost is: a column for each subject. */
export function owners(title: string, profiles: ReadonlyMap<string, Profiled>): string {
  const names = [...new Set([...profiles.values()].flatMap((profile) => Object.keys(profile.owners)))];
  const rows = names.map(
    (name) => [name, ...[...profiles.values()].map((profile) => profile.owners[name] ?? 0)] as const,
  );
  const most = Math.max(...rows.flatMap(([, ...values]) => values));
  const digits = most < 10 ? 2 : 1;
  const lines = rows
    .toSorted(([, ...a], [, ...b]) => Math.max(...b) - Math.max(...a))
    .map(([name, ...values]) => [name, ...values.map((value) => (value === 0 ? '' : value.toFixed(digits)))]);
  return markdown([title, ...profiles.keys()], lines);
}

/** The most functions in each list. */
const SHOWN = 25;

/** The functions that cost most: ours with what they call, and all of them by themselves. */
export function functions(title: string, { functions: all }: Profiled): string {
  const line = ({ place, owner, self, total }: Spent): string[] => [
    place,
    owner,
    self.toFixed(2),
    total.toFixed(2),
  ];
  const ours = all.filter(({ owner }) => owner === 'Sevenstep' || owner === 'by hand');
  const most = (some: readonly Spent[], by: 'self' | 'total'): string[][] =>
    some
      .toSorted((a, b) => b[by] - a[by])
      .slice(0, SHOWN)
      .map(line);
  const head = ['in', 'self', 'total'];
  return [
    markdown([`${title}: ours, with what it calls`, ...head], most(ours, 'total')),
    markdown([`${title}: all, by themselves`, ...head], most(all, 'self')),
  ].join('\n\n');
}

const markdown = (head: readonly string[], lines: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...lines].map((fields) => `| ${fields.join(' | ')} |`).join('\n');
