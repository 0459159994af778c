// The command: runs the cells, prints a line for each, and what failed. `node test/sdk-matrix/run.ts --help`
import { parseArgs } from 'node:util';
import { CELLS, type Cell, cellName } from './cells.ts';
import { install, type Packed, pack, tidyCache } from './install.ts';
import { runCell, type Verdict } from './run-cell.ts';
import { runPlacements } from './run-placements.ts';
import { featureTable } from './table.ts';

const AT_ONCE = 2;
const HELP = `Runs the behaviour suite in every cell: SDK version × OpenTelemetry line × module system. Then the places that the
diagnosis processor may have among others, on each OpenTelemetry line, unless --only or --case is given.

  --ci               the newest SDK, the oldest, and both sides of each boundary
  --only <version>   the cells of this SDK version; may be given again
  --case <text>      the cases with this text in their name
  --table            ends with a table of SDK version × feature

Exit codes: 0 when every case passes, 1 when one fails or a cell does not run, 2 for a wrong option.`;

const OPTIONS = {
  ci: { type: 'boolean', default: false },
  only: { type: 'string', multiple: true },
  case: { type: 'string' },
  table: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

async function main(): Promise<number> {
  const options = readOptions();
  if (options === undefined) return 2;
  if (options.help) {
    console.log(HELP);
    return 0;
  }
  const cells = CELLS.filter(
    ({ sdk, inCi }) => (!options.ci || inCi) && (options.only?.includes(sdk) ?? true),
  );
  if (cells.length === 0) {
    console.error(`no cell has SDK ${options.only?.join(', ')}; there are ${sdks().join(', ')}`);
    return 2;
  }
  tidyCache();
  const packed = await pack().catch((error: Error) => console.error(error.message));
  if (!packed) return 1;
  const results = new Map<Cell, readonly Verdict[]>();
  let misplaced = 0;
  try {
    await atOnce(cells, async (cell) => {
      const verdicts = await runAndPrint(cell, packed, options.case);
      if (verdicts) results.set(cell, verdicts);
    });
    if (!options.only && !options.case) misplaced = await runPlacements(packed);
  } finally {
    tidyCache();
  }
  return report(cells, results, options.table) || Math.min(misplaced, 1);
}

function readOptions() {
  try {
    return parseArgs({ options: OPTIONS }).values;
  } catch (error) {
    console.error((error as Error).message);
    return undefined;
  }
}

const sdks = (): string[] => [...new Set(CELLS.map(({ sdk }) => sdk))];

/** Takes the next cell whenever one is done. */
async function atOnce(cells: readonly Cell[], work: (cell: Cell) => Promise<void>): Promise<void> {
  const queue = [...cells];
  const worker = async (): Promise<void> => {
    for (let cell = queue.shift(); cell; cell = queue.shift()) await work(cell);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

async function runAndPrint(
  cell: Cell,
  packed: Packed,
  only: string | undefined,
): Promise<Verdict[] | undefined> {
  try {
    const app = await install(cell, packed);
    const start = performance.now();
    const verdicts = await runCell(cell, app, only);
    const count = (outcome: Verdict['outcome']) => verdicts.filter((one) => one.outcome === outcome).length;
    const counts = `${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`;
    const time = `${((performance.now() - start) / 1000).toFixed(1)} s`;
    const mark = count('failed') === 0 ? 'ok  ' : 'FAIL';
    console.log(`${mark} ${cellName(cell)}, ${cell.kinds.join(' and ')}: ${counts}, ${time}`);
    return verdicts;
  } catch (error) {
    console.log(`FAIL ${cellName(cell)}: ${(error as Error).message}`);
    return undefined;
  }
}

function report(
  cells: readonly Cell[],
  results: ReadonlyMap<Cell, readonly Verdict[]>,
  table: boolean,
): number {
  printSkipped(results);
  printFailures(results);
  if (table) console.log(`\n${featureTable(results)}`);
  const ran = [...results.values()].flat().filter(({ outcome }) => outcome !== 'skipped');
  const failed = ran.filter(({ outcome }) => outcome === 'failed').length;
  const missing = cells.length - results.size;
  console.log(
    `\n${cells.length} cells, ${ran.length} cases: ${failed} failed${missing > 0 ? `; ${missing} cells did not run` : ''}`,
  );
  if (ran.length === 0) console.log('No case ran: nothing has been shown.');
  return failed > 0 || missing > 0 || ran.length === 0 ? 1 : 0;
}

/** What no cell of an SDK version has run: whole features by their name, else the cases. */
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

process.exitCode = await main();
