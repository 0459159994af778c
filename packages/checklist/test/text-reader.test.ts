// How errors in a text are told apart and put together, and what the reader holds to whatever it is given.
import { describe, expect, it } from 'vitest';
import { createTextReader, diagnoseText, type TextDiagnosis } from '../src/text.ts';

const ids = (text: string): readonly string[] => diagnoseText(text).map(({ id }) => id);
const envelope = (type: string, message: string, id = ''): string =>
  JSON.stringify({ type: 'error', error: { type, message }, ...(id && { request_id: id }) });
const OVERLOADED = envelope('overloaded_error', 'Overloaded');
const LIMITED = envelope(
  'rate_limit_error',
  "This request would exceed your organization's rate limit of 30,000 input tokens per minute.",
);

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
  ])('%s', (_form, text, expected) => {
    expect(ids(text)).toEqual([expected]);
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
  ])('%s', (_form, text, expected) => {
    expect(ids(text)).toEqual(expected);
  });
});

it('a record of OTLP leads to an entry of its own, with its time', () => {
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

describe('what an entry has besides', () => {
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
  it('an error is told of before the text ends', () => {
    const reader = createTextReader();
    const first = reader.push(`2026-11-28 16:46:01 ERROR claude 529 ${OVERLOADED}\n`);
    const healthy = '2026-11-28 16:46:02 INFO ready\n'.repeat(40);
    expect([...first, ...reader.push(healthy)].map(({ id }) => id)).toEqual(['service.overloaded']);
  });
});

it('whatever it is given, it throws nothing and stays within the text', () => {
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
