// The fields of a span in each format, lines that cannot be read, and who tells most of a call: one value beyond each border.
import { describe, expect, test } from 'vitest';
import { groupTrace } from '../src/calls/group-trace.ts';
import { parseJson } from '../src/spans/json.ts';
import { readLines } from '../src/spans/lines.ts';
import { spansOfRecord } from '../src/spans/record.ts';
import { numberOf, type Span, times } from '../src/spans/span.ts';

const otlp = (more: Readonly<Record<string, unknown>>) =>
  spansOfRecord({ spanId: 'a', traceId: 't', startTimeUnixNano: '1', endTimeUnixNano: '2', ...more })[0];
const jaeger = (more: Readonly<Record<string, unknown>>, processes: unknown = {}) =>
  spansOfRecord({ processes, spans: [{ spanID: 'a', traceID: 't', ...more }] })[0];
const tags = (given: Readonly<Record<string, unknown>>) =>
  Object.entries(given).map(([key, value]) => ({ key, value }));

test('OTLP: kind and status as numbers or names, values by their type', () => {
  expect([3, 'SPAN_KIND_CLIENT', 0, 'client'].map((kind) => otlp({ kind })?.kind)).toEqual([
    'client',
    'client',
    undefined,
    undefined,
  ]);
  const anthropic = { 'gen_ai.provider.name': 'anthropic' };
  const failed = (code: unknown) =>
    otlp({ attributes: anthropic, status: { code } })?.attributes['error.type'];
  expect([2, 'STATUS_CODE_ERROR', 1, 'STATUS_CODE_OK'].map(failed)).toEqual([
    '_OTHER',
    '_OTHER',
    undefined,
    undefined,
  ]);
  const values = [{ boolValue: true }, { doubleValue: 0.5 }, { intValue: '7' }, { stringValue: 'a' }];
  const attributes = [...values.entries()].map(([index, value]) => ({ key: `k${index}`, value }));
  expect(otlp({ attributes })?.attributes).toEqual({ k0: true, k1: 0.5, k2: 7, k3: 'a' });
});

test('Jaeger: the parent, the status, lists and the process', () => {
  const references = [
    { refType: 'FOLLOWS_FROM', spanID: 'b' },
    { refType: 'CHILD_OF', spanID: 'c' },
  ];
  expect(jaeger({ references })?.parentSpanId).toBe('c');
  const failed = (given: Record<string, unknown>) =>
    jaeger({ tags: tags({ 'gen_ai.provider.name': 'anthropic', ...given }) })?.attributes['error.type'];
  expect([{ error: true }, { 'otel.status_code': 'ERROR' }, { error: false }].map(failed)).toEqual([
    '_OTHER',
    '_OTHER',
    undefined,
  ]);
  expect(
    jaeger({ tags: tags({ 'http.response.header.x-y': '["1","2"]', other: '["1"]' }) })?.attributes,
  ).toEqual({
    'http.response.header.x-y': ['1', '2'],
    other: '["1"]',
  });
  expect(jaeger({ processID: 'p' }, { p: { serviceName: 'shop' } })?.service).toBe('shop');
  expect(jaeger({}, { undefined: { serviceName: 'shop' } })?.service).toBeUndefined();
});

test('times: what is none is taken from the other, and a text of a number is short', () => {
  expect(times(0, 5)).toEqual({ start: 5, end: 5 });
  expect(times(7, 5)).toEqual({ start: 7, end: 7 });
  expect(times(7, undefined)).toEqual({ start: 7, end: 7, unended: true });
  expect([numberOf('1'.padStart(40, '0')), numberOf('1'.padStart(41, '0'))]).toEqual([1, Number.NaN]);
});

test('JSON has a hundred nested brackets at most, of which those in texts are none', () => {
  const parse = (text: string) => parseJson(Buffer.from(text));
  const deep = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
  expect(() => parse(deep(100))).not.toThrow();
  expect(() => parse(deep(101))).toThrow('more than 100 nested brackets');
  expect(() => parse(`${'[0, '.repeat(101)}0${']'.repeat(101)}`)).toThrow('more than 100 nested brackets');
  expect(() => parse(`[${Array(200).fill('[]').join()}]`)).not.toThrow();
  const text = `\\"${'['.repeat(200)}\\\\`;
  expect(parse(`["${text}"]`)).toEqual([`"${'['.repeat(200)}\\`]);
});

async function read(text: string, chunkLength = text.length) {
  const problems: string[] = [];
  const names: string[] = [];
  async function* chunks() {
    for (let at = 0; at < text.length; at += chunkLength) yield Buffer.from(text.slice(at, at + chunkLength));
  }
  const source = { name: 'f', chunks: chunks(), onProblem: (line: string) => problems.push(line) };
  for await (const { name } of readLines(source)) names.push(name);
  return { problems, names };
}
const line = (name: string) => JSON.stringify({ spanId: name, traceId: 't', name });

test('the first five lines that are not JSON are named, the others counted', async () => {
  const broken = (count: number) => read(`${'{\n'.repeat(count)}${line('a')}\n`);
  const five = await broken(5);
  expect(five.problems.map((one) => one.split(':')[1])).toEqual(['1', '2', '3', '4', '5']);
  expect((await broken(7)).problems.slice(5)).toEqual(['f: 2 more lines are left out']);
  expect(five.names).toEqual(['a']);
});

test('of a line that is not JSON sixty signs are shown, and lines may end anywhere in a chunk', async () => {
  const shown = async (length: number) =>
    (await read('x'.repeat(length))).problems[0]?.split('left out: ')[1];
  expect([await shown(60), await shown(61)]).toEqual(['x'.repeat(60), `${'x'.repeat(60)}…`]);
  for (const length of [1, 5, 50])
    expect((await read(`${line('a')}\n${line('b')}`, length)).names).toEqual(['a', 'b']);
});

describe('of the spans of a call within each other the one that tells most stands for it', () => {
  const span = (spanId: string, attributes: Span['attributes']): Span => ({
    traceId: 't',
    spanId,
    name: 'chat',
    start: 1_000,
    end: 2_000,
    attributes: { 'gen_ai.provider.name': 'anthropic', ...attributes },
    resource: {},
    scope: { name: spanId },
  });
  const best = (outer: Span['attributes'], inner: Span['attributes']) =>
    groupTrace({
      calls: new Map([
        ['outer', span('outer', outer)],
        ['inner', span('inner', inner)],
      ]),
      requests: new Map(),
      parents: new Map([['inner', 'outer']]),
    })[0]?.span.spanId;
  const OURS = { 'anthropic.sdk.method': 'messages.create' };

  test.each<[what: string, more: Span['attributes'], less: Span['attributes']]>([
    ['more attributes', { a: 1 }, {}],
    ['requests to the API', { 'http.response.status_code': 200 }, { a: 1, b: 2 }],
    ['our own', OURS, { 'http.response.status_code': 200, a: 1 }],
    ['that it was aborted', { 'anthropic.retry.outcome': 'aborted' }, { ...OURS, a: 1 }],
    ['a stream that did not end', { 'anthropic.stream.outcome': 'interrupted' }, { ...OURS, a: 1 }],
    [
      'a failure that is known',
      { 'error.type': 'overloaded_error', 'http.response.status_code': 529 },
      { ...OURS, 'error.type': '_OTHER', a: 1, b: 2 },
    ],
  ])('%s', (_, more, less) => {
    expect([best(more, less), best(less, more)]).toEqual(['outer', 'inner']);
  });

  test('a stream that ended is no failure', () => {
    expect(best({ 'anthropic.stream.outcome': 'completed' }, { ...OURS, a: 1 })).toBe('inner');
  });
});

describe("a framework's span around a failed call and its retry", () => {
  const span = (
    spanId: string,
    start: number,
    end: number,
    more: Span['attributes'],
    scope = 'sdk',
  ): Span => ({
    traceId: 't',
    spanId,
    name: 'chat',
    start,
    end,
    attributes: { 'gen_ai.provider.name': 'anthropic', ...more },
    resource: {},
    scope: { name: scope },
  });
  /** Two is without the framework's span, three with it. */
  const calls = (start: number, end: number, more: Span['attributes'] = {}, retryAt = 1_600) =>
    groupTrace({
      calls: new Map(
        [
          span('first', 1_000, 1_400, { 'http.response.status_code': 500, 'error.type': '500' }),
          span('retry', retryAt, 2_000, { 'http.response.status_code': 200 }),
          span('around', start, end, more, 'framework'),
        ].map((one) => [one.spanId, one]),
      ),
      requests: new Map(),
      parents: new Map(),
    }).length;

  test('is no call where it begins and ends with them, as exactly as clocks are', () => {
    expect([calls(1_000, 2_000), calls(860, 2_000), calls(1_000, 2_140)]).toEqual([2, 2, 2]);
    expect([calls(1_005, 2_000), calls(1_000, 1_995)]).toEqual([2, 2]);
  });

  test('is a call where it begins much earlier or ends much later, or after or before them', () => {
    expect([calls(820, 2_000), calls(1_000, 2_180)]).toEqual([3, 3]);
    expect([calls(1_006, 2_000), calls(1_000, 1_994)]).toEqual([3, 3]);
  });

  test('is a call where only it failed, or where the two were at once', () => {
    expect(calls(1_000, 2_000, { 'error.type': 'Error' })).toBe(3);
    expect([calls(1_000, 2_000, {}, 1_400), calls(1_000, 2_000, {}, 1_399)]).toEqual([2, 3]);
  });
});
