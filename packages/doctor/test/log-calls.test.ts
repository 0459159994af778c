// Log records of Claude Code are separate calls, or join the span of the same call. The user's input is never read.
import { expect, test } from 'vitest';
import { run } from './support/run.ts';
import { startWatch } from './support/watch.ts';

type Values = Readonly<Record<string, string | number | boolean>>;

const list = (attributes: Values) =>
  Object.entries(attributes).map(([key, value]) => ({
    key,
    value:
      typeof value === 'string'
        ? { stringValue: value }
        : typeof value === 'number'
          ? { intValue: String(value) }
          : { boolValue: value },
  }));

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const INTERACTION = '00f067aa0ba902b7';
const START = 1_795_910_409_000;
const nanoseconds = (afterMs: number) => `${START + afterMs}000000`;

/** A record, as 2.1.332 writes it. Its trace is that of the prompt, where traces are on. */
const record = (event: string, sequence: number, atMs: number, attributes: Values, traced = true) => ({
  timeUnixNano: nanoseconds(atMs),
  body: { stringValue: `claude_code.${event}` },
  attributes: list({
    'event.name': event,
    'event.sequence': sequence,
    'session.id': '59b70b4e-b5f7-4fcd-9e04-ba85ecbd7be1',
    'prompt.id': 'e0bd29f2-3a9c-46fa-bf25-14ba2f51a1e1',
    'anthropic.provider': 'firstParty',
    ...attributes,
  }),
  ...(traced && { traceId: TRACE, spanId: INTERACTION }),
});

const logs = (...logRecords: object[]) =>
  JSON.stringify({
    resourceLogs: [
      {
        resource: { attributes: list({ 'service.name': 'claude-code' }) },
        scopeLogs: [{ scope: { name: 'com.anthropic.claude_code.events' }, logRecords }],
      },
    ],
  });

const span = (tookMs: number, attributes: Values, message?: string) =>
  JSON.stringify({
    resourceSpans: [
      {
        resource: { attributes: list({ 'service.name': 'claude-code' }) },
        scopeSpans: [
          {
            scope: { name: 'com.anthropic.claude_code.tracing' },
            spans: [
              {
                traceId: TRACE,
                spanId: 'b7ad6b7169203331',
                parentSpanId: INTERACTION,
                name: 'claude_code.llm_request',
                startTimeUnixNano: nanoseconds(0),
                endTimeUnixNano: nanoseconds(tookMs),
                attributes: list({
                  'span.type': 'llm_request',
                  'gen_ai.provider.name': 'anthropic',
                  model: 'claude-sonnet-5',
                  ...attributes,
                }),
                status: message === undefined ? {} : { code: 2, message },
              },
            ],
          },
        ],
      },
    ],
  });

const MODEL = { model: 'claude-sonnet-5' };
const OVERLOADED = { ...MODEL, error: 'Overloaded', status_code: 529 };
const FAILED = [
  record('api_error', 5, 2_320, { ...OVERLOADED, duration_ms: 63, attempt: 3, request_id: 'req_1' }),
  record('api_retries_exhausted', 6, 2_320, {
    ...OVERLOADED,
    total_attempts: 3,
    total_retry_duration_ms: 2_319,
  }),
];
const FAILED_SPAN = span(
  2_321,
  { success: false, status_code: 529, error: 'Overloaded', attempt: 3, request_id: 'req_1' },
  'Overloaded',
);
const RECOVERED = record('api_request', 5, 2_320, { ...MODEL, duration_ms: 16, request_id: 'req_2' });
const RECOVERED_SPAN = span(2_321, { success: true, attempt: 3, request_id: 'req_2' });

async function diagnosed(...lines: readonly string[]) {
  const { stdout } = await run(['diagnose', '-', '--json'], { stdin: `${lines.join('\n')}\n` });
  const { calls, groups, text } = JSON.parse(stdout);
  return {
    calls,
    ids: groups.map(({ id }: { id: string }) => id),
    errors: text.errors,
    attempts: groups[0]?.attempts,
    stdout,
  };
}

test.each<[what: string, lines: readonly string[]]>([
  ['records', [logs(...FAILED)]],
  ['records, in exports of their own', FAILED.map((one) => logs(one))],
  ['a span and records', [FAILED_SPAN, logs(...FAILED)]],
  ['records and a span', [logs(...FAILED), FAILED_SPAN]],
])('a failed call is one call with all of its attempts: %s', async (_, lines) => {
  expect(await diagnosed(...lines)).toMatchObject({
    calls: 1,
    ids: ['service.overloaded'],
    errors: 0,
    attempts: 3,
  });
});

test('one document over many lines has the calls of its records, too', async () => {
  const { calls, ids } = await diagnosed(JSON.stringify(JSON.parse(logs(...FAILED)), null, 1));
  expect({ calls, ids }).toEqual({ calls: 1, ids: ['service.overloaded'] });
});

test('without traces, the records of one call still are one call, and those of two are two', async () => {
  const records = (sequence: number, atMs: number) => [
    record('api_error', sequence, atMs, { ...OVERLOADED, duration_ms: 63, attempt: 3 }, false),
    record(
      'api_retries_exhausted',
      sequence + 1,
      atMs,
      { ...OVERLOADED, total_attempts: 3, total_retry_duration_ms: 2_319 },
      false,
    ),
  ];
  expect(await diagnosed(logs(...records(5, 2_320), ...records(9, 8_000)))).toMatchObject({
    calls: 2,
    ids: ['service.overloaded'],
  });
});

test('a call that was retried is one call, though its record has the time of the last attempt only', async () => {
  expect(await diagnosed(RECOVERED_SPAN, logs(RECOVERED))).toMatchObject({
    calls: 1,
    ids: ['unknown.recovered'],
    attempts: 3,
  });
});

test('a refusal and what the same call cost are one call', async () => {
  const refusal = record('api_refusal', 5, 100, { ...MODEL, request_id: 'req_3', attempt: 1 });
  const cost = record('api_request', 6, 102, { ...MODEL, request_id: 'req_3', duration_ms: 90 });
  expect(await diagnosed(logs(refusal, cost))).toMatchObject({ calls: 1, ids: ['response.refusal'] });
});

const TYPED = 'canary: why do I get 401 authentication_error invalid x-api-key from api.anthropic.com?';

test('prompts, answers, tools and bodies are neither read as errors nor shown', async () => {
  const lines = logs(
    record('user_prompt', 1, 0, { prompt: TYPED }),
    record('tool_result', 2, 10, { tool_name: 'Bash', success: 'false', error: TYPED, tool_input: TYPED }),
    record('assistant_response', 3, 20, { response: TYPED }),
    record('api_request_body', 4, 30, { body: TYPED }),
    ...FAILED,
  );
  const { calls, ids, errors, stdout } = await diagnosed(lines);
  expect({ calls, ids, errors }).toEqual({ calls: 1, ids: ['service.overloaded'], errors: 0 });
  expect(stdout).not.toContain('canary');
});

test('what the conventions let an application log of a conversation is not read as an error', async () => {
  const said = { 'gen_ai.system': 'anthropic', 'event.name': 'gen_ai.user.message', content: TYPED };
  const lines = logs({ ...FAILED[0], body: { stringValue: TYPED }, attributes: list(said) }, ...FAILED);
  const { calls, errors, stdout } = await diagnosed(lines);
  expect({ calls, errors }).toEqual({ calls: 1, errors: 0 });
  expect(stdout).not.toContain('canary');
});

test('watch shows the verdict of a failed request within the log alone, with the time of all attempts', async () => {
  const watch = startWatch([]);
  await watch.sendLogs(logs(...FAILED));
  const [line] = await watch.until(/^.*FAIL.*$/m);
  expect(line).toMatch(
    /FAIL {2}claude-code {2}claude_code\.api_error {2}529 {2}2\.3 s {2}3 attempts {2}service\.overloaded: The API is overloaded/,
  );
  expect((await watch.end()).stdout.trimEnd()).toMatch(/\n1 call, 1 failed \| service\.overloaded 1$/);
});

test('watch shows one line of a failure, whichever of its span and its records comes first', async () => {
  for (const spanFirst of [true, false]) {
    const watch = startWatch([]);
    if (spanFirst) await watch.send(FAILED_SPAN);
    else await watch.sendLogs(logs(...FAILED));
    await watch.until(/FAIL/);
    if (spanFirst) await watch.sendLogs(logs(...FAILED));
    else await watch.send(FAILED_SPAN);
    const { stdout } = await watch.end();
    expect(stdout.match(/FAIL/g)).toHaveLength(1);
    expect(stdout).toMatch(/\n1 call, 1 failed/);
  }
});

test('watch shows that a call recovered when its span comes after its record, and counts it once', async () => {
  const watch = startWatch([]);
  await watch.sendLogs(logs(RECOVERED));
  await watch.until(/ok {4}claude-code {2}claude_code\.api_request/);
  await watch.send(RECOVERED_SPAN);
  await watch.until(/note {2}claude-code {2}claude_code\.llm_request.* unknown\.recovered: /);
  expect((await watch.end()).stdout.trimEnd()).toMatch(/\n1 call, 0 failed \| unknown\.recovered 1$/);
});
