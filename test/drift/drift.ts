// The changes of a package between two versions.
import { changelogBetween } from './changelog.ts';
import { compare, type Difference, type Facts } from './facts.ts';
import { bodiesOf, citersOf } from './internals.ts';
import { lineDiff } from './line-diff.ts';
import type { PackageFiles } from './package-files.ts';
import { isThere, placeOf } from './places.ts';
import { CITED } from './sdk-facts.ts';

/** One version of a package. */
export interface Side {
  readonly version: string;
  readonly facts: Facts;
}

export interface Drift {
  readonly name: string;
  /** The place of its version in our sources. */
  readonly place: string;
  readonly from: string;
  readonly to: string;
  readonly differences: readonly Difference[];
  /** Lines of the functions that differ, by the row of the function. */
  readonly bodies: ReadonlyMap<string, readonly string[]>;
  /** Lines of its changelog between the two. */
  readonly changelog: readonly string[];
}

/** Kinds whose rows are what our own sources name: one that they name since is no news of the package. */
const NAMED_BY_US = new Set(['internals', 'exports']);

export function driftOf(name: string, place: string, before: Side, after: Side): Drift {
  const differences = compare(before.facts, after.facts).filter(
    (one) => !NAMED_BY_US.has(one.kind) || (one.before !== undefined && one.after !== undefined),
  );
  return {
    name,
    place,
    from: before.version,
    to: after.version,
    differences,
    bodies: new Map(),
    changelog: [],
  };
}

/** The same, with what the files of both versions show. */
export function withFiles(drift: Drift, before: PackageFiles, after: PackageFiles): Drift {
  const internals = drift.differences.filter(({ kind }) => kind === 'internals');
  return {
    ...drift,
    bodies: new Map(
      internals.map(({ key }) => [key, changedLines(bodiesOf(before, key), bodiesOf(after, key))]),
    ),
    changelog: changelogBetween(after.read('CHANGELOG.md') ?? '', drift.from, drift.to),
  };
}

/** The changed lines of the first module format that differs. The other format has the same changes. */
function changedLines(before: readonly string[], after: readonly string[]): string[] {
  const index = before.findIndex(
    (text, format) => text !== '' && after[format] !== '' && text !== after[format],
  );
  return index < 0 ? [] : lineDiff(before[index] ?? '', after[index] ?? '');
}

export const hasDrifted = ({ from, to, differences }: Drift): boolean =>
  from !== to || differences.length > 0;

/** The lines of the page about one package; none where nothing differs. */
export function pageOf(drift: Drift): string[] {
  if (!hasDrifted(drift)) return [];
  const { name, from, to, place, differences, changelog } = drift;
  const isNewer = from !== to;
  return [
    isNewer ? `${name} ${from} -> ${to} (${place})` : `${name} ${to}`,
    ...[...Map.groupBy(differences, ({ kind }) => kind)].flatMap(([kind, rows]) =>
      kindLines(drift, kind, rows),
    ),
    ...(isNewer && differences.length === 0 ? ['  nothing that is compared differs'] : []),
    ...(changelog.length === 0 ? [] : ['  changelog', ...changelog.map((line) => `    ${line}`)]),
    '',
  ];
}

function kindLines({ bodies }: Drift, kind: string, rows: readonly Difference[]): string[] {
  const { files, what } = placeOf(kind);
  const counts = [...Map.groupBy(rows, newsOf)].map(([news, some]) => `${some.length} ${news}`);
  return [
    `  ${kind}: ${counts.join(', ')}`,
    `    in ${files.join(', ')}: ${what}`,
    ...rows.flatMap((row) => [
      `    ${rowLine(row)}`,
      ...(bodies.get(row.key) ?? []).map((line) => `        ${line}`),
    ]),
  ];
}

const newsOf = ({ before, after }: Difference): 'new' | 'gone' | 'changed' =>
  before === undefined ? 'new' : after === undefined ? 'gone' : 'changed';

function rowLine({ kind, key, before, after }: Difference): string {
  if (after === undefined) return `- ${key}`;
  if (before === undefined)
    return `+ ${key}${after === '' ? '' : `: ${after}`}${isThere(kind, key) ? ' (is there)' : ''}`;
  const citing = kind === 'internals' ? citersOf(CITED, key) : [];
  return `~ ${key}: ${changeOf(before, after)}${citing.length > 0 ? ` (cited in ${citing.join(', ')})` : ''}`;
}

/** The parameters of a function before and after, or that its body alone has changed. */
function changeOf(before: string, after: string): string {
  const [old, now] = [before, after].map((text) => text.replace(/, body .*/, ''));
  return old === now ? 'body' : `${old} -> ${now}`;
}
