// SDK version × feature, as a Markdown table.
import type { Cell } from './cells.ts';
import type { Verdict } from './run-cell.ts';
import { FEATURES } from './suite/case.ts';

/** One row per SDK version, over all of its cells: ✓ all pass, ✗ one fails, – the SDK has it not. */
export function featureTable(results: ReadonlyMap<Cell, readonly Verdict[]>): string {
  const rows = [...Map.groupBy(results, ([{ sdk }]) => sdk)].map(([sdk, cells]) => {
    const verdicts = cells.flatMap(([, all]) => all);
    return row([sdk, ...FEATURES.map((feature) => mark(verdicts.filter((one) => one.feature === feature)))]);
  });
  return [row(['SDK', ...FEATURES]), row(['---', ...FEATURES.map(() => ':-:')]), ...rows].join('\n');
}

const row = (fields: readonly string[]): string => `| ${fields.join(' | ')} |`;

function mark(verdicts: readonly Verdict[]): string {
  if (verdicts.some(({ outcome }) => outcome === 'failed')) return '✗';
  return verdicts.some(({ outcome }) => outcome === 'passed') ? '✓' : '–';
}
