// Spans are read from every file format, and errors name the broken line.
import { describe, expect, test } from 'vitest';
import { KEPT } from '../src/bounds.ts';
import { readSpans } from '../src/spans/read.ts';

const ESCAPE = '\u001B';

const otlpSpan = (name: string) => ({
  traceId: 'a1',
  spanId: name,
  parentSpanId: '',
  name,
  startTimeUnixNano: '1700000000000000000',
  endTimeUnixNano: '1700000001500000000',
  attributes: [
    { key: 'gen_ai.provider.name', value: { stringValue: 'anthropic' } },
    { key: 'http.response.status_code', value: { intValue: '429' } },
    {
      key: 'anthropic.retry.reasons',
      value: { arrayValue: { values: [{ stringValue: `429 rate${ESCAPE}[2J` }] } },
    },
  ],
  status: { code: 2, message: 'no' },
});
const request = (...names: string[]) => ({
  resourceSpans: [
    {
      resource: { attributes: [{ key: 'service.name', value: { stringValue: 'app' } }] },
      scopeSpans: [{ scope: { name: 'scope', version: '1' }, spans: names.map(otlpSpan) }],
    },
  ],
});
const jaegerTrace = (name: string) => ({
  traceID: 'a1',
  spans: [
    {
      traceID: 'a1',
      spanID: name,
      operationName: name,
      references: [{ refType: 'CHILD_OF', traceID: 'a1', spanID: 'p' }],
      startTime: 1_700_000_000_000_000,
      duration: 1_500_000,
      tags: [
        { key: 'http.response.status_code', type: 'int64', value: 429 },
        { key: 'anthropic.retry.reasons', type: 'string', value: '["429 rate"]' },
      ],
      processID: 'p1',
    },
  ],
  processes: { p1: { serviceName: 'app', tags: [] } },
});
const lines = (...records: unknown[]) => records.map((record) => `${JSON.stringify(record)}\n`).join('');
const pretty = (record: unknown) => JSON.stringify(record, null, 2);

async function read(text: string, chunkLength = 1_000) {
  const problems: string[] = [];
  const bytes = Buffer.from(text);
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += chunkLength) yield bytes.subarray(at, at + chunkLength);
  }
  const spans = [];
  for await (const span of readSpans({
    name: 'f.json',
    chunks: chunks(),
    onProblem: (line) => problems.push(line),
  })) {
    spans.push(span);
  }
  return { spans, names: spans.map(({ name }) => name), problems };
}

test.each<[format: string, text: string, names: string[]]>([
  ['OTLP in one line', JSON.stringify(request('a', 'b')), ['a', 'b']],
  ['OTLP in one line that ends', lines(request('a', 'b')), ['a', 'b']],
  ['OTLP over many lines', pretty(request('a', 'b')), ['a', 'b']],
  ['OTLP with a byte order mark', `\uFEFF${pretty(request('a'))}`, ['a']],
  ['an export a line, as the Collector writes it', lines(request('a'), request('b', 'c')), ['a', 'b', 'c']],
  ['a span a line', lines(otlpSpan('a'), otlpSpan('b')), ['a', 'b']],
  ['a list of spans', pretty([otlpSpan('a'), otlpSpan('b')]), ['a', 'b']],
  ['a list of exports', pretty([request('a'), request('b')]), ['a', 'b']],
  ['documents one after the other', `${pretty(request('a'))}\n${pretty(request('b'))}`, ['a', 'b']],
  ["Jaeger's answer", JSON.stringify({ data: [jaegerTrace('a'), jaegerTrace('b')] }), ['a', 'b']],
  ["Jaeger's saved file", pretty({ data: [jaegerTrace('a')] }), ['a']],
  ['a Jaeger trace a line', lines(jaegerTrace('a'), jaegerTrace('b')), ['a', 'b']],
  ["Jaeger's answer of version 3", pretty({ result: request('a') }), ['a']],
  ["Tempo's answer", pretty({ batches: request('a', 'b').resourceSpans }), ['a', 'b']],
  ["Tempo's answer of version 2", JSON.stringify({ trace: request('a', 'b') }), ['a', 'b']],
  [
    "Tempo's answers a line",
    lines({ batches: request('a').resourceSpans }, { trace: request('b') }),
    ['a', 'b'],
  ],
])('%s', async (_, text, names) => {
  for (const chunkLength of [1, 7, 100_000]) {
    expect(await read(text, chunkLength)).toMatchObject({ names, problems: [] });
  }
});

test('a span has the same form from every format, and no control characters', async () => {
  const { spans } = await read(pretty(request('a')));
  expect(spans).toEqual([
    {
      traceId: 'a1',
      spanId: 'a',
      parentSpanId: undefined,
      name: 'a',
      service: 'app',
      kind: undefined,
      role: 'call',
      start: 1_700_000_000_000,
      end: 1_700_000_001_500,
      attributes: {
        'gen_ai.provider.name': 'anthropic',
        'http.response.status_code': 429,
        'anthropic.retry.reasons': ['429 rate\uFFFD[2J'],
        // Only the status shows that it failed, not an attribute.
        'error.type': '_OTHER',
      },
      statusMessage: 'no',
      resource: { 'service.name': 'app' },
      scope: { name: 'scope', version: '1' },
    },
  ]);
  expect((await read(pretty({ data: [jaegerTrace('a')] }))).spans).toMatchObject([
    {
      traceId: 'a1',
      spanId: 'a',
      parentSpanId: 'p',
      name: 'a',
      service: 'app',
      start: 1_700_000_000_000,
      end: 1_700_000_001_500,
      attributes: { 'http.response.status_code': 429, 'anthropic.retry.reasons': ['429 rate'] },
    },
  ]);
});

describe('a span has the resource and the scope of its own group', () => {
  const resource = (name: string) => ({
    attributes: [{ key: 'service.name', value: { stringValue: name } }],
  });
  const [alpha, beta] = [resource('alpha'), resource('beta')];
  const spans = (name: string) => [otlpSpan(name)];
  const scope = { name: 'x' };

  test.each<[what: string, groups: readonly unknown[], expected: readonly string[]]>([
    [
      'before its spans',
      [
        { resource: alpha, scopeSpans: [{ scope, spans: spans('a') }] },
        { resource: beta, scopeSpans: [{ scope: { name: 'y' }, spans: spans('b') }] },
      ],
      ['a alpha x', 'b beta y'],
    ],
    [
      'behind its spans',
      [
        { scopeSpans: [{ spans: spans('a'), scope }], resource: alpha },
        { scopeSpans: [{ spans: spans('b'), scope: { name: 'y' } }], resource: beta },
      ],
      ['a alpha x', 'b beta y'],
    ],
    [
      'of which the second group has none',
      [
        { resource: alpha, scopeSpans: [{ scope, spans: spans('a') }] },
        { scopeSpans: [{ spans: spans('b') }] },
      ],
      ['a alpha x', 'b - -'],
    ],
    [
      'of which the second scope has no name',
      [{ resource: alpha, scopeSpans: [{ scope, spans: spans('a') }, { spans: spans('b') }] }],
      ['a alpha x', 'b alpha -'],
    ],
    [
      'in any order of scopes',
      [
        {
          scopeSpans: [
            { spans: spans('a') },
            { spans: spans('b'), scope },
            { scope: { name: 'y' }, spans: spans('c') },
          ],
          resource: alpha,
        },
      ],
      ['a alpha -', 'b alpha x', 'c alpha y'],
    ],
  ])('%s', async (_, groups, expected) => {
    const request = { resourceSpans: groups };
    for (const text of [
      lines(request),
      pretty(request),
      pretty({ result: request }),
      pretty({ batches: groups }),
    ]) {
      for (const chunkLength of [7, 100_000]) {
        const { spans } = await read(text, chunkLength);
        expect(
          spans.map(({ name, service = '-', scope }) => `${name} ${service} ${scope?.name ?? '-'}`),
        ).toEqual(expected);
      }
    }
  });

  test('a document does not take those of the one before it', async () => {
    const first = pretty({
      resourceSpans: [{ resource: alpha, scopeSpans: [{ scope, spans: spans('a') }] }],
    });
    const second = pretty({ resourceSpans: [{ scopeSpans: [{ spans: spans('b') }] }] });
    expect((await read(`${first}\n${second}`)).spans).toMatchObject([
      { service: 'alpha', scope: { name: 'x' } },
      { service: undefined, scope: undefined },
    ]);
    const other = { ...jaegerTrace('b'), processes: { p1: { serviceName: 'other', tags: [] } } };
    const traces = `${pretty({ data: [jaegerTrace('a')] })}\n${pretty({ data: [other] })}`;
    expect((await read(traces)).spans.map(({ service }) => service)).toEqual(['app', 'other']);
  });

  test('more spans than wait for a resource behind them are read without it', async () => {
    const many = Array.from({ length: KEPT.waitingWhole + 2 }, () => otlpSpan('a'));
    const { spans } = await read(
      `${JSON.stringify({ resourceSpans: [{ scopeSpans: [{ scope, spans: many }], resource: alpha }] }, null, 1)}`,
      1024 * 1024,
    );
    expect(spans).toHaveLength(many.length);
    expect(spans.filter(({ service }) => service === 'alpha')).toHaveLength(1);
  });
});

test('a broken line costs that line', async () => {
  const text = `${lines(request('a'))}{"resourceSpans": [\n${lines(request('b'))}`;
  expect(await read(text)).toMatchObject({
    names: ['a', 'b'],
    problems: ['f.json:2: not JSON, left out: {"resourceSpans": ['],
  });
});

test('a document that breaks off is read up to there', async () => {
  const text = pretty(request('a', 'b', 'c'));
  expect(await read(text.slice(0, text.indexOf('"c"')))).toMatchObject({
    names: ['a', 'b'],
    problems: [expect.stringMatching(/^f\.json:\d+: the JSON is truncated; the part before/)],
  });
  const line = text.slice(0, text.indexOf('"c"')).split('\n').length;
  expect(await read(text.replace('"c"', '!'))).toMatchObject({
    names: ['a', 'b'],
    problems: [expect.stringContaining(`f.json:${line}: not JSON: `)],
  });
});

test('a document is read up to where more brackets are within each other than any span has', async () => {
  const text = pretty(request('a', 'b', 'c'));
  const deep = (brackets: number) => text.replace('"c"', `${'['.repeat(brackets)}${']'.repeat(brackets)}`);
  expect(await read(deep(50))).toMatchObject({ names: ['a', 'b'], problems: [] });
  expect(await read(deep(100))).toMatchObject({
    names: ['a', 'b'],
    problems: [
      expect.stringMatching(/^f\.json:\d+: more than 100 nested brackets: .*; the part before was read$/),
    ],
  });
});

test.each<[what: string, text: string, message: string]>([
  ['nothing', '', 'f.json is empty'],
  [
    'a page',
    '<!DOCTYPE html>\n<html>',
    'f.json:1: not JSON: <!DOCTYPE html>; expected OTLP JSON (`resourceSpans`)',
  ],
  ['another document', '{"a": 1}', 'f.json has no spans: expected OTLP JSON (`resourceSpans`)'],
  ['an empty export', '{"resourceSpans": []}', 'f.json has no spans'],
  ['logs', '{"resourceLogs": []}', 'f.json has logs, no spans'],
  [
    "Zipkin's list",
    pretty([{ traceId: 'a1', id: 'b1', name: 'chat', timestamp: 1, tags: { error: '529' } }]),
    'f.json has spans in a format that is not read: expected OTLP JSON (`resourceSpans`)',
  ],
  ['lines that are no spans', '{"a": 1}\n{"b": 2}\n', 'f.json has no spans'],
  ['what is cut at once', '{"resourceSpans": [', 'f.json:1: the JSON is truncated'],
])('%s is an error that says so', async (_, text, message) => {
  await expect(read(text)).rejects.toThrow(message);
});

test('other encodings are named', async () => {
  const read16 = async (bytes: Buffer) => {
    async function* chunks() {
      yield bytes;
    }
    for await (const _ of readSpans({ name: 'f', chunks: chunks(), onProblem: () => {} }));
  };
  await expect(read16(Buffer.from([0x1f, 0x8b, 8]))).rejects.toThrow('f is compressed');
  await expect(read16(Buffer.from([1, 0, 2]))).rejects.toThrow('f is binary');
});

test.each(['little', 'big'])(
  'UTF-16 of %s end first, as PowerShell writes it, is read in pieces of any length',
  async (order) => {
    const bytes = Buffer.from(`\uFEFF${lines(request('a'), request('ä'))}`, 'utf16le');
    if (order === 'big') bytes.swap16();
    for (const size of [1, 3, bytes.length]) {
      async function* chunks() {
        for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
      }
      const names: string[] = [];
      for await (const { name } of readSpans({ name: 'f', chunks: chunks(), onProblem: expect.unreachable }))
        names.push(name);
      expect(names).toEqual(['a', 'ä']);
    }
  },
);

test('a line that is nested deeper than any span is left out as such', async () => {
  const deep = `{"resourceSpans":${'['.repeat(120)}${']'.repeat(120)}}`;
  expect(await read(`${lines(request('a'))}${deep}\n`)).toMatchObject({
    names: ['a'],
    problems: [expect.stringContaining('f.json:2: more than 100 nested brackets, left out: ')],
  });
});

test('a line that never ends is not kept', async () => {
  const megabyte = Buffer.alloc(1024 * 1024, 'x');
  const read = async () => {
    async function* chunks() {
      yield Buffer.from(lines(request('a')));
      for (;;) yield megabyte;
    }
    for await (const _ of readSpans({ name: 'f', chunks: chunks(), onProblem: () => {} }));
  };
  await expect(read()).rejects.toThrow('f:2: a line of more than 64 MB');
});

test.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
  'a name that every object has is read as any other: %s',
  async (name) => {
    const odd = (json: string) => json.replaceAll('"ODD"', JSON.stringify(name));
    const value = JSON.parse(odd('{"ODD": "x", "stringValue": "kept"}'));
    const span = {
      ...otlpSpan('a'),
      attributes: [
        { key: 'k', value },
        { key: name, value: { stringValue: 'v' } },
      ],
    };
    const otlp = await read(odd(lines({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] })));
    expect(otlp.spans.map(({ attributes }) => attributes.k)).toEqual(['kept']);
    expect(Object.entries(otlp.spans[0]?.attributes ?? {})).toContainEqual([name, 'v']);
    const trace = jaegerTrace('a');
    trace.spans[0] = {
      ...trace.spans[0],
      processID: name,
      tags: [{ key: name, type: 'string', value: 'v' }],
    } as never;
    const jaeger = await read(JSON.stringify({ data: [trace] }));
    expect(jaeger.spans[0]?.service).toBeUndefined();
    expect(Object.entries(jaeger.spans[0]?.attributes ?? {})).toContainEqual([name, 'v']);
  },
);

test('a blank line is nothing, be it of blanks, of tabs or of Windows', async () => {
  const text = `${lines(request('a'))} \r\n\t\n\r\n${lines(request('b'))}`;
  const { spans, problems } = await read(text);
  expect([spans.map(({ name }) => name), problems]).toEqual([['a', 'b'], []]);
});
