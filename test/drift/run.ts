// The command: what has changed upstream since the snapshot. `npm run drift -- --help`
import { isNewer } from '../../packages/instrumentation-anthropic/src/sdk/checked-versions.ts';
import { atOnce } from '../support/at-once.ts';
import { newestVersion } from '../support/packages.ts';
import { readOptions } from '../support/read-options.ts';
import { writeNewestChecked } from './checked-version.ts';
import { type Drift, driftOf, hasDrifted, pageOf, type Side, withFiles } from './drift.ts';
import { packageFacts } from './package-facts.ts';
import { published } from './registry.ts';
import { sdkFacts } from './sdk-facts.ts';
import { type Known, readSnapshot, writeSnapshot } from './snapshot.ts';
import { tryVersion } from './trial.ts';
import { isVersion } from './versions.ts';
import { SDK, type Watched, watchedPackages } from './watched.ts';

const AT_ONCE = 4;
const HELP = `Compares the newest @anthropic-ai/sdk, its platforms' packages, OpenTelemetry and the peers in the bench with
test/drift/snapshot.json, and says which rows to add, and where. A newer SDK then runs the behaviour suite and the fault matrix.

  --from <version>   compares this SDK version in place of the snapshot, and no other package
  --to <version>     with this one in place of the newest
  --compare          only compares
  --update           writes the snapshot; where the suites pass, also which SDK version is the newest that was checked

Exit codes: 0 when nothing differs, or all is written; 1 when something differs or a suite fails; 2 for a wrong option, or when
the registry cannot be reached.`;

const OPTIONS = {
  from: { type: 'string' },
  to: { type: 'string' },
  compare: { type: 'boolean', default: false },
  update: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

const SDK_PLACE = 'pnpm-workspace.yaml and test/sdk-matrix/cells.ts';
const NOTHING: Known = { version: 'none', facts: new Map() };

async function main(): Promise<number> {
  const options = readOptions(OPTIONS);
  if (options === undefined) return 2;
  if (options.help) {
    console.log(HELP);
    return 0;
  }
  const wrong = wrongIn(options);
  if (wrong !== undefined) {
    console.error(wrong);
    return 2;
  }
  const snapshot = new Map(readSnapshot());
  const drifts: Drift[] = [];
  try {
    drifts.push(await sdkDrift(options.from, options.to, snapshot));
    // With versions given the question is about the SDK alone.
    if (options.from === undefined && options.to === undefined) drifts.push(...(await otherDrifts(snapshot)));
  } catch (error) {
    console.error((error as Error).message);
    return 2;
  }
  const drifted = drifts.filter(hasDrifted);
  console.log(drifted.flatMap(pageOf).join('\n') || 'Nothing differs from the snapshot.');
  const [sdk] = drifts;
  const isTried = !options.compare && sdk !== undefined && (sdk.from !== sdk.to || isNewer(sdk.to));
  const passed = isTried ? await tryVersion(sdk.to) : undefined;
  if (options.update) {
    writeSnapshot(snapshot);
    console.log('Wrote test/drift/snapshot.json.');
    if (passed && sdk && isNewer(sdk.to)) {
      writeNewestChecked(sdk.to);
      console.log(`${sdk.to} is now the newest SDK that was checked.`);
    }
    return passed === false ? 1 : 0;
  }
  if (drifted.length > 0)
    console.log(
      `${drifted.reduce((sum, { differences }) => sum + differences.length, 0)} rows differ in ${drifted.length} packages. ` +
        'Once they are looked at, `npm run drift -- --update` writes the snapshot.',
    );
  return drifted.length > 0 || passed === false ? 1 : 0;
}

function wrongIn({ from, to, update }: { from?: string; to?: string; update?: boolean }): string | undefined {
  for (const [name, value] of Object.entries({ from, to }))
    if (value !== undefined && !isVersion(value))
      return `--${name}: expected a version such as 1.14.0, got ${JSON.stringify(value)}`;
  return update && from !== undefined ? '--update compares with the snapshot: leave --from out' : undefined;
}

/** Puts what it found into `snapshot`, too. */
async function sdkDrift(
  from: string | undefined,
  to: string | undefined,
  snapshot: Map<string, Known>,
): Promise<Drift> {
  const sideOf = async (version: string): Promise<Side> => ({
    version,
    facts: sdkFacts(await published(SDK, version)),
  });
  const before = from === undefined ? (snapshot.get(SDK) ?? NOTHING) : await sideOf(from);
  const after = await sideOf(to ?? (await newestVersion(SDK)));
  snapshot.set(SDK, after);
  const drift = driftOf(SDK, SDK_PLACE, before, after);
  if (!hasDrifted(drift) || before === NOTHING) return drift;
  return withFiles(drift, await published(SDK, before.version), await published(SDK, after.version));
}

/** Puts what it found into `snapshot`, too, and takes out what is no longer watched. */
async function otherDrifts(snapshot: Map<string, Known>): Promise<Drift[]> {
  const watched = watchedPackages();
  const found = new Map<string, Drift>();
  await atOnce(AT_ONCE, watched, async (one) => {
    found.set(one.name, await packageDrift(one, snapshot));
  });
  const sdk = snapshot.get(SDK);
  const known = new Map(snapshot);
  snapshot.clear();
  if (sdk) snapshot.set(SDK, sdk);
  return watched.flatMap(({ name }) => {
    const now = known.get(name);
    if (now) snapshot.set(name, now);
    return found.get(name) ?? [];
  });
}

async function packageDrift({ name, place, imports }: Watched, snapshot: Map<string, Known>): Promise<Drift> {
  const before = snapshot.get(name) ?? NOTHING;
  const version = await newestVersion(name);
  const files = await published(name, version);
  const after = { version, facts: packageFacts(files, imports) };
  snapshot.set(name, after);
  const drift = driftOf(name, place, before, after);
  return before === NOTHING || !hasDrifted(drift)
    ? drift
    : withFiles(drift, await published(name, before.version), files);
}

process.exitCode = await main();
