// The ratios that are checked in, and what has become worse since.
import { readFileSync, writeFileSync } from 'node:fs';
import type { Results } from './results.ts';
import { TARGETS } from './targets.ts';

const FILE = new URL('./recorded.json', import.meta.url);
const README = new URL('./README.md', import.meta.url);
const SECTION = /(<!-- bench: .*? -->\n)[\s\S]*(<!-- \/bench -->)/;
/** A ratio is worse when it is this many times the recorded one. */
const FACTOR = 1.5;
/** A smaller share of what the SDK alone needs is compared as if it were this: by so much short runs may differ. */
const LEAST_SHARE = 0.1;

/** Name of a target to its ratio and its share: `null` where that was lost in noise, or there is none. */
type Recorded = Readonly<Record<string, readonly [ratio: number | null, share: number | null]>>;

/** Ratios only: absolute times and bytes differ between machines, and have their limits. */
const ratios = (results: Results): [name: string, ratio: number | undefined, share: number | undefined][] =>
  TARGETS.filter(({ unit }) => unit === '×').map(({ name, value, share }) => [
    name,
    value(results),
    share?.(results),
  ]);

/** @param report what the README shows of it. */
export function record(results: Results, report: string): void {
  const lines = ratios(results).map(([name, ratio, share]) => {
    const figures = [ratio, share].map((figure) => (figure === undefined ? 'null' : hundredths(figure)));
    return `  ${JSON.stringify(name)}: [${figures.join(', ')}]`;
  });
  writeFileSync(FILE, `{\n${lines.join(',\n')}\n}\n`);
  const readme = readFileSync(README, 'utf8');
  writeFileSync(
    README,
    readme.replace(SECTION, (_, start: string, end: string) => `${start}\n${report}\n\n${end}`),
  );
}

const hundredths = (value: number): number => Math.round(value * 100) / 100;

/** A sentence for each ratio that is worse than recorded, and each limit of memory or size that is passed. */
export function worse(results: Results): string[] {
  const recorded = JSON.parse(readFileSync(FILE, 'utf8')) as Recorded;
  const ratiosNow = ratios(results).flatMap(([name, ratio, share]) => {
    const before = recorded[name];
    if (!before) return [`${name}: no ratio is recorded; \`npm run bench -- --record\` does it`];
    const [ratioBefore, shareBefore] = before;
    // Of a ratio that is lost in noise, the share counts.
    const isWorse =
      (ratio !== undefined || share !== undefined) &&
      (ratio === undefined || ratio > Math.max(ratioBefore ?? 0, 1) * FACTOR) &&
      (share === undefined || share > Math.max(shareBefore ?? 0, LEAST_SHARE) * FACTOR);
    if (!isWorse) return [];
    if (ratio !== undefined) {
      return [`${name}: ${ratio.toFixed(2)} × instead of ${ratioBefore ?? 'what was lost in noise'} ×`];
    }
    const shares = `${share?.toFixed(2)} instead of ${shareBefore ?? LEAST_SHARE}`;
    return [`${name}: ${shares} of what the SDK alone needs`];
  });
  // Times depend on the machine: they are shown, not compared.
  const limits = TARGETS.filter(({ unit }) => !['×', 'µs', 'ms'].includes(unit)).flatMap(
    ({ name, unit, limit, value }) => {
      const now = value(results);
      return now === undefined || now <= limit
        ? []
        : [`${name}: ${now.toFixed(2)} ${unit}, over the limit of ${limit} ${unit}`];
    },
  );
  return [...ratiosNow, ...limits];
}
