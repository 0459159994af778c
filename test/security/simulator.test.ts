// The simulator with hostile clients: it continues, keeps only known words of a request, and uses no more than
// its bounds allow.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import Anthropic from '@anthropic-ai/sdk';
import { type Script, startSimulator } from '@sevenstep/anthropic-simulator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Attempts } from '../../packages/anthropic-simulator/src/attempts.ts';
import { formatEntry } from '../../packages/anthropic-simulator/src/format.ts';
import type { JournalEntry } from '../../packages/anthropic-simulator/src/journal.ts';
import { BodyBudget, MOST_BYTES_HELD } from '../../packages/anthropic-simulator/src/request/body-budget.ts';
import { readRequestBody } from '../../packages/anthropic-simulator/src/request/request.ts';
import { HOSTILE_ASKED, HOSTILE_REQUESTS, type HostileRequest } from './simulator/hostile-requests.ts';

const BIN = fileURLToPath(new URL('../../packages/anthropic-simulator/src/bin.ts', import.meta.url));
const KEY = 'sk-ant-simulator-0000';
const PARAMS = {
  model: 'claude-sonnet-5',
  max_tokens: 8,
  messages: [{ role: 'user' as const, content: 'Hello' }],
};

/** Sends the bytes, and waits for the end of the answer unless it aborts. */
async function send(port: number, { pieces, aborts }: HostileRequest): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket
    .on('error', () => {})
    .on('data', (data) => {
      if (answer.length < 10_000) answer += data.toString('latin1');
    });
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await once(socket, 'connect');
  for (const piece of pieces) socket.write(piece);
  if (aborts) {
    await sleep(5);
    socket.resetAndDestroy();
  } else {
    // Ends connections that wait for more bytes, such as after a cut head.
    await Promise.race([closed, sleep(3_000)]);
    socket.destroy();
  }
  return answer;
}

describe('no request ends the process', () => {
  let child: ChildProcess;
  let port = 0;
  let out = '';
  let err = '';

  beforeAll(async () => {
    child = spawn(process.execPath, ['--max-old-space-size=700', BIN, '--port', '0']);
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    while (port === 0) {
      await sleep(20);
      port = Number(/Listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(out)?.[1] ?? 0);
      if (child.exitCode !== null) throw new Error(err);
    }
  });
  afterAll(() => {
    child.kill('SIGKILL');
  });

  test.each(HOSTILE_REQUESTS.map((request) => [request.what, request] as const))('%s', async (_, request) => {
    await send(port, request);
    const client = new Anthropic({ baseURL: `http://127.0.0.1:${port}`, apiKey: KEY, maxRetries: 0 });
    expect((await client.messages.create(PARAMS)).type).toBe('message');
    expect(child.exitCode).toBe(null);
  });

  test('and none of them was a surprise, or wrote more than a line of printable words', () => {
    // If only the last handler catches a request's error, it prints a warning.
    expect(err).toBe('');
    for (const line of out.split('\n').slice(3)) {
      expect(line).toMatch(/^[\x20-\x7e…]*$/);
      expect(line.length).toBeLessThan(400);
    }
  });
});

test.each(HOSTILE_ASKED)('a request that asks for what cannot be is told where: %s', async (_, script) => {
  await using simulator = await startSimulator();
  const client = new Anthropic({ baseURL: simulator.url, apiKey: KEY, maxRetries: 0 });
  const problem = await client.messages.create({ ...PARAMS, model: `simulate:${script}` }).catch(String);
  expect(problem).toMatch(
    /^BadRequestError: 400 .*the model: (?:part 1, column \d+: expected |expected at most 4096 characters, found \d+)/,
  );
});

const circle: Record<string, unknown> = {};
circle.itself = circle;
const deep = JSON.parse(`${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`) as Record<string, unknown>;
const toolUse = (input: unknown) => ({ faults: [{ answer: { toolUse: { name: 'x', input } } }] });

test.each<[what: string, script: unknown, message: string]>([
  [
    'a value that no header can carry',
    { faults: [{}, { response: { headers: { 'x-a': '中' } } }] },
    'script.faults[1].response.headers["x-a"]: expected a value without',
  ],
  [
    'a line break in a header',
    { faults: [{ response: { headers: { 'x-a': 'a\r\nb: c' } } }] },
    'script.faults[0].response.headers["x-a"]: expected a value without',
  ],
  [
    'a trailer',
    { faults: [{ response: { headers: { Trailer: 'x' } } }] },
    'script.faults[0].response.headers["Trailer"]: expected a header other than',
  ],
  [
    'a header that is a number',
    { faults: [{ response: { headers: { 'x-a': 1 } } }] },
    'script.faults[0].response.headers["x-a"]: expected a string, or null to remove it, found 1',
  ],
  [
    'a name of an object',
    JSON.parse('{"faults":[{"response":{"headers":{"__proto__":{"a":1}}}}]}'),
    'script.faults[0].response.headers["__proto__"]: expected a string',
  ],
  ['a field of that name', JSON.parse('{"__proto__":1,"faults":[]}'), 'script.__proto__: not a field'],
  [
    'a delay that is infinite',
    { faults: [{ delayMs: Number.POSITIVE_INFINITY }] },
    'script.faults[0].delayMs: expected milliseconds, 0 to 2147483647',
  ],
  [
    'a pause of a year',
    { faults: [{ answer: { pauseMs: 3.2e10 } }] },
    'script.faults[0].answer.pauseMs: expected milliseconds',
  ],
  ['a status that no answer begins with', { faults: [{ response: { status: 100 } }] }, 'a status from 200'],
  ['a circle', toolUse(circle), 'script.faults[0].answer.toolUse.input: expected an object of plain JSON'],
  [
    'five thousand levels',
    toolUse(deep),
    'script.faults[0].answer.toolUse.input: expected an object of plain',
  ],
  ['a BigInt', toolUse({ a: 1n }), 'script.faults[0].answer.toolUse.input: expected an object of plain JSON'],
  [
    'a toJSON',
    toolUse({ toJSON: () => 1 }),
    'script.faults[0].answer.toolUse.input: expected an object of plain',
  ],
  [
    'a circle in a wrong place',
    { faults: circle },
    'script.faults: expected a list of faults, found what JSON',
  ],
  ['a BigInt for a seed', { seed: 1n, faults: [] }, 'script.seed: expected a number, found 1n'],
  ['a megabyte in a wrong place', { faults: 'x'.repeat(2 ** 20) }, 'script.faults: expected a list'],
  [
    'a list of a million attempts',
    { faults: [{ when: { attempt: Array.from({ length: 1e6 }, () => 1) } }] },
    'script.faults[0].when.attempt: expected a whole number',
  ],
  ['text with a bad header', '2: ok; 1: 529 x-a="\u0001"', 'part 2, column 15: expected a value without'],
])('a script is refused where it is wrong: %s', async (_, script, message) => {
  const problem = await startSimulator(script as Script).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(problem).toBeInstanceOf(Error);
  const { name, message: said } = problem as Error;
  expect(['TypeError', 'ScriptSyntaxError']).toContain(name);
  expect(said).toContain(message);
  expect(said.length).toBeLessThan(500);
});

/** Text that must not be recorded, in the shapes of keys and prompts. */
const CANARIES = [
  'sk-ant-api03-CANARYKEY0123456789abcdefghij',
  'sk-ant-canary-0000',
  'Tell-me-the-canary-of-my-bank',
  'canary_hunter2_password',
  'ghp_CANARY0123456789abcdefghijklmnopqr',
  'canary@example.com',
  '4111-1111-1111-1111',
] as const;
/** Matches a canary, or a large part of one. */
const SIGN = /canary|tell-me|hunter|my-bank|4111-1|ghp_|sk-ant-api/i;

/** Every place of a request, with a canary. */
const PLACES: readonly (readonly [
  place: string,
  request: (canary: string) => {
    path?: string;
    method?: string;
    headers?: Record<string, string>;
    body?: object;
  },
])[] = [
  ['the model', (canary) => ({ body: { ...PARAMS, model: canary } })],
  ['the end of a model', (canary) => ({ body: { ...PARAMS, model: `claude-${canary}` } })],
  ['the version of a model', (canary) => ({ body: { ...PARAMS, model: `claude-sonnet-5-${canary}` } })],
  ['a model that asks for a fault', (canary) => ({ body: { ...PARAMS, model: `simulate:${canary}` } })],
  [
    'a model that cannot have a stream',
    (canary) => ({ body: { ...PARAMS, model: `simulate:cut after 1 event ${canary}` } }),
  ],
  ['the message of a fault', (canary) => ({ body: { ...PARAMS, model: `simulate:529 "${canary}"` } })],
  [
    'the type of an error',
    (canary) => ({
      body: { ...PARAMS, model: `simulate:529 ${canary.toLowerCase().replace(/[^a-z]+/g, '_')}_x` },
    }),
  ],
  [
    'a header of a fault',
    (canary) => ({ headers: { 'x-simulator-fault': `529 x-a="${canary}" request-id="${canary}"` } }),
  ],
  [
    'the name of a header of a fault',
    (canary) => ({ headers: { 'x-simulator-fault': `529 ${canary.replace(/[^A-Za-z0-9-]/g, '')}=1` } }),
  ],
  [
    'the type of an event',
    (canary) => ({
      body: { ...PARAMS, stream: true },
      headers: {
        'x-simulator-fault': `error ${canary.toLowerCase().replace(/[^a-z]+/g, '_')}_x after 1 event`,
      },
    }),
  ],
  ['a part of the path', (canary) => ({ path: `/v1/messages/${canary}` })],
  ['the beginning of the path', (canary) => ({ path: `/${canary}/v1/messages` })],
  ['the id of a model', (canary) => ({ path: `/v1/models/${canary}`, method: 'GET' })],
  ['the id of a model of ours', (canary) => ({ path: `/v1/models/claude-${canary}`, method: 'GET' })],
  ['the query', (canary) => ({ path: `/v1/messages?beta=true&key=${encodeURIComponent(canary)}` })],
  ['the key', (canary) => ({ headers: { 'x-api-key': canary } })],
  ['the authorization', (canary) => ({ headers: { authorization: `Bearer ${canary}` } })],
  ['the user agent', (canary) => ({ headers: { 'user-agent': canary } })],
  ['the name of a header', (canary) => ({ headers: { [`x-${canary.replace(/[^A-Za-z0-9-]/g, '')}`]: '1' } })],
  [
    'the version of the API',
    (canary) => ({ headers: { 'anthropic-version': canary, 'anthropic-beta': canary } }),
  ],
  ['the count of retries', (canary) => ({ headers: { 'x-stainless-retry-count': canary } })],
  [
    'the prompt',
    (canary) => ({ body: { ...PARAMS, system: canary, messages: [{ role: 'user', content: canary }] } }),
  ],
  ['the name of a field', (canary) => ({ body: { [canary]: canary } })],
  ['a body that is no JSON', (canary) => ({ body: { toJSON: () => canary } })],
  ['stop sequences', (canary) => ({ body: { ...PARAMS, stop_sequences: [canary] } })],
];

describe.each(PLACES)('a key or a prompt in %s', (_, requestOf) => {
  test.each(CANARIES)('%s', async (canary) => {
    const lines: string[] = [];
    await using simulator = await startSimulator('', {
      onEntry: (entry) => {
        lines.push(formatEntry(entry, false));
      },
    });
    const { path = '/v1/messages', method = 'POST', headers = {}, body = PARAMS } = requestOf(canary);
    const response = await fetch(simulator.url + path, {
      method,
      headers: {
        'x-api-key': KEY,
        'anthropic-version': '2023-06-01',
        ...headers,
        ...(headers.authorization && { 'x-api-key': '' }),
      },
      ...(method === 'POST' && { body: JSON.stringify(body) }),
    });
    const answer = await response.text();
    await simulator.settled();
    expect(simulator.journal).toHaveLength(1);
    expect(JSON.stringify(simulator.journal)).not.toMatch(SIGN);
    expect(lines.join('\n')).not.toMatch(SIGN);
    // A request gets its requested fault. A rejection does not repeat the request.
    const isScripted = simulator.journal[0]?.fault !== undefined;
    if (!response.ok && !isScripted) expect(answer).not.toMatch(SIGN);
  });
});

test('what a path, a model and a fault usually say is in the journal', async () => {
  await using simulator = await startSimulator('#3: 529 x-mine=yes');
  const ask = (path: string, model: string, headers: Record<string, string> = {}) =>
    fetch(simulator.url + path, {
      method: 'POST',
      headers: { 'x-api-key': KEY, 'anthropic-version': '1', ...headers },
      body: JSON.stringify({ ...PARAMS, model }),
    }).then((response) => response.text());
  await ask('/v1/v1/messages', 'claude-haiku-4-5-20251001');
  await ask('/anthropic/v1/messages/msg_1', 'us.anthropic.claude-sonnet-4-5-20250929-v1:0');
  await ask('/v1/messages', 'claude-sonet-5');
  await ask('/v1/messages', 'simulate:rate-limit');
  await ask('/v1/messages', 'claude-opus-5', { 'x-simulator-fault': '529 retry-after=1 x-mine=yes' });
  await simulator.settled();
  expect(simulator.journal.map(({ path, model, fault }) => [path, model, fault])).toEqual([
    ['/v1/v1/messages', 'claude-haiku-4-5-20251001', undefined],
    ['/anthropic/v1/messages/*', 'us.anthropic.claude-sonnet-4-5-20250929-v1:0', undefined],
    ['/v1/messages', 'claude-*', '529'],
    ['/v1/messages', 'simulate:rate-limit', 'rate-limit'],
    ['/v1/messages', 'claude-opus-5', '529'],
  ]);
  // Values from the script are recorded in full, and values from a request only as known words.
  expect(simulator.journal[2]?.headers).toMatchObject({ 'x-mine': 'yes' });
  expect(simulator.journal[4]?.headers).toMatchObject({ 'retry-after': '1', '*': '*' });
});

describe('a page whose name was rebound to loopback', () => {
  const status = async (port: number, host: string): Promise<string | undefined> => {
    const answer = await send(port, {
      what: host,
      pieces: [`GET /v1/models HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`],
    });
    return /^HTTP\/1\.1 (\d+)/.exec(answer)?.[1];
  };

  test.each([
    'evil.example',
    'evil.example:8787',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'evil-localhost',
    '10.0.0.1',
    '[::2]:80',
    '0.0.0.0',
    'constructor',
    '@localhost',
    'localhost:1:2',
  ])('%s is refused, and counts as no request', async (host) => {
    await using simulator = await startSimulator();
    expect(await status(simulator.port, host)).toBe('421');
    expect(simulator.journal).toEqual([]);
  });

  test.each([
    'localhost',
    'LOCALHOST:1',
    'localhost.',
    'app.localhost',
    '127.0.0.1:8787',
    '127.1.2.3',
    '[::1]:9',
  ])('%s is this machine', async (host) => {
    await using simulator = await startSimulator();
    expect(await status(simulator.port, host)).toBe('401');
  });

  test('a name that is allowed is answered', async () => {
    await using simulator = await startSimulator('', { allowedHosts: ['Claude.test'] });
    expect(await status(simulator.port, 'claude.test:8787')).toBe('401');
    expect(await status(simulator.port, 'other.test')).toBe('421');
  });

  test('where other machines are meant to come, every name is answered', async () => {
    await using simulator = await startSimulator('', { host: '0.0.0.0' });
    expect(await status(simulator.port, 'evil.example')).toBe('401');
  });
});

describe('memory', () => {
  test('attempts that are remembered, of one body and of many', () => {
    const attempts = new Attempts();
    const request = { method: 'POST', url: '/v1/messages', headers: {} };
    for (let i = 0; i < 50_000; i++) {
      attempts.number(request, i % 2 === 0 ? 'the same' : `other ${i}`).ended(true);
      // Simultaneous requests are not retries of each other.
      const both = [attempts.number(request, `pair ${i}`), attempts.number(request, `pair ${i}`)];
      for (const one of both) one.ended(true);
    }
    expect(attempts.remembered).toBeLessThanOrEqual(20_001);
    expect(attempts.remembered).toBeGreaterThan(5_000);
  });

  test('an entry of the journal is small, whatever its request was', async () => {
    await using simulator = await startSimulator();
    const path = `/${'messages/'.repeat(1_500)}`;
    const big = 'claude-sonnet'.repeat(100_000);
    await fetch(simulator.url + path, { method: 'POST', body: JSON.stringify({ ...PARAMS, model: big }) });
    const headers = {
      'x-api-key': KEY,
      'anthropic-version': '1',
      'x-simulator-fault': `529 ${Array.from({ length: 400 }, (_, i) => `x${i}=1`).join(' ')}`,
    };
    await fetch(`${simulator.url}/v1/messages`, { method: 'POST', headers, body: JSON.stringify(PARAMS) });
    await simulator.settled();
    for (const entry of simulator.journal as readonly JournalEntry[]) {
      expect(JSON.stringify(entry).length).toBeLessThan(3_000);
    }
  });

  test('bodies of all requests together', async () => {
    const budget = new BodyBudget();
    const chunk = Buffer.alloc(1024 * 1024);
    async function* upload(chunks: number) {
      for (let i = 0; i < chunks; i++) yield chunk;
    }
    const read = (chunks: number) => readRequestBody(upload(chunks) as never, budget);
    const whole = MOST_BYTES_HELD / chunk.length / 16;
    const held = await Promise.all(Array.from({ length: 16 }, () => read(whole)));
    expect(held.map(({ crowdedOut }) => crowdedOut)).not.toContain(true);
    // One more request finds no room, and uses none.
    const more = await read(2);
    expect(more).toMatchObject({ crowdedOut: true, text: '', held: 0, bytes: 2 * chunk.length });
    budget.give(held[0]?.held ?? 0);
    expect(await read(2)).toMatchObject({ crowdedOut: false, held: 2 * chunk.length });
  });

  test('a body that is cut or too large gives back what it took', async () => {
    const budget = new BodyBudget();
    const chunk = Buffer.alloc(1024 * 1024);
    async function* broken() {
      yield chunk;
      throw new Error('reset');
    }
    async function* large() {
      for (let i = 0; i < 40; i++) yield chunk;
    }
    for (let i = 0; i < 300; i++)
      expect(await readRequestBody(broken() as never, budget)).toMatchObject({ held: 0 });
    for (let i = 0; i < 10; i++)
      expect(await readRequestBody(large() as never, budget)).toMatchObject({ held: 0 });
    expect(budget.take(MOST_BYTES_HELD)).toBe(true);
  });
});

test('a fault of the application that listens to entries ends nothing', async () => {
  const warned = once(process, 'warning');
  await using simulator = await startSimulator('', {
    onEntry: () => {
      throw new RangeError('a secret of the application');
    },
  });
  const client = new Anthropic({ baseURL: simulator.url, apiKey: KEY, maxRetries: 0 });
  expect((await client.messages.create(PARAMS)).type).toBe('message');
  const [warning] = (await warned) as [Error];
  expect(warning.message).toBe('The simulator could not answer a request: RangeError');
  expect((await client.messages.create(PARAMS)).type).toBe('message');
});

test('a port that answers is none of the hostile requests’ doing', async () => {
  // The helper that sends them fails without a listener, so that the table above cannot pass without a server.
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  await expect(send(port, HOSTILE_REQUESTS[0] as HostileRequest)).rejects.toThrow();
});
