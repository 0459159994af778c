// The ratios that are checked in, and what has become worse since.
import { readFileSync, writeFileSync } from 'node:fs';
import type { Results } from './results.ts';
import { TARGETS } from './targets.ts';

const FILE = new URL('./recorded.json', import.meta.url);
const README = new URL('./README.md', import.meta.url);
const SECTION = /(<!-- bench: .*? -->\n)[\s\S]*(<!-- \/bench -->)/;
/** A ratio is worse when it is this many times the recorded one. */
const FACTOR = 1.5;

type Recorded = Readonly<Record<string, number>>;

/** Ratios only: absolute times and bytes differ between machines, and have their limits. */
const ratios = (results: Results): [name: string, value: number][] =>
  TARGETS.filter(({ unit }) => unit === '×').flatMap(({ name, value }) => {
    const measured = value(results);
    return measured === undefined ? [] : [[name, measured]];
  });

/** @param report what the README shows of it. */
export function record(results: Results, report: string): void {
  const rounded = ratios(results).map(([name, value]) => [name, Math.round(value * 100) / 100]);
  writeFileSync(FILE, `${JSON.stringify(Object.fromEntries(rounded), null, 2)}\n`);
  const readme = readFileSync(README, 'utf8');
  writeFileSync(
    README,
    readme.replace(SECTION, (_, start: string, end: string) => `${start}\n${report}\n\n${end}`),
  );
}

/** A sentence for each ratio that is worse than recorded, and each limit of memory or size that is passed. */
export function worse(results: Results): string[] {
  const recorded = JSON.parse(readFileSync(FILE, 'utf8')) as Recorded;
  const ratiosNow = ratios(results).flatMap(([name, now]) => {
    const before = recorded[name];
    if (before === undefined) return [`${name}: no ratio is recorded; \`npm run bench -- --record\` does it`];
    // Where less than by hand is measured, noise is as large as what is measured.
    return now <= Math.max(before, 1) * FACTOR ? [] : [`${name}: ${now.toFixed(2)} × instead of ${before} ×`];
  });
  const limits = TARGETS.filter(({ unit }) => unit !== '×' && unit !== 'µs').flatMap(
    ({ name, unit, limit, value }) => {
      const now = value(results);
      return now === undefined || now <= limit
        ? []
        : [`${name}: ${now.toFixed(2)} ${unit}, over the limit of ${limit} ${unit}`];
    },
  );
  return [...ratiosNow, ...limits];
}
