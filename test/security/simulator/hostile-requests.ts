// Requests that try to crash the simulator, each as the bytes of a connection, in pieces.

/** The bytes to write to a connection before it is closed or reset. */
export interface HostileRequest {
  readonly what: string;
  readonly pieces: readonly (string | Buffer)[];
  /** Set if the connection ends without waiting for an answer. */
  readonly aborts?: true;
}

const KEY = 'sk-ant-simulator-0000';

const post = (body: string | Buffer, headers: readonly string[] = [], path = '/v1/messages'): Buffer => {
  const bytes = Buffer.from(body);
  const head = [
    `POST ${path} HTTP/1.1`,
    'host: 127.0.0.1',
    `x-api-key: ${KEY}`,
    'anthropic-version: 2023-06-01',
    'content-type: application/json',
    `content-length: ${bytes.length}`,
    'connection: close',
    ...headers,
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'), bytes]);
};

const message = (more: object): string =>
  JSON.stringify({
    model: 'claude-sonnet-5',
    max_tokens: 8,
    messages: [{ role: 'user', content: 'x' }],
    ...more,
  });

/** Asks for a fault by the model name, in which JSON allows any text. */
const asked = (script: string, more: object = {}): Buffer =>
  post(message({ model: `simulate:${script}`, ...more }));

/** Scripts in a request that no answer can carry out, or that ask for too much. */
export const HOSTILE_ASKED: readonly (readonly [what: string, script: string])[] = [
  ['a header value beyond Latin-1', '529 x-a="中"'],
  ['a header value with a line break', '529 x-a="a\r\nset-cookie: b"'],
  ['a header value with a NUL', '529 x-a="\0"'],
  ['a header value with half a surrogate pair', '529 x-a="\ud800"'],
  ['a retry-after no header can carry', '429 retry-after="é中"'],
  ['a trailer without chunks', '529 trailer=x-a'],
  ['a transfer encoding of its own', '529 transfer-encoding=chunked'],
  ['an upgrade', '200 upgrade=h2c'],
  ['a header with a named fault', 'overloaded x-a="\u0001"'],
  ['a header with ok', 'ok x-a="\u007f"'],
  ['a status below 200', '101'],
  ['a status above 599', '999999999999999999999999'],
  ['a delay longer than a timer', 'delay 99999999999s 529'],
  ['a list of many millions of attempts', `${'1-9999,'.repeat(500)}1: 529`],
  ['a script of a megabyte', '529 '.repeat(250_000)],
  ['ten thousand delays in each other', 'delay 1 '.repeat(10_000)],
  ['quotes without an end', '529 x-a="'.repeat(401)],
  ['a name of an object', 'constructor'],
  ['another name of an object', '__proto__'],
  ['a header named like one', '529 __proto__=1'],
  ['a place without an end', 'cut after 99999999999999999999 events'],
];

/** Valid but odd scripts. */
const ODD_ASKED: readonly (readonly [what: string, script: string])[] = [
  ['a length that is too long', '529 content-length=99999999'],
  ['a length that is none', '529 content-length=abc'],
  ['204 with a message', '204 "words"'],
  ['304', '304'],
  ['a reset', 'reset'],
  ['a header called constructor', '529 constructor=1'],
];

export const HOSTILE_REQUESTS: readonly HostileRequest[] = [
  { what: 'no HTTP', pieces: ['\0\x01\x02\xff\xfe\r\n\r\n'] },
  { what: 'a TLS hello', pieces: [Buffer.from('16030100c8010000c40303', 'hex')] },
  { what: 'HTTP/2 at once', pieces: ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'] },
  { what: 'a version that is none', pieces: ['GET / HTTP/9.9\r\nhost: localhost\r\n\r\n'] },
  { what: 'a method that is none', pieces: ['STEAL / HTTP/1.1\r\nhost: localhost\r\n\r\n'] },
  { what: 'CONNECT', pieces: ['CONNECT 127.0.0.1:22 HTTP/1.1\r\nhost: 127.0.0.1:22\r\n\r\n'] },
  { what: 'OPTIONS *', pieces: ['OPTIONS * HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n'] },
  {
    what: 'an upgrade',
    pieces: ['GET / HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n'],
  },
  {
    what: 'an expectation that is none',
    pieces: ['POST / HTTP/1.1\r\nhost: localhost\r\nexpect: gold\r\nconnection: close\r\n\r\n'],
  },
  {
    what: 'a whole URL',
    pieces: ['GET http://evil.example/v1/models HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n'],
  },
  {
    what: 'no Host at all',
    pieces: ['GET / HTTP/1.0\r\n\r\n'],
  },
  {
    what: 'headers of a megabyte',
    pieces: [`GET / HTTP/1.1\r\nhost: localhost\r\nx: ${'a'.repeat(2 ** 20)}\r\n\r\n`],
  },
  {
    what: 'ten thousand headers',
    pieces: [
      `GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n${Array.from({ length: 10_000 }, (_, i) => `x${i}: 1\r\n`).join('')}\r\n`,
    ],
  },
  {
    what: 'a path of a megabyte',
    pieces: [`GET /${'a'.repeat(2 ** 20)} HTTP/1.1\r\nhost: localhost\r\n\r\n`],
  },
  {
    what: 'a query of nothing but signs',
    pieces: [
      `GET /v1/models?${'&=%'.repeat(4_000)} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n`,
    ],
  },
  { what: 'a retry count that is absurd', pieces: [post(message({}), ['x-stainless-retry-count: 1e308'])] },
  {
    what: 'a chunk size that is none',
    pieces: [
      'POST /v1/messages HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\nzzzz\r\nabc\r\n',
    ],
  },
  {
    what: 'two lengths',
    pieces: ['POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab'],
  },
  {
    what: 'a length and chunks',
    pieces: [
      'POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
  },
  { what: 'an empty body', pieces: [post('')] },
  { what: 'a body that is no JSON', pieces: [post('{"model": "claude')] },
  { what: 'a body that is no UTF-8', pieces: [post(Buffer.from([0x7b, 0xff, 0xfe, 0x7d]))] },
  { what: 'six million brackets', pieces: [post('['.repeat(6_000_000))] },
  { what: 'six million levels of objects', pieces: [post('{"a":'.repeat(6_000_000))] },
  { what: 'ten million empty objects', pieces: [post(`[${'{},'.repeat(10_000_000)}{}]`)] },
  { what: 'names of objects for fields', pieces: [post('{"__proto__":{"model":"x"},"constructor":1}')] },
  { what: 'a list for a body', pieces: [post('[1]')] },
  {
    what: 'odd types in every field',
    pieces: [post('{"model":{},"stream":"x","messages":{},"max_tokens":[]}')],
  },
  { what: 'a model of a megabyte', pieces: [post(message({ model: `claude-${'x'.repeat(2 ** 20)}` }))] },
  { what: 'a model that is no text', pieces: [post('{"model":"\\ud800","messages":[1],"max_tokens":1}')] },
  {
    what: 'a stop sequence of a megabyte',
    pieces: [post(message({ stop_sequences: ['x'.repeat(2 ** 20)] }))],
  },
  { what: 'an upload that stops', pieces: [post(message({})).subarray(0, -5)], aborts: true },
  { what: 'an upload that stops in its head', pieces: ['POST /v1/messages HTTP/1.1\r\nho'], aborts: true },
  {
    what: 'a stream whose reader leaves at once',
    pieces: [post(message({ stream: true }))],
    aborts: true,
  },
  {
    what: 'a reset whose client leaves first',
    pieces: [asked('cut after 2 events', { stream: true })],
    aborts: true,
  },
  {
    what: 'a hundred requests in one piece',
    pieces: [
      'GET /v1/models HTTP/1.1\r\nhost: localhost\r\nx-api-key: sk-ant-x\r\nanthropic-version: 1\r\n\r\n'.repeat(
        100,
      ),
    ],
    aborts: true,
  },
  {
    what: 'a header of bytes that are no ASCII',
    pieces: [post(message({}), ['x-simulator-fault: 529 x-a=\xe9\xff'])],
  },
  {
    what: 'a fault in the header with a tab',
    pieces: [post(message({}), ['x-simulator-fault: 529 x-a="a\tb"'])],
  },
  {
    what: 'two faults in headers',
    pieces: [post(message({}), ['x-simulator-fault: 529', 'x-simulator-fault: 530'])],
  },
  ...[...HOSTILE_ASKED, ...ODD_ASKED].map(([what, script]) => ({
    what: `asks for ${what}`,
    pieces: [asked(script)],
  })),
];
