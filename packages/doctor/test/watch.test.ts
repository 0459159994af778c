// `watch`: what its receiver takes and refuses, and what it says of calls.
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Started, startDoctor, startDoctorInTerminal } from '../../../test/support/doctor.ts';
import { encodeRequest } from '../src/otlp/codec.ts';
import { type Receiver, startReceiver } from '../src/otlp/receiver.ts';
import type { Json, Span } from '../src/spans/span.ts';

vi.setConfig({ testTimeout: 60_000 });

const string = (key: string, stringValue: string) => ({ key, value: { stringValue } });

/** A call that failed, as its span comes by OTLP. */
const failedCall = (spanId = '00f067aa0ba902b7'): Json => ({
  resourceSpans: [
    {
      resource: { attributes: [string('service.name', 'shop')] },
      scopeSpans: [
        {
          scope: { name: 'test', version: '1' },
          spans: [
            {
              traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
              spanId,
              parentSpanId: 'b7ad6b7169203331',
              name: 'chat claude-sonnet-5',
              kind: 3,
              startTimeUnixNano: '1785000000000000001',
              endTimeUnixNano: '1785000001500000001',
              attributes: [
                string('gen_ai.provider.name', 'anthropic'),
                string('error.type', 'overloaded_error'),
                string('anthropic.request.id', 'req_1'),
                { key: 'http.response.status_code', value: { intValue: '529' } },
                { key: 'anthropic.request.timeout', value: { doubleValue: 0.5 } },
                { key: 'gen_ai.request.stream', value: { boolValue: false } },
                { key: 'anthropic.ratelimit.input_tokens.limit', value: { intValue: '50000' } },
                { key: 'anthropic.ratelimit.input_tokens.remaining', value: { intValue: '0' } },
                {
                  key: 'anthropic.retry.reasons',
                  value: { arrayValue: { values: [{ stringValue: '529 overloaded' }, { stringValue: '' }] } },
                },
              ],
              status: { code: 2, message: 'Overloaded' },
            },
          ],
        },
      ],
    },
  ],
});

describe('the receiver', () => {
  let receiver: Receiver;
  const spans: Span[] = [];
  const problems: string[] = [];
  beforeEach(async () => {
    spans.length = 0;
    problems.length = 0;
    receiver = await startReceiver({
      port: 0,
      onSpans: (more) => spans.push(...more),
      onProblem: (line) => problems.push(line),
    });
  });
  afterEach(() => receiver.close());

  const post = (
    body: string | Uint8Array<ArrayBuffer>,
    headers: Record<string, string>,
    path = '/v1/traces',
  ) => fetch(receiver.url + path, { method: 'POST', body, headers });

  const json = JSON.stringify(failedCall());
  const PROTOBUF = { 'content-type': 'application/x-protobuf' };
  const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

  test('takes protobuf and JSON, plain and gzip, for the same spans', async () => {
    const bytes = new Uint8Array(encodeRequest(failedCall()));
    const answers = [
      await post(json, JSON_TYPE),
      await post(gzipSync(json), { ...JSON_TYPE, 'content-encoding': 'gzip' }),
      await post(bytes, PROTOBUF),
      await post(gzipSync(bytes), { ...PROTOBUF, 'content-encoding': 'gzip' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(answers[2]?.headers.get('content-type')).toBe('application/x-protobuf');
    expect(spans).toHaveLength(4);
    for (const span of spans) expect(span).toEqual(spans[0]);
    expect(spans[0]).toMatchObject({
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
      parentSpanId: 'b7ad6b7169203331',
      service: 'shop',
      start: 1785000000000,
      statusMessage: 'Overloaded',
      attributes: {
        'http.response.status_code': 529,
        'anthropic.request.timeout': 0.5,
        'gen_ai.request.stream': false,
        'anthropic.ratelimit.input_tokens.remaining': 0,
        'anthropic.retry.reasons': ['529 overloaded', ''],
      },
    });
  });

  test('reads from protobuf what only an exception tells of a failure, as from JSON', async () => {
    const exception = {
      name: 'exception',
      attributes: [
        string('exception.type', 'OverloadedError'),
        string(
          'exception.message',
          '529 {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}',
        ),
      ],
    };
    const span = {
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
      spanId: '00f067aa0ba902b7',
      name: 'Anthropic Messages',
      startTimeUnixNano: '1785000000000000001',
      endTimeUnixNano: '1785000001500000001',
      attributes: [string('gen_ai.provider.name', 'anthropic')],
      events: [exception],
      status: { code: 2 },
    };
    const request = { resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] };
    await post(JSON.stringify(request), JSON_TYPE);
    await post(new Uint8Array(encodeRequest(request)), PROTOBUF);
    expect(spans.map(({ attributes, statusMessage }) => [attributes['error.type'], statusMessage])).toEqual([
      ['OverloadedError', expect.stringContaining('529 ')],
      ['OverloadedError', expect.stringContaining('529 ')],
    ]);
  });

  test('takes a body whose encoding is identity', async () => {
    expect((await post(json, { ...JSON_TYPE, 'content-encoding': 'identity' })).status).toBe(200);
    expect(spans).toHaveLength(1);
  });

  test('takes types and encodings in letters of any case', async () => {
    const type = { 'content-type': 'Application/JSON; charset=UTF-8' };
    expect((await post(json, type)).status).toBe(200);
    expect((await post(gzipSync(json), { ...type, 'content-encoding': 'GZIP' })).status).toBe(200);
    expect(spans).toHaveLength(2);
  });

  test('takes metrics and logs, and drops them', async () => {
    expect((await post('x', PROTOBUF, '/v1/metrics')).status).toBe(200);
    expect((await post('x', PROTOBUF, '/v1/logs')).status).toBe(200);
    expect(spans).toEqual([]);
  });

  test.each<[what: string, status: number, why: string, send: () => Promise<Response>]>([
    ['another path', 404, 'expected POST to /v1/traces or /v1/logs', () => post(json, JSON_TYPE, '/')],
    ['another method', 405, 'only POST', () => fetch(`${receiver.url}/v1/traces`)],
    [
      'another type',
      415,
      'expected content-type application/x-protobuf or application/json',
      () => post(json, { 'content-type': 'text/plain' }),
    ],
    [
      'another encoding',
      415,
      'expected content-encoding gzip, got br',
      () => post(json, { ...JSON_TYPE, 'content-encoding': 'br' }),
    ],
    [
      'what is no JSON',
      400,
      'the body is not an export request in application/json',
      () => post('{"resourceSpans":', JSON_TYPE),
    ],
    ['what is no object', 400, 'the body is not a JSON object', () => post('7', JSON_TYPE)],
    [
      'what is no protobuf',
      400,
      'the body is not an export request in application/x-protobuf',
      () => post(new Uint8Array([10, 255, 255, 255, 255, 15, 1]), PROTOBUF),
    ],
    [
      'what is no gzip',
      400,
      'the body is not gzip, or has more than 33554432 bytes in it',
      () => post(json, { ...JSON_TYPE, 'content-encoding': 'gzip' }),
    ],
    [
      'a small body that unpacks to a large one',
      400,
      'the body is not gzip, or has more than 33554432 bytes in it',
      () => post(gzipSync(Buffer.alloc(64 * 1024 * 1024)), { ...JSON_TYPE, 'content-encoding': 'gzip' }),
    ],
  ])('refuses %s with %i, says why to both sides, and goes on', async (_, status, why, send) => {
    const answer = await send();
    expect(answer.status).toBe(status);
    expect(await answer.json()).toEqual({ message: why });
    const path = new URL(answer.url).pathname;
    expect(problems).toEqual([`${status === 405 ? 'GET' : 'POST'} ${path}: ${status} ${why}`]);
    expect((await post(json, JSON_TYPE)).status).toBe(200);
    expect(spans).toHaveLength(1);
  });

  test('refuses a body that is too large before it is whole', async () => {
    const sent = post(Buffer.alloc(33 * 1024 * 1024), JSON_TYPE).then(
      ({ status }) => status,
      // The connection may be closed while the client still writes.
      () => 'closed',
    );
    expect([413, 'closed']).toContain(await sent);
    expect(problems).toEqual(['POST /v1/traces: 413 the body has more than 33554432 bytes']);
  });
});

describe('the command', () => {
  /** Sends a call to where the program says that it listens. */
  async function send(program: Started, request: Json): Promise<void> {
    const url = /export OTEL_EXPORTER_OTLP_ENDPOINT=(\S+)/.exec(
      await program.says('export OTEL_EXPORTER'),
    )?.[1];
    await fetch(`${url}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
    });
  }

  test('shows a line for each call, and the sum at its end', async () => {
    const program = startDoctor(['watch', '--port', '0', '--count', '2']);
    await send(program, failedCall('00f067aa0ba902b1'));
    await program.says('service.overloaded');
    await send(program, failedCall('00f067aa0ba902b2'));
    const { code, stdout, stderr } = await program.ended;
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const lines = stdout.trim().split('\n').slice(3);
    expect(lines).toHaveLength(3);
    for (const line of lines.slice(0, 2)) {
      expect(line).toMatch(
        /^\d\d:\d\d:\d\d {2}FAIL {2}shop {2}chat claude-sonnet-5 {2}529 {2}1\.5 s {2}3 attempts {2}service\.overloaded: /,
      );
    }
    expect(lines[2]).toBe('2 calls, 2 failed | left: input tokens 0 % | service.overloaded 2');
  });

  test('--json writes a line of JSON for each call', async () => {
    const program = startDoctor(['watch', '--port', '0', '--count', '1', '--json']);
    await send(program, failedCall());
    const { stdout } = await program.ended;
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      command: 'watch',
      service: 'shop',
      status: 529,
      id: 'service.overloaded',
      severity: 'error',
    });
  });

  /** A healthy call by another instrumentation, around the call that failed. */
  const around = (spanId: string): Json => ({
    resourceSpans: [
      {
        resource: { attributes: [string('service.name', 'shop')] },
        scopeSpans: [
          {
            scope: { name: 'another' },
            spans: [
              {
                traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
                spanId,
                name: 'Anthropic Messages',
                startTimeUnixNano: '1785000000000000000',
                endTimeUnixNano: '1785000001600000000',
                attributes: [string('gen_ai.provider.name', 'anthropic')],
              },
            ],
          },
        ],
      },
    ],
  });
  const both = (...requests: Json[]): Json => ({
    resourceSpans: requests.flatMap(({ resourceSpans }) => resourceSpans as Json[]),
  });
  const counted = async (...requests: Json[]) => {
    const program = startDoctor(['watch', '--port', '0']);
    for (const request of requests) {
      await send(program, request);
      // Longer than the wait for further spans of a call.
      await new Promise((resolve) => setTimeout(resolve, 700));
    }
    program.child.kill('SIGINT');
    const { stdout } = await program.ended;
    const lines = stdout.trim().split('\n').slice(3);
    return { lines: lines.slice(0, -1).map((line) => line.slice(10, 14)), sum: lines.at(-1) };
  };
  const SUM = '1 call, 1 failed | left: input tokens 0 % | service.overloaded 1';

  test('a call that two instrumentations saw is one line', async () => {
    expect(await counted(both(failedCall(), around('b7ad6b7169203331')))).toEqual({
      lines: ['FAIL'],
      sum: SUM,
    });
    expect(await counted(both(around('b7ad6b7169203331'), failedCall()))).toEqual({
      lines: ['FAIL'],
      sum: SUM,
    });
  });

  test('a later span of the same call is no further call', async () => {
    expect(await counted(failedCall(), around('b7ad6b7169203331'), failedCall())).toEqual({
      lines: ['FAIL'],
      sum: SUM,
    });
  });

  test('a later span that shows that the call failed is a line, and the call counts once', async () => {
    expect(await counted(around('b7ad6b7169203331'), failedCall())).toEqual({
      lines: ['ok  ', 'FAIL'],
      sum: SUM,
    });
  });

  test('in a terminal the sum stands in the last line, and an interrupt ends it', async () => {
    const program = startDoctorInTerminal(['watch', '--port', '0']);
    await send(program, failedCall());
    await program.says('\r\u001B[K1 call, 1 failed');
    program.child.stdin?.write('\u0003');
    const { code, stdout } = await program.ended;
    expect(code).toBe(0);
    expect(stdout).toContain('\u001B[31mFAIL\u001B[39m');
    expect(stdout.trimEnd().split('\n').at(-1)).toContain('1 call, 1 failed');
  });

  test('the end of its reader ends it', async () => {
    const program = startDoctor(['watch', '--port', '0']);
    await send(program, around('b7ad6b7169203331'));
    await program.says('ok  ');
    program.child.stdout?.destroy();
    await send(program, failedCall());
    expect((await program.ended).code).toBe(0);
  });

  test('a port that is taken ends with 2, and says what to do', async () => {
    const other = await startReceiver({ port: 0, onSpans: () => undefined });
    const port = new URL(other.url).port;
    const { code, stderr } = await startDoctor(['watch', '--port', port]).ended;
    expect(code).toBe(2);
    expect(stderr).toContain(`cannot listen on 127.0.0.1:${port}: EADDRINUSE: another program uses the port`);
    await other.close();
  });
});
