// The receiver reports its own faults as such, and closes even if a sender misbehaves.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { READ, RECEIVED } from '../src/bounds.ts';
import { startReceiver } from '../src/otlp/receiver.ts';

/** A receiver, and what it says of its senders. */
async function startNoting() {
  const problems: string[] = [];
  const receiver = await startReceiver({
    port: 0,
    onSpans: () => undefined,
    onProblem: (line) => problems.push(line),
  });
  return { receiver, port: Number(new URL(receiver.url).port), problems };
}

test('what fails in the doctor is no fault of the sender', async () => {
  const problems: string[] = [];
  let calls = 0;
  const receiver = await startReceiver({
    port: 0,
    onSpans: () => {
      calls += 1;
      if (calls === 1) throw new TypeError('a bug of ours');
    },
    onProblem: (line) => problems.push(line),
  });
  try {
    const send = () =>
      fetch(`${receiver.url}/v1/traces`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"resourceSpans":[]}',
      });
    const first = await send();
    expect(first.status).toBe(500);
    expect(await first.text()).toContain('a bug of ours');
    expect(problems).toEqual([expect.stringContaining('500 a bug in the doctor: TypeError: a bug of ours')]);
    expect((await send()).status).toBe(200);
  } finally {
    await receiver.close();
  }
});

test('a sender that never ends its request does not keep the receiver from closing', async () => {
  const receiver = await startReceiver({ port: 0, onSpans: () => undefined, onProblem: () => undefined });
  const socket = connect(Number(new URL(receiver.url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(
    'POST /v1/traces HTTP/1.1\r\nhost: localhost\r\ncontent-length: 9\r\nexpect: 100-continue\r\n\r\n{',
  );
  await once(socket, 'data');
  await receiver.close();
  expect(socket.destroyed || (await once(socket, 'close'))).toBeTruthy();
});

test('once it is closed nothing of it keeps the process', async () => {
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  const before = timers();
  const receiver = await startReceiver({ port: 0, onSpans: () => undefined, onProblem: () => undefined });
  await receiver.close();
  expect(timers()).toBe(before);
});

test('senders that send more at once than there is memory for: one is asked to come again, and the others are served', async () => {
  const receiver = await startReceiver({ port: 0, onSpans: () => undefined, onProblem: () => undefined });
  const port = Number(new URL(receiver.url).port);
  // Each is allowed to send so much, and three may do so at once.
  const bytes = RECEIVED.totalBytes / 3 - 1024;
  const body = Buffer.alloc(bytes - 1);
  const senders = Array.from({ length: 4 }, () => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(`POST /v1/metrics HTTP/1.1\r\nhost: localhost\r\ncontent-length: ${bytes}\r\n\r\n`);
    socket.write(body);
    return socket;
  });
  const answerTo = async (socket: Socket) => String((await once(socket, 'data'))[0]);
  try {
    const answers = senders.map(async (socket) => ({ socket, answer: await answerTo(socket) }));
    const first = await Promise.race(answers);
    expect(first.answer).toMatch(/^HTTP\/1.1 503 .*\nretry-after: 1\r/s);
    const others = answers.filter((_, index) => senders[index] !== first.socket);
    for (const socket of senders) if (socket !== first.socket) socket.write('\0');
    for (const { answer } of await Promise.all(others)) expect(answer).toMatch(/^HTTP\/1.1 200 /);
  } finally {
    for (const socket of senders) socket.destroy();
    await receiver.close();
  }
});

test('protobuf of more fields than are kept is refused before it is decoded: an empty field has two bytes and becomes an object', async () => {
  const spans: unknown[] = [];
  const receiver = await startReceiver({
    port: 0,
    onSpans: (more) => spans.push(...more),
    onProblem: () => undefined,
  });
  // A `ResourceSpans` of so many empty `ScopeSpans`.
  const scopes = Buffer.alloc(2 * READ.values, Buffer.from([0x12, 0]));
  const length = [0, 7, 14, 21].map((shift) => ((scopes.length >> shift) & 0x7f) | (shift < 21 ? 0x80 : 0));
  try {
    const answer = await fetch(`${receiver.url}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-protobuf', 'content-encoding': 'gzip' },
      body: gzipSync(Buffer.concat([Buffer.from([0x0a, ...length]), scopes])),
    });
    expect(answer.status).toBe(400);
  } finally {
    await receiver.close();
  }
});

test('a sender that speaks gRPC or TLS is told of once, with what to set; other nonsense is answered as before', async () => {
  const { receiver, port, problems } = await startNoting();
  const answerTo = async (bytes: string) => {
    const socket = connect(port, '127.0.0.1');
    socket.write(bytes);
    const [answer] = await once(socket, 'data');
    socket.destroy();
    return String(answer).split('\r\n')[0];
  };
  try {
    const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
    const hello = '\x16\x03\x01\x02\x00\x01\x00';
    for (const bytes of [preface, preface, hello, hello, 'nonsense\r\n\r\n'])
      expect(await answerTo(bytes)).toBe('HTTP/1.1 400 Bad Request');
    expect(await answerTo(`GET / HTTP/1.1\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`)).toContain(' 431 ');
    expect(problems).toEqual([
      'a sender speaks gRPC, which is not supported: set OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf there',
      'a sender speaks TLS, which is not supported: its OTEL_EXPORTER_OTLP_ENDPOINT needs plain HTTP',
    ]);
  } finally {
    await receiver.close();
  }
});

test('connections beyond the bound are closed, and a message says so once', async () => {
  const { receiver, port, problems } = await startNoting();
  const open = async () => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    return socket;
  };
  const sockets = await Promise.all(Array.from({ length: RECEIVED.connections }, open));
  try {
    for (const socket of await Promise.all([open(), open()]))
      if (!socket.destroyed) await once(socket, 'close');
    expect(problems).toEqual([
      'more than 128 connections at once: it closes further ones, and their spans may be lost',
    ]);
  } finally {
    for (const socket of sockets) socket.destroy();
    await receiver.close();
  }
});
