// Which clients reach the receiver of `watch`. A client from elsewhere can only get an answer.
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { callOf } from '../src/calls/call.ts';
import { type Receiver, startReceiver } from '../src/otlp/receiver.ts';
import type { Span } from '../src/spans/span.ts';
import { terminal } from '../src/terminal.ts';
import { callLine } from '../src/watch/lines.ts';

let receiver: Receiver;
let spans: Span[];
let problems: string[];
beforeEach(async () => {
  spans = [];
  problems = [];
  receiver = await startReceiver({
    port: 0,
    onSpans: (more) => spans.push(...more),
    onProblem: (line) => problems.push(line),
  });
});
afterEach(() => receiver.close());

const port = (): number => Number(new URL(receiver.url).port);

/** The head of the answer to a request written by hand, byte by byte. */
async function headOf(request: string): Promise<string> {
  const socket = connect(port(), '127.0.0.1');
  socket.end(Buffer.from(request, 'latin1'));
  return (await text(socket)).split('\r\n\r\n')[0] ?? '';
}

const post = (
  body: string,
  headers: Readonly<Record<string, string>> = { 'content-type': 'application/json' },
) => fetch(`${receiver.url}/v1/traces`, { method: 'POST', body, headers });

test('listens on loopback alone unless told otherwise', async () => {
  expect(new URL(receiver.url).hostname).toBe('127.0.0.1');
  const others = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4');
  for (const { address } of others) {
    const socket = connect(port(), address);
    const reached = await new Promise((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
    socket.destroy();
    expect(reached, address).toBe(false);
  }
});

test.each([
  '/../../../etc/passwd',
  '/v1/traces/%2e%2e/%2e%2e/etc/passwd',
  '/..\\..\\package.json',
  '//etc/passwd',
])('the path %s is a name and no file', async (path) => {
  for (const method of ['GET', 'POST']) {
    const head = await headOf(`${method} ${path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n`);
    expect(head).toMatch(/^HTTP\/1\.1 404 /);
  }
});

test('messages about a request have no control characters', async () => {
  await headOf(
    'POST /v1/traces HTTP/1.1\r\nhost: localhost\r\ncontent-encoding: \x9b2J\r\ncontent-length: 0\r\nconnection: close\r\n\r\n',
  );
  expect(problems).toEqual([expect.stringMatching(/^POST \/v1\/traces: 415 \P{Cc}+$/u)]);
});

test('a page of another origin learns nothing and cannot send spans', async () => {
  const preflight = await fetch(`${receiver.url}/v1/traces`, {
    method: 'OPTIONS',
    headers: { origin: 'http://evil.example', 'access-control-request-method': 'POST' },
  });
  expect(preflight.status).toBe(405);
  expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
  // Types that a browser sends without a preflight request.
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'])
    expect((await post('{"resourceSpans":[]}', { 'content-type': type })).status).toBe(415);
});

/** A span with these attributes, in OTLP JSON. */
const request = (attributes: string, name = 'chat'): string =>
  `{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"ab","spanId":"cd","name":${JSON.stringify(name)},"attributes":${attributes}}]}]}]}`;

test.each<[what: string, body: string]>([
  [
    'great depth',
    request(`[{"key":"a","value":${'{"arrayValue":{"values":['.repeat(50_000)}${']}}'.repeat(50_000)}}]`),
  ],
  ['lists within lists', `${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`],
  [
    'a key of the prototype',
    request(
      '[{"key":"__proto__","value":{"kvlistValue":{"values":[{"key":"polluted","value":{"stringValue":"1"}}]}}}]',
    ),
  ],
  ['nothing but null', '{"resourceSpans":[null,{"scopeSpans":[null,{"spans":[null,7,[]]}]}]}'],
])('%s is answered, changes nothing, and it goes on', async (_, body) => {
  expect([200, 400]).toContain((await post(body)).status);
  expect('polluted' in {}).toBe(false);
  spans = [];
  expect((await post(request('[]'))).status).toBe(200);
  expect(spans).toHaveLength(1);
});

test('a call is one line, with any name of its span', () => {
  const span: Span = {
    traceId: '1',
    spanId: '2',
    name: 'chat\n12:00:00  FAIL\tmade up',
    start: 0,
    end: 1,
    attributes: { 'gen_ai.operation.name': 'chat' },
    resource: {},
  };
  const plain = terminal({ write: () => true }, {});
  expect(callLine(callOf(span, []), plain)).not.toMatch(/[\t\n]/);
});
