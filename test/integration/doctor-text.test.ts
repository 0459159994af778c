// Each form of text is piped into the built doctor, on a pseudo-terminal like a person's.

import { Console } from 'node:console';
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text as textOf } from 'node:stream/consumers';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { BasicTracerProvider, ConsoleSpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import {
  hasTerminal,
  runDoctor,
  runDoctorInTerminal,
  runDoctorPipedInTerminal,
  startDoctorFollowing,
} from '../support/doctor.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'doctor-text-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const write = async (name: string, text: string | Uint8Array): Promise<string> => {
  await writeFile(join(folder, name), text);
  return join(folder, name);
};

const BODY =
  '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"req_011CSHoEeqs5C35K2UUqR7Fy"}';
const MESSAGE = `529 ${BODY}`;
const SPAN = JSON.stringify({
  traceId: 'a1',
  spanId: 'b1',
  name: 'chat',
  startTimeUnixNano: '1700000000000000000',
  endTimeUnixNano: '1700000001500000000',
  attributes: {
    'gen_ai.provider.name': 'anthropic',
    'http.response.status_code': 529,
    'error.type': 'overloaded_error',
  },
});

const FORMS: readonly (readonly [form: string, text: string])[] = [
  [
    'a stack of Node.js',
    `InternalServerError: ${MESSAGE}\n    at APIError.generate (/app/node_modules/@anthropic-ai/sdk/core/error.js:58:20)\n    at async main (/app/app.mjs:3:1) {\n  status: 529\n}\n`,
  ],
  [
    'a traceback of Python',
    `Traceback (most recent call last):\n  File "/app/app.py", line 3, in <module>\nanthropic.OverloadedError: Error code: 529 - {'type': 'error', 'error': {'type': 'overloaded_error', 'message': 'Overloaded'}}\n`,
  ],
  [
    'an answer of curl',
    `HTTP/2 529\ncontent-type: application/json\nrequest-id: req_011CSHoEeqs5C35K2UUqR7Fy\n\n${BODY}`,
  ],
  ['a line of a CLI', `API Error: ${MESSAGE}\n`],
  ['a line of a log', `2026-11-28T16:00:01Z ERROR [worker-3] call failed: ${MESSAGE}\n`],
  [
    'pino',
    `${JSON.stringify({ level: 50, time: 1_785_000_000_000, err: { type: 'Error', message: MESSAGE }, msg: 'no' })}\n`,
  ],
  [
    'winston',
    `${JSON.stringify({ level: 'error', message: MESSAGE, timestamp: '2026-07-25T17:20:00.000Z' })}\n`,
  ],
  [
    'OTLP log records',
    `${JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [{ severityText: 'ERROR', body: { stringValue: MESSAGE } }] }] }] })}\n`,
  ],
  ['spans', `${SPAN}\n`],
  ['spans among lines of a log', `up\n${SPAN}\ndown\n`],
];

test.skipIf(!hasTerminal).each(FORMS)('%s, piped without a command', async (form, text) => {
  const file = await write(form.replaceAll(' ', '-'), text);
  const { code, stdout } = await runDoctorPipedInTerminal(file, []);
  expect(stdout).toMatch(/1 {2}service\.overloaded/);
  expect(stdout).toMatch(/fix {7}Retry after/);
  // In colour, as in every terminal.
  expect(stdout).toContain('\u001B[31merror\u001B[39m');
  expect(code).toBe(3);
});

test.skipIf(!hasTerminal)('what tells of no failed call ends with 0', async () => {
  const { code, stdout } = await runDoctorPipedInTerminal(await write('healthy', 'up\nlistening\n'), []);
  expect(stdout).toContain('No failed call of Claude in 2 lines');
  expect(code).toBe(0);
});

test.skipIf(!hasTerminal)(
  'in a terminal without a pipe, no command shows the help and ends with 2',
  async () => {
    const { code, stdout } = await runDoctorInTerminal([]);
    expect(stdout).toContain('Usage: sevenstep-doctor COMMAND');
    expect(code).toBe(2);
  },
);

test.skipIf(!hasTerminal)('what is pasted into a terminal is diagnosed', async () => {
  const { code, stdout } = await runDoctorInTerminal(['diagnose', '-'], {
    stdin: `API Error: ${MESSAGE}\n\u0004`,
  });
  expect(stdout).toContain('Reading from the terminal: paste the text, then press Enter, Ctrl+D');
  expect(stdout).toMatch(/1 {2}service\.overloaded/);
  expect(code).toBe(3);
});

test.skipIf(!hasTerminal)('tail -f goes on until Ctrl+C, which shows the report so far', async () => {
  const file = await write('followed.log', `ERROR ${MESSAGE}\n`);
  const { child, says, ended } = startDoctorFollowing(file);
  await says('Ctrl+C shows what was found so far');
  await appendFile(file, 'more\n');
  child.stdin?.write('\u0003');
  // The interrupt also stops the pipe's shell, so the exit code is no longer the doctor's.
  expect((await ended).stdout).toMatch(/1 {2}service\.overloaded/);
});

test('spans that the console exporter prints are no text, and the log among them is read', async () => {
  const output = new PassThrough();
  const printer = new Console(output);
  const dir = vi.spyOn(console, 'dir').mockImplementation((value, options) => printer.dir(value, options));
  const provider = new BasicTracerProvider({
    spanProcessors: [new SimpleSpanProcessor(new ConsoleSpanExporter())],
  });
  const span = provider.getTracer('app').startSpan('chat claude-sonnet-5', { kind: SpanKind.CLIENT });
  span.setAttributes({
    'gen_ai.provider.name': 'anthropic',
    'http.response.status_code': 200,
    'anthropic.retry.reasons': ['429 rate_limit'],
    'anthropic.retry.outcome': 'recovered',
  });
  span.setStatus({ code: SpanStatusCode.UNSET }).end();
  await provider.shutdown();
  dir.mockRestore();
  output.end();
  const printed = await textOf(output);
  expect(printed).toContain('recovered');

  const unread = /has spans in a format that is not read: expected OTLP JSON \(`resourceSpans`\)/;
  const alone = await runDoctor(['diagnose', '-'], { stdin: printed.repeat(2) });
  expect([alone.code, alone.stdout]).toEqual([2, '']);
  expect(alone.stderr).toMatch(unread);
  const healthy = await runDoctor(['diagnose', '-'], { stdin: `up\n${printed}{ port: 8080 }\n` });
  expect([healthy.code, healthy.stderr]).toEqual([2, expect.stringMatching(unread)]);
  expect(healthy.stdout).toContain('No failed call of Claude in 2 lines');
  const failed = await runDoctor(['diagnose', '-'], { stdin: `${printed}Error: ${MESSAGE}\n${printed}` });
  expect([failed.code, failed.stderr]).toEqual([3, expect.stringMatching(unread)]);
  expect(failed.stdout).toMatch(/^1 failed call in 1 line /);
});
