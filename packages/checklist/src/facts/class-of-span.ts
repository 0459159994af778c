// Maps error classes of HTTP clients and of other SDKs to the SDK's class with the same meaning.

const APIS: readonly (readonly [name: string, others: readonly string[]])[] = [
  // `Anthropic.Exceptions` of the SDK for .NET.
  ['AuthenticationError', ['AnthropicUnauthorizedException']],
  ['BadRequestError', ['AnthropicBadRequestException']],
  ['NotFoundError', ['AnthropicNotFoundException']],
  ['PermissionDeniedError', ['AnthropicForbiddenException']],
  ['RateLimitError', ['AnthropicRateLimitException']],
  ['UnprocessableEntityError', ['AnthropicUnprocessableEntityException']],
  ['InternalServerError', ['Anthropic5xxException']],
  ['SseException', ['AnthropicSseException']],
  [
    'APIConnectionError',
    [
      'AnthropicIOException',
      'HttpIOException',
      'SocketException',
      // Java.
      'ConnectException',
      'EOFException',
      'NoHttpResponseException',
      'StreamResetException',
      // Go.
      'OpError',
      // httpx, requests and aiohttp.
      'ReadError',
      'WriteError',
      'CloseError',
      'NetworkError',
      'RemoteProtocolError',
      'ChunkedEncodingError',
      'ClientConnectorError',
      'ClientOSError',
      'ClientPayloadError',
      'ServerDisconnectedError',
    ],
  ],
  [
    'APITimeoutError',
    ['HttpTimeoutException', 'InterruptedIOException', 'WriteTimeout', 'deadlineExceededError'],
  ],
  ['ConnectTimeout', ['HttpConnectTimeoutException']],
  ['gaierror', ['DNSError']],
];

const NAMES: ReadonlyMap<string, string> = new Map(
  APIS.flatMap(([name, others]) => others.map((other) => [other, name] as const)),
);

/** The class's name in the tables of classes. */
export const standardClass = (className: string | undefined): string | undefined =>
  NAMES.get(className ?? '') ?? className;
