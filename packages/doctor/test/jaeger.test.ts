// Everything that can answer in a Jaeger's place: each is one line that says what and where.
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { run } from './support/run.ts';

const servers: { close(): unknown }[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  servers.push(server);
  await new Promise((resolve) => server.once('listening', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const answering = (status: number, type: string, body: string) =>
  serve((_, response) => {
    response.writeHead(status, { 'content-type': type });
    response.end(body);
  });

const HINT = 'give the address of its page with --jaeger, by default port 16686';

const problem = async (...args: string[]) => {
  const { code, stdout, stderr } = await run(['diagnose', ...args]);
  expect([code, stdout]).toEqual([2, '']);
  const [first = ''] = stderr.split('\n');
  return first.replace('sevenstep-doctor: ', '');
};

test('nobody there', async () => {
  const url = await serve(() => {});
  servers.splice(0)[0]?.close();
  expect(await problem('--jaeger', url, '--trace', 'ab')).toBe(
    `no Jaeger at ${url} (ECONNREFUSED): start it, or ${HINT}`,
  );
});

test('an address without http://', async () => {
  const url = await answering(404, 'text/plain', '{"errors":[{"code":404,"msg":"trace not found"}]}');
  expect(await problem('--jaeger', url.replace('http://', ''), '--trace', 'ab')).toContain(
    `Jaeger at ${url} has no`,
  );
});

test('somebody else there', async () => {
  const page = await answering(200, 'text/html', '<html>');
  expect(await problem('--jaeger', page, '--trace', 'ab')).toBe(
    `${page} answered 200 (text/html), not as Jaeger does: ${HINT}`,
  );
  const other = await answering(200, 'application/json', '{"hello": 1}');
  expect(await problem('--jaeger', other, '--trace', 'ab')).toBe(
    `Jaeger at ${other} has no trace ab: ${WHY}`,
  );
});

const WHY = 'not arrived yet, sampled out, or older than it keeps';

test('a trace that is not there', async () => {
  // As Jaeger writes it: JSON, called plain text.
  const url = await answering(
    404,
    'text/plain',
    '{"data":null,"errors":[{"code":404,"msg":"trace not found"}]}',
  );
  expect(await problem('--jaeger', url, '--trace', 'ab')).toBe(`Jaeger at ${url} has no trace ab: ${WHY}`);
  expect(await problem(`${url}/trace/ab`)).toBe(`Jaeger at ${url} has no trace ab: ${WHY}`);
});

test('what Jaeger refuses', async () => {
  const url = await answering(
    400,
    'text/plain',
    '{"errors":[{"code":400,"msg":"malformed parameter limit"}]}',
  );
  expect(await problem('--jaeger', url, '--trace', 'ab')).toBe(
    `Jaeger at ${url} refuses: malformed parameter limit`,
  );
});

test('an answer that breaks off', async () => {
  const url = await serve((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{"data": [', () => response.destroy());
  });
  expect(await problem('--jaeger', url, '--trace', 'ab')).toMatch(
    `${url} stopped in the middle of its answer`,
  );
});

test('a password in the address is sent, and not shown', async () => {
  let authorization: string | undefined;
  const url = await serve((request, response) => {
    authorization = request.headers.authorization;
    response.writeHead(403, { 'content-type': 'text/plain' }).end();
  });
  const line = await problem('--jaeger', url.replace('//', '//me:se%20cret@'), '--trace', 'ab');
  expect(line).toContain(`${url} answered 403`);
  expect(authorization).toBe(`Basic ${Buffer.from('me:se cret').toString('base64')}`);
});

test.each<[args: string[], line: string]>([
  [[], 'nothing to read: name a file, - for standard input, --trace ID or --service NAME'],
  [
    ['--jaeger', 'no where', '--trace', 'ab'],
    '--jaeger: expected an address such as http://localhost:16686, got "no where"',
  ],
  [
    ['http://localhost:16686/search?service=a'],
    'http://localhost:16686/search?service=a is no page of a trace (…/trace/ID); for a service: --jaeger URL --service NAME',
  ],
  [['--trace', 'xyz'], '--trace: expected up to 32 hexadecimal digits, got "xyz"'],
  [['--service', 'a', '--last', 'soon'], '--last: expected a time such as 15m, 1h or 2d, got "soon"'],
  [['--service', 'a', '--limit', 'many'], '--limit: not a number it takes: "many"'],
  [['f.json', '--last', '1h'], '--last is for a Jaeger, and f.json is none'],
  [['f.json', '--show', 'all'], '--show: not a number it takes: "all"'],
])('%j', async (args, line) => {
  expect(await problem(...args)).toBe(line);
});
