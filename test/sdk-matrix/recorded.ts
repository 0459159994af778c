// The last complete results of each SDK version, and the section of the README that shows them.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { CELLS, type Cell } from './cells.ts';
import type { Verdict } from './run-cell.ts';
import { FEATURES, type Feature } from './suite/case.ts';

const FILE = new URL('./recorded.json', import.meta.url);
export const README: URL = new URL('../../packages/instrumentation-anthropic/README.md', import.meta.url);

/** ✓ every case of a feature passes, ✗ one fails, – the SDK has it not. */
type Mark = '✓' | '✗' | '–';

interface RecordedSdk {
  /** {@link hashOf} its cells. */
  readonly hash: string;
  /** How many cases ran, by name. */
  readonly cases: number;
  readonly features: Readonly<Partial<Record<Feature, Mark>>>;
}

/** SDK version to what came of it. */
export type Recorded = Readonly<Record<string, RecordedSdk>>;

export const readRecorded = (): Recorded =>
  existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as Recorded) : {};

export const versions: readonly string[] = [...new Set(CELLS.map(({ sdk }) => sdk))];
const cellsOf = (version: string): readonly Cell[] => CELLS.filter(({ sdk }) => sdk === version);

/** The hash of everything that the cells of a version install and run. If it changes, they must run again. */
export const hashOf = (version: string): string =>
  createHash('sha256')
    .update(JSON.stringify([FEATURES, cellsOf(version)]))
    .digest('hex')
    .slice(0, 12);

/** Records the versions all of whose cells ran, forgets those that have no row any more, and writes the README's section. */
export function record(results: ReadonlyMap<Cell, readonly Verdict[]>): void {
  const before = readRecorded();
  const ran = (version: string) => cellsOf(version).every((cell) => results.has(cell));
  const recorded = Object.fromEntries(
    versions.flatMap((version) => {
      const verdicts = cellsOf(version).flatMap((cell) => results.get(cell) ?? []);
      const row = ran(version) ? rowOf(version, verdicts) : before[version];
      return row ? [[version, row] as const] : [];
    }),
  );
  writeFileSync(FILE, `${JSON.stringify(recorded, null, 2)}\n`);
  const text = readFileSync(README, 'utf8');
  writeFileSync(
    README,
    text.replace(/(<!-- matrix: .*? -->\n)[\s\S]*(<!-- \/matrix -->)/, (_, start: string, end: string) =>
      [start, matrixSection(recorded), '', end].join('\n'),
    ),
  );
}

function rowOf(version: string, verdicts: readonly Verdict[]): RecordedSdk {
  const ran = verdicts.filter(({ outcome }) => outcome !== 'skipped');
  return {
    hash: hashOf(version),
    cases: new Set(ran.map(({ name }) => name)).size,
    features: Object.fromEntries(
      FEATURES.map((feature) => [feature, mark(ran.filter((one) => one.feature === feature))]),
    ),
  };
}

function mark(ran: readonly Verdict[]): Mark {
  if (ran.length === 0) return '–';
  return ran.every(({ outcome }) => outcome === 'passed') ? '✓' : '✗';
}

/** The section of the README: what a cell is, and a row for each version. */
export function matrixSection(recorded: Recorded): string {
  const most = Math.max(...Object.values(recorded).map(({ cases }) => cases));
  const head = [
    row(['SDK', 'OpenTelemetry', ...FEATURES]),
    row(['---', '---', ...FEATURES.map(() => ':-:')]),
  ];
  const rows = Object.entries(recorded).map(([version, { features }]) =>
    row([version, linesOf(version).join(', '), ...FEATURES.map((feature) => features[feature] ?? '–')]),
  );
  return [
    `Every version runs the same suite of up to ${most} cases in plain processes. Each case runs with and without the instrumentation, as CommonJS and as ES modules,`,
    'on each OpenTelemetry SDK of the row. `✓`: every case passes. `–`: this version does not have it.',
    '',
    ...head,
    ...rows,
  ].join('\n');
}

/** The OpenTelemetry SDKs that a version runs on, such as `2.12`. */
export const linesOf = (version: string): string[] => [
  ...new Set(cellsOf(version).map(({ otel }) => minorOf(otel.packages[otel.sdk]))),
];

const minorOf = (version = ''): string => version.split('.').slice(0, 2).join('.');
const row = (fields: readonly string[]): string => `| ${fields.join(' | ')} |`;
