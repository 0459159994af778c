// Our tarballs beside the OpenTelemetry SDK 2.x and 3.x, as npm installs them: no warning, and every signal of a call arrives.
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { SIMULATOR_API_KEY, startSimulator } from '@sevenstep/anthropic-simulator';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { bareEnvironment } from '../support/bare-environment.ts';
import { startOtlpReceiver } from '../support/otlp-receiver.ts';
import { sharedVersion, withDependencies } from '../support/packages.ts';

const run = promisify(execFile);
const SOURCES = fileURLToPath(new URL('./otel-lines/', import.meta.url));
const OURS = withDependencies(['register', 'instrumentation-anthropic', 'diagnosis-span-processor']);
const SDK = { '@anthropic-ai/sdk': sharedVersion('@anthropic-ai/sdk') };

/** The user's requests to npm, and the versions that npm must install. */
const LINES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '2.x, on API 1.9': { '@opentelemetry/api': '1.9.1', '@opentelemetry/sdk-node': '0.223.0' },
  '3.x, on API 1.10': { '@opentelemetry/api': '1.10.0', '@opentelemetry/sdk-node': '0.301.0' },
};

interface Span {
  readonly name: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly attributes: readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[];
}

interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly spans: readonly Span[];
  readonly metrics: readonly string[];
  readonly events: readonly string[];
}

/** The application's output. */
const PRINTED = ['got end_turn', 'got end_turn', ...Array(18).fill('got 401'), ''].join('\n');

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** An application with our packages and `dependencies`. @returns its folder, and what npm printed. */
async function installed(
  dependencies: Readonly<Record<string, string>>,
): Promise<{ readonly folder: string; readonly printed: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'sevenstep-otel-'));
  folders.push(folder);
  cpSync(SOURCES, folder, { recursive: true });
  const ours = OURS.map((name) => [`@sevenstep/${name}`, `file:${inject('tarballs')[name]}`]);
  const manifest = {
    private: true,
    type: 'module',
    dependencies: { ...dependencies, ...Object.fromEntries(ours) },
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  const options = ['--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts', '--loglevel=warn'];
  const { stderr } = await run('npm', ['install', ...options], { cwd: folder, maxBuffer: 2 ** 24 });
  return { folder, printed: stderr };
}

const versionIn = (folder: string, name: string): unknown =>
  JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8')).version;

const runApp = (folder: string, ...imports: readonly string[]): Promise<Ran> =>
  runFile(folder, 'app.mjs', imports);

async function runFile(
  folder: string,
  file: string,
  imports: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const [simulator, receiver] = await Promise.all([
    startSimulator('#2: 429 retry-after=0.01; #4-21: 401'),
    startOtlpReceiver(),
  ]);
  try {
    const { stdout, stderr } = await run(
      process.execPath,
      [...imports.flatMap((name) => ['--import', name]), file],
      {
        cwd: folder,
        env: {
          ...bareEnvironment(),
          ANTHROPIC_BASE_URL: simulator.url,
          ANTHROPIC_API_KEY: SIMULATOR_API_KEY,
          OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
          OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
          OTEL_METRICS_EXPORTER: 'otlp',
          OTEL_LOGS_EXPORTER: 'otlp',
          ...env,
        },
      },
    );
    return { stdout, stderr, ...signalsIn(receiver.lines()) };
  } finally {
    await Promise.all([simulator.close(), receiver.close()]);
  }
}

/** The contents of the exports, by signal. */
function signalsIn(lines: string): Pick<Ran, 'spans' | 'metrics' | 'events'> {
  const exports = lines
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  const each = (resources: string, scopes: string, records: string) =>
    exports
      .flatMap((one) => one[resources] ?? [])
      .flatMap((one) => one[scopes])
      .flatMap((one) => one[records] ?? []);
  return {
    spans: each('resourceSpans', 'scopeSpans', 'spans'),
    metrics: each('resourceMetrics', 'scopeMetrics', 'metrics').map(({ name }) => name),
    events: each('resourceLogs', 'scopeLogs', 'logRecords').map(({ eventName }) => eventName),
  };
}

const textOf = ({ attributes }: Span, name: string): unknown =>
  attributes.find(({ key }) => key === name)?.value.stringValue;
const callsIn = (spans: readonly Span[]): readonly Span[] =>
  spans.filter((span) => textOf(span, 'anthropic.sdk.method') !== undefined);

/** Every call has one span beneath the application's, and each signal is there. */
function expectEverything({ stdout, stderr, spans, metrics, events }: Ran): void {
  expect(stderr).toBe('');
  expect(stdout).toBe(PRINTED);
  const job = spans.find(({ name }) => name === 'job');
  const calls = callsIn(spans);
  expect(calls.map(({ parentSpanId }) => parentSpanId)).toEqual(Array(20).fill(job?.spanId));
  expect(calls.slice(0, 3).map((span) => textOf(span, 'anthropic.diagnosis.id'))).toEqual([
    undefined,
    'limits.recovered',
    'identity.key_invalid',
  ]);
  expect(spans.filter(({ parentSpanId }) => parentSpanId === calls[1]?.spanId)).toHaveLength(2);
  expect(metrics).toEqual(expect.arrayContaining([expect.stringMatching(/^gen_ai\.client\..*\bduration$/)]));
  const exception = expect.stringMatching(/^gen_ai\.client\..*\bexception$/);
  // By the instrumentation, and by the processor.
  expect(events).toEqual(expect.arrayContaining([exception, 'anthropic.client.diagnosis']));
}

describe.each(Object.entries(LINES))('OpenTelemetry %s', (_, line) => {
  let app: Awaited<ReturnType<typeof installed>>;
  beforeAll(async () => {
    app = await installed({ ...SDK, ...line });
  });

  test('npm installs it without a warning, and one copy of the API', () => {
    expect(app.printed).toBe('');
    for (const [name, version] of Object.entries(line)) expect(versionIn(app.folder, name)).toBe(version);
    const copies = JSON.parse(readFileSync(join(app.folder, 'package-lock.json'), 'utf8')).packages as object;
    const apis = Object.keys(copies).filter((path) => path.endsWith('node_modules/@opentelemetry/api'));
    expect(apis).toEqual(['node_modules/@opentelemetry/api']);
  });

  test("the application's NodeSDK gets spans, metrics, logs and verdicts", async () => {
    expectEverything(await runApp(app.folder, './telemetry.mjs'));
  });

  test('an instrumentation that was not given to the SDK finds its providers', async () => {
    expectEverything(await runApp(app.folder, './standalone.mjs'));
  });

  test('@sevenstep/register starts that SDK, which gets the same', async () => {
    expectEverything(await runApp(app.folder, '@sevenstep/register'));
  });

  test('OTEL_BSP_SCHEDULE_DELAY has it send spans before process.exit()', async () => {
    const env = { OTEL_BSP_SCHEDULE_DELAY: '100' };
    const { stdout, stderr, spans } = await runFile(app.folder, 'exits.mjs', ['@sevenstep/register'], env);
    expect([stdout, stderr]).toEqual(['got end_turn\n', '']);
    expect(callsIn(spans)).toHaveLength(1);
  });
});

test('what the README tells to install brings an SDK and an API that go together, without a warning', async () => {
  const { folder, printed } = await installed({
    ...SDK,
    '@opentelemetry/api': '*',
    '@opentelemetry/sdk-node': '*',
  });
  expect(printed).toBe('');
  expectEverything(await runApp(folder, '@sevenstep/register'));
});

test('where no OpenTelemetry SDK is installed register says what to install, and calls go on', async () => {
  const { folder, printed } = await installed({ ...SDK, '@opentelemetry/api': '1.10.0' });
  expect(printed).toBe('');
  const { stdout, stderr, spans } = await runApp(folder, '@sevenstep/register');
  expect(stdout).toBe(PRINTED);
  expect(stderr).toMatch(
    /^@sevenstep\/register: .* none is installed\. Run `npm install @opentelemetry\/sdk-node`/,
  );
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(spans).toEqual([]);
});

describe('the 1.10 trap: the SDK resolves a newer copy of the API than the one that is registered', () => {
  let folder: string;
  beforeAll(async () => {
    folder = (await installed({ ...SDK, ...LINES['2.x, on API 1.9'] })).folder;
    const newer = await installed({ ...SDK, ...LINES['3.x, on API 1.10'] });
    const beneath = join(folder, 'node_modules/@anthropic-ai/sdk/node_modules/@opentelemetry');
    mkdirSync(beneath, { recursive: true });
    cpSync(join(newer.folder, 'node_modules/@opentelemetry/api'), join(beneath, 'api'), { recursive: true });
  });

  test.each(['./telemetry.mjs', '@sevenstep/register'])(
    '%s: each call still has one span, and it is ours',
    async (setUp) => {
      expectEverything(await runApp(folder, setUp));
    },
  );

  test("without us, the SDK's own spans vanish", async () => {
    const file = join(folder, 'without.mjs');
    const ours = readFileSync(join(folder, 'telemetry.mjs'), 'utf8');
    const without = ours
      .replace("import '@sevenstep/register/hooks';\n", '')
      .replace('[new AnthropicInstrumentation()]', '[]');
    writeFileSync(file, without);
    const { spans } = await runApp(folder, './without.mjs');
    expect(spans.map(({ name }) => name)).toEqual(['job']);
  });
});
