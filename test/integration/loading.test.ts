// Ways to load: hooks with others' hooks in either order, preloads, and two set-ups in one process. If calls cannot be
// observed, a message says so.
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Simulator, startSimulator } from '@sevenstep/anthropic-simulator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Ran, runNode } from './run-app.ts';

let simulator: Simulator;
let vendored: string;
/** As npm installs `"claude": "npm:@anthropic-ai/sdk"`. */
let aliased: string;
beforeAll(async () => {
  simulator = await startSimulator();
  const sdk = dirname(realpathSync(fileURLToPath(import.meta.resolve('@anthropic-ai/sdk'))));
  // Next to the SDK, where the copy finds its imports and no hook looks for it.
  vendored = mkdtempSync(join(sdk, '../../.vendored-'));
  cpSync(sdk, vendored, { recursive: true });
  const manifest = join(vendored, 'package.json');
  const ofSdk = readFileSync(manifest, 'utf8');
  aliased = `${vendored}-alias`;
  cpSync(vendored, aliased, { recursive: true });
  writeFileSync(manifest, ofSdk.replace('"name": "@anthropic-ai/sdk"', '"name": "vendored"'));
});
afterAll(async () => {
  for (const copy of [vendored, aliased]) rmSync(copy, { recursive: true, force: true });
  await simulator.close();
});

const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> =>
  runNode(args, {
    ANTHROPIC_BASE_URL: simulator.url,
    ANTHROPIC_API_KEY: 'sk-proj-of-another-vendor',
    OTEL_METRICS_EXPORTER: 'none',
    OTEL_LOGS_EXPORTER: 'none',
    OTEL_NODE_RESOURCE_DETECTORS: 'none',
    ...env,
  });

const imported = (...modules: readonly string[]): string[] => modules.flatMap((name) => ['--import', name]);
const required = (...modules: readonly string[]): string[] => modules.flatMap((name) => ['--require', name]);
const count = (text: string, part: string): number => text.split(part).length - 1;

const CALL = "name: 'chat claude-sonnet-5'";
const VERDICT = "'anthropic.diagnosis.id': 'identity.key_wrong_provider'";
const SECOND = "name: 'second sample'";

/** The call ran as without us, and has one diagnosed span. */
function expectDiagnosed({ code, stdout, stderr }: Ran): void {
  expect(stderr).not.toMatch(/@sevenstep/);
  expect(code).toBe(0);
  expect(stdout).toContain('failed as it should: 401');
  expect([count(stdout, CALL), count(stdout, VERDICT)]).toEqual([1, 1]);
}

/** Modules that others register, with ours. */
const SYNC = ['@sevenstep/register/hooks', './loading/their-hooks.mjs'];
const ON_A_THREAD = ['./loading/our-hooks-on-a-thread.mjs', './loading/their-hooks-on-a-thread.mjs'];

describe.each([
  ['ours first', SYNC],
  ['theirs first', SYNC.toReversed()],
  ['on a thread, ours first', ON_A_THREAD],
  ['on a thread, theirs first', ON_A_THREAD.toReversed()],
  ['ours on a thread, theirs not', [ON_A_THREAD[0] ?? '', SYNC[1] ?? '']],
  ['theirs on a thread, ours not', [ON_A_THREAD[1] ?? '', SYNC[0] ?? '']],
  ['ours twice', [...SYNC, ON_A_THREAD[0] ?? '']],
])('hooks beside those of another instrumentation: %s', (_, hooks) => {
  test.each(['the set-up after the hooks', 'the set-up before the hooks'])('%s', async (order) => {
    const setUp = './loading/own-sdk.mjs';
    const all = order.includes('after') ? [...hooks, setUp] : [setUp, ...hooks];
    const ran = await run([...imported(...all), 'loading/both-app.mjs']);
    expectDiagnosed(ran);
    expect(count(ran.stdout, SECOND)).toBe(1);
  });
});

test('importing the instrumentation touches nothing of the process: that begins with the first instance', async () => {
  const { stdout, stderr } = await run(['loading/globals-at-import.cjs']);
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual({ changed: [], listeners: [], channels: [], resources: [] });
});

describe('zero code', () => {
  test.each([
    ['--require', 'app.cjs', required('@sevenstep/register')],
    ['--require', 'app.mjs', required('@sevenstep/register')],
    ['--import', 'app.cjs', imported('@sevenstep/register')],
    [
      '--require and --import',
      'app.mjs',
      [...required('@sevenstep/register'), ...imported('@sevenstep/register')],
    ],
  ])('%s of %s', async (_, app, args) => {
    expectDiagnosed(await run([...args, app]));
  });

  test.each([
    ['theirs first', ['./loading/another-sdk.mjs', '@sevenstep/register']],
    ['ours first', ['@sevenstep/register', './loading/another-sdk.mjs']],
  ])(
    'beside another zero-code set-up, %s: one verdict, written by theirs, and their span',
    async (_, all) => {
      const ran = await run([...imported('./loading/their-hooks.mjs', ...all), 'loading/both-app.mjs']);
      expectDiagnosed(ran);
      expect(count(ran.stdout, SECOND)).toBe(1);
      // Only our own set-up gives the process an instance id.
      expect(ran.stdout).not.toContain('service.instance.id');
    },
  );

  test('beside an SDK that the application starts itself, before it loads Anthropic', async () => {
    const ran = await run([...imported('@sevenstep/register'), 'loading/app-with-sdk.mjs']);
    expectDiagnosed(ran);
    expect(ran.stdout).not.toContain('service.instance.id');
  });

  test('an SDK that is started too late is told of, once, with what to do', async () => {
    const { code, stdout, stderr } = await run([
      ...imported('@sevenstep/register'),
      'loading/app-with-late-sdk.mjs',
    ]);
    expect(code).toBe(0);
    expect(count(stdout, CALL)).toBe(1);
    expect(count(stderr, 'its exporters get nothing. Start it before @anthropic-ai/sdk')).toBe(1);
  });

  test.each([
    ['--import', 'app.mjs', imported],
    ['--require', 'app.cjs', required],
  ])(
    "by %s, beside a vendor's SDK with an older copy of the API: the application runs, and is told which copy to install",
    async (_, app, loaded) => {
      const { code, stdout, stderr } = await run([
        ...imported('./loading/older-api.mjs'),
        ...loaded('@sevenstep/register'),
        app,
      ]);
      expect(code).toBe(0);
      expect(stdout).toContain('failed as it should: 401');
      expect(stderr.trimEnd().split('\n')).toEqual([
        expect.stringMatching(/calls have no spans\. Run `npm install @opentelemetry\/api@1\.4\.1`/),
      ]);
    },
  );

  test('an application without Anthropic has an OpenTelemetry SDK after five seconds', async () => {
    const { stdout } = await run([...imported('@sevenstep/register'), 'loading/manual-span-app.mjs']);
    expect(stdout).toContain("name: 'by hand'");
  });

  test('what `-r ts-node/register` and --import make impossible is said, with what works', async () => {
    const { stdout, stderr } = await run([
      ...required('./loading/as-if-ts-node.cjs'),
      ...imported('@sevenstep/register'),
      'loading/typescript-app.ts',
    ]);
    expect(stdout).toContain('ran');
    expect(count(stderr, 'Use `-r ts-node/register -r @sevenstep/register` instead')).toBe(1);
  });
});

test.each(['index.mjs', 'index.mjs?v=1', 'index.js'])('a copy of another name: %s', async (file) => {
  const { href } = pathToFileURL(aliased);
  const args = [...imported('@sevenstep/register'), 'loading/vendored-app.mjs', `${href}/${file}`];
  const { stdout, stderr } = await run(args);
  expect(stderr).not.toMatch(/@sevenstep/);
  expect(count(stdout, CALL)).toBe(3);
});

describe('calls that nothing observes are told of once, with what to do', () => {
  const vendoredApp = (...args: readonly string[]) =>
    run([...args, 'loading/vendored-app.mjs', pathToFileURL(join(vendored, 'index.mjs')).href]);

  test('zero code, and a copy that no hook knows', async () => {
    const { code, stdout, stderr } = await vendoredApp(...imported('@sevenstep/register'));
    expect(code).toBe(0);
    expect(count(stdout, 'failed as it should: 401')).toBe(3);
    expect(
      stderr.match(/made a call that is not observed: this copy was bundled, .*Call instrument/g),
    ).toHaveLength(1);
  });

  test('a set-up of its own without hooks, and the SDK as an ES module', async () => {
    const { stdout, stderr } = await run([...imported('./loading/own-sdk.mjs'), 'loading/both-app.mjs']);
    expect(stdout).not.toContain(CALL);
    expect(stderr.match(/put `import '@sevenstep\/register\/hooks'` before anything else/g)).toHaveLength(1);
  });

  test.each([
    ['OTEL_SDK_DISABLED', { OTEL_SDK_DISABLED: 'true' }],
    ['no exporter at all', { OTEL_TRACES_EXPORTER: 'none' }],
  ])('zero code that is switched off by %s: nothing is said', async (_, env) => {
    const { code, stdout, stderr } = await run(
      [...imported('@sevenstep/register'), 'loading/both-app.mjs'],
      env,
    );
    expect(code).toBe(0);
    expect(stderr).toBe('');
    expect(stdout).not.toContain(CALL);
  });

  test.each([
    ['a program that makes no call', ['loading/idle-app.mjs'], 0],
    ['calls on a worker thread only', ['loading/worker-app.mjs'], 1],
    ['streams that are left before their end', ['loading/leaving-app.mjs'], 4],
    ['calls that are aborted before their answer', ['loading/aborting-app.mjs'], 5],
  ])('%s: nothing is said', async (_, args, spans) => {
    const { code, stdout, stderr } = await run([...imported('@sevenstep/register'), ...args]);
    expect(code).toBe(0);
    expect(stderr).toBe('');
    expect(count(stdout, CALL)).toBe(spans);
  });
});
