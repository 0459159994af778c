// Proxies in the environment of a Node.js process: one without a listener, one that refuses, and one that is ignored.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { deadEndpoint } from '../support/dead-endpoint.ts';
import { runApp } from './run-app.ts';

const USED = { NODE_USE_ENV_PROXY: '1', no_proxy: '' };

/** The spans of an application that calls a host which only a proxy can reach, from the console. */
async function spansOf(env: Readonly<Record<string, string>>): Promise<string> {
  const { stdout } = await runApp('app.mjs', {
    ANTHROPIC_BASE_URL: 'https://nowhere.invalid',
    ANTHROPIC_API_KEY: 'sk-ant-simulator-0000',
    ...env,
  });
  return stdout;
}

test('a proxy that cannot be reached', async () => {
  const spans = await spansOf({ ...USED, https_proxy: await deadEndpoint() });
  expect(spans).toContain("'anthropic.request.proxy': 'process'");
  expect(spans).toContain("'anthropic.diagnosis.id': 'connection.proxy'");
  expect(spans).toContain('The proxy could not be reached');
});

test('a proxy that refuses', async () => {
  const proxy = createServer()
    .on('connect', (_, socket) => socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'))
    .listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const { port } = proxy.address() as AddressInfo;
  const spans = await spansOf({ ...USED, https_proxy: `http://127.0.0.1:${port}` });
  proxy.close();
  expect(spans).toContain("'anthropic.diagnosis.id': 'connection.proxy'");
  expect(spans).toContain('The proxy refused the connection: status 407');
});

test('variables that Node.js is not told to read', async () => {
  const spans = await spansOf({ ...USED, NODE_USE_ENV_PROXY: '', https_proxy: await deadEndpoint() });
  expect(spans).toContain("'anthropic.request.proxy': 'ignored'");
  expect(spans).toContain("'anthropic.diagnosis.id': 'connection.dns'");
  expect(spans).toContain('Start Node.js with NODE_USE_ENV_PROXY=1');
});

test('a host that NO_PROXY takes out', async () => {
  const spans = await spansOf({ ...USED, https_proxy: await deadEndpoint(), no_proxy: '.invalid' });
  expect(spans).not.toContain('anthropic.request.proxy');
  expect(spans).toContain("'anthropic.diagnosis.id': 'connection.dns'");
});
