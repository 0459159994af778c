// All input has bounds: no file, sender or server can determine the time or memory that is used.

import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { readTelemetry } from '@sevenstep/checklist';
import { afterEach, expect, test } from 'vitest';
import { listening, ok, span as processed } from '../../packages/diagnosis-span-processor/test/spans.ts';
import { RECEIVED } from '../../packages/doctor/src/bounds.ts';
import { callOf } from '../../packages/doctor/src/calls/call.ts';
import { encodeRequest } from '../../packages/doctor/src/otlp/codec.ts';
import { type Receiver, startReceiver } from '../../packages/doctor/src/otlp/receiver.ts';
import { collect } from '../../packages/doctor/src/report/collect.ts';
import { spansOfRequest } from '../../packages/doctor/src/spans/otlp.ts';
import type { Span } from '../../packages/doctor/src/spans/span.ts';
import { terminal } from '../../packages/doctor/src/terminal.ts';
import { callLine, totalsLine } from '../../packages/doctor/src/watch/lines.ts';
import { WatchTotals } from '../../packages/doctor/src/watch/totals.ts';
import { run } from '../../packages/doctor/test/support/run.ts';
import { cpuMs } from '../support/cpu-time.ts';

/** The most CPU time for a hostile input, in milliseconds. The attacks took 25 s or never ended. */
const SOON_MS = 5_000;

async function soon<T>(action: () => T | Promise<T>): Promise<T> {
  const start = cpuMs();
  const result = await action();
  expect(cpuMs() - start, 'milliseconds').toBeLessThan(SOON_MS);
  return result;
}

const text = (key: string, value: string) => ({ key, value: { stringValue: value } });
const integer = (key: string, value: unknown) => ({ key, value: { intValue: value } });

const failed = (more: Readonly<Record<string, unknown>> = {}, attributes: readonly unknown[] = []) => ({
  traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  spanId: '00f067aa0ba902b7',
  name: 'chat claude-sonnet-5',
  startTimeUnixNano: '1700000000000000000',
  endTimeUnixNano: '1700000001500000000',
  attributes: [
    text('gen_ai.provider.name', 'anthropic'),
    text('gen_ai.operation.name', 'chat'),
    text('error.type', 'overloaded_error'),
    integer('http.response.status_code', '529'),
    ...attributes,
  ],
  ...more,
});
const request = (...spans: unknown[]) => ({ resourceSpans: [{ scopeSpans: [{ spans }] }] });

/** The same attacks through every input. */
const KINDS = Array.from({ length: 40_000 }, (_, index) => [
  integer(`anthropic.ratelimit.kind_${index}.limit`, '10'),
  integer(`anthropic.ratelimit.kind_${index}.remaining`, '0'),
]).flat();

test('40 000 kinds of limits on a span, and as many over many spans, are a line within seconds', async () => {
  const [span] = spansOfRequest(request(failed({}, KINDS)));
  const line = await soon(() => {
    const totals = new WatchTotals();
    for (let times = 0; times < 200; times++) totals.add({ call: callOf(span as Span) });
    for (let from = 0; from < KINDS.length; from += 80) {
      const [more] = spansOfRequest(request(failed({}, KINDS.slice(from, from + 80))));
      totals.add({ call: callOf(more as Span) });
    }
    const out = terminal({ write: () => true }, {});
    return `${totalsLine(totals)}${callLine(callOf(span as Span), out)}`;
  });
  expect(line.length).toBeLessThan(2_000);
});

const LONG = 'ab'.repeat(200_000);

test.each<[what: string, more: Readonly<Record<string, unknown>>]>([
  ['a trace id', { traceId: LONG }],
  ['a span id', { spanId: LONG }],
  ['the id of a parent', { parentSpanId: LONG }],
  ['a name', { name: LONG }],
  ['the message of a status', { status: { code: 2, message: LONG } }],
  ['a trace id of lines', { traceId: 'a\n'.repeat(200_000) }],
])('%s of 400 kB is bounded, and the call is told by every command', async (_, more) => {
  const stdin = `${JSON.stringify(request(failed(more)))}\n`;
  for (const args of [
    ['diagnose', '-'],
    ['diagnose', '-', '--json'],
    ['ticket', '-'],
    ['ticket', '-', '--json'],
  ]) {
    const { stdout, code } = await soon(() => run(args, { stdin }));
    expect([args, code]).toEqual([args, args[0] === 'ticket' ? 0 : 3]);
    expect(stdout).toContain('service.overloaded');
    expect(stdout.length).toBeLessThan(50_000);
  }
});

test('a trace with an id that is none is one trace all the same', async () => {
  const stdin = [1, 2].map(
    (id) => `${JSON.stringify(request(failed({ traceId: LONG, spanId: `${id}` })))}\n`,
  );
  expect((await run(['ticket', '-'], { stdin: stdin.join('') })).code).toBe(0);
  expect((await run(['diagnose', '-', '--trace', LONG], { stdin: stdin.join('') })).stdout).toContain(
    '2 calls',
  );
});

test.each<[what: string, stdin: string]>([
  ['a document', '['.repeat(6_000_000)],
  ['a document that closes', `${'['.repeat(3_000_000)}${']'.repeat(3_000_000)}`],
  ['a document of objects', '{"data":'.repeat(1_000_000)],
  ['a line', `{"spans":${'['.repeat(3_000_000)}${']'.repeat(3_000_000)}}\n`],
  ['a span in a document', `{"data":[{"spans":[${'{"tags":['.repeat(500_000)}`],
])(
  '%s that is nested deeper than any span is no span: a ticket is refused in one line, and as text it tells nothing',
  async (_, stdin) => {
    const before = process.memoryUsage().rss;
    const ticket = await soon(() => run(['ticket', '-'], { stdin }));
    expect(ticket.code).toBe(2);
    expect(ticket.stderr).not.toContain('defect');
    const report = await soon(() => run(['diagnose', '-'], { stdin }));
    expect([report.code, report.stderr]).toEqual([0, '']);
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * 1024 * 1024);
  },
);

test.each<unknown>([
  '1e30',
  '1e300',
  1e30,
  -1,
  '-1',
  'soon',
  null,
  {},
  [],
  { toString: 1 },
  '9'.repeat(400),
  true,
])('a span with the time %j is told by every command', async (time) => {
  for (const more of [
    { startTimeUnixNano: time },
    { endTimeUnixNano: time },
    { startTimeUnixNano: time, endTimeUnixNano: time },
  ]) {
    const jaeger = { traceID: 'ab', spanID: 'cd', operationName: 'chat', startTime: time, duration: time };
    const tags = [
      { key: 'gen_ai.provider.name', value: 'anthropic' },
      { key: 'gen_ai.operation.name', value: 'chat' },
      { key: 'error.type', value: 'overloaded_error' },
      { key: 'http.response.status_code', value: 529 },
      { key: 'anthropic.retry.after', value: time },
    ];
    for (const record of [
      request(failed(more, [integer('anthropic.retry.after', time)])),
      { data: [{ spans: [{ ...jaeger, tags }] }] },
    ]) {
      for (const args of [
        ['diagnose', '-'],
        ['ticket', '-', '--json'],
        ['ticket', '-'],
      ]) {
        const { code, stderr } = await soon(() => run(args, { stdin: `${JSON.stringify(record)}\n` }));
        expect([stderr, code]).toEqual(['', args[0] === 'ticket' ? 0 : 3]);
      }
    }
  }
});

/** Values that are not a span, or not a readable one. */
const BAD: readonly unknown[] = [
  null,
  7,
  [],
  {},
  { traceId: 'ab' },
  { traceId: {}, spanId: [] },
  failed({ spanId: '1', name: { toString: 1 } }),
  failed({ spanId: '2', startTimeUnixNano: { valueOf: 1, toString: 1 } }),
  failed({ spanId: '3', attributes: { toString: 1, constructor: null } }),
  failed({
    spanId: '4',
    attributes: [null, 7, { key: 1 }, { key: 'a', value: { intValue: { toString: 1 } } }],
  }),
  failed({ spanId: '5', events: { length: 1e9 }, status: 'no', kind: { toString: 1 } }),
  failed({ spanId: '6' }, [
    {
      key: 'server.address',
      value: { kvlistValue: { values: [{ key: 'toString', value: { intValue: '1' } }] } },
    },
    {
      key: 'error.type',
      value: { arrayValue: { values: [{ kvlistValue: { values: [text('__proto__', 'x')] } }] } },
    },
  ]),
];

test.each(BAD.map((bad) => [JSON.stringify(bad).slice(0, 80), bad] as const))(
  'a reader that meets the span %s keeps the later ones',
  async (_, bad) => {
    const later = failed({ spanId: 'fff' });
    expect(spansOfRequest(request(bad, later)).at(-1)).toMatchObject({ spanId: 'fff' });
    const jaegerLater = {
      traceID: 'ab',
      spanID: 'fff',
      tags: [{ key: 'gen_ai.provider.name', value: 'anthropic' }],
    };
    for (const stdin of [
      JSON.stringify(request(bad, later)),
      `${JSON.stringify(request(bad))}\n${JSON.stringify(request(later))}\n`,
      JSON.stringify({ data: [{ spans: [bad, jaegerLater], processes: bad }] }),
    ]) {
      const { stdout, stderr } = await run(['diagnose', '-', '--json'], { stdin });
      expect(stderr).toBe('');
      expect(JSON.parse(stdout).calls).toBeGreaterThanOrEqual(1);
    }
    const asTicket = await run(['ticket', '-'], { stdin: JSON.stringify(request(bad, later)) });
    expect(asTicket.stderr).toBe('');
  },
);

let receiver: Receiver | undefined;
afterEach(() => receiver?.close());

const listen = async () => {
  const spans: Span[] = [];
  receiver = await startReceiver({ port: 0, onSpans: (more) => spans.push(...more) });
  const { url } = receiver;
  const post = (body: Uint8Array | string, headers: Readonly<Record<string, string>> = {}) =>
    fetch(`${url}/v1/traces`, {
      method: 'POST',
      body: typeof body === 'string' ? body : new Uint8Array(body),
      headers: { 'content-type': 'application/json', ...headers },
    });
  return { url, spans, post };
};

test('a span that is broken in protobuf costs that span', async () => {
  const { spans, post } = await listen();
  const whole = encodeRequest(request(failed({ spanId: '01' }), failed({ spanId: '02' })));
  // The first field of the first span claims more bytes than the span has.
  const broken = Buffer.from(whole);
  const at = broken.indexOf(Buffer.from('4bf92f3577b34da6a3ce929d0e0e4736', 'hex')) - 1;
  broken[at] = 0x7f;
  broken[at + 1] = 0xff;
  const answer = await post(broken, { 'content-type': 'application/x-protobuf' });
  expect([answer.status, spans.map(({ spanId }) => spanId)]).toEqual([200, ['02']]);
});

test('forty slow uploads at once share one bound of memory, and others are still served', async () => {
  const { url, spans, post } = await listen();
  const { port } = new URL(url);
  const part = Buffer.alloc(1024 * 1024, 'x');
  const before = process.memoryUsage().rss;
  let refused = 0;
  const sockets = Array.from({ length: 40 }, () => {
    const socket = connect(Number(port), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.on('data', (answer) => {
      if (answer.toString().includes(' 503 ')) refused += 1;
    });
    socket.write(
      `POST /v1/traces HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: ${RECEIVED.requestBytes}\r\n\r\n`,
    );
    for (let index = 0; index < 20; index++) socket.write(part);
    return socket;
  });
  await expect.poll(() => refused, { timeout: 20_000 }).toBeGreaterThan(30);
  expect(process.memoryUsage().rss - before).toBeLessThan(6 * RECEIVED.totalBytes);
  for (const socket of sockets) socket.destroy();
  await expect
    .poll(async () => (await post(JSON.stringify(request(failed())))).status, { timeout: 20_000 })
    .toBe(200);
  expect(spans).toHaveLength(1);
});

test('what unpacks to more than the bound is refused, and does not stay', async () => {
  const { post } = await listen();
  const bomb = gzipSync(Buffer.alloc(RECEIVED.requestBytes + 1, ' '));
  for (let times = 0; times < 8; times++) {
    expect((await post(bomb, { 'content-encoding': 'gzip' })).status).toBe(400);
  }
  expect((await post(JSON.stringify(request(failed())))).status).toBe(200);
});

/** Spans of one trace that look like the same call, or like each other. */
const CROWDS: Readonly<Record<string, (index: number) => Partial<Span>>> = {
  'one message id, each of another instrumentation': (index) => ({
    scope: { name: `maker ${index}` },
    attributes: { ...CALL, 'gen_ai.response.id': 'msg_1' },
  }),
  'one time, each of another instrumentation': (index) => ({ scope: { name: `maker ${index}` } }),
  'one time and two instrumentations': (index) => ({ scope: { name: `maker ${index % 2}` } }),
  'frameworks beside calls': (index) => ({
    scope: { name: `maker ${index % 2}` },
    attributes: index % 2 === 0 ? CALL : { ...CALL, 'http.response.status_code': 200 },
  }),
  'each within the one before': (index) => ({
    scope: { name: `maker ${index}` },
    parentSpanId: `s${index - 1}`,
  }),
  'attempts of one call': (index) => ({
    parentSpanId: index === 0 ? undefined : 's0',
    attributes: index === 0 ? { ...CALL, 'anthropic.sdk.method': 'x' } : { 'http.request.method': 'POST' },
  }),
  'each with a diagnosis of its own': (index) => ({
    attributes: { ...CALL, 'anthropic.diagnosis.id': `service.own_${index}` },
  }),
};
const CALL = { 'gen_ai.provider.name': 'anthropic', 'gen_ai.operation.name': 'chat' };

test.each(Object.entries(CROWDS))('10 000 spans of %s are a report within seconds', async (_, partOf) => {
  async function* spans(): AsyncGenerator<Span> {
    for (let index = 0; index < 10_000; index++) {
      const own = { traceId: 'ab', spanId: `s${index}`, name: 'chat', start: 1e12, end: 1e12 + 1_000 };
      const span = { ...own, resource: {}, attributes: CALL, ...partOf(index) };
      yield { ...span, role: readTelemetry({ attributes: span.attributes }).role };
    }
  }
  const before = process.memoryUsage().rss;
  const report = await soon(() => collect(spans(), 20));
  expect(report.spans).toBe(10_000);
  expect(report.calls).toBeGreaterThan(0);
  expect(report.groups.length).toBeLessThan(1_000);
  expect(process.memoryUsage().rss - before).toBeLessThan(500 * 1024 * 1024);
});

/** Fills a number of bytes with empty messages in this field. */
const empties = (field: number, bytes: number): Buffer => {
  const body = Buffer.alloc(bytes);
  for (let at = 0; at < body.length; at += 2) body[at] = field * 8 + 2;
  return body;
};
/** Wraps the bytes in a field of another message. */
const within = (field: number, body: Buffer): Buffer => {
  const length: number[] = [];
  for (let rest = body.length; ; rest = Math.floor(rest / 128)) {
    length.push(rest < 128 ? rest : (rest % 128) + 128);
    if (rest < 128) break;
  }
  return Buffer.concat([Buffer.from([field * 8 + 2, ...length]), body]);
};
const MOST = 24 * 1024 * 1024;

test.each<[what: string, type: string, body: () => Buffer]>([
  ['resources', 'application/x-protobuf', () => empties(1, MOST)],
  ['scopes', 'application/x-protobuf', () => within(1, empties(2, MOST))],
  ['spans', 'application/x-protobuf', () => within(1, within(2, empties(2, MOST)))],
  ['attributes', 'application/x-protobuf', () => within(1, within(2, within(2, empties(9, MOST))))],
  ['events', 'application/x-protobuf', () => within(1, within(2, within(2, empties(11, MOST))))],
  ['attributes of a resource', 'application/x-protobuf', () => within(1, within(1, empties(1, MOST)))],
  [
    'resources in JSON',
    'application/json',
    () => Buffer.from(`{"resourceSpans":[${'{},'.repeat(MOST / 3)}{}]}`),
  ],
  ['lists in JSON', 'application/json', () => Buffer.from(`{"resourceSpans":[${'[],'.repeat(MOST / 3)}[]]}`)],
])('a small upload of millions of empty %s is refused before it becomes objects', async (_, type, body) => {
  const { post } = await listen();
  const packed = gzipSync(body());
  expect(packed.length).toBeLessThan(200_000);
  const before = process.memoryUsage().rss;
  const answer = await soon(() => post(packed, { 'content-type': type, 'content-encoding': 'gzip' }));
  expect(answer.status).toBe(400);
  expect(process.memoryUsage().rss - before).toBeLessThan(400 * 1024 * 1024);
});

test('a trace of 200 000 spans is read whole', { timeout: 120_000 }, async () => {
  const tags = [
    { key: 'padding', value: 'x'.repeat(400) },
    { key: 'http.url', value: 'http://shop/' },
  ];
  function* parts() {
    yield '{"data":[{"traceID":"ab","spans":[';
    for (let index = 1; index < 200_000; index++) {
      yield `${JSON.stringify({ traceID: 'ab', spanID: index.toString(16), processID: 'p1', startTime: 1, duration: 1, tags })},`;
    }
    yield JSON.stringify({
      traceID: 'ab',
      spanID: 'fffffff',
      processID: 'p1',
      startTime: 1,
      duration: 1,
      tags: [
        { key: 'gen_ai.provider.name', value: 'anthropic' },
        { key: 'gen_ai.operation.name', value: 'chat' },
        { key: 'error.type', value: 'overloaded_error' },
        { key: 'http.response.status_code', value: 529 },
      ],
    });
    yield '],"processes":{"p1":{"serviceName":"shop"}}}]}';
  }
  const { stdout, code } = await run(['diagnose', '-', '--json'], { stdin: parts() });
  expect(code).toBe(3);
  const { spans, calls, groups } = JSON.parse(stdout);
  expect([spans, calls, groups[0].worst[0].service]).toEqual([200_000, 1, 'shop']);
});

test.each([1e17, 1e30, 1e300, Number.NaN, Number.POSITIVE_INFINITY, Date.now() / 1000 + 1e7])(
  'a call that ends at %d s neither stops the windows nor hides the calls after it',
  async (at) => {
    const { said, end } = listening();
    await soon(() => {
      end(processed(ok(), at));
      for (let index = 0; index < 6; index++) {
        end(processed(ok({ 'http.request.resend_count': 2 }), 1_000 + index));
      }
    });
    expect(said.map(({ id }) => id)).toContain('limits.retry_storm');
  },
);
