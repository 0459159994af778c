// A server repeats parts of a request in disguise, and an application's error holds a secret. No export contains any of it.
import { gzipSync } from 'node:zlib';
import Anthropic from '@anthropic-ai/sdk';
import { logs } from '@opentelemetry/api-logs';
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EMPTY_MESSAGE } from '../support/empty-message.ts';
import { onExport } from '../support/exported.ts';
import { stepsFail } from '../support/failed-steps.ts';
import { startTestMeter, type TestMeter } from '../support/meter.ts';
import { type RawServer, startRawServer } from '../support/raw-server.ts';
import {
  clientOptionsFor,
  SPAN_KINDS,
  type SpanKind,
  startTestTelemetry,
  type TestTelemetry,
} from '../support/telemetry.ts';

interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

const SENTENCE = 'The rare illness of a neighbour is known to their employer since Tuesday';
const KEY = 'hunter7lamp-granite42x';
const TOKEN = 'qW8zebra-lantern55';
const KNOWN_KEY = 'sk-ant-api03-QkX9zebra0lantern11223344556677889900-AbCdEfGhAA';
const IMAGE = Buffer.from(Array.from({ length: 900 }, (_, index) => (index * 7919 + 13) % 256)).toString(
  'base64',
);

const asking = (content: unknown, more: object = {}) =>
  ({ model: 'claude-sonnet-5', max_tokens: 64, messages: [{ role: 'user', content }], ...more }) as never;

const json = (body: unknown, status: number, headers: Reply['headers'] = {}): Reply => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});
const refusal = (message: string, type = 'invalid_request_error', headers: Reply['headers'] = {}): Reply =>
  json({ type: 'error', error: { type, message } }, 400, headers);
const text = (body: string): Reply => ({ status: 500, headers: { 'content-type': 'text/plain' }, body });

const hexOf = (given: string): readonly string[] => Buffer.from(given).toString('hex').match(/.{2}/g) ?? [];
const inGroups = (given: string, length: number): string =>
  (given.match(new RegExp(`.{1,${length}}`, 'g')) ?? []).join('\n');
const rotated = (given: string): string =>
  given.replace(/[a-z]/gi, (letter) => {
    const first = letter < 'a' ? 65 : 97;
    return String.fromCharCode(first + ((letter.charCodeAt(0) - first + 13) % 26));
  });

/** How a text may be written, with what would be left of {@link SENTENCE} and of {@link KEY}. */
const WRITINGS: Readonly<Record<string, (given: string) => string>> = {
  'quoted-printable': (given) => given.replace(/[ aeiou]/g, (one) => `=${hexOf(one)[0]?.toUpperCase()}`),
  'letters apart': (given) => [...given].join(' '),
  'UTF-16 as bytes': (given) => [...given].join('\0'),
  'base64 in lines of 20': (given) => inGroups(Buffer.from(given).toString('base64'), 20),
  'base64 in groups of 7': (given) => inGroups(Buffer.from(given).toString('base64'), 7),
  'base64 of UTF-16': (given) => Buffer.from(given, 'utf16le').toString('base64'),
  'base64 behind other bytes': (given) => Buffer.from(`xy${given}`).toString('base64'),
  'hex with colons': (given) => hexOf(given).join(':'),
  'hex with blanks': (given) => hexOf(given).join(' '),
  'a list of bytes in hex': (given) =>
    hexOf(given)
      .map((hex) => `0x${hex}`)
      .join(', '),
  'a list of bytes with semicolons': (given) => [...Buffer.from(given)].join('; '),
  'gzip in base64': (given) => gzipSync(given).toString('base64'),
  'gzip in hex': (given) => gzipSync(given).toString('hex'),
  ROT13: rotated,
  backwards: (given) => [...given].reverse().join(''),
  'UTF-7': (given) => given.replace(/[ -]/g, (one) => (one === ' ' ? '+ACA-' : '+AC0-')),
  'full width': (given) => given.replace(/[!-~]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0)),
  'marks of direction between letters': (given) => [...given].join('\u202C'),
  'a line below each letter': (given) => [...given].map((one) => `${one}\u0332`).join(''),
  'escapes of CSS': (given) =>
    hexOf(given)
      .map((hex) => `\\0000${hex}`)
      .join(''),
  'escapes of Rust': (given) =>
    hexOf(given)
      .map((hex) => `\\u{${hex}}`)
      .join(''),
  'code points': (given) =>
    hexOf(given)
      .map((hex) => `U+00${hex.toUpperCase()}`)
      .join(' '),
  'escape() of JavaScript': (given) =>
    hexOf(given)
      .map((hex) => `%u00${hex}`)
      .join(''),
  'entities that are escaped': (given) =>
    hexOf(given)
      .map((hex) => `&amp;#x${hex};`)
      .join(''),
  'capitals between words': (given) => given.replace(/[ -](\w)/g, (_, one: string) => one.toUpperCase()),
  'no blanks': (given) => given.replaceAll(' ', ''),
};

/** Six characters in a row, which other texts lack, unless they are zeros. */
const piecesOf = (given: string): readonly string[] =>
  (given.match(/.{6}/gs) ?? []).filter((piece) => /[^0]/.test(piece));

interface Attack {
  readonly reply: Reply;
  readonly left: RegExp;
  readonly params?: never;
  readonly client?: object;
  readonly call?: (client: Anthropic) => PromiseLike<unknown>;
}

const about = { params: asking(SENTENCE) };
const question = asking('Does Zebulon have leukemia?');
const withKey = { client: { apiKey: KEY } };
const idIn = (header: string, id: string, more: object = about): Omit<Attack, 'left'> => ({
  reply: refusal('No', undefined, { [header]: id }),
  ...more,
});
const fails = (make: () => unknown) => ({
  client: {
    apiKey: KEY,
    fetch: () => Promise.reject(make()),
  },
});
const tokens = (form: (token: string) => string): Omit<Attack, 'left'> => ({
  reply: refusal(`MCP server m: ${form(TOKEN)} was sent`),
  params: asking('Hi', {
    mcp_servers: [{ type: 'url', name: 'm', url: 'https://m.example/', authorization_token: TOKEN }],
  }),
});

const ATTACKS: Readonly<Record<string, Attack>> = {
  ...Object.fromEntries(
    ['request-id', 'anthropic-organization-id', 'anthropic-workspace-id', 'x-amzn-requestid'].flatMap(
      (header) =>
        ['req_', 'org_', 'wrkspc_', 'x-'].map((prefix) => [
          `words in ${header} behind ${prefix}`,
          { ...idIn(header, `${prefix}rare_illness_of_a_neighbour_is`), left: /illness/ },
        ]),
    ),
  ),
  'a key in a request id': { ...idIn('request-id', 'req_hunter7lampgranite42x', withKey), left: /hunter7/ },
  'base64 in a request id': {
    ...idIn('request-id', `req_${Buffer.from(SENTENCE).toString('base64url').slice(0, 60)}`),
    left: /VGhlIHJhcmUg/,
  },
  'hex in a request id': {
    ...idIn('request-id', hexOf(SENTENCE).join('').slice(0, 120)),
    left: /5468652072617265/,
  },
  'a key in the request id of a success': {
    reply: json(EMPTY_MESSAGE, 200, { 'request-id': `req_${KEY.replaceAll('-', '_')}` }),
    ...withKey,
    left: /hunter7/,
  },
  "words in a message's id": {
    reply: json({ ...EMPTY_MESSAGE, id: 'msg_Does_Zebulon_have_leukemia' }, 200),
    params: question,
    left: /Zebulon/,
  },
  'words behind the model': {
    reply: json({ ...EMPTY_MESSAGE, model: 'claude-sonnet-5-the-rare-illness-of-a-neighbour' }, 200),
    ...about,
    left: /illness/,
  },
  'a key behind the model': {
    reply: json({ ...EMPTY_MESSAGE, model: `claude-sonnet-5${KEY}` }, 200),
    ...withKey,
    left: /hunter7/,
  },
  'words in the name of a limit': {
    reply: refusal('No', 'rate_limit_error', {
      'anthropic-ratelimit-does-zebulon-have-leukemia-limit': '10',
      'anthropic-ratelimit-does-zebulon-have-leukemia-remaining': '0',
    }),
    params: question,
    left: /zebulon/,
  },
  ...Object.fromEntries(
    ['user_2NNEqL2nrIRdJ194ndJqAHwEfxC', 'usr_1984', 'alice'].map((id) => [
      `the user ${id}`,
      {
        reply: text(`Blocked ${id}`),
        params: asking('Hi', { metadata: { user_id: id } }),
        left: new RegExp(id),
      },
    ]),
  ),
  'a token of an MCP server': { ...tokens((token) => token), left: /zebra/ },
  'a part of the token': { ...tokens((token) => `${token.slice(0, 14)}...`), left: /zebra/ },
  'the token in capitals': { ...tokens((token) => token.toUpperCase()), left: /ZEBRA/ },
  'the token in base64': { ...tokens((token) => Buffer.from(token).toString('base64')), left: /cVc4emVi/ },
  'a token of a vault': {
    reply: refusal(`Vault: ${TOKEN.slice(0, 14)}... was sent`),
    call: (client) => client.post('/v1/vaults/1/credentials', { body: { auth: { access_token: TOKEN } } }),
    left: /zebra/,
  },
  'the beginning of an image': {
    reply: text(`Bad image ${IMAGE.slice(0, 30)}...`),
    params: asking([{ type: 'image', source: { type: 'base64', media_type: 'image/png', data: IMAGE } }]),
    left: new RegExp(IMAGE.slice(4, 20).replace(/[+/]/g, '.')),
  },
  'an address that was cut': {
    reply: refusal('Unable to download https://intranet.example/patients/zebulon-7731-leuk...'),
    params: asking([
      {
        type: 'image',
        source: { type: 'url', url: 'https://intranet.example/patients/zebulon-7731-leukemia.png' },
      },
    ]),
    left: /zebulon/,
  },
  'a header that was cut': {
    reply: text('Unknown consumer: hunter7lamp-gra…'),
    client: { defaultHeaders: { 'x-consumer': KEY } },
    left: /hunter7/,
  },
  'a key of words that was cut': {
    reply: text('Unknown: kumquatmarmaladegr...'),
    client: { apiKey: 'kumquatmarmaladegranita' },
    left: /kumquat/,
  },
  "a key with which a cloud's client signs": {
    reply: text('Signature with wJalrXUtnFEMIK7MDENGbPxRfiCY failed'),
    call: (client) =>
      Object.assign(client, { awsSecretKey: 'wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY' }).messages.create(
        asking('Hi'),
      ),
    left: /wJalrXUtn/,
  },
  'a type of error, in the span of an agent': {
    reply: refusal('No', KEY),
    ...withKey,
    call: (client) =>
      client.beta.messages.toolRunner({ ...(asking('Hi') as object), tools: [] } as never).runUntilDone(),
    left: /hunter7/,
  },
  'the name of a file in an address': {
    reply: refusal('No', 'not_found_error'),
    call: (client) => client.get('/v1/files/zebulon-leukemia.pdf/content'),
    left: /zebulon/,
  },
  'a user in an address': {
    reply: refusal('No', 'not_found_error'),
    call: (client) => client.get('/v1/user_profiles/alice1984'),
    left: /alice/,
  },
  'a user in an address of a gateway': {
    reply: refusal('No', 'not_found_error'),
    call: (client) => client.get('/v1/users/alice1984/usage'),
    left: /alice/,
  },
  'a code of an error': {
    reply: text(''),
    ...fails(() => Object.assign(new Error('x'), { code: KEY })),
    left: /hunter7/,
  },
  'a cause of a cause': {
    reply: text(''),
    ...fails(() => new Error('x', { cause: new Error('y', { cause: { message: KEY } }) })),
    left: /hunter7/,
  },
  'an error whose cause throws a key': {
    reply: text(''),
    ...fails(() =>
      Object.defineProperty(new Error('x'), 'cause', {
        get: () => {
          throw new Error(`no ${KNOWN_KEY}`);
        },
      }),
    ),
    left: /QkX9zebra/,
  },
};

let server: RawServer;
let telemetry: TestTelemetry;
let meter: TestMeter;
let exports: string[] = [];

beforeAll(async () => {
  onExport((exported) => void exports.push(exported));
  telemetry = startTestTelemetry({ attemptSpans: 'always' });
  meter = startTestMeter(telemetry.instrumentation);
  const processors = [new SimpleLogRecordProcessor({ exporter: new InMemoryLogRecordExporter() })];
  logs.setGlobalLoggerProvider(new LoggerProvider({ processors }));
  server = await startRawServer();
});
afterAll(async () => {
  telemetry.stop();
  logs.disable();
  await meter.stop();
  await server[Symbol.asyncDispose]();
});

/** The exports of one call. */
async function exportsOf(
  kind: SpanKind,
  { reply: given, params = asking('Hi'), client: more, call }: Omit<Attack, 'left'>,
): Promise<string> {
  server.reply({ ...given, parts: [given.body] });
  exports = [];
  const options = {
    apiKey: 'sk-ant-x',
    baseURL: server.url,
    maxRetries: 0,
    ...clientOptionsFor(kind),
    ...more,
  };
  const client = new Anthropic(options);
  await (call?.(client) ?? client.messages.create(params)).then(undefined, () => undefined);
  await new Promise((resolve) => setTimeout(resolve, 1));
  expect(telemetry.takeSpans().length).toBeGreaterThan(0);
  await meter.take();
  return exports.join('\n');
}

describe.each(SPAN_KINDS)('%s call spans', (kind) => {
  // The SDK makes the span of the agent itself.
  const attacks = Object.entries(ATTACKS).filter(([name]) => kind === 'owned' || !name.includes('agent'));
  test.each(attacks)('%s is in no export', async (_, attack) => {
    stepsFail('recording a failed attempt', 'reading a failure');
    expect(await exportsOf(kind, attack)).not.toMatch(attack.left);
  });

  test.each(Object.entries(WRITINGS))('nor is a text or a key as %s', async (_, write) => {
    for (const answer of [text, refusal]) {
      const sentence = write(SENTENCE);
      const said = await exportsOf(kind, { reply: answer(`so ${sentence}`), params: asking(SENTENCE) });
      expect(piecesOf(sentence).filter((piece) => said.includes(piece))).toEqual([]);
      const key = write(KEY);
      const told = await exportsOf(kind, { reply: answer(`so ${key}`), client: { apiKey: KEY } });
      expect(piecesOf(key).filter((piece) => told.includes(piece))).toEqual([]);
    }
  });
});

/** Characters that change how a line is shown, which a terminal or a page obeys. */
const HOSTILE = [
  '\u001B[2Jx',
  '\u001B]8;;http://evil.example\u0007x',
  '\u009B2J',
  'a\u202Egpj',
  'a\u200Bb',
  'a\u{E0041}',
  'a\0b',
];
const OBEYED = /\\u00(?:1b|07|00)|[\u0080-\u009F\u200B\u202E]|\u{E0041}/u;

test.each(HOSTILE)('no export has the characters of %j', async (hostile) => {
  const fetch = () => Promise.reject(new Error(`so ${hostile}`));
  for (const attack of [
    { reply: refusal(`so ${hostile}`) },
    { reply: text(`so ${hostile}`) },
    { reply: text(''), client: { fetch } },
    { reply: text(''), params: asking('Hi', { model: `claude ${hostile}` }) },
  ])
    expect(await exportsOf('owned', attack)).not.toMatch(OBEYED);
});

test('what repeats nothing stays, though it looks like a disguise', async () => {
  for (const said of [
    'messages.2: `tool_use` ids were found without `tool_result` blocks: toolu_01A09q90qw90lq917835lq9',
    'tools.0.custom.input_schema.properties.customerShippingAddressLine: description is too long',
    'model: claude-sonnet-4-5-20250929 is not available in eu-central-1 (0x1f, 12:34:56.789)',
    'image sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 is unknown',
    'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-sonnet-4-5-v1:0 failed',
    'See https://docs.claude.com/en/api/errors#http-errors, request 3f9c1e5b-2d4e-4f06-a117-c9d2e4f6b801',
  ]) {
    const tools = [
      { name: 'ship', input_schema: { properties: { customerShippingAddressLine: { type: 'string' } } } },
    ];
    const content = [{ type: 'tool_use', id: 'toolu_01A09q90qw90lq917835lq9', name: 'ship', input: {} }];
    const params = asking(content, { model: 'claude-sonnet-4-5-20250929', tools });
    expect(await exportsOf('owned', { reply: refusal(said), params })).toContain(said);
  }
});
