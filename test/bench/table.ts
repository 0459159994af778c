// What was measured as Markdown: one table of all subjects, and one of the targets.
import type { Results } from './results.ts';
import type { Profile } from './rounds.ts';
import type { Row } from './subjects.ts';
import { floorOf, TARGETS } from './targets.ts';

interface Line {
  readonly label: string;
  readonly measure: string;
  /** Of what is added to the SDK alone. */
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
const count = (value: number): string => value.toFixed(0);

const LINES: readonly Line[] = [
  { label: 'spans of a call', measure: 'spans', show: count, whole: true },
  { label: 'their attributes', measure: 'attributes', show: count, whole: true },
  { label: 'a call', measure: 'call', show: micro, ratio: true },
  { label: 'an event, `create`', measure: 'streamEvent', show: micro, ratio: true },
  { label: 'an event, `messages.stream`', measure: 'helperEvent', show: micro, ratio: true },
  { label: '429, 429, 200', measure: 'retriedCall', show: micro, ratio: true },
  { label: 'a call, not sampled', measure: 'sampled-out call', show: micro, ratio: true },
  { label: 'a call, no provider', measure: 'no-provider call', show: micro, ratio: true },
  { label: 'an open stream, of 200', measure: 'openStream', show: kib },
  { label: 'an answer of 20 MB', measure: 'largeAnswer', show: mib },
  { label: 'a refusal of 40 MB, the longest block', measure: 'largeRefusalBlock', show: milli },
  { label: 'a refusal of 40 MB, CPU time', measure: 'largeRefusalCpu', show: milli },
  { label: 'events pulled, reader stalled after 10', measure: 'pulledEvents', show: count, whole: true },
  { label: 'a stream, from 1 000 to 100 000 events', measure: 'longStream', show: kib },
  { label: 'kept after 100 000 calls', measure: 'manyCalls', show: kib, whole: true },
  { label: 'import', measure: 'import', show: milli, whole: true },
  { label: 'loading and patching the SDK', measure: 'sdk', show: milli },
  { label: 'installed', measure: 'installed', show: megabytes, whole: true },
];

/** A column for each subject: what it adds to the SDK alone, and in brackets the multiple of what is written by hand. */
export function comparison(results: Results, subjects: readonly Row[]): string {
  const lines = LINES.map((line) => [line.label, ...subjects.map((subject) => cell(results, line, subject))]);
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

export function targets(results: Results): string {
  const lines = TARGETS.map(({ name, unit, limit, value }) => {
    const measured = value(results);
    const verdict =
      measured === undefined
        ? ['not told from noise', '']
        : [`${measured.toFixed(2)} ${unit}`, measured <= limit ? 'met' : '**missed**'];
    return [name, `≤ ${limit} ${unit}`, ...verdict];
  });
  return markdown(['target', 'limit', 'measured', ''], lines);
}

/** In whose code the microseconds of a unit are spent: a column for each subject. */
export function owners({ unit, subjects: profile }: Profile): string {
  const subjects = Object.keys(profile);
  const names = [...new Set(Object.values(profile).flatMap((owner) => Object.keys(owner)))];
  const rows = names.map(
    (name) => [name, ...subjects.map((subject) => profile[subject]?.[name] ?? 0)] as const,
  );
  const most = Math.max(...rows.flatMap(([, ...values]) => values));
  const digits = most < 10 ? 2 : 1;
  const lines = rows
    .toSorted(([, ...a], [, ...b]) => Math.max(...b) - Math.max(...a))
    .map(([name, ...values]) => [name, ...values.map((value) => (value === 0 ? '' : value.toFixed(digits)))]);
  return markdown([`µs of ${unit}, profiled`, ...subjects], lines);
}

const markdown = (head: readonly string[], lines: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...lines].map((fields) => `| ${fields.join(' | ')} |`).join('\n');
