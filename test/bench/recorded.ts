// The ratios that are checked in, and what has become worse since.
import { readFileSync, writeFileSync } from 'node:fs';
import type { Results } from './results.ts';
import { divided, TARGETS, type Target } from './targets.ts';

const FILE = new URL('./recorded.json', import.meta.url);
const README = new URL('./README.md', import.meta.url);
const SECTION = /(<!-- bench: .*? -->\n)[\s\S]*(<!-- \/bench -->)/;
/** A ratio is worse when it is this many times the recorded one. The same build had ratios of 1.6 and 4.0 on two machines. */
const FACTOR = 2.5;
/** The smallest share of the SDK's own cost to compare. Short runs may differ by this much. */
const LEAST_SHARE = 0.1;

/** The factor by which bytes may exceed the recorded ones. They hardly differ between runs. */
const MORE = 1.2;

/** Figure and share by the name of the target; `null` if it is lost in noise, or the target has no such value. */
type Recorded = Readonly<Record<string, readonly [figure: number | null, share: number | null]>>;

/** The ratio to the floor, if the target has one, else our cost. */
const figureOf = ({ ours, floor, toFloor }: Target, results: Results): number | undefined =>
  toFloor === undefined ? ours(results) : divided(ours(results), floor?.(results));

const isRatio = ({ toFloor, unit }: Target): boolean => toFloor !== undefined || unit === '×';

/** @param report the text for the README. */
export function record(results: Results, report: string): void {
  const lines = TARGETS.map((target) => {
    const figures = [figureOf(target, results), target.share?.(results)];
    const written = figures.map((figure) => (figure === undefined ? 'null' : hundredths(figure)));
    return `  ${JSON.stringify(target.name)}: [${written.join(', ')}]`;
  });
  writeFileSync(FILE, `{\n${lines.join(',\n')}\n}\n`);
  const readme = readFileSync(README, 'utf8');
  writeFileSync(
    README,
    readme.replace(SECTION, (_, start: string, end: string) => `${start}\n${report}\n\n${end}`),
  );
}

const hundredths = (value: number): number => Math.round(value * 100) / 100;

/** A sentence for each ratio that is worse than recorded, and each figure of memory or size that is over its limit and worse. */
export function worse(results: Results): string[] {
  const recorded = JSON.parse(readFileSync(FILE, 'utf8')) as Recorded;
  return TARGETS.flatMap((target) => {
    const [figure, share] = [figureOf(target, results), target.share?.(results)];
    // A target that was not measured is not worse.
    if (figure === undefined && share === undefined) return [];
    const before = recorded[target.name];
    if (!before) return [`${target.name}: nothing is recorded; \`npm run bench -- --record\` does it`];
    if (isRatio(target)) return worseRatio(target, before, figure, share);
    // Times depend on the machine: they are shown, not compared.
    if (figure === undefined || target.limit === undefined || target.unit === 'µs') return [];
    const most = Math.max(target.limit, (before[0] ?? 0) * MORE);
    return figure <= most
      ? []
      : [`${target.name}: ${figure.toFixed(2)} ${target.unit}, more than ${most.toFixed(2)} ${target.unit}`];
  });
}

function worseRatio(
  { name }: Target,
  [ratioBefore, shareBefore]: Recorded[string],
  ratio: number | undefined,
  share: number | undefined,
): string[] {
  // If the ratio is lost in noise, the share counts.
  const isWorse =
    (ratio === undefined || ratio > Math.max(ratioBefore ?? 0, 1) * FACTOR) &&
    (share === undefined || share > Math.max(shareBefore ?? 0, LEAST_SHARE) * FACTOR);
  if (!isWorse) return [];
  if (ratio !== undefined)
    return [`${name}: ${ratio.toFixed(2)} × instead of ${ratioBefore ?? 'what was lost in noise'} ×`];
  const shares = `${share?.toFixed(2)} instead of ${shareBefore ?? LEAST_SHARE}`;
  return [`${name}: ${shares} of what the SDK alone needs`];
}
