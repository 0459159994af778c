// Network access: credentials go only to their own server, and requests from other sites' pages are rejected.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startSimulator } from '@sevenstep/anthropic-simulator';
import { afterEach, describe, expect, test } from 'vitest';
import { isOwnHost } from '../../packages/doctor/src/otlp/own-host.ts';
import { startReceiver } from '../../packages/doctor/src/otlp/receiver.ts';
import { run } from '../../packages/doctor/test/support/run.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

async function listen(answer: RequestListener): Promise<{ url: string; seen: IncomingMessage[] }> {
  const seen: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    seen.push(request);
    response.on('error', () => undefined);
    answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(async () => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

const KEY = 'sk-ant-simulator-canary-7351';
const CREDENTIALS = {
  ANTHROPIC_API_KEY: KEY,
  ANTHROPIC_AUTH_TOKEN: 'pomelo-granita-token',
  ANTHROPIC_CUSTOM_HEADERS: 'x-gate: pomelo-granita-gate',
} as const;

interface Checked {
  readonly code: number;
  readonly text: string;
  readonly checks: readonly {
    readonly id: string;
    readonly status: string;
    readonly says: string;
    readonly hint?: string;
    readonly notes: readonly { readonly id: string; readonly says: string }[];
    readonly findings: readonly { readonly id: string }[];
  }[];
}

async function check(env: Readonly<Record<string, string>>, ...args: string[]): Promise<Checked> {
  const { code, stdout, stderr } = await run(
    ['check', '--json', '--yes', '--retries', '0', '--timeout', '10', ...args],
    {
      env,
    },
  );
  expect(stderr).toBe('');
  return { code, text: stdout, ...JSON.parse(stdout) };
}

const part = ({ checks }: Checked, id: string) => {
  const found = checks.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no check ${id}`);
  return found;
};

describe('check sends credentials to no other server', () => {
  test.each([301, 302, 303, 307, 308])('a redirect with %d is a finding', async (status) => {
    const other = await listen((_, response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}'),
    );
    const asked = await listen((_, response) =>
      response.writeHead(status, { location: `${other.url}/v1/models?api_key=${KEY}` }).end(),
    );
    const checked = await check({ ...CREDENTIALS, ANTHROPIC_BASE_URL: asked.url });
    expect(asked.seen.length).toBeGreaterThan(0);
    expect(asked.seen[0]?.headers).toMatchObject({ 'x-api-key': KEY, 'x-gate': 'pomelo-granita-gate' });
    expect(other.seen).toEqual([]);
    const endpoint = part(checked, 'endpoint');
    expect([checked.code, endpoint.status]).toEqual([3, 'fail']);
    expect(endpoint.findings.map(({ id }) => id)).toContain('endpoint.unrecognized');
    expect(endpoint.notes[0]?.says).toContain(`redirects to ${other.url}/v1/models, which was not followed`);
    expect(checked.text).not.toContain('canary');
  });

  test('an answer that repeats the key in disguise is not shown', async () => {
    const key = 'hunter7lamp-granite42x';
    for (const form of [
      key.toUpperCase(),
      `${key.slice(0, -6)}...`,
      [...key].reverse().join(''),
      Buffer.from(key).toString('hex'),
    ]) {
      const asked = await listen((_, response) =>
        response
          .writeHead(401, { 'content-type': 'text/plain', 'request-id': form, server: form })
          .end(`so ${form}`),
      );
      const { code, text } = await check({ ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: asked.url });
      expect([code, text.includes(form)]).toEqual([3, false]);
    }
  });

  test.each([
    ['nowhere', ''],
    ['what is no address', 'http://'],
    ['another scheme', 'file:///etc/passwd'],
  ])('a redirect to %s is a finding', async (_, location) => {
    const asked = await listen((__, response) => response.writeHead(302, { location }).end());
    expect((await check({ ...CREDENTIALS, ANTHROPIC_BASE_URL: asked.url })).code).toBe(3);
  });

  test('a redirect within the server is followed, and not for ever', async () => {
    const simulator = await startSimulator();
    closing.push(() => simulator.close());
    const asked = await listen((request, response) => {
      if (request.url?.startsWith('/old/'))
        return response.writeHead(308, { location: request.url.slice(4) }).end();
      if (request.url?.startsWith('/round/')) return response.writeHead(308, { location: request.url }).end();
      const onward = send(
        `${simulator.url}${request.url}`,
        { method: request.method, headers: { ...request.headers, host: new URL(simulator.url).host } },
        (answer) => {
          response.writeHead(answer.statusCode ?? 0, answer.headers);
          answer.pipe(response);
        },
      );
      return request.pipe(onward);
    });
    const env = { ANTHROPIC_API_KEY: KEY };
    expect(part(await check({ ...env, ANTHROPIC_BASE_URL: `${asked.url}/old` }), 'response').status).toBe(
      'pass',
    );
    asked.seen.length = 0;
    expect((await check({ ...env, ANTHROPIC_BASE_URL: `${asked.url}/round` })).code).toBe(3);
    expect(asked.seen.length).toBeLessThan(10);
  });

  test('spans and their headers are not sent on by a redirect', async () => {
    const other = await listen((_, response) => response.writeHead(200).end());
    const asked = await listen((_, response) => response.writeHead(307, { location: other.url }).end());
    const checked = await check({
      OTEL_EXPORTER_OTLP_ENDPOINT: asked.url,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-team=pomelo-granita-team',
      ANTHROPIC_BASE_URL: 'http://127.0.0.1:1',
    });
    expect(asked.seen[0]?.headers['x-team']).toBe('pomelo-granita-team');
    expect(other.seen).toEqual([]);
    expect(part(checked, 'telemetry').hint).toContain('not followed');
    expect(checked.text).not.toContain('pomelo');
  });

  test('a Jaeger that redirects is not followed', async () => {
    const other = await listen((_, response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":[]}'),
    );
    const asked = await listen((_, response) => response.writeHead(302, { location: other.url }).end());
    const jaeger = asked.url.replace('//', '//user:pomelo-granita@');
    const { code, stderr } = await run(['diagnose', '--jaeger', jaeger, '--trace', 'ab']);
    expect(code).toBe(2);
    expect(asked.seen[0]?.headers.authorization).toMatch(/^Basic /);
    expect(other.seen).toEqual([]);
    expect(stderr).toContain(`redirects to ${other.url}, which is not followed`);
    expect(stderr).not.toContain('pomelo');
  });
});

describe('a key over plain HTTP', () => {
  test.each([
    ['http://api.example.invalid', true],
    ['http://10.255.255.1', true],
    ['http://127.0.0.1.example.invalid', true],
    ['http://127.0.0.1:1', false],
    ['http://localhost:1', false],
    ['http://[::1]:1', false],
    ['https://api.example.invalid', false],
  ])('to %s is a warning: %s', async (url, warned) => {
    const checked = await check({ ANTHROPIC_API_KEY: KEY, ANTHROPIC_BASE_URL: url }, '--timeout', '1');
    const notes = part(checked, 'environment').notes.filter(({ says }) => says.includes('plain HTTP'));
    expect(notes).toHaveLength(warned ? 1 : 0);
  });

  test('without a credential there is nothing to read', async () => {
    const checked = await check({ ANTHROPIC_BASE_URL: 'http://api.example.invalid' }, '--timeout', '1');
    expect(part(checked, 'environment').notes.filter(({ says }) => says.includes('plain HTTP'))).toEqual([]);
  });
});

test.each<[what: string, address: string]>([
  ['a password', 'http://user:pomelo-granita@127.0.0.1:1'],
  ['a password with a slash', 'http://user:pom/elo-granita@127.0.0.1:1'],
  ['a password with an at sign', 'http://user:pom@elo-granita@127.0.0.1:1'],
  ['a key in the query', 'http://127.0.0.1:1/?api_key=pomelo-granita'],
  ['a token for a name', 'http://pomelo-granita@127.0.0.1:1'],
])('%s in a base URL, a proxy or the address of a Jaeger is shown by none', async (_, address) => {
  const checked = await check({ ANTHROPIC_BASE_URL: address, HTTP_PROXY: address, HTTPS_PROXY: address });
  const plain = await run(['check', '--base-url', address, '--retries', '0', '--timeout', '2']);
  const jaeger = await run(['diagnose', '--jaeger', address, '--trace', 'ab']);
  const page = await run(['diagnose', `${address}/no/page`]);
  for (const text of [
    checked.text,
    plain.stdout + plain.stderr,
    jaeger.stdout + jaeger.stderr,
    page.stdout + page.stderr,
  ]) {
    expect(text).not.toMatch(/elo-granita/);
  }
});

/** The bytes that were read from endless bodies. */
let taken = 0;

/** A body without an end. */
const endless =
  (type: string, beginning: string): RequestListener =>
  (_, response) => {
    response.writeHead(200, { 'content-type': type });
    response.write(beginning);
    const part = Buffer.alloc(1024 * 1024, 'x');
    const more = () => {
      while (!response.destroyed && response.write(part)) taken += part.length;
      taken += part.length;
      if (!response.destroyed) response.once('drain', more);
    };
    response.on('close', () => response.destroy());
    more();
  };

describe('an answer without an end is read to its bound', () => {
  test.each([
    ['JSON', 'application/json', '{"data":["'],
    ['text', 'text/plain', ''],
    ['events', 'text/event-stream', 'event: x\ndata: '],
  ])('%s to check', async (_, type, beginning) => {
    const { url } = await listen(endless(type, beginning));
    taken = 0;
    await check({ ANTHROPIC_API_KEY: KEY, ANTHROPIC_BASE_URL: url, OTEL_EXPORTER_OTLP_ENDPOINT: url });
    // System buffers hold some more bytes.
    expect(taken).toBeLessThan(100e6);
  });

  test.each([
    ['a trace', ['--trace', 'ab'], '{"data":[{"spans":[{"traceID":"'],
    ['a search', ['--service', 'shop'], '{"data":["'],
  ])('%s of a Jaeger', async (_, args, beginning) => {
    const { url } = await listen(endless('application/json', beginning));
    taken = 0;
    const { code } = await run(['diagnose', '--jaeger', url, ...args]);
    expect(code).toBe(2);
    expect(taken).toBeLessThan(150e6);
  });
});

/** The `Host` of a request, and whether a server on that address accepts it. */
const HOSTS: readonly (readonly [host: string | undefined, onLoopback: boolean, elsewhere: boolean])[] = [
  ['127.0.0.1:4318', true, true],
  ['127.0.0.1', true, true],
  ['127.1.2.3:1', true, true],
  ['localhost:4318', true, true],
  ['LOCALHOST', true, true],
  ['app.localhost', true, true],
  ['localhost.', true, true],
  ['[::1]:4318', true, true],
  ['10.0.0.5:4318', false, true],
  ['[fe80::1]:4318', false, true],
  ['evil.example', false, false],
  ['evil.example:4318', false, false],
  ['127.0.0.1.evil.example', false, false],
  ['localhost.evil.example', false, false],
  ['evil-localhost', false, false],
  ['evil.example#localhost', false, false],
  ['user@localhost', false, false],
  ['localhost:4318:80', false, false],
  ['localhost, evil.example', false, false],
  ['', false, false],
  [undefined, false, false],
];

test.each(HOSTS)('a request for the host %s: on loopback %s, elsewhere %s', (host, onLoopback, elsewhere) => {
  expect(isOwnHost(host, '127.0.0.1')).toBe(onLoopback);
  expect(isOwnHost(host, '::1')).toBe(onLoopback);
  expect(isOwnHost(host, '0.0.0.0')).toBe(elsewhere);
  expect(isOwnHost(host, '127.0.0.1', ['evil.example'])).toBe(
    onLoopback || /^evil\.example(?::4318)?$/.test(host ?? ''),
  );
});

test('a page whose name was rebound to this address sends no spans to watch', async () => {
  const taken: unknown[] = [];
  const receiver = await startReceiver({ port: 0, onSpans: (spans) => taken.push(...spans) });
  closing.push(() => receiver.close());
  const post = async (host: string): Promise<number | undefined> => {
    const request = send(`${receiver.url}/v1/traces`, {
      method: 'POST',
      headers: { host, 'content-type': 'application/json' },
    });
    request.end(
      '{"spanId":"a","resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"ab","spanId":"cd"}]}]}]}',
    );
    const [answer] = (await once(request, 'response')) as [IncomingMessage];
    answer.resume();
    return answer.statusCode;
  };
  const { port } = new URL(receiver.url);
  expect(await post(`rebound.evil.example:${port}`)).toBe(403);
  expect(taken).toEqual([]);
  expect(await post(`localhost:${port}`)).toBe(200);
  expect(taken).toHaveLength(1);
});
