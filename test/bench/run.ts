// The command: measures, prints the tables, and says what is worse than recorded. `npm run bench -- --help`
import { cpus, loadavg, release } from 'node:os';
import { parseArgs } from 'node:util';
import { record, worse } from './recorded.ts';
import { Results } from './results.ts';
import { Bench, COMPARED, OTHER_MEASURES } from './rounds.ts';
import { BEFORE, COMMON, ROWS, type Row } from './subjects.ts';
import { WORK, WORK_NAMES } from './suite/work.ts';
import { comparison, functions, owners, targets } from './table.ts';

const MEASURES: readonly string[] = [...WORK_NAMES, ...OTHER_MEASURES];
const SUBJECTS: readonly string[] = [...ROWS, ...BEFORE].map(({ name }) => name);

const HELP = `Measures what observing the SDK costs: CPU time, memory, telemetry, loading and size, against other instrumentations.

  --short             only the SDK alone, its own spans, the one by hand and ours; fails on what is much worse than recorded
  --only <names>      only these measures, with a comma between: of ours and what it is compared with
                      ${MEASURES.slice(0, 6).join(', ')},
                      ${MEASURES.slice(6).join(', ')}
  --subjects <names>  only these: ${SUBJECTS.join(', ')}
  --against <folder>  the packages of another checkout, as they are built there, as subjects \`before\` and \`adoptedBefore\`
  --rounds <n>        how often every subject is measured in a new process (default: 3, short and only: 1)
  --profile <what>    \`cpu\` or \`heap\`: instead, the functions of the subjects that take most of the work named by --only
  --instructions      instead, the instructions of the work named by --only, counted by Valgrind: the same on a busy machine
  --record            writes the figures to recorded.json and the tables to README.md

Exit codes: 0, 1 when something is worse than recorded or does not run, 2 for a wrong option.`;

const OPTIONS = {
  short: { type: 'boolean', default: false },
  only: { type: 'string' },
  subjects: { type: 'string' },
  against: { type: 'string' },
  rounds: { type: 'string' },
  profile: { type: 'string' },
  instructions: { type: 'boolean', default: false },
  record: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/** A figure that seems worse is measured again, this often: a busy machine is no reason to fail. */
const SECOND_LOOKS = 2;
const TURNS = 10;
const MEMORY_ROUNDS = 3;

const told = (what: string): void => console.error(`${what}, load ${loadavg()[0]?.toFixed(1)}`);

/** A wrong option. */
class Usage extends Error {}

async function main(): Promise<number> {
  const { values: options } = parseArgs({ options: OPTIONS });
  if (options.help) {
    console.log(HELP);
    return 0;
  }
  const { short, against } = options;
  const rounds = Number(options.rounds ?? (options.only || short ? 1 : 3));
  if (!Number.isSafeInteger(rounds) || rounds < 1)
    throw new Usage(`--rounds is '${options.rounds}'; expected a positive integer`);
  const measures = new Set(namesOf('--only', options.only, MEASURES) ?? MEASURES);
  const subjects = chosen(options);
  const results = new Results();
  const bench = await Bench.prepare(results, { subjects, measures, against });
  if (options.profile !== undefined) {
    await printProfiles(bench, measures, options.profile);
    return 0;
  }
  if (options.instructions) {
    await bench.instructions();
    console.log([comparison(results, subjects), targets(results)].join('\n\n'));
    return 0;
  }
  await bench.cpu({ rounds, turns: TURNS, told });
  await bench.heap(rounds);
  await bench.memory(MEMORY_ROUNDS);
  await bench.blocks();
  await bench.telemetry();
  await bench.loading(short ? 5 : 10);
  await bench.diagnosis();
  await bench.text();
  await bench.sizes();
  const report = [machine(rounds), comparison(results, subjects), targets(results)];
  if (!short && !options.only)
    for (const work of WORK_NAMES)
      report.push(owners(`µs of ${WORK[work].label}, profiled`, await bench.profiles(work, 'cpu')));
  console.log(report.join('\n\n'));
  if (options.record) record(results, report.join('\n\n'));
  return short && !options.record ? compare(bench, results) : 0;
}

/** The requested subjects. */
function chosen({ short, only, subjects, against }: Options): readonly Row[] {
  const all = against === undefined ? ROWS : [...ROWS, ...BEFORE];
  const names = namesOf(
    '--subjects',
    subjects,
    all.map(({ name }) => name),
  );
  if (names) return all.filter(({ name }) => names.includes(name));
  if (short) return all.filter(({ inShort }) => inShort);
  return only ? all.filter(({ name }) => COMPARED.has(name)) : all;
}

type Options = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];

/** @throws Usage for a name that is not in `known`. */
function namesOf(option: string, value: string | undefined, known: readonly string[]): string[] | undefined {
  const names = value?.split(',');
  const unknown = names?.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new Usage(`${option}: '${unknown}' is unknown; expected of ${known.join(', ')}`);
  return names;
}

async function printProfiles(bench: Bench, measures: ReadonlySet<string>, what: string): Promise<void> {
  if (what !== 'cpu' && what !== 'heap') throw new Usage(`--profile is '${what}'; expected cpu or heap`);
  const unit = what === 'cpu' ? 'µs' : 'bytes';
  for (const work of WORK_NAMES.filter((name) => measures.has(name))) {
    const profiles = await bench.profiles(work, what);
    console.log(`${owners(`${unit} of ${WORK[work].label}, profiled`, profiles)}\n`);
    for (const [label, profile] of profiles)
      console.log(`${functions(`${unit} of ${WORK[work].label}, ${label}`, profile)}\n`);
  }
}

async function compare(bench: Bench, results: Results): Promise<number> {
  let problems = worse(results);
  for (let look = 0; look < SECOND_LOOKS && problems.length > 0; look += 1) {
    console.log(`\nmeasured again: ${problems.join('; ')}`);
    await bench.cpu({ rounds: 1, turns: TURNS, told });
    await bench.memory(1);
    await bench.blocks();
    await bench.loading(3);
    problems = worse(results);
  }
  for (const problem of problems) console.log(`worse than recorded: ${problem}`);
  console.log(problems.length === 0 ? '\nNothing is worse than recorded.' : '');
  return problems.length === 0 ? 0 : 1;
}

function machine(rounds: number): string {
  const [cpu] = cpus();
  const versions = Object.entries(COMMON).map(([name, version]) => `${name} ${version}`);
  return [
    `${cpu?.model}, ${cpus().length} cores; ${process.platform} ${release()}; Node.js ${process.version}; ${rounds} rounds of ${TURNS} samples, load ${loadavg()[0]?.toFixed(1)} at the end.`,
    `${versions.join(', ')}.`,
  ].join('\n');
}

const isUsage = (error: unknown): error is Error =>
  error instanceof Usage || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS') === true;

try {
  process.exitCode = await main();
} catch (error) {
  if (!isUsage(error)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
