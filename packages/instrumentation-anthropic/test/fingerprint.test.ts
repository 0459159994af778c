// A fingerprint is the same for the same request in every process, and differs for every other.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { cpuMs } from '../../../test/support/cpu-time.ts';
import { fingerprint, PARTIAL_SUFFIX } from '../src/attributes/fingerprint.ts';

const REQUEST = {
  model: 'claude-sonnet-5',
  max_tokens: 64,
  temperature: 1.0,
  messages: [{ role: 'user', content: [{ type: 'text', text: 'Hä? "🧠"\n' }] }],
};

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

test('it is the SHA-256 of canonical JSON, as anybody can compute it', () => {
  const canonical = `{"max_tokens":64,"messages":[{"content":[{"text":${JSON.stringify(
    'Hä? "🧠"\n',
  )},"type":"text"}],"role":"user"}],"model":"claude-sonnet-5","temperature":1}`;
  expect(fingerprint(REQUEST)).toBe(sha256(canonical));
});

test('another process has the same', () => {
  const module = new URL('../src/attributes/fingerprint.ts', import.meta.url).href;
  const script = `import { fingerprint } from ${JSON.stringify(module)};
process.stdout.write(fingerprint(${JSON.stringify(REQUEST)}));`;
  const output = execFileSync(
    process.execPath,
    ['--no-warnings', '--input-type=module-typescript', '-e', script],
    {
      encoding: 'utf8',
    },
  );
  expect(output).toBe(fingerprint(REQUEST));
});

test.each([
  ['the order of its fields', Object.fromEntries(Object.entries(REQUEST).reverse())],
  ['how it is delivered', { ...REQUEST, stream: true }],
  ['on whose behalf it is sent', { ...REQUEST, metadata: { user_id: 'a' }, user_profile_id: 'b' }],
  ['the message before', { ...REQUEST, diagnostics: { previous_message_id: 'msg_1' } }],
  ['a field that is undefined', { ...REQUEST, system: undefined }],
])('it does not depend on %s', (_, body) => {
  expect(fingerprint(body)).toBe(fingerprint(REQUEST));
});

test('everything else makes another', () => {
  const others: object[] = [
    REQUEST,
    { ...REQUEST, model: 'claude-opus-5' },
    { ...REQUEST, max_tokens: 65 },
    { ...REQUEST, temperature: '1' },
    { ...REQUEST, system: '' },
    { ...REQUEST, system: null },
    { ...REQUEST, messages: [] },
    { ...REQUEST, messages: [...REQUEST.messages, ...REQUEST.messages] },
    { ...REQUEST, messages: [{ role: 'user', content: [{ type: 'text', text: 'Hä? "🧠"' }] }] },
    { ...REQUEST, messages: [{ role: 'user', metadata: {}, content: [] }] },
    { ...REQUEST, messages: [{ role: 'user', content: [] }] },
  ];
  expect(new Set(others.map(fingerprint)).size).toBe(others.length);
});

test('values are what JSON makes of them', () => {
  const date = new Date(0);
  const body = { date, list: [undefined, Number.NaN, -0, 1e21], call: () => 1 };
  expect(fingerprint(body)).toBe(fingerprint(JSON.parse(JSON.stringify(body))));
});

test('a request too long to be hashed says so, and takes no longer', () => {
  const long = (end: string) => ({ a: 'x'.repeat(5 * 1024 * 1024), b: end });
  expect(fingerprint(long('1'))).toMatch(new RegExp(`^[0-9a-f]{16}${PARTIAL_SUFFIX}$`));
  expect(fingerprint(long('1'))).toBe(fingerprint(long('2')));
  const started = cpuMs();
  fingerprint({ a: Array.from({ length: 8 }, () => 'x'.repeat(4 * 1024 * 1024)) });
  // Milliseconds where the work is bounded; minutes where it is not.
  expect(cpuMs() - started).toBeLessThan(30_000);
});

const cycle: Record<string, unknown> = {};
cycle.self = cycle;
const endless: unknown = new Proxy(
  {},
  {
    get: () => endless,
    ownKeys: () => ['a'],
    getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true, value: 1 }),
  },
);
const revocable = Proxy.revocable({}, {});
revocable.revoke();

test.each([
  ['a cycle', cycle],
  [
    'a getter that throws',
    {
      get model() {
        throw new Error('mine');
      },
    },
  ],
  ['a revoked proxy', revocable.proxy],
  ['a proxy without end', endless],
  ['a bigint', { n: 1n }],
  ['a form', new FormData()],
  ['bytes', new Uint8Array(3)],
  ['a buffer', new ArrayBuffer(3)],
  ['a blob', new Blob(['a'])],
  ['a query', new URLSearchParams({ a: 'b' })],
  ['a stream', new ReadableStream()],
  ['a generator', { async *[Symbol.asyncIterator]() {} }],
  ['null', null],
  ['a text', '{}'],
  ['nothing', undefined],
])('of %s there is none', (_, body) => {
  expect(fingerprint(body)).toBeUndefined();
});

test('many bytes within a request are not listed, and a few are hashed as JSON has them', () => {
  const listed = vi.spyOn(Object, 'keys');
  const bytes = new Uint8Array(100_001);
  expect(fingerprint({ a: 1, b: bytes })).toMatch(/^[0-9a-f]{16}-partial$/);
  const count = listed.mock.calls.filter(([value]) => value === bytes).length;
  listed.mockRestore();
  expect(count).toBe(0);
  expect(fingerprint({ b: Uint8Array.of(7, 9) })).toBe(sha256('{"b":{"0":7,"1":9}}'));
});

test('a runtime without node:crypto has none', () => {
  vi.stubGlobal('process', undefined);
  try {
    expect(fingerprint(REQUEST)).toBeUndefined();
  } finally {
    vi.unstubAllGlobals();
  }
});

/** That of the text itself. */
const ofText = (body: unknown): string => sha256(JSON.stringify(body));

test('a list is hashed as it is, and so is a request of many pieces', () => {
  expect(fingerprint([{ b: 1, a: [] }, 'x'])).toBe(sha256('[{"a":[],"b":1},"x"]'));
  const pieces = { a: Array.from({ length: 40 }, (_, index) => `${index}${'ä'.repeat(5_000)}`) };
  expect(fingerprint(pieces)).toBe(ofText(pieces));
});

test('values that JSON leaves out are left out of objects, and null in lists', () => {
  expect(fingerprint({ a: Symbol('x'), b: undefined, c: () => 1, d: 1 })).toBe(sha256('{"d":1}'));
  expect(fingerprint({ a: [Symbol('x'), undefined, () => 1] })).toBe(sha256('{"a":[null,null,null]}'));
  expect(fingerprint({ metadata: 1, a: { metadata: 1, stream: true } })).toBe(
    sha256('{"a":{"metadata":1,"stream":true}}'),
  );
});

test('64 levels are hashed, and of deeper ones there is none', () => {
  const within = (levels: number): object => {
    let value: unknown = 1;
    for (let level = 0; level < levels; level += 1) value = [value];
    return value as object;
  };
  expect(fingerprint(within(64))).toBe(ofText(within(64)));
  expect(fingerprint(within(65))).toBeUndefined();
});

test('a hundred thousand values are hashed, and of more the beginning', () => {
  const list = (length: number) => Array.from({ length }, () => 7);
  expect(fingerprint(list(99_999))).toBe(ofText(list(99_999)));
  expect(fingerprint(list(100_000))).toMatch(/-partial$/);
});

test('two million characters are hashed, and of more the beginning', () => {
  const most = 2 * 1024 * 1024;
  const body = (length: number) => ({ a: 'x'.repeat(length - '{"a":""}'.length) });
  expect(fingerprint(body(most - 1))).toBe(ofText(body(most - 1)));
  expect(fingerprint(body(most))).toMatch(/-partial$/);
  const longer = { ...body(most), b: 'of no matter' };
  expect(fingerprint(longer)).toBe(fingerprint({ ...longer, b: 'other' }));
  expect(fingerprint(longer)?.replace(PARTIAL_SUFFIX, '')).not.toBe(fingerprint(body(most - 1)));
});
