// `watch` on log records: a line for each failure in them, but none for a failure that a span reports.
import { describe, expect, test } from 'vitest';
import { encodeLogs } from '../src/otlp/codec.ts';
import { errorsOfRequest } from '../src/texts/text-input.ts';
import { otlpLine } from './support/otlp.ts';
import { otlpLogs, type StoredRecord } from './support/otlp-logs.ts';
import { startWatch, type Watching } from './support/watch.ts';

const OVERLOADED =
  '529 {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"req_011CSHoEeqs5C35K2UUqR7Fy"}';
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const [CALL, AROUND] = ['00f067aa0ba902b7', 'aaaaaaaaaaaaaaaa'];
const failed = (more: Readonly<Record<string, string | number>> = {}, status = 529) =>
  otlpLine({
    trace: TRACE,
    id: CALL,
    attributes: { 'gen_ai.provider.name': 'anthropic', 'http.response.status_code': status, ...more },
  });
const json = (...records: readonly StoredRecord[]) => JSON.stringify(otlpLogs(...records));
const linesOf = async (watch: Watching) => (await watch.end()).stdout.trimEnd().split('\n').slice(3);

test.each<[form: string, encode: (request: ReturnType<typeof otlpLogs>) => string | Uint8Array]>([
  ['JSON', (request) => JSON.stringify(request)],
  ['protobuf', encodeLogs],
])('a record that tells of a failure is a line, in %s', async (_, encode) => {
  const watch = startWatch([]);
  await watch.sendLogs(
    encode(
      otlpLogs(
        { body: 'up' },
        { body: 'call failed', attributes: { 'exception.message': OVERLOADED }, trace: TRACE, span: CALL },
        { body: 'connect ECONNREFUSED 127.0.0.1:5432' },
        { body: '429 Too Many Requests' },
      ),
    ),
  );
  await watch.until(/FAIL {2}shop/);
  expect(await linesOf(watch)).toEqual([
    expect.stringMatching(
      /^17:20:00 {2}FAIL {2}shop {2}log {2}service\.overloaded: The API is overloaded {2}req_011CSHoEeqs5C35K2UUqR7Fy$/,
    ),
    '1 call, 1 failed | service.overloaded 1',
  ]);
});

test('--json has what a program decides by, and --count counts the line', async () => {
  const watch = startWatch(['--json', '--count', '1']);
  const url = await watch.address('stderr');
  await fetch(`${url}/v1/logs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: json({ body: OVERLOADED, trace: TRACE, span: CALL }),
  });
  const { code, stdout } = await watch.ended();
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    version: 1,
    command: 'watch',
    source: 'log',
    id: 'service.overloaded',
    confidence: 'certain',
    service: 'shop',
    time: '2026-07-25T17:20:00.000Z',
    requestId: 'req_011CSHoEeqs5C35K2UUqR7Fy',
    traceId: TRACE,
    spanId: CALL,
    otherCandidates: [],
  });
});

test.each<[what: string, log: string, span: string]>([
  [
    'of the same request id',
    json({ body: OVERLOADED }),
    failed({ 'anthropic.request.id': 'req_011CSHoEeqs5C35K2UUqR7Fy' }),
  ],
  ['of the same span', json({ body: OVERLOADED, trace: TRACE, span: CALL }), failed()],
  ['of a span around it', json({ body: OVERLOADED, trace: TRACE, span: AROUND }), failed()],
])('a span and a record %s are one line, whichever comes first', async (_, log, span) => {
  const both = startWatch([]);
  await both.sendLogs(log);
  await both.send(span);
  await both.until(/FAIL {2}shop {2}chat/);
  expect(await linesOf(both)).toEqual([
    expect.stringContaining('  shop  chat  529'),
    '1 call, 1 failed | service.overloaded 1',
  ]);
  const logFirst = startWatch([]);
  await logFirst.sendLogs(log);
  await logFirst.until(/FAIL {2}shop {2}log/);
  await logFirst.send(span);
  expect(await linesOf(logFirst)).toEqual([
    expect.stringContaining('  shop  log  service.overloaded'),
    '1 call, 1 failed | service.overloaded 1',
  ]);
});

test('a span that tells of another diagnosis than its record is a second line, and counts once', async () => {
  const watch = startWatch([]);
  await watch.sendLogs(json({ body: OVERLOADED, trace: TRACE, span: CALL }));
  await watch.until(/FAIL {2}shop {2}log/);
  await watch.send(failed({ 'error.type': 'request_too_large' }, 413));
  expect(await linesOf(watch)).toEqual([
    expect.stringContaining('log  service.overloaded'),
    expect.stringContaining('chat  413'),
    '1 call, 1 failed | request.too_large 1',
  ]);
});

test('the same failure in two records is one line', async () => {
  const watch = startWatch([]);
  await watch.sendLogs(json({ body: OVERLOADED }, { body: `again: ${OVERLOADED}` }));
  await watch.until(/FAIL/);
  await watch.sendLogs(json({ body: OVERLOADED }));
  expect(await linesOf(watch)).toHaveLength(2);
});

describe('failures of one trace', () => {
  const named = (number: number) => OVERLOADED.replace('req_011', `req_01${number}`);
  const idOf = (number: number) => `req_01${number}CSHoEeqs5C35K2UUqR7Fy`;
  const records = [1, 2, 3, 4, 5].map((number) => ({
    body: `call failed: ${named(number)}`,
    trace: TRACE,
    span: `${number}`.repeat(16),
  }));
  const call = (number: number, attributes = {}) =>
    otlpLine({
      trace: TRACE,
      id: `c${number}`.repeat(8),
      at: [number, number + 1],
      attributes: {
        'gen_ai.provider.name': 'anthropic',
        'http.response.status_code': 529,
        ...attributes,
      },
    });

  test.each<[what: string, records: readonly StoredRecord[]]>([
    ['each in its own span', records],
    ['all in one span around them', records.map((record) => ({ ...record, span: AROUND }))],
  ])('with different request ids are a line each: %s', async (_, given) => {
    const watch = startWatch([]);
    await watch.sendLogs(json(...given));
    await watch.until(/FAIL/);
    expect((await linesOf(watch)).at(-1)).toBe('5 calls, 5 failed | service.overloaded 5');
  });

  test('are not those of a call with another request id, whichever comes first', async () => {
    for (const order of ['span', 'logs']) {
      const watch = startWatch([]);
      if (order === 'logs') await watch.sendLogs(json(...records));
      if (order === 'logs') await watch.until(/FAIL/);
      await watch.send(call(9, { 'anthropic.request.id': idOf(9) }));
      await watch.until(/chat {2}529/);
      if (order === 'span') await watch.sendLogs(json(...records));
      expect((await linesOf(watch)).at(-1)).toBe('6 calls, 6 failed | service.overloaded 6');
    }
  });

  test('are those of calls without a request id, one for each', async () => {
    const watch = startWatch([]);
    await watch.sendLogs(json(...records));
    await watch.until(/FAIL/);
    for (const number of [1, 2, 3]) await watch.send(call(number));
    expect((await linesOf(watch)).at(-1)).toBe('5 calls, 5 failed | service.overloaded 5');
  });

  test('are attempts of one call where they were written in its own span', async () => {
    const watch = startWatch([]);
    await watch.send(failed({ 'anthropic.request.id': idOf(9) }));
    await watch.until(/chat {2}529/);
    await watch.sendLogs(json({ body: named(1), trace: TRACE, span: CALL }));
    expect((await linesOf(watch)).at(-1)).toBe('1 call, 1 failed | service.overloaded 1');
  });
});

test('a call that goes on after a long wait is no failure', async () => {
  const watch = startWatch([]);
  const attributes = { 'error.type': 'rate_limit_error', 'gen_ai.provider.name': 'anthropic' };
  await watch.sendLogs(json({ body: OVERLOADED, event: 'anthropic.client.retry.wait', attributes }));
  expect(await linesOf(watch)).toEqual(['0 calls, 0 failed']);
});

test('a finding over many calls is no further failure', async () => {
  const watch = startWatch([]);
  const attributes = {
    'anthropic.diagnosis.id': 'service.intermittent',
    'anthropic.diagnosis.summary': 'The same request failed 1 time and passed 1 time',
    'anthropic.diagnosis.evidence': 'response.stream_interrupted',
  };
  const body = 'The same request failed 1 time and passed 1 time';
  await watch.sendLogs(json({ body, event: 'anthropic.client.diagnosis', attributes }));
  expect(await linesOf(watch)).toEqual(['0 calls, 0 failed']);
});

test('a body that is no export of logs is refused', async () => {
  const watch = startWatch([]);
  const url = await watch.address();
  const statusOf = async (type: string, body: string | Buffer) =>
    (await fetch(`${url}/v1/logs`, { method: 'POST', headers: { 'content-type': type }, body })).status;
  expect(await statusOf('application/json', '[')).toBe(400);
  expect(await statusOf('application/x-protobuf', Buffer.from([0xff, 0xff]))).toBe(400);
  expect(await statusOf('text/plain', 'x')).toBe(415);
  await watch.end();
});

test('without --host only this machine reaches it', async () => {
  const watch = startWatch([]);
  const url = new URL(await watch.address());
  expect(url.hostname).toBe('127.0.0.1');
  // Also loopback, and another address than the one it listens on.
  url.hostname = '127.0.0.2';
  await expect(fetch(url)).rejects.toThrow('fetch failed');
  await watch.end();
});

test('a failure in the first record has the ids of that record', () => {
  // As Mastra 1.71.0 logs it. The error is only likely, so its text begins with the line before the record.
  const error = '{"name":"AI_APICallError","message":"Rate limited"}';
  const attributes = { 'mastra.log.error': error, 'mastra.log.provider': 'anthropic.messages' };
  const record = { body: 'Upstream LLM API error', attributes, trace: TRACE, span: AROUND };
  expect(errorsOfRequest(otlpLogs(record))).toMatchObject([{ traceId: TRACE, spanId: AROUND }]);
});
