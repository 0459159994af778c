// Everything that can answer in a Jaeger's place: each is one line that says what and where.
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import type * as bounds from '../src/bounds.ts';
import { run } from './support/run.ts';

// A gigabyte takes its time.
vi.mock('../src/bounds.ts', async (original) => {
  const { READ, ...others } = await original<typeof bounds>();
  return { ...others, READ: { ...READ, jaegerBytes: 1024 * 1024 } };
});

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
  const silent = await serve((_, response) => response.end());
  expect(await problem('--jaeger', silent, '--trace', 'ab')).toBe(
    `${silent} answered 200 (no content type), not as Jaeger does: ${HINT}`,
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

test('once Jaeger has answered nothing keeps the process until an answer would be late', async () => {
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  const url = await answering(200, 'application/json', '{"data": []}');
  const before = timers();
  await problem('--jaeger', url, '--trace', 'ab');
  expect(timers()).toBeLessThanOrEqual(before);
});

test('what Jaeger refuses', async () => {
  const url = await answering(
    400,
    'text/plain',
    '{"errors":[{"code":400,"msg":"malformed parameter limit"}]}',
  );
  expect(await problem('--jaeger', url, '--trace', 'ab')).toBe(
    `Jaeger at ${url} rejected the request: malformed parameter limit`,
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

test('an answer of as much as is read', async () => {
  const url = await answering(200, 'application/json', '{"data": []}'.padEnd(1024 * 1024));
  expect(await problem('--jaeger', url, '--trace', 'ab')).toBe(`Jaeger at ${url} has no trace ab: ${WHY}`);
});

test('an answer of more than is read', async () => {
  const url = await answering(200, 'application/json', `{"data": [${' '.repeat(1024 * 1024)}]}`);
  expect(await problem('--jaeger', url, '--trace', 'ab')).toBe(
    `${url} answered with more than 1 MB; ask for less with --last and --limit`,
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

test('a percent sign in the password is one', async () => {
  let authorization: string | undefined;
  const url = await serve((request, response) => {
    authorization = request.headers.authorization;
    response.writeHead(403).end();
  });
  await problem('--jaeger', url.replace('//', '//bob:100%safe@'), '--trace', 'ab');
  expect(authorization).toBe(`Basic ${Buffer.from('bob:100%safe').toString('base64')}`);
});

test.each<[args: string[], line: string]>([
  [[], 'nothing to read: name a file, - for standard input, --trace ID or --service NAME'],
  [
    ['--jaeger', 'no where', '--trace', 'ab'],
    '--jaeger: expected an address such as http://localhost:16686, got "no where"',
  ],
  [
    ['http://localhost:16686/dependencies'],
    'http://localhost:16686/dependencies: expected the address of a trace (…/trace/ID) or a search (…/search?service=NAME) in Jaeger',
  ],
  [['http://localhost:16686/search?lookback=1h'], 'the search page names no service: add --service NAME'],
  [['--trace', 'xyz'], '--trace: expected up to 32 hexadecimal digits, got "xyz"'],
  [['--service', 'a', '--last', '0s'], '--last: expected a time such as 15m, 1h or 2d, got "0s"'],
  [['--service', 'a', '--last', 'soon'], '--last: expected a time such as 15m, 1h or 2d, got "soon"'],
  [['--service', 'a', '--limit', 'many'], '--limit: expected a whole number, at least 1, got "many"'],
  [['f.json', '--last', '1h'], '--last works only with Jaeger, not with f.json'],
  [['f.json', '--show', 'all'], '--show: expected a whole number, at least 0, got "all"'],
])('%j', async (args, line) => {
  expect(await problem(...args)).toBe(line);
});

const TRACE = {
  traceID: '4bf92f3577b34da6a3ce929d0e0e4736',
  spans: [
    {
      traceID: '4bf92f3577b34da6a3ce929d0e0e4736',
      spanID: '00f067aa0ba902b7',
      operationName: 'chat claude-sonnet-5',
      startTime: 1_785_000_000_000_000,
      duration: 1_000_000,
      tags: [{ key: 'gen_ai.provider.name', type: 'string', value: 'anthropic' }],
      processID: 'p1',
    },
  ],
  processes: { p1: { serviceName: 'shop', tags: [] } },
};

/** A Jaeger with one trace, below a folder, and what it is asked. */
async function serveTrace() {
  const asked: string[] = [];
  const url = await serve((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ data: [TRACE] }));
  });
  return { url, asked };
}

test.each<[page: string, asks: string]>([
  [`/trace/${TRACE.traceID}`, `/api/traces/${TRACE.traceID}`],
  [`/trace/${TRACE.traceID}?uiFind=chat#span`, `/api/traces/${TRACE.traceID}`],
  [`/jaeger/ui/trace/${TRACE.traceID}/`, `/jaeger/ui/api/traces/${TRACE.traceID}`],
  [`/api/traces/${TRACE.traceID}`, `/api/traces/${TRACE.traceID}`],
  [`/api/traces/${TRACE.traceID}?prettyPrint=true`, `/api/traces/${TRACE.traceID}`],
  [`/jaeger/api/v3/traces/${TRACE.traceID}`, `/jaeger/api/traces/${TRACE.traceID}`],
])('the address of a trace, as a person copies it: %s', async (page, asks) => {
  const { url, asked } = await serveTrace();
  const { code, stdout } = await run(['diagnose', url + page]);
  expect(stdout).toContain(`trace ${TRACE.traceID})`);
  expect(asked).toEqual([asks]);
  expect(code).toBe(0);
});

test.each<[page: string, args: string[], says: RegExp, query: Record<string, unknown>]>([
  ['/search?service=shop', [], /shop, last 1h\)/, { service: 'shop', limit: '1000' }],
  [
    '/jaeger/search?end=1785000001000000&limit=20&lookback=1h&maxDuration&minDuration=5ms&operation=chat&service=shop&start=1784990000000000&tags=%7B%22error%22%3A%22true%22%7D',
    [],
    /shop, 2026-07-25T14:33:20.000Z to 2026-07-25T17:20:01.000Z, operation chat, tags \{"error":"true"\}, minDuration 5ms\)/,
    {
      service: 'shop',
      start: '1784990000000000',
      end: '1785000001000000',
      limit: '20',
      operation: 'chat',
      minDuration: '5ms',
      tags: '{"error":"true"}',
    },
  ],
  ['/api/traces?service=shop&lookback=2d', [], /shop, last 2d\)/, { service: 'shop' }],
  [
    '/search?service=shop&limit=20&lookback=2d&start=1784990000000000&end=1785000001000000',
    ['--service', 'cart', '--last', '15m', '--limit', '5'],
    /cart, last 15m\)/,
    { service: 'cart', limit: '5' },
  ],
  ['/search?service=shop&lookback=custom&limit=x&start=a&end=1e99', [], /shop, last 1h\)/, { limit: '1000' }],
])('the address of a search is read, and what is read is said: %s %j', async (page, args, says, query) => {
  const { url, asked } = await serveTrace();
  const { code, stdout } = await run(['diagnose', url + page, ...args]);
  expect(stdout).toMatch(says);
  const [first = ''] = asked;
  const { pathname, searchParams } = new URL(first, url);
  expect(pathname).toBe(page.startsWith('/jaeger') ? '/jaeger/api/traces' : '/api/traces');
  expect(Object.fromEntries(searchParams)).toMatchObject(query);
  expect(code).toBe(0);
});

test.each<[page: string, args: string[], seconds: number]>([
  ['/search?service=shop', [], 3_600],
  ['/search?service=shop&lookback=2d', [], 2 * 86_400],
  ['/search?service=shop&lookback=45s', [], 45],
  ['/search?service=shop&lookback=2d', ['--last', '15m'], 900],
  // Times that cannot be: the end before the start, or with it, and none at all.
  ['/search?service=shop&start=1784990000000000&end=1784990000000000', [], 3_600],
  ['/search?service=shop&start=1785000001000000&end=1784990000000000', [], 3_600],
  ['/search?service=shop&start=0&end=1784990000000000', [], 3_600],
  ['/search?service=shop&start=1784990000000000&end=9000000000000000000', [], 3_600],
])('a search looks back from now, for as long as asked: %s %j', async (page, args, seconds) => {
  const { url, asked } = await serveTrace();
  const before = Date.now();
  await run(['diagnose', url + page, ...args]);
  const query = new URL(asked[0] ?? '', url).searchParams;
  const [start, end] = [Number(query.get('start')), Number(query.get('end'))];
  // Microseconds, as Jaeger has them.
  expect(end - start).toBe(seconds * 1e6);
  expect(end).toBeGreaterThanOrEqual(before * 1000);
  expect(end).toBeLessThanOrEqual(Date.now() * 1000);
});

test.each<[what: string, services: unknown, line: string]>([
  [
    'the service is there',
    ['shop', 'cart'],
    'has no trace of shop in that time; look further back with --last',
  ],
  ['no service is there', [], 'has no traces at all'],
  ['a service of a like name is there', ['shopp'], 'knows no service "shop"; did you mean shopp?'],
  [
    'ten and more of other names are there',
    Array.from({ length: 12 }, (_, n) => `other-${n}`),
    `knows no service "shop"; it has ${Array.from({ length: 10 }, (_, n) => `other-${n}`).join(', ')}`,
  ],
  ['the answer is none', 'nonsense', 'has no traces at all'],
])('a search that finds nothing says why: %s', async (_, services, line) => {
  const url = await serve((request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ data: request.url === '/api/services' ? services : [] }));
  });
  expect(await problem('--jaeger', url, '--service', 'shop')).toBe(`Jaeger at ${url} ${line}`);
});

test.each<[location: string | undefined, to: string]>([
  ['https://sso.example.com/login?next=%2Fapi&token=abc#x', 'https://sso.example.com/login'],
  ['/login', 'URL/login'],
  [undefined, 'nowhere'],
  ['http://', 'nowhere'],
])('a redirect to %s is told, not followed', async (location, to) => {
  const url = await serve((_, response) => {
    response.writeHead(302, location === undefined ? {} : { location }).end();
  });
  expect(await problem('--jaeger', url, '--trace', 'ab')).toBe(
    `${url} redirects to ${to.replace('URL', url)}, which is not followed: ${HINT}`,
  );
});
