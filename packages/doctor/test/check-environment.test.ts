// `check` and the environment it is run in: keys, `.env` files and the client of a module.
import { once } from 'node:events';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
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
      says: expect.stringContaining('.env sets'),
    }),
  ]);
  expect(checked).toMatchObject({ code: 3, step: 3, id: 'identity.missing_credentials' });
});

test('a key that .env has otherwise is said', async () => {
  const folder = await inFolder('.env.local', 'ANTHROPIC_API_KEY="sk-ant-other-canary"\n');
  const checked = await check(['--base-url', simulator.url], {}, folder);
  expect(part(checked, 'environment').notes).toEqual([
    expect.objectContaining({
      says: '.env.local sets a different ANTHROPIC_API_KEY; this process uses its own value',
    }),
  ]);
});

test.each([
  ['.env', 'sets a different ANTHROPIC_BASE_URL; this process uses its own value', 'http://127.0.0.1:2'],
  ['.env', 'sets ANTHROPIC_BASE_URL, but this process does not have it', ''],
])('the base URL of %s that %s is no word about the key', async (file, says, given) => {
  const folder = await inFolder(file, 'ANTHROPIC_BASE_URL=http://127.0.0.1:3\n');
  const args = given ? [] : ['--base-url', simulator.url];
  const checked = await check(args, { ANTHROPIC_BASE_URL: given && simulator.url }, folder);
  expect(part(checked, 'environment').notes).toEqual([
    expect.objectContaining({
      id: 'endpoint.unrecognized',
      says: expect.stringContaining(`${file} ${says}`),
    }),
  ]);
});

test('the file of an environment counts in that environment alone', async () => {
  const folder = await inFolder('.env.production', 'ANTHROPIC_API_KEY=sk-ant-other-canary\n');
  const notesIn = async (NODE_ENV: string) =>
    part(await check(['--base-url', simulator.url], { NODE_ENV }, folder), 'environment').notes ?? [];
  expect(await notesIn('')).toEqual([]);
  expect(await notesIn('production')).toEqual([
    expect.objectContaining({ says: expect.stringContaining('.env.production sets a different') }),
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

/** The headers of the first request of a check. */
async function sent(
  env: Readonly<Record<string, string>>,
  defaultHeaders?: string,
): Promise<IncomingHttpHeaders> {
  const seen: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    seen.push(request.headers);
    response.writeHead(401).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    if (defaultHeaders === undefined) await check(['--base-url', url], env);
    else {
      const client = `{ baseURL: '${url}', apiKey: 'sk-ant-canary', _options: { defaultHeaders: ${defaultHeaders} } }`;
      await check(['--config', 'client.mjs'], env, await inFolder('client.mjs', `export default ${client};`));
    }
  } finally {
    server.close();
  }
  return seen[0] ?? {};
}

test('the headers of ANTHROPIC_CUSTOM_HEADERS replace others in letters of any case, as in the SDK', async () => {
  const env = {
    ANTHROPIC_AUTH_TOKEN: 'token-canary',
    ANTHROPIC_CUSTOM_HEADERS:
      'X-Api-Key: of-gateway\nAuthorization: Bearer other\nAnthropic-Version: 2099-01-01',
  };
  expect(await sent(env)).toMatchObject({
    'x-api-key': 'of-gateway',
    authorization: 'Bearer other',
    'anthropic-version': '2099-01-01',
  });
});

test.each([
  ['an object', `{ 'X-Api-Key': null, 'X-Team': 'a', Accept: ['x', 'y'] }`],
  ['a list', `[['X-Api-Key', null], ['X-Team', 'a'], ['Accept', 'x, y']]`],
  [
    'the form that the SDK keeps',
    `{ values: new Headers({ 'X-Team': 'a', Accept: 'x, y' }), nulls: new Set(['x-api-key']) }`,
  ],
])('the default headers of a client are sent, and null leaves one out: %s', async (_, given) => {
  const headers = await sent({}, given);
  expect(headers).toMatchObject({ 'x-team': 'a', accept: 'x, y' });
  expect(headers).not.toHaveProperty('x-api-key');
});

test('default headers that are Headers are sent', async () => {
  expect(await sent({}, `new Headers({ 'X-Api-Key': 'of-gateway' })`)).toMatchObject({
    'x-api-key': 'of-gateway',
  });
});

test('a module with a timer does not keep the process', async () => {
  const folder = await inFolder(
    'client.mjs',
    `setInterval(() => {}, 1000); export const client = { baseURL: '${simulator.url}', apiKey: 'sk-ant-canary' };`,
  );
  expect((await check(['--config', 'client.mjs'], { ANTHROPIC_API_KEY: '' }, folder)).code).toBe(0);
});

test('a line break at the end of its key is left out, as fetch does', async () => {
  const client = { baseURL: simulator.url, apiKey: 'sk-ant-canary\n' };
  const folder = await inFolder('client.mjs', `export const client = ${JSON.stringify(client)};`);
  const checked = await check(['--config', 'client.mjs'], { ANTHROPIC_API_KEY: '' }, folder);
  expect(part(checked, 'environment').says).toContain('key of shape ok');
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
