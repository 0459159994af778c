// Whatever applications ask for and servers answer, the attributes of metrics take a bounded number of values.
import { describe, expect, test } from 'vitest';
import { Cardinality, OTHER, ValueLimit } from '../src/telemetry/cardinality.ts';

/** Ten thousand values of the kinds that break a backend. */
const HOSTILE: readonly unknown[] = Array.from({ length: 10_000 }, (_, index) => {
  switch (index % 10) {
    case 0:
      return `claude-${index}`;
    case 1:
      return 'm'.repeat(index + 1);
    case 2:
      return `模型-${index}-🧠`;
    case 3:
      return `\ud800${index}`;
    case 4:
      return `line\n${index}\u0000`;
    case 5:
      return '';
    case 6:
      return new Proxy({}, { get: () => () => `proxy ${index}` });
    case 7:
      return index;
    case 8:
      return `__proto__${index}`;
    default:
      return [`claude-${index}`];
  }
});

const distinct = (values: readonly unknown[]): Set<unknown> => new Set(values);

test('ten thousand hostile model names become one hundred and _OTHER', () => {
  const cardinality = new Cardinality();
  const models = HOSTILE.map((value) => cardinality.model(value));
  expect(distinct(models).size).toBe(102);
  expect(distinct(models)).toContain(OTHER);
  expect(distinct(models)).toContain(undefined);
  const admitted = models.filter((model) => model !== undefined);
  expect(admitted.every((model) => model.length <= 128 && model.isWellFormed())).toBe(true);
});

test('a model that was admitted keeps its name after ten thousand others', () => {
  const cardinality = new Cardinality();
  expect(cardinality.model('claude-sonnet-5')).toBe('claude-sonnet-5');
  for (const value of HOSTILE) cardinality.model(value);
  expect(cardinality.model('claude-sonnet-5')).toBe('claude-sonnet-5');
  expect(cardinality.model('claude-opus-5')).toBe(OTHER);
});

test('every pair of a model asked for and one that answered is one of two hundred', () => {
  const cardinality = new Cardinality();
  const pairs = new Set<string>();
  for (let index = 0; index < 10_000; index += 1) {
    const attributes = cardinality.call(
      { 'gen_ai.request.model': `asked ${index % 120}` },
      // The first characters are equal beyond the length of a name, and contain the blank at which a pair could be split.
      `${'same beginning '.repeat(5)}${index}`,
    );
    pairs.add(JSON.stringify(attributes));
  }
  expect(pairs.size).toBeGreaterThan(100);
  expect(pairs.size).toBeLessThanOrEqual(201);
});

test('of error types, those of the API and ours are always there, with fifty others', () => {
  const cardinality = new Cardinality();
  const others = HOSTILE.map((value) => cardinality.errorType(value));
  expect(distinct(others).size).toBe(52);
  for (const type of ['rate_limit_error', 'overloaded_error', 'connection_error', 'stream_incomplete', '529'])
    expect(cardinality.errorType(type)).toBe(type);
  expect(cardinality.errorType('5299')).toBe(OTHER);
});

test('a status code is a whole number from 100 to 599, or none', () => {
  const cardinality = new Cardinality();
  const given = [100, 200, 599, 99, 600, 200.5, Number.NaN, '200', undefined, {}];
  expect(given.map((value) => cardinality.statusCode(value))).toEqual([
    100,
    200,
    599,
    ...Array.from({ length: 7 }, () => undefined),
  ]);
});

test('sixteen kinds of rate limits', () => {
  const cardinality = new Cardinality();
  expect(distinct(HOSTILE.map((value) => cardinality.rateLimitKind(value))).size).toBe(18);
});

describe('a server', () => {
  test('is an address with a port', () => {
    const server = { 'server.address': 'api.anthropic.com', 'server.port': 443 };
    expect(new Cardinality().call(server, undefined)).toEqual(server);
    expect(new Cardinality().call({ ...server, 'server.port': 70_000 }, undefined)).toEqual({
      'server.address': 'api.anthropic.com',
    });
  });

  test('is one of 32; another has no port', () => {
    const cardinality = new Cardinality();
    const servers = Array.from({ length: 10_000 }, (_, port) =>
      JSON.stringify(cardinality.call({ 'server.address': 'localhost', 'server.port': port + 1 }, undefined)),
    );
    expect(new Set(servers).size).toBe(33);
    expect(servers.at(-1)).toBe(`{"server.address":"${OTHER}"}`);
  });
});

test('what is known beforehand takes no room', () => {
  const limit = new ValueLimit(1, ['known']);
  expect(['known', 'first', 'second', 'known', 'first'].map((value) => limit.admit(value))).toEqual([
    'known',
    'first',
    OTHER,
    'known',
    'first',
  ]);
});

test('a port that is none is left out, and names of models as long as is admitted are told apart', () => {
  const call = (port: unknown, model = 'a', answering?: string) =>
    new Cardinality().call(
      { 'server.address': 'h', 'server.port': port as number, 'gen_ai.request.model': model },
      answering,
    );
  expect([0, 1, 65_535, 65_536].map((port) => call(port)['server.port'])).toEqual([
    undefined,
    1,
    65_535,
    undefined,
  ]);
  const [asked, answered] = ['"'.repeat(128), '\\'.repeat(128)];
  expect(call(1, asked, answered)).toMatchObject({
    'gen_ai.request.model': asked,
    'gen_ai.response.model': answered,
  });
});

test('128 characters are admitted, well-formed and without controls', () => {
  const admitted = (value: string) => new ValueLimit(5).admit(value) === value;
  expect(['m'.repeat(128), '模'.repeat(128), 'a b', '😀', '\u00a0'].map(admitted)).toEqual([
    true,
    true,
    true,
    true,
    true,
  ]);
  expect(['m'.repeat(129), 'a\n', '\u0000', '\u007f', '\u0085', '\ud800'].map(admitted)).toEqual(
    Array(6).fill(false),
  );
  expect(new ValueLimit(5, [], 3).admit('abcd')).toBe(OTHER);
  expect(new ValueLimit(5, [], 3).admit('abc')).toBe('abc');
  expect(new ValueLimit(5, ['x'.repeat(500)]).admit('x'.repeat(500))).toHaveLength(500);
  // A value that is not admitted takes no room.
  const limit = new ValueLimit(1);
  expect(['a\n', 'b', 'c'].map((value) => limit.admit(value))).toEqual([OTHER, 'b', OTHER]);
});

test.each([
  ['models', 100, (cardinality: Cardinality, value: string) => cardinality.model(value)],
  ['error types', 50, (cardinality: Cardinality, value: string) => cardinality.errorType(value)],
  ['kinds of rate limits', 16, (cardinality: Cardinality, value: string) => cardinality.rateLimitKind(value)],
  [
    'providers',
    16,
    (cardinality: Cardinality, value: string) =>
      cardinality.call({ 'gen_ai.provider.name': value }, undefined)['gen_ai.provider.name'],
  ],
  [
    'servers',
    32,
    (cardinality: Cardinality, value: string) =>
      cardinality.call({ 'server.address': value }, undefined)['server.address'],
  ],
  [
    'models that answer',
    100,
    (cardinality: Cardinality, value: string) => cardinality.call({}, value)['gen_ai.response.model'],
  ],
])('of %s there are %i, and one more is _OTHER', (_, most, admit) => {
  const cardinality = new Cardinality();
  const values = Array.from({ length: most + 1 }, (_, index) => `value-${index}`);
  expect(values.map((value) => admit(cardinality, value))).toEqual([...values.slice(0, most), OTHER]);
  expect(admit(cardinality, 'value-0')).toBe('value-0');
});

test('limits of its own', () => {
  const cardinality = new Cardinality({ models: 1, errorTypes: 1, rateLimitKinds: 1, servers: 1 });
  const twice = (admit: (value: string) => unknown) => [admit('a'), admit('b')];
  const server = (value: string) =>
    cardinality.call({ 'server.address': value }, undefined)['server.address'];
  for (const admit of [
    (value: string) => cardinality.model(value),
    (value: string) => cardinality.errorType(value),
    (value: string) => cardinality.rateLimitKind(value),
    server,
  ])
    expect(twice(admit)).toEqual(['a', OTHER]);
});

test('the model that answers is the one that was asked for, another, or none', () => {
  const answering = (asked: string | undefined, answered: unknown) =>
    new Cardinality().call({ 'gen_ai.request.model': asked }, answered)['gen_ai.response.model'];
  expect([answering('a', 'a'), answering('a', 'b'), answering(undefined, 'b')]).toEqual(['a', 'b', 'b']);
  expect([answering('a', ''), answering('a', 7), answering('a', undefined)]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect([answering('a', 'b\n'), answering('a', 'b'.repeat(129))]).toEqual([OTHER, OTHER]);
});

test('a status code is its own error type, and no other figure is', () => {
  const types = new Cardinality({ errorTypes: 0 });
  const of = (...values: string[]) => values.map((value) => types.errorType(value));
  expect(of('100', '404', '599')).toEqual(['100', '404', '599']);
  expect(of('099', '600', '40', '4044', 'a404', '_OTHER')).toEqual([...Array(5).fill(OTHER), '_OTHER']);
  expect([types.errorType(404), types.errorType('')]).toEqual([undefined, undefined]);
});

test('a model that answers under the name it was asked by takes no room of other answers', () => {
  const cardinality = new Cardinality({ models: 1 });
  const answering = (answered: string) =>
    cardinality.call({ 'gen_ai.request.model': 'a' }, answered)['gen_ai.response.model'];
  expect([answering('a'), answering('b'), answering('c'), answering('a')]).toEqual(['a', 'b', OTHER, 'a']);
});
