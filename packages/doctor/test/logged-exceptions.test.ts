// A logged exception and the span of the call that threw it are one call, with the facts of both.
import { expect, test } from 'vitest';
import { otlpLine } from './support/otlp.ts';
import { otlpLogs, type StoredRecord } from './support/otlp-logs.ts';
import { run } from './support/run.ts';
import { startWatch } from './support/watch.ts';

const CALL = { 'gen_ai.provider.name': 'anthropic', 'gen_ai.operation.name': 'chat' };
/** A span of an instrumentation that keeps no message. */
const failed = (id: string, at: readonly [number, number], type = 'connection_error') =>
  otlpLine({
    id,
    parent: 'a1',
    at,
    attributes: { ...CALL, 'error.type': type, 'server.address': 'api.anthropic.com' },
  });
const AROUND = otlpLine({ id: 'a1', name: 'POST /summaries', at: [0, 9], attributes: {} });

/** As OpenTelemetry's handler for Python's `logging` writes it (1.45.2). */
const REFUSED = {
  'exception.type': 'APIConnectionError',
  'exception.message': 'Connection error.',
  'exception.stacktrace': [
    'Traceback (most recent call last):',
    '  File "/app/lib/httpcore/_sync/connection.py", line 103, in handle_request',
    'httpcore.ConnectError: [Errno 111] Connection refused',
    '',
    'The above exception was the direct cause of the following exception:',
    '',
    'Traceback (most recent call last):',
    '  File "/app/lib/anthropic/_base_client.py", line 955, in request',
    'anthropic.APIConnectionError: Connection error.',
  ].join('\n'),
};
const rateLimited = (limit: string) => ({
  'exception.type': 'anthropic.RateLimitError',
  'exception.message': `Error code: 429 - {'type': 'error', 'error': {'type': 'rate_limit_error', 'message': "This request would exceed your organization's rate limit of ${limit} per minute."}}`,
});
const logged = (exception: StoredRecord['attributes'], span: string, at: number, more: StoredRecord = {}) =>
  JSON.stringify(
    otlpLogs({ body: 'The summary failed', attributes: { ...exception }, trace: 't1', span, at, ...more }),
  );

async function diagnosed(...lines: readonly string[]) {
  const { stdout } = await run(['diagnose', '-', '--json'], { stdin: `${lines.join('\n')}\n` });
  const { calls, groups, text } = JSON.parse(stdout);
  return {
    calls,
    ids: groups.map(({ id }: { id: string }) => id),
    errors: text.groups.flatMap((group: { candidates: { id: string }[] }) =>
      group.candidates.map(({ id }) => id),
    ),
    summary: groups[0]?.summary,
  };
}

test.each<[where: string, span: string]>([
  ['the span of the call', 'c1'],
  ['a span around it', 'a1'],
])('the span has the host and the log has the cause, logged in %s', async (_, span) => {
  const expected = {
    calls: 1,
    ids: ['connection.refused'],
    errors: [],
    summary: expect.stringContaining('api.anthropic.com'),
  };
  const lines = [AROUND, failed('c1', [1, 2]), logged(REFUSED, span, 2)];
  expect(await diagnosed(...lines)).toEqual(expected);
  expect(await diagnosed(...lines.toReversed())).toEqual(expected);
});

test('the event that the conventions have for it is read in the same way', async () => {
  const event = logged(rateLimited('50,000 input tokens'), 'c1', 2, {
    event: 'gen_ai.client.inference.exception',
  });
  expect(await diagnosed(failed('c1', [1, 2], 'RateLimitError'), event)).toMatchObject({
    calls: 1,
    ids: ['limits.input_tokens_per_minute'],
    errors: [],
  });
});

test.each([{}, CALL])('without a span, the event is a failure of the log: beside %o', async (beside) => {
  const event = logged({ ...rateLimited('50 requests'), ...beside }, 'c1', 2, {
    event: 'gen_ai.client.operation.exception',
  });
  expect(await diagnosed(event)).toMatchObject({ calls: 0, errors: ['limits.requests_per_minute'] });
});

test('of two calls that failed within a span, each has the exception that was logged after it', async () => {
  const lines = [
    AROUND,
    failed('c1', [1, 2], 'RateLimitError'),
    logged(rateLimited('50,000 input tokens'), 'a1', 2),
    failed('c2', [4, 5], 'RateLimitError'),
    logged(rateLimited('50 requests'), 'a1', 5),
  ];
  const { calls, ids, errors } = await diagnosed(...lines);
  expect({ calls, ids: ids.toSorted(), errors }).toEqual({
    calls: 2,
    ids: ['limits.input_tokens_per_minute', 'limits.requests_per_minute'],
    errors: [],
  });
});

test.each<[whose: string, exception: Readonly<Record<string, string>>]>([
  [
    'a database',
    {
      'exception.type': 'psycopg.OperationalError',
      'exception.message': 'connection to server at "127.0.0.1", port 5432 failed: Connection refused',
    },
  ],
  [
    'another API',
    {
      'exception.type': 'openai.AuthenticationError',
      'exception.message':
        "Error code: 401 - {'error': {'message': 'Incorrect API key provided: sk-proj-abc. You can find your API key at https://platform.openai.com/account/api-keys.', 'type': 'invalid_request_error', 'code': 'invalid_api_key'}}",
    },
  ],
  ['a tool', { 'exception.type': 'ToolError', 'exception.message': 'the file does not exist' }],
])('an exception of %s in the same span is not that of the call', async (_, exception) => {
  expect(await diagnosed(AROUND, failed('c1', [1, 2]), logged(exception, 'a1', 2))).toMatchObject({
    calls: 1,
    ids: ['connection.unrecognized'],
    errors: [],
  });
});

test('an exception beside a call that went well stays a failure of the log', async () => {
  const healthy = otlpLine({ id: 'c1', parent: 'a1', at: [1, 2], attributes: CALL });
  expect(await diagnosed(AROUND, healthy, logged(REFUSED, 'a1', 2))).toMatchObject({
    calls: 1,
    ids: [],
    errors: ['connection.refused'],
  });
});

test('watch shows one line, with what both say, whichever comes first', async () => {
  const spans = [AROUND, failed('c1', [1, 2])];
  for (const logFirst of [true, false]) {
    const watch = startWatch([]);
    if (logFirst) await watch.sendLogs(logged(REFUSED, 'a1', 2));
    for (const span of spans) await watch.send(span);
    if (!logFirst) await watch.sendLogs(logged(REFUSED, 'a1', 2));
    await watch.until(/connection\.refused: The connection to api\.anthropic\.com was refused/);
    const { stdout } = await watch.end();
    expect(stdout.match(/FAIL/g)).toHaveLength(1);
    expect(stdout).toMatch(/\n1 call, 1 failed \| connection\.refused 1/);
  }
});

test('watch shows the call again when a log that comes late says why it failed, and counts it once', async () => {
  const watch = startWatch([]);
  for (const span of [AROUND, failed('c1', [1, 2])]) await watch.send(span);
  await watch.until(/FAIL.* connection\.unrecognized: /);
  await watch.sendLogs(logged(REFUSED, 'a1', 2));
  await watch.until(/FAIL.* connection\.refused: The connection to api\.anthropic\.com was refused/);
  expect((await watch.end()).stdout).toMatch(/\n1 call, 1 failed \| connection\.refused 1\n/);
});

test('an error that only the span of an agent has is that of the call within it, also in its log', async () => {
  const MASTRA = { 'gen_ai.operation.name': 'invoke_agent', 'mastra.span.type': 'agent_run' };
  const agent = JSON.parse(otlpLine({ id: 'a1', name: 'invoke_agent', at: [0, 3], attributes: MASTRA }));
  Object.assign(agent.resourceSpans[0].scopeSpans[0].spans[0], {
    status: { code: 2, message: 'invalid x-api-key' },
    events: [{ name: 'exception', attributes: { 'exception.message': 'invalid x-api-key' } }],
  });
  const call = otlpLine({
    id: 'c1',
    parent: 'a1',
    at: [1, 2],
    attributes: {
      ...CALL,
      'mastra.span.type': 'model_inference',
      'gen_ai.request.model': 'claude-sonnet-5',
      'gen_ai.response.finish_reasons': '["error"]',
    },
  });
  const error = '{"name":"AI_APICallError","message":"invalid x-api-key"}';
  const log = otlpLogs({
    body: 'Upstream LLM API error',
    attributes: { 'mastra.log.error': error, 'mastra.log.provider': 'anthropic.messages' },
    trace: 't1',
    span: 'a1',
    at: 3,
  });
  for (const lines of [
    [call, JSON.stringify(agent)],
    [call, JSON.stringify(agent), JSON.stringify(log)],
  ])
    expect(await diagnosed(...lines)).toMatchObject({ calls: 1, ids: ['identity.key_invalid'], errors: [] });
});
