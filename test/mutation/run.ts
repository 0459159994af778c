// The command: mutants, by hand and generated, and which of them the tests kill. `npm run test:mutation -- --help`
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { HAND_MADE } from './by-hand.ts';
import { PACKAGES } from './packages.ts';
import { type PackageResult, record, summary } from './results.ts';
import { type ByHand, runByHand } from './run-by-hand.ts';

const HELP = `Changes the sources one small mistake at a time, in a copy of the tree, and sees whether the tests notice.

  --package <name>  ${PACKAGES.map(({ name }) => name).join(', ')}; can be given several times (default: all, and those made by hand)
  --sample <n>      only so many mutants of each package (default: all, which takes hours)
  --seed <n>        which ones (default: 1)
  --by-hand         only the mutants made by hand
  --workers <n>     processes that run tests (default: one less than there are processors)
  --record          writes recorded.json
  --add             writes it, too, and adds this sample to those of the package that are there; of another seed

Exit codes: 0, 1 when fewer than 90 % are killed or one made by hand lives, 2 for a wrong option.`;

const OPTIONS = {
  package: { type: 'string', multiple: true },
  sample: { type: 'string' },
  seed: { type: 'string', default: '1' },
  'by-hand': { type: 'boolean', default: false },
  workers: { type: 'string', default: String(Math.max(1, availableParallelism() - 1)) },
  record: { type: 'boolean', default: false },
  add: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/** The least share of killed mutants, without the equivalent ones. */
const LEAST_KILLED = 0.9;

async function main(): Promise<number> {
  const options = readOptions();
  if (options === undefined) return 2;
  if (options.help) {
    console.log(HELP);
    return 0;
  }
  const byHand = await runByHand(options.handMade, (line) => console.error(line));
  const packages = options.byHand ? [] : await runPackages(options);
  console.log(summary(byHand, packages));
  if (options.record || options.adds) record(byHand, packages, options);
  return isEnough(byHand, packages) ? 0 : 1;
}

async function runPackages({ packages, size, seed, workers }: Options): Promise<readonly PackageResult[]> {
  // It is not needed, and takes a while to load, for mutants made by hand.
  const { runStryker } = await import('./stryker.ts');
  const { resultOf } = await import('./results.ts');
  const results: PackageResult[] = [];
  for (const one of packages)
    results.push(resultOf(one.name, await runStryker(one, { size, seed, workers })));
  return results;
}

const isEnough = ({ problems }: ByHand, packages: readonly PackageResult[]): boolean =>
  problems.length === 0 &&
  packages.every(({ killed, survivors }) => killed >= LEAST_KILLED * (killed + survivors.length));

type Options = Exclude<ReturnType<typeof readOptions>, undefined>;

function readOptions() {
  try {
    const { values } = parseArgs({ options: OPTIONS });
    const names = values.package ?? PACKAGES.map(({ name }) => name);
    const unknown = names.find((name) => !PACKAGES.some((one) => one.name === name));
    if (unknown !== undefined)
      throw new Error(
        `--package is '${unknown}'; expected one of ${PACKAGES.map(({ name }) => name).join(', ')}`,
      );
    return {
      help: values.help,
      byHand: values['by-hand'],
      handMade: values['by-hand'] || values.package === undefined ? HAND_MADE : [],
      record: values.record,
      adds: values.add,
      packages: PACKAGES.filter(({ name }) => names.includes(name)),
      size: values.sample === undefined ? undefined : whole('--sample', values.sample),
      seed: whole('--seed', values.seed),
      workers: whole('--workers', values.workers),
    };
  } catch (error) {
    console.error((error as Error).message);
    return undefined;
  }
}

function whole(name: string, text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Error(`${name} is '${text}'; expected a positive integer`);
  return Number(text);
}

process.exitCode = await main();
