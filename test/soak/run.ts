// The command: mixed faults for half an hour, at the rate one core allows; then memory, handles and the count of calls.
import { parseArgs } from 'node:util';
import { Accounts } from './accounts.ts';
import { type Sample, sample, verdict } from './flatness.ts';
import { PARTS, type Part, startSoak } from './load.ts';

const HELP = `Makes calls that fail in many ways for a while, and checks that nothing is lost, kept or left open.

  --minutes <n>      how long (default: 30)
  --without <part>   what the application has not registered: ${PARTS.join(' or ')} (default: it has all)

Exit codes: 0 when all is well, 1 when something is not, 2 for a wrong option.`;

/** How often memory is looked at, over the whole run. */
const SAMPLES = 30;
/** The share of the time for compiling code and filling caches. */
const WARM_UP = 0.25;

async function main(): Promise<number> {
  const options = readOptions();
  if (options === 'help') return 0;
  if (options === undefined) return 2;
  const { minutes, without } = options;
  if (!global.gc) throw new Error('run it with --expose-gc');
  const accounts = new Accounts();
  const soak = await startSoak(accounts, without);
  const from = performance.now();
  const until = from + minutes * 60_000;
  const samples: Sample[] = [];
  let next = from + minutes * 60_000 * WARM_UP;
  while (performance.now() < until) {
    await soak.round();
    if (performance.now() < next) continue;
    await soak.settled();
    samples.push(await sample());
    next += (minutes * 60_000 * (1 - WARM_UP)) / SAMPLES;
  }
  await soak.stop();
  const problems = [...accounts.problems(soak.made()), ...verdict(samples)];
  const seconds = (performance.now() - from) / 1000;
  const { calls, sampled } = soak.made();
  console.log(`${calls} calls in ${seconds.toFixed(0)} s, ${sampled} of them sampled: ${accounts.summary()}`);
  const [first, last] = [samples[0], samples.at(-1)];
  if (first && last)
    console.log(
      `heap ${mebibytes(first.heap)} to ${mebibytes(last.heap)}, handles ${first.handles} to ${last.handles}, over ${samples.length} samples`,
    );
  for (const problem of problems) console.log(`not well: ${problem}`);
  if (problems.length === 0) console.log('Every call is accounted for, and nothing grows.');
  return problems.length === 0 ? 0 : 1;
}

interface Options {
  readonly minutes: number;
  readonly without: Part | undefined;
}

/** `undefined` for a wrong option, of which it has told. */
function readOptions(): Options | 'help' | undefined {
  try {
    const { values } = parseArgs({
      options: {
        minutes: { type: 'string', default: '30' },
        without: { type: 'string' },
        help: { type: 'boolean' },
      },
    });
    if (values.help) {
      console.log(HELP);
      return 'help';
    }
    const minutes = Number(values.minutes);
    const without = PARTS.find((part) => part === values.without);
    const isLength = minutes > 0 && Number.isFinite(minutes);
    if (isLength && without === values.without) return { minutes, without };
    console.error(
      isLength
        ? `--without is '${values.without}'; expected ${PARTS.join(' or ')}`
        : `--minutes is '${values.minutes}'; expected a number above 0`,
    );
  } catch (error) {
    console.error((error as Error).message);
  }
  return undefined;
}

const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;

// Open handles would keep the process alive.
process.exit(await main());
