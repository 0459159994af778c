// The reader separates and joins errors in a text, and keeps its guarantees for any input.
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { cpuMs } from '../../../test/support/cpu-time.ts';
import { candidatesByError, createTextReader, diagnoseText, type TextDiagnosis } from '../src/text.ts';

const ids = (text: string): readonly string[] => diagnoseText(text).map(({ id }) => id);
const envelope = (type: string, message: string, id = ''): string =>
  JSON.stringify({ type: 'error', error: { type, message }, ...(id && { request_id: id }) });
const OVERLOADED = envelope('overloaded_error', 'Overloaded');
const LIMITED = envelope(
  'rate_limit_error',
  "This request would exceed your organization's rate limit of 30,000 input tokens per minute.",
);

/** `console.error('[AGENT] Upstream LLM API error', { error })` in Node.js, of an error of the AI SDK. */
const inspected = (message: string, status: number, type: string): string => `[AGENT] Upstream LLM API error {
  error: APICallError [AI_APICallError]: ${message}
      at postToApi (file:///app/node_modules/@ai-sdk/provider-utils/dist/index.js:3580:24) {
    url: 'https://api.anthropic.com/v1/messages',
    statusCode: ${status},
    responseHeaders: {
      'content-type': 'application/json'
    },
    responseBody: '${envelope(type, message)}',
    isRetryable: false
  },
  provider: 'anthropic.messages'
}
`;

describe('one error that is printed several times is one entry', () => {
  const id = 'req_011CSHoEeqs5C35K2UUqR7Fy';
  it.each<[string, string, string]>([
    [
      'records of a log with the same request id',
      `2026-11-28 16:46:01 ERROR chat: 529 ${envelope('overloaded_error', 'Overloaded', id)}\n2026-11-28 16:46:02 ERROR worker: job 7 failed: InternalServerError: 529 ${envelope('overloaded_error', 'Overloaded', id)}\n`,
      'service.overloaded',
    ],
    [
      "attempts of the SDK's log before the failure",
      `2026-11-28 16:46:01,001 INFO HTTP Request: POST https://api.anthropic.com/v1/messages "HTTP/1.1 429 Too Many Requests"
2026-11-28 16:46:01,002 INFO Retrying request to /v1/messages in 0.4 seconds
2026-11-28 16:46:02,001 INFO HTTP Request: POST https://api.anthropic.com/v1/messages "HTTP/1.1 429 Too Many Requests"
2026-11-28 16:46:02,500 ERROR app.chat Error code: 429 - ${LIMITED}
`,
      'limits.input_tokens_per_minute',
    ],
    [
      "the lines of Claude Code's retries",
      '  ⎿  API Error (Request timed out.) · Retrying in 8 seconds… (attempt 5/10)\n  ⎿  API Error (Request timed out.) · Retrying in 17 seconds… (attempt 6/10)\n',
      'connection.request_timeout',
    ],
    [
      'a general sentence, and the code below it',
      'Unable to connect to Anthropic services\n\nFailed to connect to api.anthropic.com: ECONNRESET\n',
      'connection.reset',
    ],
    [
      'an attempt of which nothing but the status is known, and the failure of another check',
      '2026-11-28 16:46:01,001 INFO HTTP Request: POST https://api.anthropic.com/v1/messages "HTTP/1.1 429 Too Many Requests"\n2026-11-28 16:56:02,500 ERROR app.chat anthropic.APIConnectionError: Connection error.\n',
      'connection.unrecognized',
    ],
    [
      'an attempt, a call that succeeded, and the failure with its details',
      `2026-11-28 16:46:01,001 INFO HTTP Request: POST https://api.anthropic.com/v1/messages "HTTP/1.1 429 Too Many Requests"\n2026-11-28 16:46:01,100 INFO HTTP Request: POST https://api.anthropic.com/v1/messages "HTTP/1.1 200 OK"\n2026-11-28 16:46:02,500 ERROR app.chat Error code: 429 - ${LIMITED}\n`,
      'limits.input_tokens_per_minute',
    ],
  ])('%s', (_form, text, expected) => {
    expect(ids(text)).toEqual([expected]);
  });
});

describe('an attempt that was retried hides no other failure', () => {
  const attempt = (error: string): string => `2025-11-01T10:00:00Z WARN claude: ${error}, retrying in 2 s\n`;
  const failure = (time: string): string =>
    `2025-11-01T${time}Z ERROR claude: anthropic.APIConnectionError: Connection error.\n`;
  const success =
    '2025-11-01T10:00:02Z INFO HTTP Request: POST https://api.anthropic.com/v1/messages "HTTP/1.1 200 OK"\n';
  const reset = 'connection.reset at 10:00:00';
  const unrecognized = 'connection.unrecognized at 10:00:05';
  it.each<[string, string, readonly string[]]>([
    [
      'of another check',
      attempt('529 overloaded_error') + failure('10:00:05'),
      ['service.overloaded at 10:00:00', unrecognized],
    ],
    [
      'after a call that succeeded',
      attempt('connect ECONNRESET') + success + failure('10:00:05'),
      [reset, unrecognized],
    ],
    [
      'long after it',
      attempt('connect ECONNRESET') + failure('10:25:05'),
      [reset, 'connection.unrecognized at 10:25:05'],
    ],
    ['but is of the same call otherwise', attempt('connect ECONNRESET') + failure('10:00:05'), [reset]],
  ])('%s', (_case, text, expected) => {
    expect(diagnoseText(text).map(({ id, time }) => `${id} at ${time?.slice(11, 19)}`)).toEqual(expected);
  });
});

describe('each error of several is an entry', () => {
  it.each<[string, string, readonly string[]]>([
    [
      'the same twice, on a line each',
      `529 ${OVERLOADED}\n529 ${OVERLOADED}\n`,
      ['service.overloaded', 'service.overloaded'],
    ],
    [
      'a log with healthy lines between',
      `2026-11-28 16:46:01 ERROR claude 529 ${OVERLOADED}\n2026-11-28 16:46:02 INFO ready\n2026-11-28 16:46:03 ERROR claude 429 ${LIMITED}\n`,
      ['service.overloaded', 'limits.input_tokens_per_minute'],
    ],
    [
      'records of JSON',
      `${JSON.stringify({ level: 50, time: 1, msg: `529 ${OVERLOADED}` })}\n${JSON.stringify({ level: 30, time: 2, msg: 'ok' })}\n${JSON.stringify({ level: 50, time: 3, msg: `429 ${LIMITED}` })}\n`,
      ['service.overloaded', 'limits.input_tokens_per_minute'],
    ],
    [
      'objects that `console.error` prints after the same words, as of Mastra',
      `${inspected('invalid x-api-key', 401, 'authentication_error')}gave up\n${inspected('Overloaded', 529, 'overloaded_error')}`,
      ['identity.key_invalid', 'service.overloaded'],
    ],
  ])('%s', (_form, text, expected) => {
    expect(ids(text)).toEqual(expected);
  });
});

describe('each value of JSON with several errors is an error', () => {
  const three = [
    envelope('overloaded_error', 'Overloaded', 'req_011CSHoEeqs5C35K2UUqR7F'),
    envelope('authentication_error', 'invalid x-api-key', 'req_012CSHoEeqs5C35K2UUqR7F'),
    envelope('invalid_request_error', 'Your credit balance is too low to access the Anthropic API.'),
  ].map((one) => JSON.parse(one));
  const expected = ['service.overloaded', 'identity.key_invalid', 'identity.billing'];
  const errored = three.map((error, index) => ({
    custom_id: `q${index}`,
    result: { type: 'errored', error },
  }));
  const pretty = (value: unknown): string => JSON.stringify(value, null, 2);

  it.each<[form: string, text: string]>([
    ['a list', pretty(three)],
    ['a list in one line', JSON.stringify(three)],
    ['results of a batch that failed', pretty(errored)],
    ['one after the other, as jq prints them', `${three.map(pretty).join('\n')}\n`],
    ['one a line', three.map((one) => JSON.stringify(one)).join('\n')],
  ])('%s', (_, text) => {
    const found = diagnoseText(text);
    expect(found.map(({ id }) => id)).toEqual(expected);
    expect(candidatesByError(found)).toHaveLength(3);
  });

  it('also where the same error is in each record, in one line', () => {
    const message = `anthropic.APIStatusError: Error code: 529 - ${OVERLOADED}`;
    const events = [1, 2, 3].map((timestamp) => ({ timestamp, message }));
    const found = diagnoseText(JSON.stringify({ events }));
    expect(candidatesByError(found).map((candidates) => candidates.map(({ id }) => id))).toEqual(
      Array.from({ length: 3 }, () => ['service.overloaded']),
    );
  });

  it('a list that is cut off leads to an error that is whole', () => {
    const error = `Error: 400 ${JSON.stringify(three[2])}\n    at generate`;
    const list = JSON.stringify([{ error }, { error }]);
    expect(ids(list.slice(0, list.lastIndexOf('is too low')))).toEqual(['identity.billing']);
    expect(ids(list.slice(0, list.indexOf('is too low')))).toEqual(['request.unrecognized']);
  });

  it('the parts of one error are one: its headers beside it, and the errors in it', () => {
    const [first] = three;
    expect(ids(`${pretty({ 'retry-after': '3', 'request-id': 'req_1' })}\n${pretty(first)}`)).toHaveLength(1);
    expect(ids(pretty({ message: 'Failed after 3 attempts', errors: [first, first] }))).toHaveLength(1);
  });
});

describe('an error that a prompt or an answer quotes is none', () => {
  const quoted = `Why 529 ${OVERLOADED}, and what is {`;
  const message = {
    model: 'claude-sonnet-4-5',
    id: 'msg_01AbCdEfGhIjKl',
    type: 'message',
    role: 'assistant',
    content: [
      { type: 'text', text: `${quoted} It's interface Props { error: { message: string; status: 404 } }` },
      {
        type: 'text',
        text: 'Claude returned an empty response: the model has reached its context window limit',
      },
      {
        type: 'tool_use',
        id: 'toolu_01',
        name: 'report',
        input: { error: { status: 401 }, stop_reason: 'max_tokens' },
      },
    ],
    stop_reason: 'tool_use',
    usage: { input_tokens: 10, output_tokens: 20 },
  };
  const request = {
    model: 'claude-sonnet-4-5',
    max_tokens: 1024,
    system: `Explain errors such as ${quoted}`,
    messages: [
      { role: 'user', content: quoted },
      { role: 'assistant', content: [{ type: 'text', text: 'const error = { status: 529 };' }] },
      {
        role: 'user',
        content: [{ type: 'tool_result', tool_use_id: 'toolu_01', content: `API Error: 529 ${OVERLOADED}` }],
      },
    ],
  };
  const json = JSON.stringify;
  const show = (value: unknown): string => inspect(value, { depth: 9 });
  const sorted = Object.fromEntries(Object.entries(message).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  const delta = (fields: object): string =>
    `event: content_block_delta\ndata: ${json({ type: 'content_block_delta', index: 0, delta: fields })}\n\n`;
  const lineOfClaudeCode = (fields: object): string =>
    `${json({ parentUuid: null, ...fields, uuid: 'x', timestamp: '2025-11-01T00:00:00Z' })}\n`;

  it.each<[string, string]>([
    ['an answer', json(message)],
    ['an answer over several lines', json(message, undefined, 2)],
    ['an answer whose names are sorted', json(sorted)],
    ['an answer as Node.js prints it', show(message)],
    [
      'an answer behind its headers',
      `HTTP/2 200\nrequest-id: req_011CSHoEeqs5C35K2UUqR7Fy\n\n${json(message)}`,
    ],
    ['an answer that is a text in a record', json({ level: 'info', time: 1, body: json(message) })],
    [
      'an answer as Python prints it',
      `Message(id='msg_01AbCdEfGhIjKl', content=[TextBlock(citations=None, text='${quoted}', type='text')], model='claude-sonnet-4-5', role='assistant', stop_reason='end_turn', stop_sequence=None, type='message', usage=Usage(input_tokens=10, output_tokens=20))`,
    ],
    [
      'an answer as Java prints it',
      "Message{id=msg_01AbCdEfGhIjKl, content=[ContentBlock{text=TextBlock{citations=, text=I can't say, it's error={status=529, type=overloaded_error}, type=text}}], model=claude-sonnet-4-5, role=assistant, stopReason=end_turn, type=message}",
    ],
    [
      'messages of LangChain',
      `[HumanMessage(content='${quoted}', additional_kwargs={}), AIMessage(content='${quoted}', response_metadata={'model': 'claude-sonnet-4-5'})]`,
    ],
    [
      'results of a batch',
      [1, 2].map((id) => json({ custom_id: `${id}`, result: { type: 'succeeded', message } })).join('\n'),
    ],
    [
      'a stream',
      `event: message_start\ndata: ${json({ type: 'message_start', message: { ...message, content: [], stop_reason: null } })}\n\n${delta({ type: 'text_delta', text: quoted })}${delta({ type: 'input_json_delta', partial_json: '{"error":{"status":529}}' })}event: message_stop\ndata: {"type":"message_stop"}\n`,
    ],
    ['a request', json(request)],
    ['a request over several lines', json(request, undefined, 2)],
    ['a request as Node.js prints it', show(request)],
    [
      'a request of a call that succeeded',
      json({ level: 'info', msg: 'claude call ok', status: 200, request }),
    ],
    [
      "the SDK's log of a call that succeeded",
      `[log_1a2b3c] sending request ${show({ method: 'post', options: { body: request } })}\n[log_1a2b3c] post https://api.anthropic.com/v1/messages succeeded with status 200 in 900ms`,
    ],
    [
      'a prompt in Claude Code',
      lineOfClaudeCode({ type: 'user', message: { role: 'user', content: `API Error: ${quoted}` } }),
    ],
    [
      'the answer of `claude --output-format json`',
      json({ type: 'result', is_error: false, num_turns: 1, result: `API Error: ${quoted}`, uuid: 'x' }),
    ],
    [
      'the result of a tool in Claude Code',
      lineOfClaudeCode({
        type: 'user',
        message: request.messages[2],
        toolUseResult: { stdout: `API Error: 529 ${OVERLOADED}` },
      }),
    ],
  ])('%s', (_form, text) => {
    expect(diagnoseText(text)).toEqual([]);
  });

  const rejected = envelope('authentication_error', 'invalid x-api-key');
  it.each<[string, string, string]>([
    [
      'of a request',
      `POST https://api.anthropic.com/v1/messages ${json(request)}\n401 ${rejected}`,
      'identity.key_invalid',
    ],
    [
      'of a request that was cut off',
      `POST https://api.anthropic.com/v1/messages ${json(request).slice(0, 200)}\n401 ${rejected}`,
      'identity.key_invalid',
    ],
    [
      'of a request over several lines',
      `POST https://api.anthropic.com/v1/messages\n${json(request, undefined, 2)}\n401 ${rejected}`,
      'identity.key_invalid',
    ],
    [
      'in a record with its request',
      json({ level: 'error', msg: 'claude call failed', status: 401, request, error: JSON.parse(rejected) }),
      'identity.key_invalid',
    ],
    [
      'in a record whose field is called content',
      json({ level: 'error', request, response: { status: 401, content: rejected } }),
      'identity.key_invalid',
    ],
    [
      'beside the name of the system',
      json({ level: 'error', system: 'anthropic', err: { code: 'ECONNREFUSED' } }),
      'connection.refused',
    ],
    ['by the stop reason', json({ ...message, stop_reason: 'max_tokens' }), 'response.max_tokens'],
    ['by an empty answer', json({ ...message, content: [], stop_reason: 'end_turn' }), 'response.empty'],
    [
      'as the result of `claude --output-format json`',
      json({
        type: 'result',
        is_error: true,
        num_turns: 1,
        result: `API Error: 529 ${OVERLOADED}`,
        uuid: 'x',
      }),
      'service.overloaded',
    ],
    [
      'in place of an answer, in Claude Code',
      lineOfClaudeCode({ type: 'user', message: { role: 'user', content: `Why 401 ${rejected}` } }) +
        lineOfClaudeCode({
          type: 'assistant',
          message: { ...message, content: [{ type: 'text', text: `API Error: 529 ${OVERLOADED}` }] },
          isApiErrorMessage: true,
        }),
      'service.overloaded',
    ],
  ])('the error itself counts: %s', (_place, text, expected) => {
    expect(ids(text)).toEqual([expected]);
  });

  it('takes little time for messages without an end', () => {
    const started = cpuMs();
    diagnoseText('"role":"user","content":[{"text":"529\n'.repeat(6_000));
    expect(cpuMs() - started).toBeLessThan(5_000);
  });
});

it('a record of OTLP becomes a separate entry, with its time', () => {
  const record = (at: string, message: string) => ({
    timeUnixNano: at,
    severityText: 'ERROR',
    body: { stringValue: 'chat failed' },
    attributes: [
      { key: 'exception.type', value: { stringValue: 'InternalServerError' } },
      { key: 'exception.message', value: { stringValue: message } },
    ],
  });
  const text = JSON.stringify({
    resourceLogs: [
      {
        scopeLogs: [
          {
            logRecords: [
              record('1764348361000000000', `529 ${OVERLOADED}`),
              record('1764348362000000000', `429 ${LIMITED}`),
            ],
          },
        ],
      },
    ],
  });
  expect(diagnoseText(text).map(({ id, time }) => [id, time])).toEqual([
    ['service.overloaded', '1764348361000000000'],
    ['limits.input_tokens_per_minute', '1764348362000000000'],
  ]);
});

describe('the other facts of an entry', () => {
  const text = `2026-11-28T16:46:01.123Z ERROR chat: 529 ${envelope('overloaded_error', 'Overloaded', 'req_011CSHoEeqs5C35K2UUqR7Fy')}\n`;
  it('place, time, request id and the words that decided', () => {
    const [entry] = diagnoseText(`ready\n${text}`);
    expect(entry).toMatchObject({
      id: 'service.overloaded',
      confidence: 'certain',
      start: 6,
      end: 6 + text.length,
      requestId: 'req_011CSHoEeqs5C35K2UUqR7Fy',
      time: '2026-11-28T16:46:01.123Z',
      missing: [],
    });
    expect(entry?.evidence.join(' ')).toContain('overloaded_error');
  });

  it('evidence that quotes a field has its name whole, and that of a value no quotation mark', () => {
    const [entry] = diagnoseText(
      `529 ${JSON.stringify({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' }, request_id: 'req_011CVabcDEF1234567890abc' })}`,
    );
    expect(entry?.evidence).toContain('"message":"Overloaded"');
    expect(entry?.evidence).toContain('req_011CVabcDEF1234567890abc');
  });
  it('a text without status and envelope is likely, and one command gets more', () => {
    const [entry] = diagnoseText('anthropic.APIConnectionError: Connection error.');
    expect(entry).toMatchObject({ id: 'connection.unrecognized', confidence: 'likely' });
    expect(entry?.missing[0]?.how).toMatch(/^(?:curl|node) /);
  });
  it('a bare error without a sign of Claude is likely', () => {
    expect(diagnoseText('ECONNRESET').map(({ confidence }) => confidence)).toEqual(['likely']);
  });

  // Logs of applications have the status of their own answers.
  it.each([
    'level=info caller=http.go method=POST uri=/claude/ask status=503',
    'XHR POST http://localhost:3000/api/claude [HTTP/1.1 500 Internal Server Error 120ms]',
    'Failed to load resource: the server responded with a status of 500 () /api/claude',
    "AxiosError: Request failed with status code 500\n  config: { url: '/api/claude' }",
    '{"level":"error","method":"POST","route":"/claude","status":500,"msg":"handled"}',
  ])('is not certain of a status beside the name of Claude: %s', (text) => {
    expect(diagnoseText(text).map(({ confidence }) => confidence)).not.toContain('certain');
  });

  it('is certain of a status from the address of the API', () => {
    expect(diagnoseText('POST https://api.anthropic.com/v1/messages: 529')).toMatchObject([
      { id: 'service.overloaded', confidence: 'certain' },
    ]);
  });
});

describe('an answer that is odd', () => {
  const message = (fields: object) =>
    JSON.stringify({
      id: 'msg_01XFDUDYJgAACzvnptvVoYEL',
      type: 'message',
      role: 'assistant',
      model: 'claude-sonnet-5',
      content: [{ type: 'text', text: 'Once' }],
      ...fields,
    });
  it.each([
    ['max_tokens', ['response.max_tokens']],
    ['refusal', ['response.refusal']],
    ['pause_turn', ['response.paused']],
    ['end_turn', []],
  ])('stop_reason %s', (stop_reason, expected) => {
    expect(ids(message({ stop_reason, usage: { input_tokens: 10, output_tokens: 5 } }))).toEqual(expected);
  });
  it('without content', () => {
    expect(ids(message({ stop_reason: 'end_turn', content: [] }))).toEqual(['response.empty']);
  });
  it('a stream that stops before its end', () => {
    const event = (data: object & { type: string }) =>
      `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
    const begun =
      event({ type: 'message_start', message: { id: 'msg_01', content: [] } } as never) +
      event({ type: 'content_block_delta' });
    expect(ids(begun)).toEqual(['response.stream_incomplete']);
    expect(ids(begun + event({ type: 'message_stop' }))).toEqual([]);
  });
});

it('secrets of the text are in no field of any entry', () => {
  const key = 'sk-ant-api03-abcDEF0123456789abcDEF0123456789-abcDEF0123456789AA';
  const text = [
    `HTTP/2 401`,
    `x-api-key: ${key}`,
    `authorization: Bearer ${key}`,
    `cookie: session=${key}`,
    '',
    envelope('authentication_error', `invalid x-api-key: ${key} https://user:${key}@api.anthropic.com`),
    '',
    `anthropic.AuthenticationError: Error code: 401 - {'error': {'type': 'authentication_error', 'message': 'bad ${key}'}}`,
  ].join('\n');
  const found = diagnoseText(text);
  expect(found.length).toBeGreaterThan(0);
  expect(JSON.stringify(found)).not.toContain(key.slice(10, 40));
});

describe('text in pieces', () => {
  const long = [
    `Traceback (most recent call last):\n  File "/app/main.py", line 12, in <module>\nanthropic.RateLimitError: Error code: 429 - ${LIMITED}\n`,
    `2026-11-28 16:46:01 ERROR claude 529 ${OVERLOADED}\r\n`,
    `${JSON.stringify({ level: 50, time: 1, msg: `529 ${OVERLOADED}` })}\n`,
    'GET /health 200\n',
    `HTTP/2 401\nrequest-id: req_011CSHoEeqs5C35K2UUqR7Fy\n\n${envelope('authentication_error', 'invalid x-api-key')}\n`,
  ].join('');
  const pieces = (text: string, length: number): TextDiagnosis[] => {
    const reader = createTextReader();
    const found: TextDiagnosis[] = [];
    for (let at = 0; at < text.length; at += length) found.push(...reader.push(text.slice(at, at + length)));
    return [...found, ...reader.end()];
  };
  it.each([1, 7, 64, 1_000])('of %s characters give what the whole gives', (length) => {
    expect(pieces(long, length)).toEqual(diagnoseText(long));
  });
  it('reports an error before the text ends', () => {
    const reader = createTextReader();
    const first = reader.push(`2026-11-28 16:46:01 ERROR claude 529 ${OVERLOADED}\n`);
    const healthy = '2026-11-28 16:46:02 INFO ready\n'.repeat(40);
    expect([...first, ...reader.push(healthy)].map(({ id }) => id)).toEqual(['service.overloaded']);
  });
});

it('never throws and stays within the text, for any input', () => {
  const parts = [
    '{',
    '}',
    '[',
    '"',
    "'",
    '\\',
    '\n',
    ': ',
    ' => ',
    'error',
    '529 ',
    OVERLOADED,
    'Error: ',
    '[cause]: ',
    'Traceback (most recent call last):\n',
    '\u001b[31m',
    '\uD800',
    '\0',
    '<html>',
    'ECONNRESET',
    'claude',
    '"role":"user","content":[{"text":',
    '__proto__',
    'constructor: ',
    '"type":"error"',
    '  at x (y:1:2)\n',
    '2026-11-28T16:46:01Z ERROR ',
  ];
  let seed = 7;
  const next = (bound: number): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return (seed >>> 8) % bound;
  };
  for (let round = 0; round < 400; round += 1) {
    const text = Array.from({ length: next(60) }, () => parts[next(parts.length)]).join('');
    for (const { start, end } of diagnoseText(text)) {
      expect(start).toBeGreaterThanOrEqual(0);
      expect(end).toBeLessThanOrEqual(text.length);
      expect(start).toBeLessThan(end);
    }
  }
});

describe('what a text has decides, in each of its forms', () => {
  it.each<[string, string, readonly string[]]>([
    [
      'a body whose missing bytes have several digits is no stream',
      '  File "/srv/app/claude.py", line 9, in stream\n    for line in client.messages.stream(\nrequests.exceptions.ChunkedEncodingError: (\'Connection broken: IncompleteRead(1841 bytes read, 20480 more expected)\', IncompleteRead(1841 bytes read, 20480 more expected))',
      ['response.interrupted'],
    ],
    [
      'a key of any other vendor, in the header of the request',
      `POST https://api.anthropic.com/v1/messages\nx-api-key: xai-0123456789abcdef\nHTTP/1.1 401 Unauthorized\n${envelope('authentication_error', 'invalid x-api-key')}`,
      ['identity.key_wrong_provider'],
    ],
    [
      "Go's one sentence for two time limits",
      'anthropic: context deadline exceeded',
      ['connection.deadline', 'connection.request_timeout'],
    ],
    [
      'the context of a Go program, in front of which the request stands',
      'Post "https://api.anthropic.com/v1/messages": context deadline exceeded',
      ['connection.deadline'],
    ],
    [
      'Cloudflare without the server behind it',
      'Anthropic API error 523: origin is unreachable',
      ['endpoint.gateway_upstream'],
    ],
    [
      "Azure's gateway in front of Claude",
      'POST /anthropic/v1/messages for claude-haiku-4-5\n{ "statusCode": 401, "message": "Access denied due to missing subscription key." }',
      ['endpoint.gateway_refused'],
    ],
    [
      'Claude Code that is too old',
      'It looks like your version of Claude Code (1.0.9) needs an update.\nA newer version (1.0.24 or higher) is required to continue.',
      ['request.client_version'],
    ],
    [
      "the sentence of AWS, beside a code of the API's that is null",
      "RequestTimeoutError: 408 The model took too long to process the request.\n    at AnthropicBedrock.makeStatusError (/app/client.mjs:478:36) {\n  status: 408,\n  error: { message: 'The model took too long to process the request.' },\n  errorCode: null\n}",
      ['service.timeout'],
    ],
    [
      'a status in words that no list has',
      `Request failed: 507 Insufficient Storage ${envelope('api_error', 'Try elsewhere')}`,
      ['service.unrecognized'],
    ],
    [
      "curl's one sentence for an address that refuses and one out of reach",
      "curl: (7) Failed to connect to api.anthropic.com port 443 after 9 ms: Couldn't connect to server",
      ['connection.refused', 'connection.unreachable'],
    ],
    [
      "the API's own answer about a model id of Bedrock",
      "POST https://api.anthropic.com/v1/messages {'model': 'eu.anthropic.claude-opus-4-1-20250805-v1:0'} \"404 Not Found\" Headers({'request-id': 'req_011CSHoEeqs5C35K2UUqR7Fy'})",
      ['endpoint.wrong_platform'],
    ],
    [
      'a token without a character',
      "anthropic.APIConnectionError: Connection error.\ncaused by httpx.LocalProtocolError: Illegal header value b'Bearer '",
      ['identity.missing_credentials'],
    ],
    [
      'a body that Java cannot unpack, as its first bytes are none of gzip',
      'com.anthropic.errors.AnthropicInvalidDataException: Error reading response\nCaused by: java.io.EOFException\n\tat okio.RealBufferedSource.require(RealBufferedSource.kt:202)\n\tat okio.GzipSource.consumeHeader(GzipSource.kt:104)',
      ['endpoint.content_encoding'],
    ],
    [
      "a gateway's JSON that is printed with an error and once more with its cause",
      'java.util.concurrent.CompletionException: com.anthropic.errors.PermissionDeniedException: 403: {"message":"Not today"}\n\tat java.base/java.lang.Thread.run(Thread.java:840)\nCaused by: com.anthropic.errors.PermissionDeniedException: 403: {"message":"Not today"}',
      ['endpoint.gateway_refused'],
    ],
    [
      "a gateway's JSON in that of LiteLLM's proxy",
      `RateLimitError: 429 {"error":{"message":"{\\"message\\":\\"Slow down\\"}. Received Model Group=claude-sonnet-5\\nAvailable Model Group Fallbacks=None","type":"None","param":"None","code":"429"}}`,
      ['endpoint.gateway_limit'],
    ],
    [
      "a field that LiteLLM's proxy misses",
      `InternalServerError: 500 {"error":{"message":"anthropic_messages() missing 1 required positional argument: 'messages'","type":"None","param":"None","code":"500"}}`,
      ['request.missing_field'],
    ],
    [
      'a plain body, which the Python SDK has as its message',
      'Traceback (most recent call last):\n  File "/app/anthropic/_base_client.py", line 1350, in _request\n    raise self._make_status_error_from_response(response) from None\nanthropic.RateLimitError: Slow down, please',
      ['endpoint.gateway_limit'],
    ],
    [
      "what LangChain4j's parser says of a tool's arguments",
      'claude-sonnet-4-5 assistant failed\njava.lang.RuntimeException: com.fasterxml.jackson.core.io.JsonEOFException: Unexpected end-of-input: was expecting closing quote for a string value\n\tat dev.langchain4j.internal.JacksonJsonCodec.fromJson(JacksonJsonCodec.java:120)\n\tat dev.langchain4j.service.tool.ToolExecutionRequestUtil.argumentsAsMap(ToolExecutionRequestUtil.java:45)',
      ['response.tool_input_invalid'],
    ],
    [
      "what Gson says below LangChain4j's client of MCP",
      'com.google.gson.JsonSyntaxException: java.io.EOFException: End of input at line 1 column 28\n\tat dev.langchain4j.mcp.client.DefaultMcpClient.executeTool(DefaultMcpClient.java:139)\n\tat dev.langchain4j.model.anthropic.AnthropicStreamingChatModel$1.onComplete(AnthropicStreamingChatModel.java:193)',
      ['response.tool_input_invalid'],
    ],
    [
      "a refusal of GitHub Copilot's, whose headers name it",
      '{\n  "message": "This model does not support assistant message prefill. The conversation must end with a user message.",\n  "statusCode": 400,\n  "responseHeaders": {\n    "x-github-request-id": "EAAC:14EF1C"\n  }\n}',
      ['request.message_roles'],
    ],
    [
      'an error behind lines of requests to the API that went well',
      '--> POST /v1/messages?beta=true 200 4s\nTypeError: terminated\n    at Fetch.onAborted (node:internal/deps/undici/undici:11322:53) {\n  [cause]: BodyTimeoutError: Body Timeout Error\n      at FastTimer.onParserTimeout (node:internal/deps/undici/undici:6367:32)',
      ['response.body_timeout'],
    ],
    [
      'a container in front of a quotation, and a quotation in front of a container',
      "> api-1  | app: Invalid URL 'nowhere.invalid/v1/messages': No scheme supplied.",
      ['connection.invalid_url'],
    ],
    [
      'the context window, in the words of Claude Code',
      'Error: Claude Code returned an error result: API Error: The model has reached its context window limit.',
      ['response.context_window'],
    ],
    [
      'a proxy that Go cannot reach',
      'Post "https://api.anthropic.com/v1/messages": proxyconnect tcp: dial tcp 10.9.8.7:3128: connect: connection refused',
      ['connection.proxy'],
    ],
    [
      'a proxy that Python cannot reach',
      "HTTPSConnectionPool(host='api.anthropic.com', port=443): Max retries exceeded with url: /v1/messages (Caused by ProxyError('Unable to connect to proxy', NewConnectionError('<urllib3.connection.HTTPSConnection object at 0x7f21>: Failed to establish a new connection: [Errno 111] Connection refused')))",
      ['connection.proxy'],
    ],
    [
      'a tunnel that a proxy does not open for Python, and its status',
      "HTTPSConnectionPool(host='api.anthropic.com', port=443): Max retries exceeded with url: /v1/messages (Caused by ProxyError('Unable to connect to proxy', OSError('Tunnel connection failed: 403 Forbidden')))",
      ['connection.proxy'],
    ],
    [
      "OpenAI's words for a path that there is not, under a type that does not go with the status",
      "claude: Error code: 404 - {'error': {'message': 'Invalid URL (POST /v1/messages)', 'type': 'invalid_request_error', 'param': '', 'code': ''}}",
      ['endpoint.wrong_path'],
    ],
    [
      "a relay's sentence about its own accounts, in the API's envelope",
      `HTTP/1.1 503 Service Unavailable\ncontent-type: application/json\n\n${envelope('api_error', 'auth_unavailable: no auth available (providers=claude, model=claude-sonnet-5)')}`,
      ['endpoint.gateway_upstream'],
    ],
    [
      'a sentence that a terminal breaks into lines',
      "API Error: Request rejected (429) · This request would exceed your        \n  organization's rate limit of 30,000 input tokens per      \n       minute (model: claude-sonnet-5).",
      ['limits.input_tokens_per_minute'],
    ],
    [
      'a sentence behind a status and the words of a client',
      '"result": "Failed to authenticate. API Error: 401 Invalid bearer token", "total_cost_usd": 0',
      ['identity.key_invalid'],
    ],
    [
      'the same for a token',
      'Failed to authenticate. API Error: 401 OAuth access token is invalid.',
      ['identity.key_invalid'],
    ],
    [
      'a short sentence, quoted in prose',
      'With claude-sonnet-5 my editor says "Request not allowed" since Monday.',
      ['endpoint.blocked'],
    ],
    [
      'names of fields in quotes that are no ticks',
      "Anthropic API: invalid_request_error: messages.8: 'tool_use' ids were found without 'tool_result' blocks immediately after: toolu_01",
      ['request.tool_use_mismatch'],
    ],
    [
      'a strategy that needs thinking',
      `400 ${envelope('invalid_request_error', '`clear_thinking_20251015` strategy requires `thinking` to be enabled or adaptive')}`,
      ['request.thinking'],
    ],
    [
      'the limit of a plan, without its name',
      'Claude Code: Limit reached · resets Dec 20, 9am (America/New_York) · contact an admin to increase limits',
      ['limits.quota'],
    ],
    [
      'a beta in a sentence that is cut off',
      '{"type":"error","error":{"type":"invalid_request_error","message":"Unexpected value(s) `tools-2026-03-01` for the `anthropic-beta` heade',
      ['request.beta_or_version'],
    ],
    [
      'a status beside those that are retried',
      'ERROR llm: Anthropic request failed: 529 Overloaded, giving up (retry on 408/429/500/529)',
      ['service.overloaded'],
    ],
    [
      'an answer that cannot be read, in the words of an editor',
      'received no parseable response data from Anthropic',
      ['response.unrecognized'],
    ],
    [
      'a name that is misspelled',
      'All my Antropic nodes fail with an Internal Server Error.',
      ['service.unrecognized'],
    ],
    [
      'who may speak last',
      'Claude through our relay: The final message must be from the user.',
      ['request.message_roles'],
    ],
  ])('%s', (_form, text, expected) => {
    expect(ids(text)).toEqual(expected);
  });

  it.each<[string, (line: string) => string]>([
    ['a quotation', (line) => `> ${line}`],
    ['a quotation in the log of a container', (line) => `api-1  | > ${line}`],
    ['the same in colour', (line) => `\u001b[31mapi-1  | > ${line}\u001b[39m`],
  ])('reads %s like the text in it', (_form, quoted) => {
    const lines = [
      'Since Monday:',
      '',
      'APICallError [AI_APICallError]: Bad Gateway',
      '    at async AnthropicMessagesLanguageModel.doGenerate (/srv/app/index.mjs:1:9) {',
      '  statusCode: 502,',
      "  responseBody: '<html><head><title>502 Bad Gateway</title></head></html>',",
      '}',
    ];
    expect(ids(lines.map(quoted).join('\n'))).toEqual(['endpoint.gateway_error']);
  });

  it('quotes the words that stand for a code', () => {
    const [found] = diagnoseText(
      'anthropic.APIConnectionError: Connection error.\ncaused by: self signed certificate in certificate chain\n',
    );
    expect(found?.id).toBe('connection.tls');
    expect(found?.evidence.join(' ')).toContain('self signed certificate');
  });

  it('Claude may be named behind an error, in words that are no error themselves', () => {
    const error = 'It ends with:\n\nsocket hang up\n\n';
    expect(ids(`${error}That is the Claude API, called from a worker.`)).toEqual(['connection.reset']);
    expect(ids(`${error}That is our mail server.`)).toEqual([]);
    expect(
      ids(`${error}${'Other things are said here. '.repeat(100)}\n\nClaude Code is not concerned.`),
    ).toEqual([]);
  });
});

describe('a short text in which nothing is recognised is looked at as a whole', () => {
  it('general words of a failure lead to its step, and a symptom of one rule to that rule', () => {
    expect(ids('Claude says that it is forbidden for me')).toEqual(['identity.unrecognized']);
    expect(ids("claude-haiku-4-5: `Top_P` and 'temperature'\n cannot both be used")).toEqual([
      'request.sampling',
    ]);
    expect(ids('it ends with an unknown error: the connection\n\n(Claude, from a worker)')).toEqual([
      'connection.unrecognized',
    ]);
  });

  it.each([
    'claude says that we have reached the limit',
    'claude: the service is unavailable',
    'Claude: validation error',
    'claude gave an empty response',
    'claude says bad gateway',
    'my claude request was forbidden',
    'claude: gateway timeout',
  ])('of "%s" nothing is told that it does not say', (text) => {
    const [found] = diagnoseText(text);
    expect(`${found?.summary} ${found?.cause}`).not.toMatch(
      /\b[1-5]\d\d\b|status|header|with a success|limits were accepted/i,
    );
  });

  it("Claude below Google's own models is on another platform", () => {
    const path = '/v1/projects/p/locations/us-east5/publishers/google/models/claude-sonnet-4-5';
    expect(ids(`Claude is not found by us at ${path}`)).toEqual(['endpoint.wrong_platform']);
    expect(
      ids(`POST https://us-east5-aiplatform.googleapis.com${path}:streamGenerateContent 404 Not Found`),
    ).toEqual(['endpoint.wrong_platform']);
  });

  it('the nearest name decides whose failure it is', () => {
    expect(ids('A request to Claude timed out')).toEqual(['connection.request_timeout']);
    expect(ids('A request to Redis timed out')).toEqual([]);
    expect(
      ids('Redis timed out, and nothing else is known. Claude was asked later on, by another job.'),
    ).toEqual([]);
    expect(ids('a request timed out')).toEqual([]);
  });

  it('a tool of Claude Code that failed is no failed call, and hides none', () => {
    const tool = '  \u23bf  Error: Domain example.com is not allowed to be fetched\n';
    expect(
      ids(`Claude Code asks for permission to fetch this site, allowed or denied never before.\n${tool}`),
    ).toEqual([]);
    const failed = '  \u23bf  API Error: Connection error.\n';
    expect(ids(tool + failed)).toEqual(['connection.unrecognized']);
    expect(ids(failed + tool)).toEqual(['connection.unrecognized']);
    expect(
      ids('\u23fa Bash(curl a.example)\n  \u23bf  Error: curl: (6) Could not resolve host: a.example\n'),
    ).toEqual([]);
  });

  it('what did not happen, and code, are no failure', () => {
    expect(ids('Claude works without any timeout')).toEqual([]);
    expect(ids('const claude = retryOn(/* timed out */);\nClaude is called once.')).toEqual([]);
  });

  it('the evidence stands in the text as it does there, and a secret in it is redacted', () => {
    const key = `sk-ant-api03-${'Ab_9'.repeat(20)}AA`;
    const [found] = diagnoseText('Claude is "Temporarily\n  unavailable" today');
    expect(found).toMatchObject({ confidence: 'likely', evidence: ['Temporarily unavailable'] });
    const [other] = diagnoseText(`Claude rejected ${key} as api_key`);
    expect(other?.check).toBe('identity');
    expect(other?.evidence.join()).toContain('api_key');
    expect(other?.evidence.join().toLowerCase()).not.toMatch(/ab[_ ]9/);
  });

  it('a long text is not, and in pieces it is the same', () => {
    const text = 'The job for Claude ended: it timed out.\n';
    expect(ids(text + 'Other lines follow.\n'.repeat(500))).toEqual([]);
    const reader = createTextReader();
    const found = [...text].flatMap((char) => reader.push(char));
    expect(found).toEqual([]);
    expect(reader.end()).toEqual(diagnoseText(text));
  });
});
