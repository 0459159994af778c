// Tries an SDK version that has no cell yet: the behaviour suite as the newest has it, then the fault matrix.
import { spawn } from 'node:child_process';
import { mkdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from '../support/installation.ts';
import { npmInstall, readCatalog } from '../support/packages.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Runs both, which print their results. @returns whether all passed. */
export async function tryVersion(version: string): Promise<boolean> {
  console.log(`behaviour suite on ${version}`);
  const suite = await run('node', ['test/sdk-matrix/run.ts', '--like-newest', version]);
  console.log(`\nfault matrix on ${version}`);
  const folder = await installBesideOurs(version);
  try {
    const matrix = await run('vitest', ['run', '--config', 'test/drift/vitest.config.ts'], {
      SEVENSTEP_DRIFT_SDK: join(folder, 'node_modules/@anthropic-ai/sdk'),
    });
    return suite && matrix;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** An SDK and its dependencies, with the copy of the OpenTelemetry API that the tests have. */
async function installBesideOurs(version: string): Promise<string> {
  const folder = join(cacheFolder('drift'), `trial-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  const api = readCatalog()['@opentelemetry/api'];
  const dependencies = { '@anthropic-ai/sdk': version, '@opentelemetry/api': api };
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }));
  await npmInstall(folder);
  const copy = join(folder, 'node_modules/@opentelemetry/api');
  rmSync(copy, { recursive: true, force: true });
  symlinkSync(realpathSync(join(ROOT, 'test/node_modules/@opentelemetry/api')), copy, 'junction');
  return folder;
}

function run(
  command: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<boolean> {
  const child = spawn(command, args, {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code === 0));
  });
}
