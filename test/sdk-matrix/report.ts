// Prints the result of the command: the skipped and the failed cases, and where.
import { type Cell, cellName } from './cells.ts';
import type { Verdict } from './run-cell.ts';

/** Prints it. @returns the exit code */
export function report(cells: readonly Cell[], results: ReadonlyMap<Cell, readonly Verdict[]>): number {
  printSkipped(results);
  printFailures(results);
  const ran = [...results.values()].flat().filter(({ outcome }) => outcome !== 'skipped');
  const failed = ran.filter(({ outcome }) => outcome === 'failed').length;
  const missing = cells.length - results.size;
  console.log(
    `\n${cells.length} cells, ${ran.length} cases: ${failed} failed${missing > 0 ? `; ${missing} cells did not run` : ''}`,
  );
  if (ran.length === 0) console.log('No case ran: nothing has been shown.');
  return failed > 0 || missing > 0 || ran.length === 0 ? 1 : 0;
}

/** The parts that no cell of an SDK version has run: whole features by their name, else the cases. */
function printSkipped(results: ReadonlyMap<Cell, readonly Verdict[]>): void {
  const bySdk = Map.groupBy(results, ([{ sdk }]) => sdk);
  for (const [sdk, cells] of bySdk) {
    const verdicts = cells.flatMap(([, all]) => all);
    const ran = verdicts.filter(({ outcome }) => outcome !== 'skipped');
    const features = new Set(ran.map(({ feature }) => feature));
    const cases = new Set(ran.map(({ name }) => name));
    const lacking = verdicts
      .filter(({ name }) => !cases.has(name))
      .map(({ name, feature }) => (features.has(feature) ? `'${name}'` : feature));
    if (lacking.length > 0)
      console.log(`\nskipped, sdk ${sdk} lacks it: ${[...new Set(lacking)].join(', ')}`);
  }
}

/** Each failure once, with the cells that have it. */
function printFailures(results: ReadonlyMap<Cell, readonly Verdict[]>): void {
  const cellsOf = new Map<string, Cell[]>();
  for (const [cell, verdicts] of results)
    for (const { name, kind, outcome, problems } of verdicts)
      if (outcome === 'failed') {
        const text = [`FAIL ${name} (${kind})`, ...problems.map((problem) => `     ${problem}`)].join('\n');
        cellsOf.set(text, [...(cellsOf.get(text) ?? []), cell]);
      }
  for (const [text, cells] of cellsOf) console.log(`\n${text}\n     in ${where(cells, [...results.keys()])}`);
}

/** The version alone where all of its cells are meant. */
function where(cells: readonly Cell[], all: readonly Cell[]): string {
  const bySdk = [...Map.groupBy(cells, ({ sdk }) => sdk)];
  return bySdk
    .map(([sdk, own]) =>
      own.length === all.filter((cell) => cell.sdk === sdk).length
        ? `sdk ${sdk}`
        : own.map(cellName).join('; '),
    )
    .join('; ');
}
