// Builds the Collector of `builder.yaml` once, into the user's cache. It takes 5 to 15 minutes on two cores.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { compile, userCache } from '../../../../examples/jaeger/src/go-module.ts';

const run = promisify(execFile);

/** The folder of the Go module and of the configurations. */
export const COLLECTOR_FOLDER: string = fileURLToPath(new URL('../..', import.meta.url));

const BUILDER = 'go.opentelemetry.io/collector/cmd/builder@v0.161.0';

/** The sources of the binary, which decide its place in the cache. */
const SOURCES = ['builder.yaml', 'go.mod', 'go.sum', '*.go', 'internal/**/*.{go,js}'];

const NAME = 'sevenstep-collector';

/** The binary that an earlier run built from the same sources. */
export function builtCollector(): string | undefined {
  const binary = join(userCache(`collector-${sourceHash()}`), NAME);
  return existsSync(binary) ? binary : undefined;
}

/**
 * The Collector: COLLECTOR_BIN, else an earlier build, else a new one.
 *
 * @param log receives a line for each long step
 * @throws Error with the output of `go`, or with what to install.
 */
export async function findCollector(log: (line: string) => void): Promise<string> {
  const given = process.env.COLLECTOR_BIN;
  if (given && !existsSync(given)) throw new Error(`COLLECTOR_BIN is ${given}, which is not a file`);
  return given || builtCollector() || (await buildCollector(log));
}

async function buildCollector(log: (line: string) => void): Promise<string> {
  await run('go', ['version']).catch(() => {
    throw new Error(
      'Go builds the Collector, and is not installed here: install Go 1.26, or set COLLECTOR_BIN',
    );
  });
  const cache = userCache(`collector-${sourceHash()}`);
  await mkdir(cache, { recursive: true });
  const workspace = await mkdtemp(join(cache, 'build-'));
  try {
    log('Fetching the modules of the Collector …');
    const manifest = join(workspace, 'builder.yaml');
    await writeFile(manifest, manifestFor(workspace));
    // The builder must not see the Go configuration of this module.
    await run('go', ['run', BUILDER, '--skip-compilation', '--config', manifest], {
      cwd: workspace,
      maxBuffer: 1 << 26,
      env: { ...process.env, GOWORK: 'off' },
    }).catch((problem: { readonly stderr?: string; readonly message: string }) => {
      throw new Error(
        `The builder of the Collector failed:\n${(problem.stderr || problem.message).slice(-4_000)}`,
      );
    });
    log('Building the Collector, which takes minutes and happens once …');
    const built = join(workspace, NAME);
    await compile({ module: NAME, folder: '.' }, { workspace: join(workspace, 'sources'), built }, log);
    // Renamed at the end, so that an interrupted build leaves no partial binary under that name.
    const binary = join(cache, NAME);
    await rename(built, binary);
    return binary;
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
}

/** The manifest with absolute paths, which do not depend on the builder's working folder. */
const manifestFor = (workspace: string): string =>
  readFileSync(join(COLLECTOR_FOLDER, 'builder.yaml'), 'utf8')
    .replace(/^( *output_path: ).*$/m, `$1${join(workspace, 'sources')}`)
    .replace(/^( *path: )\.$/m, `$1${COLLECTOR_FOLDER}`);

function sourceHash(): string {
  const hash = createHash('sha256');
  const files = globSync(SOURCES, { cwd: COLLECTOR_FOLDER }).filter((file) => !file.endsWith('_test.go'));
  for (const file of files.toSorted()) hash.update(file).update(readFileSync(join(COLLECTOR_FOLDER, file)));
  return hash.digest('hex').slice(0, 12);
}
