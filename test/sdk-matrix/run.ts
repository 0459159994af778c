// The command: runs the cells, prints a line for each, and what failed. `node test/sdk-matrix/run.ts --help`
import { atOnce } from '../support/at-once.ts';
import { readOptions } from '../support/read-options.ts';
import { CELLS, type Cell, cellName, cellsLikeNewest } from './cells.ts';
import { install, type Packed, pack, tidyCache } from './install.ts';
import { record } from './recorded.ts';
import { report } from './report.ts';
import { runCell, type Verdict } from './run-cell.ts';
import { runPlacements } from './run-placements.ts';

const AT_ONCE = 2;
const HELP = `Runs the behaviour suite in every cell: SDK version × OpenTelemetry line × module system. Then the places that the
diagnosis processor may have among others, on each OpenTelemetry line, unless cells or cases are chosen.

  --ci               the newest SDK, the oldest, and both sides of each boundary
  --only <version>   the cells of this SDK version; may be given again
  --like-newest <version>
                     the cells of the newest, with an SDK version that has no row yet
  --case <text>      the cases with this text in their name
  --table            records the SDK versions all of whose cells ran, and writes the table of the instrumentation's README

Exit codes: 0 when every case passes, 1 when one fails or a cell does not run, 2 for a wrong option.`;

const OPTIONS = {
  ci: { type: 'boolean', default: false },
  only: { type: 'string', multiple: true },
  'like-newest': { type: 'string' },
  case: { type: 'string' },
  table: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

async function main(): Promise<number> {
  const options = readOptions(OPTIONS);
  if (options === undefined) return 2;
  if (options.help) {
    console.log(HELP);
    return 0;
  }
  const like = options['like-newest'];
  const cells = (like === undefined ? CELLS : cellsLikeNewest(like)).filter(
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
    await atOnce(AT_ONCE, cells, async (cell) => {
      const verdicts = await runAndPrint(cell, packed, options.case);
      if (verdicts) results.set(cell, verdicts);
    });
    if (!options.only && !options.case && like === undefined) misplaced = await runPlacements(packed);
  } finally {
    tidyCache();
  }
  if (options.table && options.case === undefined) record(results);
  return report(cells, results) || Math.min(misplaced, 1);
}

const sdks = (): string[] => [...new Set(CELLS.map(({ sdk }) => sdk))];

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

process.exitCode = await main();
