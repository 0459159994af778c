// The doctor with a real application: `drill` runs one with the real SDK, and `watch` receives from the real exporters.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { startSimulator } from '@sevenstep/anthropic-simulator';
import { describe, expect, test } from 'vitest';
import { runDoctor, startDoctor } from '../support/doctor.ts';

const cwd = fileURLToPath(new URL('./fixtures/', import.meta.url));
const NODE = process.execPath;

const drill = (...args: string[]) => runDoctor(['drill', ...args], { cwd });

describe('drill', () => {
  test.each([
    ['limits.input_tokens_per_minute', 'app.mjs'],
    ['identity.key_placeholder', 'app.mjs'],
    ['identity.missing_credentials', 'app.mjs'],
    ['connection.refused', 'app.mjs'],
    ['response.stream_interrupted', 'streaming-app.mjs'],
  ])('%s: the diagnosis appears, and the exit code is 0', async (name, app) => {
    const { code, stdout } = await drill(name, '--register', '--', NODE, app);
    expect(stdout).toContain('failed as it should');
    expect(stdout.trimEnd().split('\n').at(-1)).toBe(`${name} appeared.`);
    expect(code).toBe(0);
  });

  test('a named fault is well when any diagnosis appears', async () => {
    const { code, stdout } = await drill('gateway-html', '--register', '--json', '--', NODE, 'app.mjs');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      command: 'drill',
      ended: 0,
      calls: 1,
      found: ['endpoint.gateway_error'],
      appeared: true,
    });
  });

  test('a diagnosis that does not appear ends with 3, and says what the application has to do', async () => {
    const { code, stdout } = await drill('response.stream_interrupted', '--register', '--', NODE, 'app.mjs');
    expect(code).toBe(3);
    expect(stdout).toContain(
      'response.stream_interrupted did not appear. It happens when the application streams its answers.',
    );
  });

  test('a framework that repeats calls itself meets the fault of a first attempt once', async () => {
    const { code, stdout } = await drill('service.recovered', '--register', '--', NODE, 'repeating-app.mjs');
    expect(stdout).toContain('failed as it should: 529\nanswered at try 2');
    expect(stdout).toContain('2 calls in');
    expect(stdout).toContain('service.overloaded  error');
    // Each is a separate call, so none recovered.
    expect(stdout).toContain(
      'service.recovered did not appear. It happens when the application leaves retries to the SDK (maxRetries above 0), not to a framework.',
    );
    expect(code).toBe(3);
  });

  test('no span at all ends with 4, and leads to --register', async () => {
    const { code, stdout } = await drill('service.overloaded', '--', NODE, 'app.mjs');
    expect(code).toBe(4);
    expect(stdout).toContain('add --register before the --');
  });

  test('a command that cannot be started ends with 2', async () => {
    const { code, stderr } = await drill('service.overloaded', '--', 'no-such-program');
    expect(code).toBe(2);
    expect(stderr).toContain('no-such-program cannot be started: ENOENT');
  });

  test('by hand: prints what to set, serves the fault, and ends when told to', async () => {
    const program = startDoctor(['drill', 'identity.key_wrong_provider']);
    const printed = await program.says('export ANTHROPIC_API_KEY="sk-proj-');
    const url = /export ANTHROPIC_BASE_URL=(\S+)/.exec(printed)?.[1];
    const answer = await fetch(`${url}/v1/messages`, { method: 'POST', body: '{}' });
    expect(answer.status).toBe(401);
    program.child.kill('SIGINT');
    expect((await program.ended).code).toBe(0);
  });

  test('lists what there is, and those that have a word', async () => {
    const all = (await drill('--list')).stdout.split('\n');
    expect(all).toContainEqual(expect.stringMatching(/^service\.overloaded +\S/));
    expect(all).toContainEqual(expect.stringMatching(/^stream-cut +\S/));
    const { drills } = JSON.parse((await drill('--list', 'STREAM', '--json')).stdout);
    for (const { name, title } of drills) expect(`${name} ${title}`.toLowerCase()).toContain('stream');
  });

  test.each([
    ['overlaoded', 'there is no drill "overlaoded"; did you mean overloaded?'],
    [
      'response.unrecognized',
      'response.unrecognized cannot be rehearsed: it needs a failure that is not known yet',
    ],
  ])('%s ends with 2', async (name, line) => {
    const { code, stderr } = await drill(name);
    expect(code).toBe(2);
    expect(stderr.split('\n')[0]).toBe(`sevenstep-doctor: ${line}`);
  });
});

test.each(['http/protobuf', 'http/json'])(
  'watch receives what the exporters send by %s',
  async (protocol) => {
    const simulator = await startSimulator('429 "Rate limited"');
    const program = startDoctor(['watch', '--port', '0', '--count', '1', '--json']);
    const url = /ENDPOINT=(\S+)/.exec(await program.says('export OTEL_EXPORTER'))?.[1] ?? '';
    const app = spawn(NODE, ['--import', '@sevenstep/register', 'app.mjs'], {
      cwd,
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        ANTHROPIC_BASE_URL: simulator.url,
        ANTHROPIC_API_KEY: 'sk-ant-simulator-0000',
        OTEL_EXPORTER_OTLP_ENDPOINT: url,
        OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
        OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
        OTEL_SERVICE_NAME: 'shop',
      },
    });
    await once(app, 'close');
    const { stdout } = await program.ended;
    expect(JSON.parse(stdout)).toMatchObject({ service: 'shop', status: 429, severity: 'error' });
    expect(JSON.parse(stdout).id).toMatch(/^limits\./);
    await simulator.close();
  },
);
