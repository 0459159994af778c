import { networkInterfaces } from 'node:os';
import { type Simulator, startSimulator } from '@sevenstep/anthropic-simulator';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { check, part } from './support/check.ts';
import {
  type Authority,
  makeAuthority,
  startDeaf,
  startProxy,
  startStripping,
  startTls,
} from './support/network.ts';

// Processes are started; how fast that is says nothing.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let simulator: Simulator;
let corporate: Authority;
beforeAll(async () => {
  simulator = await startSimulator();
  corporate = await makeAuthority('Example Corp Inspection CA');
});
afterAll(() => simulator.close());

describe('the direct way', () => {
  test('a name without an address: connection.dns', async () => {
    const checked = await check(['--base-url', 'http://nothing.invalid']);
    expect(checked).toMatchObject({ code: 3, step: 1, id: 'connection.dns' });
    expect(part(checked, 'tcp')).toMatchObject({ status: 'skip', blockedBy: 'dns' });
    expect(part(checked, 'response')).toMatchObject({ status: 'skip', blockedBy: 'dns' });
  });

  test.each(['localhost:8787', 'https//api.anthropic.com', 'ftp://localhost'])(
    'a base URL that is none, %s: connection.invalid_url',
    async (url) => {
      const checked = await check(['--base-url', url]);
      expect(checked).toMatchObject({ code: 3, step: 1, id: 'connection.invalid_url' });
      expect(part(checked, 'dns')).toMatchObject({ status: 'skip', blockedBy: 'environment' });
    },
  );

  test('an address without a way to it: connection.unreachable', async () => {
    expect(await check(['--base-url', 'http://255.255.255.255'])).toMatchObject({
      code: 3,
      id: 'connection.unreachable',
    });
  });

  const hasIPv6 = Object.values(networkInterfaces()).some((all) =>
    all?.some(({ address }) => address === '::1'),
  );
  test.skipIf(!hasIPv6)('by IPv6 alone', async () => {
    await using other = await startSimulator('', { host: '::1' });
    const checked = await check(['--base-url', other.url]);
    expect(part(checked, 'tcp').says).toMatch(/^IPv6 connected in \d+ ms$/);
    expect(part(checked, 'response').status).toBe('pass');
  });

  test('a host that does not answer: connection.connect_timeout', async () => {
    await using deaf = await startDeaf();
    const checked = await check(['--base-url', `http://127.0.0.1:${deaf.port}`, '--timeout', '0.5']);
    expect(checked).toMatchObject({ code: 3, id: 'connection.connect_timeout' });
    expect(part(checked, 'tcp').says).toBe('IPv4 ETIMEDOUT');
  });
});

describe('certificates', () => {
  test('one that this Node.js does not trust: connection.tls, with the name of who signed it', async () => {
    await using server = await startTls(simulator.url, corporate);
    const checked = await check(['--base-url', `https://localhost:${server.port}`]);
    expect(checked).toMatchObject({ code: 3, step: 1, id: 'connection.tls' });
    expect(part(checked, 'tls').says).toContain(`signed by ${corporate.name}: SELF_SIGNED_CERT_IN_CHAIN`);
  });

  test('one of an authority in NODE_EXTRA_CA_CERTS passes, and the inspection is named', async () => {
    await using server = await startTls(simulator.url, corporate);
    const checked = await check(['--base-url', `https://localhost:${server.port}`], {
      NODE_EXTRA_CA_CERTS: corporate.file,
    });
    expect(part(checked, 'tls')).toMatchObject({ status: 'pass' });
    expect(part(checked, 'tls').says).toMatch(/Example Corp Inspection CA.*a proxy inspects this connection/);
    expect(part(checked, 'response').status).toBe('pass');
  });

  test('a file of NODE_EXTRA_CA_CERTS that is not there is said before it matters', async () => {
    const checked = await check(['--base-url', simulator.url], { NODE_EXTRA_CA_CERTS: '/nowhere/ca.pem' });
    expect(part(checked, 'environment').notes).toEqual([
      expect.objectContaining({ id: 'connection.tls', says: expect.stringContaining('does not exist') }),
    ]);
  });
});

async function closedPort(): Promise<number> {
  await using server = await startProxy({});
  return server.port;
}

describe('a proxy', () => {
  const through = (port: number) => ({
    HTTPS_PROXY: `http://127.0.0.1:${port}`,
    NODE_USE_ENV_PROXY: '1',
  });

  test('that inspects TLS is named, and told apart from the direct way', async () => {
    const own = await makeAuthority('Own Server CA');
    await using server = await startTls(simulator.url, own);
    await using inspector = await startTls(simulator.url, corporate);
    await using proxy = await startProxy({ inspector });
    const checked = await check(['--base-url', `https://localhost:${server.port}`], {
      ...through(proxy.port),
      NODE_EXTRA_CA_CERTS: own.file,
    });
    expect(checked).toMatchObject({ code: 3, step: 1, id: 'connection.tls' });
    expect(part(checked, 'tls')).toMatchObject({ status: 'pass' });
    expect(part(checked, 'proxy').says).toMatch(
      /opens a tunnel; .*signed by Example Corp Inspection CA: SELF_SIGNED_CERT_IN_CHAIN.*directly: a certificate signed by Own Server CA/,
    );
  });

  test('that inspects and is trusted: calls go through it', async () => {
    await using inspector = await startTls(simulator.url, corporate);
    await using proxy = await startProxy({ inspector });
    // No server listens there, so only the proxy answers.
    const checked = await check(['--base-url', `https://localhost:${await closedPort()}`], {
      ...through(proxy.port),
      NODE_EXTRA_CA_CERTS: corporate.file,
    });
    expect(checked).toMatchObject({ code: 0, status: 'pass' });
    expect(part(checked, 'tcp')).toMatchObject({
      status: 'pass',
      findings: [expect.objectContaining({ id: 'connection.refused', severity: 'info' })],
    });
    expect(part(checked, 'response').status).toBe('pass');
  });

  test('that wants other credentials: connection.proxy', async () => {
    await using server = await startTls(simulator.url, corporate);
    await using proxy = await startProxy({ status: 407 });
    const checked = await check(['--base-url', `https://localhost:${server.port}`], {
      ...through(proxy.port),
      NODE_EXTRA_CA_CERTS: corporate.file,
    });
    expect(checked).toMatchObject({ code: 3, step: 1, id: 'connection.proxy' });
  });

  test('that nobody answers at: connection.proxy', async () => {
    const checked = await check(['--base-url', 'https://nothing.invalid'], through(await closedPort()));
    expect(checked).toMatchObject({ code: 3, step: 1, id: 'connection.proxy' });
    expect(part(checked, 'dns').findings).toEqual([
      expect.objectContaining({ id: 'connection.dns', severity: 'info' }),
    ]);
  });

  test('that is set and ignored by Node.js is said; and that it would help', async () => {
    await using proxy = await startProxy({ status: 200 });
    const checked = await check(['--base-url', 'http://nothing.invalid'], {
      http_proxy: `http://127.0.0.1:${proxy.port}`,
    });
    expect(checked).toMatchObject({ code: 3, id: 'connection.dns' });
    expect(part(checked, 'proxy').notes).toEqual([
      expect.objectContaining({
        id: 'connection.proxy',
        says: expect.stringContaining('NODE_USE_ENV_PROXY=1'),
      }),
    ]);
  });

  test('at an address of IPv6 opens a tunnel', async () => {
    await using proxy = await startProxy({ host: '::1' });
    const checked = await check(['--base-url', simulator.url], {
      HTTP_PROXY: `http://[::1]:${proxy.port}`,
      NODE_USE_ENV_PROXY: '1',
    });
    expect(part(checked, 'proxy').says).toContain('opens a tunnel');
  });

  // With NODE_USE_ENV_PROXY Node.js itself does not start with such a password.
  test('with a percent sign in its password is tried', async () => {
    await using proxy = await startProxy({ password: 'bob:100%safe' });
    const checked = await check(['--base-url', 'http://nothing.invalid'], {
      http_proxy: `http://bob:100%safe@127.0.0.1:${proxy.port}`,
    });
    expect(checked).toMatchObject({ code: 3, id: 'connection.dns' });
  });

  test('that NO_PROXY excludes is not asked', async () => {
    const checked = await check(['--base-url', simulator.url], {
      HTTP_PROXY: 'http://127.0.0.1:1',
      NO_PROXY: '.example.com, 127.0.0.1',
    });
    expect(part(checked, 'proxy')).toMatchObject({ status: 'pass', says: 'direct: NO_PROXY names the host' });
  });
});

describe('headers that are stripped', () => {
  test('the key, on the way there: identity.header_stripped', async () => {
    await using proxy = await startStripping(simulator.url, {
      request: (headers) => {
        delete headers['x-api-key'];
        delete headers.authorization;
      },
    });
    expect(await check(['--base-url', `http://localhost:${proxy.port}`])).toMatchObject({
      code: 3,
      step: 3,
      id: 'identity.header_stripped',
    });
  });

  test("the API's, on the way back: a warning, and no headroom to see", async () => {
    await using proxy = await startStripping(simulator.url, {
      response: (headers) => {
        for (const name of Object.keys(headers)) {
          if (name === 'request-id' || name.startsWith('anthropic-')) delete headers[name];
        }
        headers.via = '1.1 corporate';
      },
    });
    const checked = await check(['--base-url', `http://localhost:${proxy.port}`]);
    expect(checked).toMatchObject({
      code: 4,
      status: 'warn',
      stillWorks: 'Calls work, with streaming too.',
    });
    expect(part(checked, 'endpoint')).toMatchObject({
      status: 'warn',
      says: expect.stringContaining('no request-id, via: 1.1 corporate'),
      notes: [expect.objectContaining({ id: 'endpoint.unrecognized' })],
    });
    expect(part(checked, 'limits').says).toContain('no rate-limit headers');
  });
});
