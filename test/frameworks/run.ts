// The command: runs the rows, prints a line for each, and what is not as it says. `node test/frameworks/run.ts --help`
import { writeFileSync } from 'node:fs';
import { atOnce } from '../support/at-once.ts';
import { readOptions } from '../support/read-options.ts';
import { install, nodeFolder, type Packed, pack, tidyCache } from './install.ts';
import { judge, knownOn, missing, withoutKnown } from './judge.ts';
import { readRecorded, record } from './recorded.ts';
import { runApplication } from './run-application.ts';
import { NODES, type NodeLine, nodesOf, type Problem, type SetUp } from './set-up.ts';
import { SET_UPS } from './set-ups/index.ts';
import { PAGE, page } from './table.ts';

const AT_ONCE = 2;
const HELP = `Runs applications as vendors' documentation has them, with our packages and without: one call span per call, the right
parents, others' spans as they were, the verdict, the same output.

  --ci          the handful that .ci/run runs
  --only <id>   this row; may be given again
  --node <line> on this Node.js only, such as 20 or 24.11.0
  --table       records the results and writes the table of docs/set-ups.md
  --spans       prints the spans of the run with us
  --list        prints the ids

Exit codes: 0 when every row is as it says, 1 when one is not, 2 for a wrong option.`;

const OPTIONS = {
  ci: { type: 'boolean', default: false },
  only: { type: 'string', multiple: true },
  node: { type: 'string' },
  table: { type: 'boolean', default: false },
  spans: { type: 'boolean', default: false },
  list: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/** A row on one Node.js. */
interface Cell {
  readonly setUp: SetUp;
  readonly line: NodeLine;
}

async function main(): Promise<number> {
  const options = readOptions(OPTIONS);
  if (options === undefined) return 2;
  if (options.help || options.list) {
    console.log(options.help ? HELP : SET_UPS.map(({ id }) => id).join('\n'));
    return 0;
  }
  const cells = SET_UPS.filter(({ id }) => options.only?.includes(id) ?? true)
    .flatMap((setUp) => nodesOf(setUp).map((line) => ({ setUp, line })))
    .filter(({ line }) => options.node === undefined || options.node === line)
    .filter(({ setUp: { ci }, line }) => !options.ci || (Array.isArray(ci) ? ci.includes(line) : ci));
  const unknown = options.only?.filter((id) => !SET_UPS.some((setUp) => setUp.id === id)) ?? [];
  if (cells.length === 0 || unknown.length > 0) {
    console.error(`no row is ${unknown.join(', ') || 'left'}; --list has the ids`);
    return 2;
  }
  tidyCache();
  const packed = await pack().catch((error: Error) => console.error(error.message));
  if (!packed) return 1;
  const results = new Map<SetUp, Record<string, readonly Problem[]>>();
  let failed = 0;
  try {
    await atOnce(AT_ONCE, cells, async (cell) => {
      const problems = await problemsOf(cell, packed, options.spans).catch((error: Error) =>
        withoutKnown([{ aspect: 'application', text: error.message }], knownOn(cell.line, cell.setUp.expect)),
      );
      if (problems.length > 0) failed += 1;
      results.set(cell.setUp, { ...results.get(cell.setUp), [NODES[cell.line]]: problems });
      print(cell, problems);
    });
  } finally {
    tidyCache();
  }
  if (options.table) {
    record(results);
    writeFileSync(PAGE, page(readRecorded()));
  }
  console.log(`\n${cells.length} runs, ${failed} failed`);
  return failed > 0 ? 1 : 0;
}

async function problemsOf(
  { setUp, line }: Cell,
  packed: Packed,
  printSpans: boolean,
): Promise<readonly Problem[]> {
  const node = await nodeFolder(line, packed);
  const application = await install(setUp, packed);
  const runWithout = () => runApplication(setUp, 'without', application, node);
  let without = await runWithout();
  // On a busy machine an export may be lost, and a run without spans cannot be compared.
  if (missing(without.spans, setUp.expect.others).length > 0) without = await runWithout();
  const ran = await runApplication(setUp, 'with', application, node);
  if (printSpans) {
    for (const [mode, { spans }] of Object.entries({ without, with: ran })) {
      for (const { attributes, ...span } of spans)
        console.dir([mode, span, Object.fromEntries(attributes)], { depth: 5, breakLength: 200 });
    }
  }
  return judge(setUp, line, without, ran);
}

function print({ setUp, line }: Cell, problems: readonly Problem[]): void {
  const mark = problems.length === 0 ? 'ok  ' : 'FAIL';
  console.log(
    [
      `${mark} ${setUp.id}, Node.js ${NODES[line]}`,
      ...problems.map(({ aspect, text }) => `${aspect}: ${text}`),
    ].join('\n     '),
  );
}

process.exitCode = await main();
