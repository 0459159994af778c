// `diagnose` on text without spans, or with spans among it: pasted errors and logs in any format. The content identifies the format.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { main } from '../src/main.ts';
import { otlpLine } from './support/otlp.ts';
import { otlpLogs } from './support/otlp-logs.ts';
import { run } from './support/run.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sevenstep-text-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const envelope = (type: string, message: string, requestId?: string): string =>
  JSON.stringify({ type: 'error', error: { type, message }, ...(requestId && { request_id: requestId }) });
const OVERLOADED = `529 ${envelope('overloaded_error', 'Overloaded', 'req_011CSHoEeqs5C35K2UUqR7Fy')}`;
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';
const span = (attributes: Readonly<Record<string, string | number>> = {}, more = {}) =>
  otlpLine({
    trace: TRACE,
    id: SPAN,
    attributes: {
      'gen_ai.provider.name': 'anthropic',
      'http.response.status_code': 529,
      'error.type': 'overloaded_error',
      ...attributes,
    },
    ...more,
  });
const pino = (more: Readonly<Record<string, unknown>> = {}) =>
  `${JSON.stringify({
    level: 50,
    time: 1_785_000_000_000,
    err: { type: 'InternalServerError', message: OVERLOADED, stack: `Error: ${OVERLOADED}\n    at x` },
    msg: 'call failed',
    ...more,
  })}\n`;
const winston = (more: Readonly<Record<string, unknown>> = {}) =>
  `${JSON.stringify({ level: 'error', message: OVERLOADED, timestamp: '2026-07-25T17:20:00.000Z', ...more })}\n`;
const pretty = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

interface Found {
  readonly code: number;
  readonly calls: number;
  readonly errors: number;
  readonly ids: readonly string[];
  readonly groups: readonly Readonly<Record<string, unknown>>[];
}

async function diagnose(stdin: string | Iterable<string>, ...args: string[]): Promise<Found> {
  const { code, stdout, stderr } = await run(['diagnose', '-', '--json', ...args], { stdin });
  expect(stderr).toBe('');
  const { version, calls, groups: ofSpans, text } = JSON.parse(stdout);
  expect(version).toBe(1);
  const ids = [...ofSpans, ...text.groups.map(({ candidates }: never) => candidates[0])];
  return { code, calls, errors: text.errors, ids: ids.map(({ id }) => id), groups: text.groups };
}

describe('each form is found by its content', () => {
  test.each<[form: string, text: string, calls: number, errors: number]>([
    ['an OTLP span a line', span(), 1, 0],
    ['an OTLP document', pretty(JSON.parse(span())), 1, 0],
    ['a line of text', `Error: ${OVERLOADED}\n`, 0, 1],
    ['a text without an end of line', `Error: ${OVERLOADED}`, 0, 1],
    ['a text with a byte order mark', `\uFEFFError: ${OVERLOADED}`, 0, 1],
    ['lines of Windows', `hm\r\nError: ${OVERLOADED}\r\n`, 0, 1],
    ['an envelope as one line', envelope('overloaded_error', 'Overloaded'), 0, 1],
    ['an envelope over lines', pretty(JSON.parse(envelope('overloaded_error', 'Overloaded'))), 0, 1],
    ['a list with an envelope', pretty([JSON.parse(envelope('overloaded_error', 'Overloaded'))]), 0, 1],
    ['a line that begins with a bracket', `[2026-07-25 17:20:00] ERROR ${OVERLOADED}\nmore\n`, 0, 1],
    ['a line that begins with a brace', `{ status: 529,\n  error: ${OVERLOADED.slice(4)} }\n`, 0, 1],
    ['an answer of curl', `HTTP/2 529\nrequest-id: req_1\n\n${OVERLOADED.slice(4)}\n`, 0, 1],
    ['pino', pino(), 0, 1],
    ['winston', winston(), 0, 1],
    ['winston with the ids of a span', winston({ traceId: TRACE, spanId: SPAN }), 0, 1],
    ['a list of records', pretty([JSON.parse(winston()), JSON.parse(pino({ err: 'x', msg: 'y' }))]), 0, 1],
    [
      "a logger that has fields of the names of a container's",
      `${JSON.stringify({ level: 'error', msg: OVERLOADED, log: { file: 'x' }, stream: 'stderr' })}\n`,
      0,
      1,
    ],
    ['a container', `${JSON.stringify({ log: `${OVERLOADED}\n`, stream: 'stderr', time: 't' })}\n`, 0, 1],
    [
      'a line of AWS Lambda',
      `2026-07-25T17:20:00.000Z\tid\tERROR\tInvoke Error \t${JSON.stringify({ errorType: 'Error', errorMessage: OVERLOADED, stack: [`Error: ${OVERLOADED}`] })}\n`,
      0,
      1,
    ],
    ['OTLP records a line', `${JSON.stringify(otlpLogs({ body: OVERLOADED }))}\n`, 0, 1],
    ['an OTLP document of records', pretty(otlpLogs({ body: OVERLOADED }, { body: 'well' })), 0, 1],
    ['OTLP records in one line without an end', JSON.stringify(otlpLogs({ body: OVERLOADED })), 0, 1],
    [
      'spans among lines of a log',
      `up\n${span()}down\n529 ${envelope('overloaded_error', 'Overloaded')}\n`,
      1,
      1,
    ],
    ['spans behind a line with a bracket', `[info] up\n${span()}`, 1, 0],
    ['a log behind a document', `${pretty(JSON.parse(span()))}Error: ${OVERLOADED}\n`, 1, 1],
  ])('%s', async (_, text, calls, errors) => {
    const bytes = [...text];
    for (const stdin of [text, bytes]) {
      const found = await diagnose(stdin);
      expect(found).toMatchObject({ code: 3, calls, errors });
      expect(new Set(found.ids)).toEqual(new Set(['service.overloaded']));
    }
  });

  test('without a command, and without a file, what is piped is read', async () => {
    for (const args of [[], ['diagnose'], ['--json']]) {
      const { code, stdout } = await run(args, { stdin: OVERLOADED });
      expect(code).toBe(3);
      expect(stdout).toContain('service.overloaded');
    }
  });

  test('of several files, each error has its file and line', async () => {
    const [log, spans] = [join(folder, 'app.log'), join(folder, 'spans.jsonl')];
    writeFileSync(log, `\n\nError: ${OVERLOADED}\n`);
    writeFileSync(spans, span({ 'http.response.status_code': 413, 'error.type': 'request_too_large' }));
    const { code, stdout } = await run(['diagnose', log, spans]);
    expect(code).toBe(3);
    expect(stdout).toContain('request.too_large');
    expect(stdout).toMatch(new RegExp(`service\\.overloaded[\\s\\S]*where +${log}:3\n`));
  });
});

describe('each value of JSON is an event', () => {
  const OTHERS = [
    ['overloaded_error', 'Overloaded', 529],
    ['authentication_error', 'invalid x-api-key', 401],
    ['invalid_request_error', 'Your credit balance is too low to access the Anthropic API.', 400],
  ] as const;
  const IDS = ['service.overloaded', 'identity.key_invalid', 'identity.billing'];
  const bodies = OTHERS.map(([type, message], index) =>
    JSON.parse(envelope(type, message, `req_01${index}CSHoEeqs5C35K2UUqR7F`)),
  );
  const errored = bodies.map((error, index) => ({
    custom_id: `q${index}`,
    result: { type: 'errored', error },
  }));
  const messages = bodies.map(
    (body, index) =>
      `call failed: anthropic.APIStatusError: Error code: ${OTHERS[index]?.[2]} - ${JSON.stringify(body)}`,
  );
  const rows = messages.flatMap((message) => [message, 'order 17 stored']);
  const time = '2026-11-30T05:00:00.000Z';

  test.each<[form: string, value: unknown]>([
    ['a list of envelopes', bodies],
    ['results of a batch that failed', errored],
    [
      'what `gcloud logging read` prints',
      rows.map((textPayload) => ({ severity: 'ERROR', timestamp: time, textPayload })),
    ],
    [
      'records of Google Cloud with fields',
      rows.map((message) => ({ severity: 'ERROR', timestamp: time, jsonPayload: { message } })),
    ],
    ['rows of Azure', rows.map((LogEntry) => ({ TimeGenerated: time, LogEntry, Level: 'error' }))],
    [
      'events of CloudWatch',
      {
        events: rows.map((message, at) => ({ timestamp: 1_764_479_310_000 + at, message, ingestionTime: 1 })),
      },
    ],
    [
      'hits of Elasticsearch',
      {
        took: 1,
        hits: { hits: rows.map((message) => ({ _id: 'x', _source: { '@timestamp': time, message } })) },
      },
    ],
    [
      'logs of Datadog',
      { data: rows.map((message) => ({ id: 'x', type: 'log', attributes: { status: 'error', message } })) },
    ],
    [
      'entries of Google Cloud',
      { entries: rows.map((textPayload) => ({ logName: 'x', severity: 'ERROR', textPayload })) },
    ],
  ])('%s', async (_, value) => {
    for (const text of [pretty(value), JSON.stringify(value), `${JSON.stringify(value)}\n`]) {
      const { ids, errors, code } = await diagnose(text);
      expect([errors, code, [...ids].sort()]).toEqual([3, 3, [...IDS].sort()]);
    }
  });

  test('values one after the other, as jq prints them, each with its line', async () => {
    const { ids, groups } = await diagnose(bodies.map(pretty).join(''));
    expect(ids).toEqual(IDS);
    expect(groups.map(({ places }) => places)).toEqual([['line 1'], ['line 9'], ['line 17']]);
  });

  test('values before, between and behind documents of spans', async () => {
    const document = pretty(JSON.parse(span()));
    const [first, second, third] = bodies.map(pretty);
    const text = `${first}${document}${second}\n${document}${third}`;
    for (const stdin of [text, [...text]])
      expect(await diagnose(stdin)).toMatchObject({
        calls: 1,
        errors: 3,
        groups: [{ places: ['line 1'] }, { places: [expect.any(String)] }, { places: [expect.any(String)] }],
      });
  });

  test('records whose resource follows them, of a document or of a line', async () => {
    const { resourceLogs } = otlpLogs({ body: OVERLOADED }) as {
      resourceLogs: readonly Record<string, unknown>[];
    };
    const [{ resource, ...group } = {}] = resourceLogs;
    const logs = { resourceLogs: [{ ...group, resource }] };
    for (const text of [pretty(logs), `${JSON.stringify(logs)}\n`, pretty([logs])])
      expect(await diagnose(text)).toMatchObject({ errors: 1, groups: [{ services: ['shop'] }] });
  });

  test('a list behind an object, and an object behind a list', async () => {
    const [first, ...others] = bodies;
    expect(await diagnose(`${pretty(first)}${pretty(others)}`)).toMatchObject({ errors: 3 });
    expect(await diagnose(`${pretty(others)}${pretty(first)}`)).toMatchObject({ errors: 3 });
  });
});

describe('spans in a format that is not read are no text', () => {
  const attributes = {
    'gen_ai.provider.name': 'anthropic',
    'error.type': 'overloaded_error',
    error: OVERLOADED,
  };
  const zipkin = {
    traceId: TRACE,
    id: SPAN,
    kind: 'CLIENT',
    name: 'chat',
    timestamp: 1_764_479_310_000_000,
    duration: 2_000_000,
    localEndpoint: { serviceName: 'shop' },
    tags: attributes,
  };
  // As `ConsoleSpanExporter` of Python and `stdouttrace` of Go print them.
  const python = {
    name: 'chat',
    context: { trace_id: `0x${TRACE}`, span_id: `0x${SPAN}`, trace_state: '[]' },
    kind: 'SpanKind.CLIENT',
    parent_id: null,
    start_time: '2026-11-30T05:00:00.000000Z',
    end_time: '2026-11-30T05:00:02.000000Z',
    status: { status_code: 'ERROR', description: OVERLOADED },
    attributes,
    events: [],
  };
  const go = {
    Name: 'chat',
    SpanContext: { TraceID: TRACE, SpanID: SPAN, TraceFlags: '01' },
    StartTime: '2026-11-30T05:00:00Z',
    EndTime: '2026-11-30T05:00:02Z',
    Attributes: [{ Key: 'error', Value: { Type: 'STRING', Value: OVERLOADED } }],
  };
  const inPython = `${JSON.stringify(python, null, 4)}\n`;

  test.each<[format: string, text: string]>([
    ["Zipkin's list", pretty([zipkin, zipkin])],
    ["Zipkin's list in one line", `${JSON.stringify([zipkin])}\n`],
    ['the console of Python', inPython],
    ['the console of Python, twice', inPython.repeat(2)],
    ['the console of Go', `${JSON.stringify(go, null, '\t')}\n`],
    ['the console of Go, a span a line', `${JSON.stringify(go)}\n${JSON.stringify(go)}\n`],
  ])('%s', async (_, stdin) => {
    const { code, stdout, stderr } = await run(['diagnose', '-'], { stdin });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(
      /^sevenstep-doctor: standard input has spans in a format that is not read: expected/,
    );
  });

  test('among lines of a log, the log is read', async () => {
    for (const text of [`up\n${inPython}`, `${inPython}up\n`, `up\n${JSON.stringify(go)}\n`]) {
      const { code, stdout, stderr } = await run(['diagnose', '-'], { stdin: text });
      expect(code).toBe(2);
      expect(stdout).toMatch(/^No failed call of Claude in 1 line /);
      expect(stderr).toContain('has spans in a format that is not read');
    }
    const failed = await run(['diagnose', '-', '--json'], { stdin: `${inPython}Error: ${OVERLOADED}\n` });
    expect(failed.code).toBe(3);
    expect(JSON.parse(failed.stdout)).toMatchObject({
      problems: [expect.stringContaining('a format that is not read')],
      text: { lines: 1, errors: 1 },
    });
  });

  test('a record of a log with ids and times is none, nor is an error over several lines', async () => {
    const record = winston({ traceId: TRACE, id: SPAN, name: 'shop', duration: 12 });
    expect(await diagnose(record)).toMatchObject({ errors: 1 });
    expect(
      await diagnose(`up\n{\n  name: 'Error',\n  status: 529,\n  error: ${OVERLOADED.slice(4)}\n}\n`),
    ).toMatchObject({ errors: 1 });
    expect(await diagnose(`{\n  "name": "Error",\n  error: ${OVERLOADED.slice(4)}`)).toMatchObject({
      errors: 1,
    });
  });
});

describe('an export of metrics counts calls and is no text', () => {
  const metrics = {
    resourceMetrics: [
      {
        scopeMetrics: [
          {
            metrics: [
              {
                name: 'gen_ai.client.operation.duration',
                histogram: {
                  dataPoints: [
                    {
                      count: '5',
                      attributes: [
                        { key: 'gen_ai.provider.name', value: { stringValue: 'anthropic' } },
                        { key: 'error.type', value: { stringValue: 'overloaded_error' } },
                      ],
                    },
                  ],
                },
              },
            ],
          },
        ],
      },
    ],
  };
  const line = `${JSON.stringify(metrics)}\n`;

  test.each<[form: string, text: string]>([
    ['a document', pretty(metrics)],
    ['a document in one line', line.trim()],
    ['an export a line', line.repeat(2)],
    ['a list', pretty([metrics])],
  ])('alone, as %s, it is an error', async (_, stdin) => {
    const { code, stdout, stderr } = await run(['diagnose', '-'], { stdin });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('standard input has metrics, no spans');
  });

  test('among spans and logs, as the Collector writes them into one file, these are read', async () => {
    const ofLog = `${JSON.stringify(otlpLogs({ body: 'well' }))}\n`;
    for (const stdin of [`${span()}${line}${ofLog}`, `${line}${span()}${line}`, `${ofLog}${line}${span()}`])
      expect(await diagnose(stdin)).toMatchObject({ calls: 1, errors: 0 });
    expect(await diagnose(`${line}up\n`)).toMatchObject({ code: 0, errors: 0 });
  });

  test('a broken line of it is named', async () => {
    const { code, stderr } = await run(['diagnose', '-'], { stdin: `up\n${line.slice(0, -40)}\n` });
    expect(code).toBe(2);
    expect(stderr).toContain('standard input:2: not JSON, left out: {"resourceMetrics"');
  });
});

describe('a failure is reported once', () => {
  test('by its span, where a text has the same request id', async () => {
    const spanOf = span({ 'anthropic.request.id': 'req_011CSHoEeqs5C35K2UUqR7Fy' });
    expect(await diagnose(`${spanOf}Error: ${OVERLOADED}\n`)).toMatchObject({ calls: 1, errors: 0 });
    expect(await diagnose(`Error: ${OVERLOADED}\n${spanOf}`)).toMatchObject({ calls: 1, errors: 0 });
    const other = span({ 'anthropic.request.id': 'req_other' });
    expect(await diagnose(`${other}Error: ${OVERLOADED}\n`)).toMatchObject({ calls: 1, errors: 1 });
  });

  test('by its span, where a record was written in it, or in the same trace with the same diagnosis', async () => {
    const inSpan = JSON.stringify(otlpLogs({ body: OVERLOADED, trace: TRACE, span: SPAN }));
    const around = winston({ trace_id: TRACE, span_id: 'aaaaaaaaaaaaaaaa' });
    const elsewhere = winston({ trace_id: 'ab', span_id: SPAN });
    expect(await diagnose(`${span()}${inSpan}\n`)).toMatchObject({ calls: 1, errors: 0 });
    expect(await diagnose(`${span()}${around}`)).toMatchObject({ calls: 1, errors: 0 });
    expect(await diagnose(`${span()}${elsewhere}`)).toMatchObject({ calls: 1, errors: 1 });
  });

  test('by its span, only where no other request id says that it is another failure', async () => {
    const spanOf = span({ 'anthropic.request.id': 'req_099CSHoEeqs5C35K2UUqR7Fy' });
    const around = winston({ trace_id: TRACE, span_id: 'aaaaaaaaaaaaaaaa' });
    expect(await diagnose(`${spanOf}${around}`)).toMatchObject({ calls: 1, errors: 1 });
    const unnamed = winston({
      message: '529 Overloaded: claude',
      trace_id: TRACE,
      span_id: 'aaaaaaaaaaaaaaaa',
    });
    expect(await diagnose(`${spanOf}${unnamed}`)).toMatchObject({ calls: 1, errors: 0 });
  });

  test('where it was logged twice with its request id, by what tells more', async () => {
    const vague = `Error: request req_011CSHoEeqs5C35K2UUqR7Fy of claude-sonnet-5 failed: status 529\n`;
    const found = await diagnose(`${vague}\nup\n\nError: ${OVERLOADED}\n`);
    expect(found).toMatchObject({ errors: 1, groups: [{ certain: 1, requests: 1 }] });
  });
});

test('errors of a log are grouped by diagnosis, with first and last time and request ids', async () => {
  const at = (second: number, id: string) =>
    winston({
      timestamp: `2026-07-25T17:20:0${second}.000Z`,
      message: `529 ${envelope('overloaded_error', 'Overloaded', `req_011CSHoEeqs5C35K2UUqR7F${id}`)}`,
    });
  const tooLarge = `413 ${envelope('request_too_large', 'Request exceeds the maximum size')}`;
  const { groups, errors } = await diagnose(
    `${at(1, 'a')}${winston({ message: tooLarge })}${at(3, 'c')}${at(2, 'b')}`,
  );
  expect(errors).toBe(4);
  expect(groups).toMatchObject([
    {
      candidates: [{ id: 'service.overloaded', confidence: 'certain', missing: [] }],
      errors: 3,
      certain: 3,
      first: '2026-07-25T17:20:01.000Z',
      last: '2026-07-25T17:20:03.000Z',
      requests: 3,
      requestIds: ['a', 'c', 'b'].map((id) => `req_011CSHoEeqs5C35K2UUqR7F${id}`),
      places: ['line 1', 'line 3', 'line 4'],
    },
    { candidates: [{ id: 'request.too_large' }], errors: 1, requests: 0 },
  ]);
});

test('the report says what, why, fix, evidence, request id, time and place', async () => {
  const { stdout } = await run(['diagnose', '-'], {
    stdin: `2026-07-25T17:19:59Z INFO up\n2026-07-25T17:20:00Z ERROR ${OVERLOADED}\n`,
  });
  expect(stdout).toMatch(
    /^1 failed call in 2 lines {2}\(standard input\)\n\n1 {2}service\.overloaded {2}error, step 6 service: 1 call, certain\n/,
  );
  for (const [label, text] of [
    ['what', 'The API is overloaded'],
    ['why', 'All users together'],
    ['fix', 'Retry after'],
    ['page', 'npx @sevenstep/doctor explain service.overloaded'],
    ['evidence', '“.*529.*overloaded_error'],
    ['request', 'req_011CSHoEeqs5C35K2UUqR7Fy'],
    ['when', '2026-07-25T17:20:00Z'],
    ['where', 'line 2'],
  ])
    expect(stdout).toMatch(new RegExp(`^  ${label?.padEnd(10)}${text}`, 'm'));
});

test.each([
  ['a line', 'Error: $', 3],
  ['an object over lines', "APIError: no\n    at x {\n  error: '$'\n}", 3],
  ['an answer of curl', 'HTTP/2 529\n\n$', 3],
])('among lines without times, the place of an error is its own line: %s', async (_, form, line) => {
  const stdin = `up\nlistening on 8080\n${form.replace('$', () => OVERLOADED)}\ndone\n`;
  const { stdout } = await run(['diagnose', '-', '--json'], { stdin });
  expect(JSON.parse(stdout)).toMatchObject({ text: { groups: [{ places: [`line ${line}`] }] } });
});

test('a text that is not sure says so, and what would make it surer by which command', async () => {
  const { stdout, code } = await run([], { stdin: 'anthropic: Connection error.' });
  expect(code).toBe(3);
  expect(stdout).toMatch(/1 call, likely$/m);
  expect(stdout).toMatch(
    /^ {2}missing {3}the code of the failed connection[\s\S]*^ {2}get it {4}node .*\S$/m,
  );
});

describe('exit codes', () => {
  test.each<[what: string, stdin: string, code: number, says: RegExp]>([
    ['a healthy log', 'up\nlistening on 8080\n', 0, /^No failed call of Claude in 2 lines/],
    [
      'an error of a database',
      'Error: connect ECONNREFUSED 127.0.0.1:5432\n',
      0,
      /^No failed call of Claude/,
    ],
    ['spans of healthy calls', otlpLine({}), 0, /^1 call in 1 s: healthy/],
    ['an error', OVERLOADED, 3, /^1 failed call/],
    ['an error beside healthy spans', `${otlpLine({})}${OVERLOADED}`, 3, /healthy[\s\S]*1 failed call/],
    ['an error beside a broken span', `{"resourceSpans": [\n${OVERLOADED}`, 3, /^1 failed call/],
    ['a healthy log beside a broken span', '{"resourceSpans": [\nup\n', 2, /^No failed call/],
  ])('%s', async (_, stdin, code, says) => {
    const ran = await run(['diagnose', '-'], { stdin });
    expect(ran.stdout).toMatch(says);
    expect(ran.code).toBe(code);
  });

  test.each<[what: string, stdin: string, line: string]>([
    ['nothing', '', 'standard input is empty'],
    ['blank lines', '\n \n\n', 'standard input has only blank lines'],
    ['binary', '\u0001\u0000\u0002', 'standard input is binary; expected text or JSON'],
    ['spans of no call', otlpLine({ attributes: {} }), 'standard input: none of 1 span is a call of Claude'],
    ['an export without spans', '{"resourceSpans": []}', 'standard input has no spans'],
  ])('%s is an error that says so', async (_, stdin, line) => {
    const { code, stdout, stderr } = await run(['diagnose', '-'], { stdin });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`sevenstep-doctor: ${line}`);
  });

  test('nothing at all, without a command, is said above the help', async () => {
    const { code, stderr } = await run([]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^sevenstep-doctor: standard input is empty\n\nUsage: /);
  });

  test('in a terminal, no command shows the help', async () => {
    const written: string[] = [];
    const output = { write: (text: string) => written.push(text) };
    const stdin = Object.assign(Readable.from([]), { isTTY: true });
    const interrupted = () => new AbortController().signal;
    expect(await main([], { stdin, stdout: output, stderr: output, env: {}, interrupted })).toBe(2);
    expect(written.join('')).toMatch(/^Usage: /);
  });
});

test('an interrupt ends an endless pipe with the report so far', async () => {
  const interrupt = new AbortController();
  const written = { stdout: '', stderr: '' };
  const output = (name: keyof typeof written) => ({ write: (text: string) => (written[name] += text) });
  async function* endless() {
    yield Buffer.from(`Error: ${OVERLOADED}\n`);
    // The sent text is read before the test continues.
    setImmediate(() => interrupt.abort());
    await new Promise(() => undefined);
  }
  const code = await main([], {
    stdin: Readable.from(endless(), { objectMode: false }),
    stdout: output('stdout'),
    stderr: output('stderr'),
    env: {},
    interrupted: () => interrupt.signal,
  });
  expect(code).toBe(3);
  expect(written.stdout).toContain('service.overloaded');
});

test('a line of any length comes in parts, and what is behind it is read', async () => {
  const megabytes = function* (begin: string) {
    yield begin;
    for (let at = 0; at < 70; at += 1) yield 'x'.repeat(1024 * 1024);
    yield `\nError: ${OVERLOADED}\n`;
  };
  for (const begin of ['hm ', '{"a":"'])
    expect(await diagnose(megabytes(begin))).toMatchObject({
      code: 3,
      errors: 1,
      groups: [{ places: [expect.stringMatching(/^line [12]$/)] }],
    });
});

test('a secret of a text is in no output', async () => {
  const key = 'sk-ant-api03-abcdefghijklmnopqrstuvwxyz0123456789';
  const own = 'a-secret-of-this-environment';
  const stdin = `x-api-key: ${key} ${own}\nError: 401 ${envelope('authentication_error', `invalid x-api-key ${key} ${own}`)}\n`;
  const page = join(folder, 'page.html');
  const env = { MY_TOKEN: own };
  const outputs = await Promise.all([
    run(['diagnose', '-', '--html', page], { stdin, env }),
    run(['diagnose', '-', '--json'], { stdin, env }),
    run(['explain', stdin], { env }),
    run(['explain', '--json', stdin], { env }),
    run(['ticket', '-'], { stdin, env }),
  ]);
  const all = outputs.map(({ stdout, stderr }) => stdout + stderr).join('\n') + readFileSync(page, 'utf8');
  expect(all).toContain('identity.key_invalid');
  expect(all).not.toContain(key);
  expect(all).not.toContain('abcdefghijklmnop');
  expect(all).not.toContain(own);
});

test('the page has the errors of texts, and nothing of them is markup', async () => {
  const page = join(folder, 'texts.html');
  const message = '<img src=x onerror=alert(1)> Overloaded';
  await run(['diagnose', '-', '--html', page], {
    stdin: `Error: 529 ${envelope('overloaded_error', message, 'req_1')}`,
  });
  const html = readFileSync(page, 'utf8');
  expect(html).toContain('<h2 id="finding-1">1. service.overloaded</h2>');
  expect(html).toContain('&lt;img');
  expect(html).not.toContain('<img');
});

test('an error whose line is forgotten, because very many came after it at once, has no place rather than a wrong one', async () => {
  const { stdout } = await run(['diagnose', '-', '--json'], {
    stdin: `${OVERLOADED}\n${'\n'.repeat(110_000)}`,
  });
  expect(JSON.parse(stdout)).toMatchObject({ text: { errors: 1, groups: [{ places: [] }] } });
});
