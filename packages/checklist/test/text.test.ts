// That an error, in whatever form it was printed, leads to its rule; and that what is no failed call of Claude leads to none.
import { describe, expect, it } from 'vitest';
import { diagnoseText } from '../src/text.ts';

const ids = (text: string): readonly string[] => diagnoseText(text).map(({ id }) => id);

const OVERLOADED =
  '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"req_011CSHoEeqs5C35K2UUqR7Fy"}';
const PYTHON =
  "{'type': 'error', 'error': {'type': 'rate_limit_error', 'message': \"This request would exceed your organization's rate limit of 30,000 input tokens per minute.\"}, 'request_id': 'req_011CSHoEeqs5C35K2UUqR7Fy'}";

describe('one error, in the form of', () => {
  it.each<[string, string, string]>([
    ['a bare envelope', OVERLOADED, 'service.overloaded'],
    [
      'the TypeScript SDK',
      `InternalServerError: 529 ${OVERLOADED}\n    at APIError.generate (/app/node_modules/@anthropic-ai/sdk/core/error.js:52:20)`,
      'service.overloaded',
    ],
    [
      'an uncaught stack with its properties',
      `file:///app/node_modules/@anthropic-ai/sdk/core/error.mjs:52
            return new InternalServerError(status, error, message, headers);
                   ^

InternalServerError: 529 ${OVERLOADED}
    at APIError.generate (file:///app/node_modules/@anthropic-ai/sdk/core/error.mjs:52:20)
    at process.processTicksAndRejections (node:internal/process/task_queues:105:5) {
  status: 529,
  headers: Headers { 'request-id': 'req_011CSHoEeqs5C35K2UUqR7Fy' },
  requestID: 'req_011CSHoEeqs5C35K2UUqR7Fy',
  error: {
    type: 'error',
    error: { type: 'overloaded_error', message: 'Overloaded' }
  }
}

Node.js v22.1.0`,
      'service.overloaded',
    ],
    [
      'the Python SDK on a Windows that speaks German',
      'httpx.ConnectError: [WinError 10061] Es konnte keine Verbindung hergestellt werden, da der Zielcomputer die Verbindung verweigerte\n\nanthropic.APIConnectionError: Connection error.',
      'connection.refused',
    ],
    [
      '.NET',
      'System.Net.Http.HttpRequestException: No connection could be made because the target machine actively refused it. (api.anthropic.com:443)\n ---> System.Net.Sockets.SocketException (10061): No connection could be made because the target machine actively refused it.\n   at System.Net.Http.HttpConnectionPool.ConnectToTcpHostAsync(String host, Int32 port)',
      'connection.refused',
    ],
    [
      '.NET without its cause',
      'System.Net.Http.HttpRequestException: Resource temporarily unavailable (api.anthropic.com:443)',
      'connection.dns',
    ],
    [
      '.NET in another language',
      'System.Net.Http.HttpRequestException: Etwas ging schief. (api.anthropic.com:443)',
      'connection.unrecognized',
    ],
    [
      'Apache HttpClient',
      'org.apache.http.NoHttpResponseException: api.anthropic.com:443 failed to respond',
      'connection.reset',
    ],
    ['Req', '%Req.TransportError{reason: :nxdomain} calling api.anthropic.com', 'connection.dns'],
    [
      'the client of Bedrock',
      'PermissionDeniedError: 403 {"Message":"Authentication failed: Please make sure your API Key is valid."}\n    at APIError.generate (/app/node_modules/@anthropic-ai/sdk/core/error.js:50:20)\n    at AnthropicBedrock.makeStatusError (/app/node_modules/@anthropic-ai/sdk/client.js:140:30)',
      'identity.cloud_credentials',
    ],
    [
      'the Python SDK',
      `anthropic.RateLimitError: Error code: 429 - ${PYTHON}`,
      'limits.input_tokens_per_minute',
    ],
    [
      'a Python traceback',
      `Traceback (most recent call last):
  File "/app/main.py", line 12, in <module>
    message = client.messages.create(
              ^^^^^^^^^^^^^^^^^^^^^^^
  File "/usr/lib/python3.12/site-packages/anthropic/_base_client.py", line 1064, in request
    raise self._make_status_error_from_response(err.response) from None
anthropic.RateLimitError: Error code: 429 - ${PYTHON}`,
      'limits.input_tokens_per_minute',
    ],
    [
      'a chained traceback',
      `Traceback (most recent call last):
  File "/usr/lib/python3.12/site-packages/httpx/_transports/default.py", line 101, in map_httpcore_exceptions
    yield
httpcore.ConnectError: [Errno 111] Connection refused

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/usr/lib/python3.12/site-packages/anthropic/_base_client.py", line 972, in request
    response = self._client.send(
httpx.ConnectError: [Errno 111] Connection refused

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/app/main.py", line 12, in <module>
    message = client.messages.create(
  File "/usr/lib/python3.12/site-packages/anthropic/_base_client.py", line 1004, in request
    raise APIConnectionError(request=request) from err
anthropic.APIConnectionError: Connection error.`,
      'connection.refused',
    ],
    [
      'a cause of Node.js',
      `APIConnectionError: Connection error.
    at Anthropic.makeRequest (/app/node_modules/@anthropic-ai/sdk/client.js:355:19) {
  status: undefined,
  headers: undefined,
  error: undefined,
  [cause]: TypeError: fetch failed
      at node:internal/deps/undici/undici:13510:13 {
    [cause]: Error: getaddrinfo ENOTFOUND api.antropic.com
        at GetAddrInfoReqWrap.onlookupall [as oncomplete] (node:dns:120:26) {
      errno: -3008,
      code: 'ENOTFOUND',
      syscall: 'getaddrinfo',
      hostname: 'api.antropic.com'
    }
  }
}`,
      'connection.dns',
    ],
    [
      'curl -i',
      `HTTP/2 401 \ndate: Sat, 28 Nov 2026 16:46:01 GMT\ncontent-type: application/json\nrequest-id: req_011CSHoEeqs5C35K2UUqR7Fy\n\n{"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"},"request_id":"req_011CSHoEeqs5C35K2UUqR7Fy"}`,
      'identity.key_invalid',
    ],
    ['Claude Code', `  ⎿  API Error: 529 ${OVERLOADED}`, 'service.overloaded'],
    ['Claude Code, in short', 'API Error: 529 Overloaded', 'service.overloaded'],
    ['a bare code', 'ECONNRESET', 'connection.reset'],
    ['a bare status', '529 Overloaded', 'service.overloaded'],
    [
      'Go',
      `POST "https://api.anthropic.com/v1/messages": 404 Not Found (Request-ID: req_011CSHoEeqs5C35K2UUqR7Fy) {"type":"error","error":{"type":"not_found_error","message":"model: claude-sonet-4-5"}}`,
      'request.model_not_found',
    ],
    [
      'Java',
      `com.anthropic.errors.RateLimitException: 429: {type=error, error={type=rate_limit_error, message=This request would exceed your organization's rate limit of 30,000 input tokens per minute.}}\n\tat com.anthropic.core.handlers.ErrorHandler.handle(ErrorHandler.kt:50)`,
      'limits.input_tokens_per_minute',
    ],
    [
      'LiteLLM',
      `litellm.RateLimitError: AnthropicException - {"type":"error","error":{"type":"rate_limit_error","message":"Number of concurrent connections has exceeded your rate limit. Please try again later."}}`,
      'limits.concurrency',
    ],
    [
      'escaped JSON',
      String.raw`{"error":{"message":"500 {\"error\":{\"message\":\"{\\\"type\\\":\\\"error\\\",\\\"error\\\":{\\\"type\\\":\\\"overloaded_error\\\",\\\"message\\\":\\\"Overloaded\\\"}}\",\"code\":500}}"}}`,
      'service.overloaded',
    ],
    [
      'truncated JSON',
      '400 {"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 208310 tokens > 200000 max',
      'request.context_window',
    ],
    [
      'a page of a proxy',
      '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx/1.24.0</center>\r\n</body>\r\n</html>',
      'endpoint.gateway_error',
    ],
    [
      'pino',
      `{"level":50,"time":1764348361000,"pid":7,"hostname":"web-1","err":{"type":"InternalServerError","message":"529 ${OVERLOADED.replaceAll('"', '\\"')}","stack":"Error: 529 …\\n    at APIError.generate (node_modules/@anthropic-ai/sdk/core/error.js:52:20)","status":529},"msg":"chat failed"}`,
      'service.overloaded',
    ],
    [
      'a log of Python',
      `2026-11-28 16:46:01,123 - app.chat - ERROR - Error code: 529 - {'type': 'error', 'error': {'type': 'overloaded_error', 'message': 'Overloaded'}}`,
      'service.overloaded',
    ],
  ])('%s', (_form, text, id) => {
    expect(ids(text)).toEqual([id]);
  });
});

describe('no failed call of Claude', () => {
  it.each<[string, string]>([
    ['nothing', ''],
    [
      'an error of OpenAI',
      `openai.RateLimitError: Error code: 429 - {'error': {'message': 'Rate limit reached for gpt-4o in organization org-x on tokens per min', 'type': 'tokens', 'code': 'rate_limit_exceeded'}}`,
    ],
    [
      'a database',
      'Error: connect ECONNREFUSED 127.0.0.1:5432\n    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1555:16)',
    ],
    ['a healthy line', '2026-11-28T16:46:01Z INFO claude call finished in 429 ms, 500 tokens'],
    ['a health check', 'GET /health 200'],
    [
      "the number of a line in a log of Anthropic's Python SDK",
      "[2026-11-28 16:46:01 - anthropic._base_client:493 - DEBUG] Request options: {'method': 'post', 'url': '/v1/messages'}",
    ],
    [
      'a web server',
      '127.0.0.1 - - [28/Nov/2026:16:46:01 +0000] "GET /api/users HTTP/1.1" 500 1234 "-" "curl/8"',
    ],
    [
      'prose',
      'When the API answers 429, Claude users should back off; a rate_limit_error means that a limit was reached.',
    ],
    [
      'prose with a list of statuses',
      '- the proxy answers with 500 Internal Server Error，客户端（Claude Code）\n- from now on it keeps the status (400/403/429/529)',
    ],
    [
      'a table of exceptions and their statuses',
      'For Claude Code:\n\n| Exception | Status |\n|---|---|\n| `ValidationException` | 400 |\n| `AccessDeniedException` | 403 |\n| `ThrottlingException` | 429 |',
    ],
    [
      'a server of MCP whose output is not JSON',
      '2026-11-28T16:46:01.397Z [tickets] [error] Unexpected token \'T\', "Tickets 1.2"... is not valid JSON {"context":"connection","stack":"SyntaxError: Unexpected token \'T\', \\"Tickets 1.2\\"... is not valid JSON\\n    at JSON.parse (<anonymous>)\\n    at R0e.readMessage (/Applications/Claude.app/Contents/Resources/app.asar/index.js:56:115)"}',
    ],
    [
      'a method that is called with arguments that it does not take',
      "With the Anthropic provider:\n\nwrong number of arguments (given 1, expected 0)\nagent (0.4.3) lib/provider.rb:23:in 'AnthropicProvider#generate'",
    ],
  ])('%s', (_form, text) => {
    expect(ids(text)).toEqual([]);
  });
});

describe('one error with two candidates', () => {
  it('is a key that was not sent, or one that a proxy removed', () => {
    const found = diagnoseText(
      'HTTP/1.1 401 Unauthorized\nrequest-id: req_011CSHoEeqs5C35K2UUqR7Fy\n\n{"type":"error","error":{"type":"authentication_error","message":"x-api-key header is required"}}',
    );
    expect(found.map(({ id, confidence, start }) => [id, confidence, start])).toEqual([
      ['identity.missing_credentials', 'likely', 0],
      ['identity.header_stripped', 'likely', 0],
    ]);
  });
});

describe('several errors', () => {
  it('each is an entry, in the order of the text', () => {
    expect(
      ids(
        `529 ${OVERLOADED}\n401 {"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}\n`,
      ),
    ).toEqual(['service.overloaded', 'identity.key_invalid']);
  });
});
