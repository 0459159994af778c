// The tarballs in an empty project outside the repository: as CommonJS, as ES modules, in TypeScript, on the command line.
import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Simulator, startSimulator } from '@sevenstep/anthropic-simulator';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { bareEnvironment } from '../support/bare-environment.ts';
import { npmInstall, readCatalog } from '../support/packages.ts';

const run = promisify(execFile);
const SOURCES = fileURLToPath(new URL('./consumer/', import.meta.url));

/** The compilers that a user may have. */
const COMPILERS = {
  'TypeScript 6': fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url)),
  'TypeScript 7': fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url)),
};

/** Packages that the user gets from the registry. The types are those that our packages require from TypeScript. */
const OTHERS = ['@anthropic-ai/sdk', '@opentelemetry/api', '@opentelemetry/sdk-node'];

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sevenstep-consumer-'));
  const ours = Object.entries(inject('tarballs')).map(([name, file]) => [
    `@sevenstep/${name}`,
    `file:${file}`,
  ]);
  const catalog = readCatalog();
  const others = OTHERS.map((name) => [name, catalog[name]]);
  const dependencies = { ...Object.fromEntries([...ours, ...others]), '@types/node': '^24.0.0' };
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ private: true, type: 'commonjs', dependencies }),
  );
  copyFileSync(join(SOURCES, 'tsconfig.json'), join(folder, 'tsconfig.json'));
  for (const extension of ['cts', 'mts']) {
    copyFileSync(join(SOURCES, 'app.ts'), join(folder, `app.${extension}`));
  }
  await npmInstall(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** There is no collector: NodeSDK would wait for one as it shuts down. */
const QUIET = { ...bareEnvironment(), OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' };
const node = (...args: string[]) => run(process.execPath, args, { cwd: folder, env: QUIET });

const RESOLUTIONS = {
  node16: ['--module', 'node16', '--moduleResolution', 'node16', 'app.mts', 'app.cts'],
  bundler: ['--module', 'esnext', '--moduleResolution', 'bundler', 'app.mts'],
};

describe.each(Object.entries(COMPILERS))('%s', (_, compiler) => {
  test.each(Object.entries(RESOLUTIONS))('%s: compiles, and what it compiled runs', async (_, args) => {
    rmSync(join(folder, 'out'), { recursive: true, force: true });
    const files = args.filter((word) => word.startsWith('app.'));
    const options = args.filter((word) => !word.startsWith('app.'));
    writeFileSync(join(folder, 'tsconfig.run.json'), JSON.stringify({ extends: './tsconfig.json', files }));
    await node(compiler, '--project', 'tsconfig.run.json', ...options).catch(({ stdout, stderr }) => {
      throw new Error(`${stdout}${stderr}`);
    });
    for (const file of files) {
      const { stdout } = await node(join('out', file.replace(/ts$/, 'js')));
      expect(JSON.parse(stdout), file).toEqual({
        spans: ['POST /v1/messages', 'POST /v1/messages', 'chat claude-sonnet-5'],
        seen: ['service.recovered'],
        diagnosed: 'limits',
        key: 'other_vendor',
        tables: true,
      });
    }
  });
});

describe('in plain JavaScript', () => {
  let simulator: Simulator;
  beforeAll(async () => {
    simulator = await startSimulator();
  });
  afterAll(() => simulator.close());

  test.each(['app.mjs', 'app.cjs'])('node --import @sevenstep/register %s', async (file) => {
    copyFileSync(
      join(dirname(SOURCES), '..', 'integration', 'fixtures', file),
      join(folder, `plain-${file}`),
    );
    const { stdout } = await run(process.execPath, ['--import', '@sevenstep/register', `plain-${file}`], {
      cwd: folder,
      env: {
        ...QUIET,
        ANTHROPIC_BASE_URL: simulator.url,
        ANTHROPIC_API_KEY: 'sk-proj-of-another-vendor',
        OTEL_TRACES_EXPORTER: 'console',
      },
    });
    expect(stdout).toContain("'anthropic.diagnosis.id': 'identity.key_wrong_provider'");
  });

  test('a CommonJS and an ES module user share one instrumentation', async () => {
    const { stdout } = await node(
      '--input-type=module',
      '--eval',
      `import { createRequire } from 'node:module';
       import { AnthropicInstrumentation } from '@sevenstep/instrumentation-anthropic';
       const cjs = createRequire(process.cwd() + '/')('@sevenstep/instrumentation-anthropic');
       console.log(cjs.AnthropicInstrumentation === AnthropicInstrumentation);`,
    );
    expect(stdout).toBe('true\n');
  });

  test.each([
    ['sevenstep-doctor', ['explain', 'limits.requests_per_minute'], /limits\.requests_per_minute/],
    ['anthropic-simulator', ['--list'], /overloaded/],
  ])('the command %s', async (command, args, expected) => {
    const { stdout } = await run(join(folder, 'node_modules', '.bin', command), args, { cwd: folder });
    expect(stdout).toMatch(expected);
  });
});
