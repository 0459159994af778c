// The command: measures, prints the tables, and says what is worse than recorded. `npm run bench -- --help`
import { cpus, loadavg, release } from 'node:os';
import { parseArgs } from 'node:util';
import { record, worse } from './recorded.ts';
import { Results } from './results.ts';
import { Bench } from './rounds.ts';
import { COMMON, ROWS } from './subjects.ts';
import { comparison, owners, targets } from './table.ts';

const HELP = `Measures what observing the SDK costs: CPU time, memory, loading and size, against other instrumentations.

  --short        only what ours is compared with; fails on a ratio of more than 1.5 times the recorded one
  --rounds <n>   how often every subject is measured in a new process (default: 3, short: 2)
  --record       writes the ratios to recorded.json and the tables to README.md

Exit codes: 0, 1 when something is worse than recorded or does not run, 2 for a wrong option.`;

const OPTIONS = {
  short: { type: 'boolean', default: false },
  rounds: { type: 'string' },
  record: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/** A ratio that seems worse is measured again, this often: a busy machine is no reason to fail. */
const SECOND_LOOKS = 2;
const TURNS = 10;
const MEMORY_ROUNDS = 3;

const told = (what: string): void => console.error(`${what}, load ${loadavg()[0]?.toFixed(1)}`);

async function main(): Promise<number> {
  const options = readOptions();
  if (!options) return 2;
  if (options.help) {
    console.log(HELP);
    return 0;
  }
  const { short } = options;
  const rounds = Number(options.rounds ?? (short ? 2 : 3));
  if (!Number.isSafeInteger(rounds) || rounds < 1) {
    console.error(`--rounds is '${options.rounds}'; expected a positive integer`);
    return 2;
  }
  const results = new Results();
  const bench = await Bench.prepare(results, short);
  await bench.cpu({ rounds, turns: TURNS, told });
  await bench.memory(MEMORY_ROUNDS);
  await bench.loading(short ? 5 : 10);
  await bench.diagnosis();
  await bench.sizes();
  const profiled = short ? [] : (await bench.profiles()).map(owners);
  const subjects = ROWS.filter(({ inShort }) => inShort || !short);
  const report = [machine(rounds), comparison(results, subjects), targets(results), ...profiled].join('\n\n');
  console.log(report);
  if (options.record) {
    record(results, report);
    return 0;
  }
  return short ? compare(bench, results) : 0;
}

async function compare(bench: Bench, results: Results): Promise<number> {
  let problems = worse(results);
  for (let look = 0; look < SECOND_LOOKS && problems.length > 0; look += 1) {
    console.log(`\nmeasured again: ${problems.join('; ')}`);
    await bench.cpu({ rounds: 1, turns: TURNS, told });
    await bench.memory(1);
    await bench.loading(3);
    problems = worse(results);
  }
  for (const problem of problems) console.log(`worse than recorded: ${problem}`);
  console.log(problems.length === 0 ? '\nNothing is worse than recorded.' : '');
  return problems.length === 0 ? 0 : 1;
}

function readOptions() {
  try {
    return parseArgs({ options: OPTIONS }).values;
  } catch (error) {
    console.error((error as Error).message);
    return undefined;
  }
}

function machine(rounds: number): string {
  const [cpu] = cpus();
  const versions = Object.entries(COMMON).map(([name, version]) => `${name} ${version}`);
  return [
    `${cpu?.model}, ${cpus().length} cores; ${process.platform} ${release()}; Node.js ${process.version}; ${rounds} rounds of ${TURNS} samples, load ${loadavg()[0]?.toFixed(1)} at the end.`,
    `${versions.join(', ')}.`,
  ].join('\n');
}

process.exitCode = await main();
