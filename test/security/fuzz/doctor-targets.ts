// The doctor's readers, each with its outputs: report, page, ticket and a line of `watch`.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { CallGrouper } from '../../../packages/doctor/src/calls/call-grouper.ts';
import type { Output } from '../../../packages/doctor/src/io.ts';
import { main } from '../../../packages/doctor/src/main.ts';
import {
  decodeLogs,
  decodeRequest,
  encodeLogs,
  encodeRequest,
} from '../../../packages/doctor/src/otlp/codec.ts';
import { createOutgoing } from '../../../packages/doctor/src/outgoing.ts';
import { spansOfRequest } from '../../../packages/doctor/src/spans/otlp.ts';
import { terminal } from '../../../packages/doctor/src/terminal.ts';
import { errorsOfRequest } from '../../../packages/doctor/src/texts/text-input.ts';
import { callLine, totalsLine } from '../../../packages/doctor/src/watch/lines.ts';
import { logJson, logLine } from '../../../packages/doctor/src/watch/log-lines.ts';
import { LoggedFailures } from '../../../packages/doctor/src/watch/logged-failures.ts';
import { WatchTotals } from '../../../packages/doctor/src/watch/totals.ts';
import type { Target } from './target.ts';

const text = (key: string, value: string) => ({ key, value: { stringValue: value } });

const attributes = [
  text('gen_ai.provider.name', 'anthropic'),
  text('gen_ai.operation.name', 'chat'),
  text('gen_ai.request.model', 'claude-sonnet-5'),
  text('error.type', 'rate_limit_error'),
  text(
    'anthropic.error.message',
    'This request would exceed the rate limit of 50,000 input tokens per minute',
  ),
  text('anthropic.request.id', 'req_011CSHoEeqs5C35K2UUqR7Fy'),
  { key: 'http.response.status_code', value: { intValue: '429' } },
  { key: 'http.request.resend_count', value: { intValue: '2' } },
  { key: 'anthropic.retry.after', value: { doubleValue: 1.5 } },
  { key: 'anthropic.retry.reasons', value: { arrayValue: { values: [{ stringValue: '429 rate_limit' }] } } },
  { key: 'anthropic.ratelimit.input_tokens.limit', value: { intValue: '50000' } },
  { key: 'anthropic.ratelimit.input_tokens.remaining', value: { intValue: '0' } },
  { key: 'anthropic.stream.outcome', value: { stringValue: 'error_event' } },
  {
    key: 'http.response.header.cf-ray',
    value: { arrayValue: { values: [{ stringValue: '8a1b2c3d4e5f6789-FRA' }] } },
  },
  { key: 'some.list', value: { kvlistValue: { values: [text('a', 'b')] } } },
];

const span = {
  traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  spanId: '00f067aa0ba902b7',
  parentSpanId: '00f067aa0ba902b6',
  name: 'chat claude-sonnet-5',
  kind: 3,
  startTimeUnixNano: '1700000000000000000',
  endTimeUnixNano: '1700000001500000000',
  attributes,
  events: [{ name: 'exception', attributes: [text('exception.message', '429 {"type":"error"}')] }],
  status: { code: 2, message: 'no' },
};
const attempt = {
  ...span,
  spanId: '00f067aa0ba902b8',
  parentSpanId: span.spanId,
  name: 'POST',
  attributes: [...attributes, text('http.request.method', 'POST')],
};

const request = {
  resourceSpans: [
    {
      resource: { attributes: [text('service.name', 'shop'), text('process.runtime.version', '24.1.0')] },
      scopeSpans: [
        { scope: { name: '@sevenstep/instrumentation-anthropic', version: '1' }, spans: [span, attempt] },
      ],
    },
  ],
};

const tag = (key: string, value: unknown) => ({ key, type: typeof value, value });

const jaeger = {
  data: [
    {
      traceID: span.traceId,
      spans: [
        {
          traceID: span.traceId,
          spanID: span.spanId,
          operationName: span.name,
          references: [{ refType: 'CHILD_OF', traceID: span.traceId, spanID: span.parentSpanId }],
          startTime: 1_700_000_000_000_000,
          duration: 1_500_000,
          tags: [
            tag('gen_ai.provider.name', 'anthropic'),
            tag('gen_ai.operation.name', 'chat'),
            tag('error', true),
            tag('otel.status_description', 'Overloaded'),
            tag('http.response.status_code', 529),
            tag('anthropic.retry.reasons', '["529 overloaded"]'),
            tag('anthropic.request.shape', '{"messages":1}'),
          ],
          logs: [{ timestamp: 1, fields: [tag('event', 'exception'), tag('exception.message', 'no')] }],
          processID: 'p1',
        },
      ],
      processes: { p1: { serviceName: 'shop', tags: [tag('host.name', 'a')] } },
    },
  ],
};

const SENTENCE =
  '529 {"type":"error","error":{"type":"overloaded_error","message":"Overloaded sk-ant-api03-abcdefghijklmnop"},"request_id":"req_011CSHoEeqs5C35K2UUqR7Fy"}';

const logs = {
  resourceLogs: [
    {
      resource: { attributes: [text('service.name', 'shop')] },
      scopeLogs: [
        {
          scope: { name: 'app' },
          logRecords: [
            {
              timeUnixNano: '1700000000000000000',
              severityText: 'ERROR',
              body: { stringValue: SENTENCE },
              attributes: [text('exception.message', SENTENCE)],
              traceId: span.traceId,
              spanId: span.spanId,
              eventName: 'app.failed',
            },
          ],
        },
      ],
    },
  ],
};
const pino = {
  level: 50,
  time: 1_700_000_000_000,
  err: { message: SENTENCE, stack: `Error: ${SENTENCE}\n    at x` },
  trace_id: span.traceId,
};
const winston = { level: 'error', message: SENTENCE, timestamp: '2026-07-25T17:20:00.000Z' };
const container = { log: `${SENTENCE}\n`, stream: 'stderr', time: '2026-07-25T17:20:00Z' };

/** Lines of a text. Other values become JSON. */
const asText = (seed: unknown): Buffer =>
  Buffer.from(
    (Array.isArray(seed) ? seed : [seed])
      .map((line) => (typeof line === 'string' ? line : (JSON.stringify(line) ?? '')))
      .join('\n'),
  );

/** Characters that no output may contain, whatever the input. */
const FORBIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
  /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]|sk-ant-api03-abcdefghijklmnop/;

function holds(condition: boolean, what: string): void {
  if (!condition) throw new Error(what);
}

function checkOutput(output: string, what: string): void {
  const found = FORBIDDEN.exec(output);
  holds(found === null, `${what} has ${JSON.stringify(found?.[0])} in it`);
  holds(output.isWellFormed(), `${what} is no well-formed text`);
  holds(output.length < 20_000_000, `${what} is very long`);
  holds(!('polluted' in {}), 'every object has been changed');
}

/** Runs a command in this process. */
async function command(args: readonly string[], input: Uint8Array): Promise<string> {
  const written: string[] = [];
  const output: Output = { write: (more) => written.push(more) };
  const code = await main(args, {
    stdin: Readable.from([Buffer.from(input)], { objectMode: false }),
    stdout: output,
    stderr: output,
    env: {},
    interrupted: () => new AbortController().signal,
  });
  const all = written.join('');
  holds(code !== 1, `${args[0]} ends with a defect: ${all}`);
  checkOutput(all, args.join(' '));
  return all;
}

const folder = mkdtempSync(join(tmpdir(), 'sevenstep-fuzz-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

async function everyCommand(input: Uint8Array): Promise<void> {
  const page = join(folder, 'page.html');
  rmSync(page, { force: true });
  await command(['diagnose', '-', '--html', page, '--show', '3'], input);
  try {
    checkOutput(readFileSync(page, 'utf8'), 'the page');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const json = await command(['diagnose', '-', '--json'], input);
  for (const line of json.split('\n')) if (line.startsWith('{')) JSON.parse(line);
  await command(['ticket', '-'], input);
}

async function linted(input: Uint8Array): Promise<void> {
  await command(['lint', '-'], input);
  const json = await command(['lint', '-', '--json', '--header', 'anthropic-beta: x'], input);
  for (const line of json.split('\n')) if (line.startsWith('{')) JSON.parse(line);
}

/** Reads spans like `watch`. */
function received(input: Uint8Array): void {
  let content: ReturnType<typeof decodeRequest>;
  try {
    content = decodeRequest(input);
  } catch {
    return; // Answered with 400.
  }
  const grouper = new CallGrouper();
  const totals = new WatchTotals();
  let shown = '';
  const out = terminal({ write: (more) => (shown += more) }, {});
  for (const one of spansOfRequest(content)) grouper.add(one);
  for (const told of [...grouper.overflow(), ...grouper.rest()]) {
    totals.add(told);
    out.line(callLine(told.call, out));
  }
  out.line(totalsLine(totals));
  checkOutput(shown, 'watch');
}

/** Reads log records like `watch`. */
function receivedLogs(input: Uint8Array): void {
  let content: ReturnType<typeof decodeLogs>;
  try {
    content = decodeLogs(input);
  } catch {
    return; // Answered with 400.
  }
  const outgoing = createOutgoing({});
  const failures = new LoggedFailures();
  const totals = new WatchTotals();
  let shown = '';
  const out = terminal({ write: (more) => (shown += more) }, {});
  for (const error of outgoing.value(errorsOfRequest(content))) failures.add(error, 0);
  for (const error of failures.settled(1)) {
    totals.addLogged(error);
    out.line(logLine(error, 0, out));
    checkOutput(JSON.stringify(logJson(error)), 'watch --json');
  }
  out.line(totalsLine(totals));
  checkOutput(shown, 'watch');
}

const asJson = (seed: unknown): Buffer => Buffer.from(JSON.stringify(seed) ?? 'null');

const sentRequest = {
  model: 'claude-haiku-4-5',
  max_tokens: 4096,
  betas: ['mcp-client-2025-11-20'],
  system: [{ type: 'text', text: 'Be short', cache_control: { type: 'ephemeral', ttl: '1h' } }],
  thinking: { type: 'enabled', budget_tokens: 2048 },
  tool_choice: { type: 'tool', name: 'lookup' },
  mcp_servers: [{ type: 'url', url: 'https://mcp.example.com', name: 'notes' }],
  tools: [
    { name: 'lookup', input_schema: { type: 'object', properties: { a: { anyOf: [{ type: 'string' }] } } } },
  ],
  messages: [
    {
      role: 'user',
      content: [{ type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo=' } }],
    },
    { role: 'assistant', content: [{ type: 'tool_use', id: 'toolu_1', name: 'lookup', input: {} }] },
    { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_2', content: 'x' }] },
  ],
};

const asCurl = (seed: unknown): Buffer =>
  Buffer.from(
    `curl https://api.anthropic.com/v1/messages \\\n -H 'anthropic-version: 2023-06-01' -H "x-a: b" -d '${JSON.stringify(seed)}'`,
  );

export const doctorTargets: readonly Target[] = [
  {
    name: 'requests',
    seeds: [sentRequest, { requests: [{ custom_id: 'a', params: sentRequest }] }],
    run: linted,
  },
  { name: 'curl', seeds: [sentRequest], encode: asCurl, run: linted },
  { name: 'otlp-json', seeds: [request, [request, request]], run: everyCommand },
  { name: 'jaeger-json', seeds: [jaeger, jaeger.data], run: everyCommand },
  {
    name: 'json-lines',
    seeds: [[request, span, jaeger.data[0]], [span, attempt], [request]],
    encode: (seed) =>
      Buffer.concat(
        (Array.isArray(seed) ? seed : [seed]).flatMap((line) => [asJson(line ?? null), Buffer.from('\n')]),
      ),
    run: everyCommand,
  },
  {
    name: 'text',
    seeds: [
      ['Traceback (most recent call last):', `anthropic.OverloadedError: ${SENTENCE}`],
      ['HTTP/2 529', 'request-id: req_1', '', SENTENCE.slice(4)],
      ['up', winston, span, SENTENCE, request, 'down'],
      SENTENCE,
    ],
    encode: asText,
    run: everyCommand,
  },
  {
    name: 'logs',
    seeds: [[pino, winston, container], [logs, logs], [pino]],
    encode: asText,
    run: everyCommand,
  },
  { name: 'otlp-logs-json', seeds: [logs, [logs, pino]], run: everyCommand },
  {
    name: 'otlp-logs-protobuf',
    seeds: [logs],
    encode: (seed) => {
      try {
        return encodeLogs(seed as typeof logs);
      } catch {
        return Buffer.concat([encodeLogs(logs), asJson(seed)]);
      }
    },
    run: receivedLogs,
  },
  {
    name: 'otlp-protobuf',
    seeds: [request],
    encode: (seed) => {
      try {
        return encodeRequest(seed as typeof request);
      } catch {
        // If protobuf cannot encode it, the message is broken in another way.
        return Buffer.concat([encodeRequest(request), asJson(seed)]);
      }
    },
    run: received,
  },
];
