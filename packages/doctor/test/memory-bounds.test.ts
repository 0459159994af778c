// The memory for many spans, with bounds small enough to test exactly: the last that fits, and the first that does not.
import { readTelemetry } from '@sevenstep/checklist';
import { diagnoseText } from '@sevenstep/checklist/text';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type * as bounds from '../src/bounds.ts';
import { callOf } from '../src/calls/call.ts';
import { CallGrouper, type CallUpdate } from '../src/calls/call-grouper.ts';
import { groupTrace } from '../src/calls/group-trace.ts';
import { rehearse } from '../src/drill/rehearse.ts';
import { collect } from '../src/report/collect.ts';
import { JaegerTraces } from '../src/spans/jaeger-traces.ts';
import { spansOfRecord } from '../src/spans/record.ts';
import type { Span } from '../src/spans/span.ts';
import { ReportedCalls } from '../src/texts/reported-calls.ts';
import { errorsOf } from '../src/texts/text-error.ts';
import { totalsLine } from '../src/watch/lines.ts';
import { WatchTotals } from '../src/watch/totals.ts';
import { otlpLine } from './support/otlp.ts';
import { run } from './support/run.ts';

vi.mock('../src/bounds.ts', async (original) => {
  const { KEPT, SPAN, ...others } = await original<typeof bounds>();
  return {
    ...others,
    KEPT: {
      ...KEPT,
      spans: 4,
      traces: 4,
      links: 6,
      reported: 3,
      groups: 2,
      waiting: 4,
      waitingWhole: 2,
      inTotals: 3,
      shown: 2,
      drillSpans: 2,
    },
    SPAN: {
      ...SPAN,
      attributes: 3,
      listLength: 2,
      events: 2,
      nameLength: 8,
      textLength: 10,
      keyLength: 24,
      idLength: 4,
    },
    GROUPED: { comparisons: 4, instrumentations: 3, members: 3 },
  };
});

const ANTHROPIC = { 'gen_ai.provider.name': 'anthropic' };
const span = (spanId: string, more: Partial<Span> = {}): Span => ({
  role: readTelemetry({ attributes: more.attributes ?? ANTHROPIC }).role,
  traceId: 't1',
  spanId,
  name: 'chat',
  start: 1_000,
  end: 2_000,
  attributes: ANTHROPIC,
  resource: {},
  ...more,
});
const found = (id: string, also: readonly string[] = []): Span['attributes'] => ({
  ...ANTHROPIC,
  'anthropic.diagnosis.id': id,
  'anthropic.diagnosis.severity': 'error',
  'anthropic.diagnosis.also': also,
});

describe('the grouper', () => {
  let grouper: CallGrouper;
  beforeEach(() => {
    grouper = new CallGrouper();
  });
  const ids = (updates: readonly CallUpdate[]) => updates.map(({ call }) => call.span.spanId);
  const call = (traceId: string, spanId: string, parentSpanId?: string) =>
    grouper.add(span(spanId, { traceId, parentSpanId }));
  const request = (traceId: string, spanId: string, parentSpanId: string) =>
    grouper.add(span(spanId, { traceId, parentSpanId, attributes: { 'http.request.method': 'POST' } }));
  const other = (traceId: string, spanId: string) =>
    grouper.add(span(spanId, { traceId, parentSpanId: 'p', attributes: {} }));

  test('a trace that is forgotten makes room for as many calls and requests as it had', () => {
    call('t1', 'a');
    request('t1', 'r1', 'a');
    request('t1', 'r2', 'a');
    call('t2', 'b');
    expect(ids(grouper.overflow())).toEqual([]);
    call('t2', 'c');
    expect(ids(grouper.overflow())).toEqual(['a']);
    call('t3', 'd');
    call('t3', 'e');
    expect(ids(grouper.overflow())).toEqual([]);
    call('t3', 'f');
    expect(ids(grouper.overflow())).toEqual(['b', 'c']);
    expect(ids(grouper.rest())).toEqual(['d', 'e', 'f']);
  });

  test('a trace that is forgotten makes room for as many links as it had', () => {
    call('t1', 'a', 'p');
    for (const id of ['1', '2', '3']) other('t1', id);
    call('t2', 'b', 'p');
    other('t2', '1');
    // A known link does not count.
    other('t2', '1');
    expect(ids(grouper.overflow())).toEqual([]);
    other('t2', '2');
    expect(ids(grouper.overflow())).toEqual(['a']);
    for (const id of ['1', '2', '3']) other('t3', id);
    expect(ids(grouper.overflow())).toEqual([]);
    other('t3', '4');
    expect(ids(grouper.overflow())).toEqual(['b']);
  });

  test('a trace that is forgotten makes room for another trace', () => {
    call('t1', 'a');
    for (const id of ['t2', 't3', 't4']) other(id, '1');
    expect(ids(grouper.overflow())).toEqual([]);
    other('t5', '1');
    expect(ids(grouper.overflow())).toEqual(['a']);
  });

  test('a span without a parent that is no call takes no room', () => {
    call('t1', 'a');
    for (const attributes of [{}, { 'http.request.method': 'POST' }])
      for (const id of ['t2', 't3', 't4', 't5', 't6'])
        grouper.add(span('1', { traceId: id, attributes, kind: 'server' }));
    expect(ids(grouper.overflow())).toEqual([]);
    // A trace that is known already has a new span.
    for (const id of ['t2', 't3', 't4']) other(id, '2');
    grouper.add(span('1', { traceId: 't1', attributes: {} }));
    for (const id of ['t5', 't6', 't7']) other(id, '2');
    expect(ids(grouper.overflow())).toEqual([]);
    other('t8', '2');
    expect(ids(grouper.overflow())).toEqual(['a']);
  });

  test('a trace that has a new span is the last to be forgotten', () => {
    call('t1', 'a');
    call('t2', 'b');
    call('t2', 'c');
    call('t2', 'd');
    other('t1', '1');
    call('t3', 'e');
    expect(ids(grouper.overflow())).toEqual(['b', 'c', 'd']);
  });

  test('late spans of a call that was forgotten, and within it, are none, until the call is one of too many', () => {
    const forget = () => {
      for (const id of ['x1', 'x2', 'x3', 'x4', 'x5']) call('big', id);
      grouper.overflow();
    };
    call('t1', 'a');
    // The trace with five calls goes, too: of the six the last three are remembered.
    forget();
    call('big', 'x3');
    call('big', 'inner', 'x5');
    expect(ids(grouper.rest())).toEqual([]);
    call('big', 'x2');
    call('t1', 'a');
    expect(ids(grouper.rest())).toEqual(['x2', 'a']);
  });
});

describe('spans of one call', () => {
  /** A failed attempt and the next, each a span of the SDK's; `wrappers` are spans of frameworks around both. */
  const retried = (wrappers: number) =>
    grouped([
      span('first', {
        end: 1_400,
        attributes: { ...ANTHROPIC, 'http.response.status_code': 500 },
        scope: SDK,
      }),
      span('last', {
        start: 1_600,
        attributes: { ...ANTHROPIC, 'http.response.status_code': 200 },
        scope: SDK,
      }),
      ...Array.from({ length: wrappers }, (_, index) =>
        span(`around ${index}`, { scope: { name: 'framework' } }),
      ),
    ]);
  const SDK = { name: 'com.anthropic.sdk.typescript' };
  const grouped = (calls: readonly Span[], parents: readonly (readonly [string, string])[] = []) =>
    groupTrace({
      calls: new Map(calls.map((one) => [one.spanId, one])),
      requests: new Map(),
      parents: new Map(parents),
    }).map(({ span: best, others }) => [best.spanId, ...others.map(({ spanId }) => spanId)]);

  test('spans around retried calls are compared up to the bound; beyond it each counts', () => {
    expect(retried(2)).toEqual([['first'], ['last', 'around 0', 'around 1']]);
    expect(retried(3)).toEqual([['first'], ['last', 'around 0', 'around 1'], ['around 2']]);
  });

  test('of so many instrumentations, whichever pair is looked at first', () => {
    const seen = (...scopes: string[]) =>
      grouped(scopes.map((name, index) => span(name, { start: 1_000 + index, scope: { name } }))).map((one) =>
        one.sort(),
      );
    expect(seen('a', 'b', 'c')).toEqual([['a', 'b', 'c']]);
    expect(seen('a', 'b', 'c', 'd')).toHaveLength(2);
  });

  test('with the same id of a message, whatever the times, of so many instrumentations', () => {
    const attributes = { ...ANTHROPIC, 'gen_ai.response.id': 'msg_1' };
    const seen = (count: number) =>
      grouped(
        Array.from({ length: count }, (_, index) =>
          span(`${index}`, {
            start: index * 9_000,
            end: index * 9_000 + 10,
            attributes,
            scope: { name: `s${index}` },
          }),
        ),
      );
    expect(seen(3)).toHaveLength(1);
    expect(seen(4)).toHaveLength(2);
  });

  /** Each within the next. */
  const chain = (length: number): readonly (readonly [string, string])[] =>
    Array.from({ length: length - 1 }, (_, index) => [`${index}`, `${index + 1}`]);

  test('within each other are kept up to the bound', () => {
    const nested = (length: number) =>
      grouped(
        Array.from({ length }, (_, index) => span(`${index}`)),
        chain(length),
      ).map((members) => members.length);
    expect(nested(4)).toEqual([4]);
    expect(nested(6)).toEqual([4]);
  });

  test('a hundred calls within each other are one; what is around them is another', () => {
    const nested = (length: number) =>
      grouped(
        Array.from({ length }, (_, index) => span(`${index}`)),
        chain(length),
      ).length;
    expect([nested(101), nested(102)]).toEqual([1, 2]);
  });

  test('a hundred other spans may lie between a call and the one around it', () => {
    const apart = (between: number) =>
      grouped([span('0'), span(`${between + 1}`)], chain(between + 2)).length;
    expect([apart(100), apart(101)]).toEqual([1, 2]);
  });

  test('two calls within one call are both within it', () => {
    const within = [span('a', { end: 1_400 }), span('b', { start: 1_600 }), span('around')];
    const parents = [
      ['a', 'around'],
      ['b', 'around'],
    ] as const;
    expect(grouped(within, parents)).toEqual([['a'], ['b', 'around']]);
  });

  test('parents that go round in circles are no call around it', () => {
    expect(
      grouped(
        [span('a')],
        [
          ['a', 'x'],
          ['x', 'y'],
          ['y', 'x'],
        ],
      ),
    ).toEqual([['a']]);
  });
});

test('a ticket keeps no more spans that wait, and has each call', async () => {
  const overflow = vi.spyOn(CallGrouper.prototype, 'overflow');
  const stdin = Array.from({ length: 6 }, (_, index) => otlpLine({ id: `c${index}` })).join('');
  const { stdout } = await run(['ticket', '-', '--json'], { stdin });
  expect(JSON.parse(stdout).ticket.calls).toHaveLength(6);
  expect(overflow.mock.results.flatMap(({ value }) => value)).toHaveLength(5);
  overflow.mockRestore();
});

describe('the report', () => {
  async function* each(spans: readonly Span[]) {
    yield* spans;
  }
  const report = (...attributes: Span['attributes'][]) =>
    collect(
      each(attributes.map((one, index) => span(`${index}`, { traceId: `t${index}`, attributes: one }))),
      2,
    );

  test('ids that are too many for a group are counted besides; the groups go on', async () => {
    const {
      groups,
      also,
      calls,
      found: by,
    } = await report(
      found('request.a'),
      found('request.b'),
      found('request.c'),
      found('request.a'),
      found('request.c'),
    );
    expect(groups.map(({ finding, calls }) => [finding.id, calls])).toEqual([
      ['request.a', 2],
      ['request.b', 1],
    ]);
    expect([...also]).toEqual([['request.c', 2]]);
    expect([calls, by.error]).toEqual([5, 5]);
  });

  test('further ids that are too many are counted together', async () => {
    const { also } = await report(
      found('request.a'),
      found('request.b'),
      ...['c', 'd', 'e', 'f', 'd'].map((letter) => found(`request.${letter}`)),
    );
    expect([...also]).toEqual([
      ['request.c', 1],
      ['request.d', 2],
      ['further ids', 2],
    ]);
  });

  test('of each group the calls that took longest are kept, longest first; of two alike the first', async () => {
    const took = (id: string, seconds: number) =>
      span(id, { traceId: id, end: 1_000 + seconds * 1_000, attributes: found('request.a') });
    const { groups } = await collect(each([took('a', 2), took('b', 1), took('c', 3), took('d', 2)]), 2);
    expect(groups[0]?.worst.map((call) => call.span.spanId)).toEqual(['c', 'a']);
    expect(groups[0]).toMatchObject({ calls: 4, failed: 4, seconds: 8, attempts: 4 });
  });

  test('calls without times are of no time, and those alone of none at all', async () => {
    const timeless = span('a', { start: 0, end: 0 });
    const both = await collect(each([timeless, span('b', { traceId: 't2' })]), 2);
    expect([both.from, both.to]).toEqual([1_000, 2_000]);
    const alone = await collect(each([timeless]), 2);
    expect([alone.from, alone.to]).toEqual([0, 0]);
  });
});

describe('the totals of watch', () => {
  const told = (...ids: string[]) => {
    const totals = new WatchTotals();
    for (const id of ids) totals.add({ call: callOf(span('a', { attributes: found(id) })) });
    return totals;
  };

  test('diagnoses are so many; those that are known go on', () => {
    const { diagnoses } = told('request.a', 'request.b', 'request.c', 'request.d', 'request.a');
    expect([...diagnoses]).toEqual([
      ['request.a', 2],
      ['request.b', 1],
      ['request.c', 1],
    ]);
  });

  test('of diagnoses and limits so many are shown, of diagnoses the most frequent', () => {
    const totals = told('request.a', 'request.b', 'request.c', 'request.b');
    const limits = ['a', 'b', 'c'].flatMap((kind) => [
      [`anthropic.ratelimit.${kind}.limit`, 100],
      [`anthropic.ratelimit.${kind}.remaining`, 50],
    ]);
    totals.add({ call: callOf(span('a', { attributes: { ...ANTHROPIC, ...Object.fromEntries(limits) } })) });
    expect(totals.limits.size).toBe(3);
    expect(totalsLine(totals)).toMatch(
      /^5 calls, 4 failed \| left: \w 50 %, \w 50 % \| request\.b 2, request\.a 1$/,
    );
  });
});

describe('spans of Jaeger that wait for their processes', () => {
  const jaeger = (id: string, tags: Readonly<Record<string, unknown>>) => ({
    traceID: 't1',
    spanID: id,
    processID: 'p1',
    tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
  });
  const PROCESSES = { p1: { serviceName: 'shop' } };
  const ids = (spans: readonly Span[]) => spans.map(({ spanId }) => spanId);

  test('are given without a service where they are too many', () => {
    const traces = new JaegerTraces();
    for (const id of ['1', '2', '3', '4']) expect(traces.read(0, 'span', jaeger(id, {}))).toEqual([]);
    expect(ids(traces.read(0, 'span', jaeger('5', {})))).toEqual(['1', '2', '3', '4', '5']);
    expect(ids(traces.read(0, 'span', jaeger('6', {})))).toEqual([]);
    expect(traces.read(0, 'processes', PROCESSES)).toMatchObject([{ spanId: '6', service: 'shop' }]);
    // They are known from now on, and only for this trace.
    expect(traces.read(0, 'span', jaeger('7', {}))).toMatchObject([{ spanId: '7', service: 'shop' }]);
    expect(traces.read(1, 'span', jaeger('8', {}))).toEqual([]);
    expect(traces.rest()).toMatchObject([{ spanId: '8', service: undefined }]);
  });

  test.each([
    [{ a: 'b' }, {}],
    [ANTHROPIC, ANTHROPIC],
    [{ 'http.request.method': 'POST' }, { 'http.request.method': 'POST' }],
    [{ 'http.method': 'POST' }, { 'http.method': 'POST' }],
  ])('keep, of many, what they say only where it is used: %j', (tags, kept) => {
    const traces = new JaegerTraces();
    for (const id of ['1', '2', '3']) traces.read(0, 'span', jaeger(id, tags));
    const read = traces.read(0, 'processes', PROCESSES).map(({ attributes }) => Object.keys(attributes));
    const [whole, light] = [Object.keys(tags), Object.keys(kept)];
    for (const [index, expected] of [whole, whole, light].entries())
      expect(read[index]?.filter((name) => whole.includes(name))).toEqual(expected);
  });
});

describe('of one span', () => {
  const otlp = (more: Readonly<Record<string, unknown>>) =>
    spansOfRecord({ spanId: 'a', traceId: 't1', startTimeUnixNano: '1', endTimeUnixNano: '2', ...more })[0];
  const jaeger = (more: Readonly<Record<string, unknown>>) =>
    spansOfRecord({ spans: [{ spanID: 'a', traceID: 't1', ...more }] })[0];

  test('the first attributes are read, and the beginnings of names, texts and lists', () => {
    const plain = (attributes: Readonly<Record<string, unknown>>) => otlp({ attributes })?.attributes;
    expect(plain({ a: 1, b: 2, c: 3 })).toEqual({ a: 1, b: 2, c: 3 });
    expect(plain({ a: 1, b: 2, c: 3, d: 4 })).toEqual({ a: 1, b: 2, c: 3 });
    expect(plain({ a: '0123456789', b: '0123456789+', c: ['0123456789+', 2, 3] })).toEqual({
      a: '0123456789',
      b: '0123456789',
      c: ['0123456789', 2],
    });
    expect(plain({ ['k'.repeat(24)]: 1, ['l'.repeat(25)]: 2 })).toEqual({
      ['k'.repeat(24)]: 1,
      ['l'.repeat(24)]: 2,
    });
    const values = [1, 2, 3].map((value) => ({ intValue: `${value}` }));
    expect(plain({ a: { arrayValue: { values } } })).toEqual({ a: [1, 2] });
    expect(plain({ a: { arrayValue: { values: [{ arrayValue: { values } }] } } })).toEqual({ a: ['[1,2]'] });
    expect([otlp({ name: '01234567' })?.name, otlp({ name: '012345678' })?.name]).toEqual([
      '01234567',
      '01234567',
    ]);
  });

  test('an id that is too long is its hash, the same each time', () => {
    const id = (spanId: string) => otlp({ spanId })?.spanId;
    expect(id('abcd')).toBe('abcd');
    expect(id('abcde')).toMatch(/^[0-9a-f]{32}$/);
    expect(id('abcde')).toBe(id('abcde'));
    expect(id('abcde')).not.toBe(id('abcdf'));
    expect(id('a b')).toMatch(/^[0-9a-f]{32}$/);
  });

  /** The facts of the failure from an exception among the last events, in both formats. */
  const exceptions = (...events: readonly (readonly [name: string, message: string])[]) => {
    const said = (message: string) => ({ 'exception.type': 'APIError', 'exception.message': message });
    const attributes = { 'llm.provider': 'anthropic' };
    const spans = [
      otlp({
        attributes,
        status: { code: 2 },
        events: events.map(([name, message]) => ({ name, attributes: said(message) })),
      }),
      jaeger({
        tags: [...Object.entries(attributes), ['error', true] as const].map(([key, value]) => ({
          key,
          value,
        })),
        logs: events.map(([name, message]) => ({
          fields: Object.entries({ event: name, ...said(message) }).map(([key, value]) => ({ key, value })),
        })),
      }),
    ];
    return spans.map((one) => one?.statusMessage);
  };

  test('the last exception among the last events is read', () => {
    expect(exceptions(['exception', 'first'], ['exception', 'second'], ['other', 'third'])).toEqual([
      'second',
      'second',
    ]);
    expect(exceptions(['other', 'first'], ['exception', 'second'], ['exception', 'third'])).toEqual([
      'third',
      'third',
    ]);
    expect(exceptions(['exception', 'first'], ['other', 'second'], ['other', 'third'])).toEqual([
      undefined,
      undefined,
    ]);
  });
});

test('of calls that spans report the latest are known again', () => {
  const reported = new ReportedCalls();
  const [{ candidates } = { candidates: undefined }] = errorsOf(diagnoseText('429 Too Many Requests'));
  if (candidates === undefined) throw new Error('the text is of a failure');
  const add = (traceId: string) =>
    reported.add(callOf(span('a', { traceId, attributes: found('service.our_own') }), []));
  const isKnown = (traceId: string) => reported.has({ candidates, traceId, spanId: 'a' });
  add('t1');
  expect(isKnown('t1')).toBe(true);
  add('t2');
  expect(['t1', 't2'].map(isKnown)).toEqual([false, true]);
});

test('a command under a drill that sends spans without end fills no memory', async () => {
  const spans = Array.from({ length: 5 }, (_, index) => ({
    traceId: 't1',
    spanId: `s${index}`,
    startTimeUnixNano: '1',
    endTimeUnixNano: '2',
  }));
  const send = `fetch(process.env.TO + '/v1/traces', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: ${JSON.stringify(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] }))},
  })`;
  const { ended, spans: kept } = await rehearse(
    [process.execPath, '-e', send],
    (receiver) => ({ ...process.env, TO: receiver }),
    2,
    new AbortController().signal,
  );
  expect([ended, kept.map(({ spanId }) => spanId)]).toEqual([0, ['s0', 's1']]);
});
