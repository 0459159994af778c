// `check` and the environment it is run in: keys, `.env` files and the client of a module.
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Simulator, startSimulator } from '@sevenstep/anthropic-simulator';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { runDoctor } from '../../../test/support/doctor.ts';
import { check, part } from './support/check.ts';

// Processes are started; how fast that is says nothing.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

const inFolder = async (file: string, text: string) => {
  const folder = await mkdtemp(join(tmpdir(), 'sevenstep-check-'));
  await writeFile(join(folder, file), text);
  return folder;
};

test('a key that only .env has is said, and where', async () => {
  const folder = await inFolder('.env', 'ANTHROPIC_API_KEY=sk-ant-canary\n');
  const checked = await check(['--base-url', simulator.url], { ANTHROPIC_API_KEY: '' }, folder);
  expect(part(checked, 'environment').notes).toEqual([
    expect.objectContaining({
      id: 'identity.missing_credentials',
      says: expect.stringContaining('.env has'),
    }),
  ]);
  expect(checked).toMatchObject({ code: 3, step: 3, id: 'identity.missing_credentials' });
});

test('a key that .env has otherwise is said', async () => {
  const folder = await inFolder('.env.local', 'ANTHROPIC_API_KEY="sk-ant-other-canary"\n');
  const checked = await check(['--base-url', simulator.url], {}, folder);
  expect(part(checked, 'environment').notes).toEqual([
    expect.objectContaining({
      says: '.env.local has another ANTHROPIC_API_KEY than this process, which wins',
    }),
  ]);
});

test.each([
  ['sk-ant-sim canary', 'identity.key_whitespace'],
  ['"sk-ant-canary"', 'identity.key_whitespace'],
  ['sk-ant-canary\nsecond-line-canary', 'identity.key_whitespace'],
  ['your-api-key-canary', 'identity.key_placeholder'],
  ['sk-proj-canary', 'identity.key_wrong_provider'],
])('the shape of a key is said before it is sent: %j', async (key, id) => {
  const checked = await check(['--base-url', simulator.url], { ANTHROPIC_API_KEY: key });
  expect(part(checked, 'environment').notes).toEqual([expect.objectContaining({ id })]);
});

test('a key with a line break inside cannot be sent: identity.key_whitespace, and no part of it is shown', async () => {
  const checked = await check(['--base-url', simulator.url], {
    ANTHROPIC_API_KEY: 'sk-ant-canary\nx-canary',
  });
  expect(checked).toMatchObject({ code: 3, step: 3, id: 'identity.key_whitespace' });
});

test('a client of a module is used as it is set up', async () => {
  const folder = await inFolder(
    'client.mjs',
    `export const client = { baseURL: '${simulator.url}/', apiKey: 'sk-ant-canary', fetchOptions: {} };`,
  );
  const checked = await check(['--config', 'client.mjs'], { ANTHROPIC_API_KEY: '' }, folder);
  expect(part(checked, 'environment').says).toContain('(client.mjs); key of shape ok');
  expect(part(checked, 'response').status).toBe('pass');
});

test('a module that exports no client ends with 2', async () => {
  const folder = await inFolder('client.mjs', 'export const client = {};');
  const { code, stderr } = await runDoctor(['check', '--config', 'client.mjs'], { cwd: folder });
  expect(code).toBe(2);
  expect(stderr).toBe(
    'sevenstep-doctor: --config client.mjs exports no client: expected one as "client" or by default\n',
  );
});
