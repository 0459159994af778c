// The facts that are read from a call's spans, in the JSON report and on the page.
import { expect, test } from 'vitest';
import { type Call, callOf, requestsOf } from '../src/calls/call.ts';
import { collect, type Report } from '../src/report/collect.ts';
import { reportJson } from '../src/report/json.ts';
import { reportPage } from '../src/report/page.ts';
import type { Span } from '../src/spans/span.ts';

const ANTHROPIC = { 'gen_ai.provider.name': 'anthropic', 'http.response.status_code': 200 };
const span = (attributes: Span['attributes'], more: Partial<Span> = {}): Span => ({
  role: 'call',
  traceId: 't1',
  spanId: 's1',
  name: 'chat',
  start: 1_000,
  end: 2_000,
  attributes: { ...ANTHROPIC, ...attributes },
  resource: {},
  ...more,
});
const written = (id: string, more: Record<string, unknown> = {}) => ({
  'anthropic.diagnosis.id': id,
  ...Object.fromEntries(Object.entries(more).map(([key, value]) => [`anthropic.diagnosis.${key}`, value])),
});
const OVERLOADED = {
  'http.response.status_code': 529,
  'error.type': 'overloaded_error',
  'anthropic.request.id': 'req_1',
};

test("a finding of the application's own rule is read as written", () => {
  const more = {
    severity: 'error',
    summary: 'what',
    cause: 'why',
    fix: 'fix',
    action: 'wait_and_retry',
    retryable: true,
    evidence: ['a', 'b'],
  };
  expect(callOf(span(written('limits.our_own', more))).finding).toMatchObject({
    id: 'limits.our_own',
    step: 5,
    check: 'limits',
    ...more,
  });
  // Before the catalogue's, which knows less of this application.
  expect(callOf(span({ ...OVERLOADED, ...written('limits.our_own') })).finding?.id).toBe('limits.our_own');
});

test('what is missing in a written finding is a warning without texts, action or retry', () => {
  expect(
    callOf(span(written('connection.our_own', { retryable: 'true', action: 'x', severity: 'x' }))).finding,
  ).toEqual({
    id: 'connection.our_own',
    step: 1,
    check: 'connection',
    severity: 'warning',
    specificity: 3,
    summary: '',
    cause: '',
    fix: '',
    action: 'none',
    retryable: false,
    evidence: [],
  });
});

test('a written id of the catalogue, or of no check, is read anew from the call', () => {
  expect(callOf(span(written('service.overloaded'))).finding).toBeUndefined();
  expect(callOf(span(written('limitsandmore.x'))).finding).toBeUndefined();
});

test("a finding over many calls stands beside the call's own, else for it, each once", () => {
  const outage = written('service.outage', {
    also: ['service.outage', 'limits.burst', 'response.max_tokens'],
  });
  const own = callOf(span({ ...OVERLOADED, ...outage }), [], [span(outage)]);
  expect([own.finding?.id, own.also]).toEqual(['service.overloaded', ['service.outage', 'limits.burst']]);
  const alone = callOf(span(outage));
  expect([alone.finding?.id, alone.also]).toEqual(['service.outage', ['limits.burst']]);
});

test('requests are as many as the span says, or as there are attempts', () => {
  const attempt = { name: 'POST', attributes: {}, start: 0, end: 1 };
  const requests = (resent: number, attempts: number) =>
    requestsOf(callOf(span({ 'http.request.resend_count': resent }), Array(attempts).fill(attempt)));
  expect([requests(0, 0), requests(2, 0), requests(0, 2), requests(1, 3)]).toEqual([1, 3, 2, 3]);
});

async function* each(spans: readonly Span[]) {
  yield* spans;
}
const reportOf = (...spans: readonly Span[]): Promise<Report> => collect(each(spans), 5);

test('groups alike in failures and seconds: the one with more attempts first', async () => {
  const group = (id: string, resent: number) =>
    span({ ...written(id), 'http.request.resend_count': resent }, { traceId: id });
  const { groups } = await reportOf(group('limits.few', 0), group('limits.many', 2));
  expect(groups.map(({ finding }) => finding.id)).toEqual(['limits.many', 'limits.few']);
});

test('the report for programs: times relative to the call, and further findings by id', async () => {
  const report = await reportOf(
    span(
      { ...OVERLOADED, ...written('service.overloaded', { also: ['service.outage'] }) },
      { service: 'shop' },
    ),
    span({}, { traceId: 't2', end: 3_000, unended: true }),
  );
  const json = reportJson(report);
  expect(json).toMatchObject({
    spans: 2,
    calls: 2,
    healthy: 0,
    unended: 1,
    from: '1970-01-01T00:00:01.000Z',
    to: '1970-01-01T00:00:03.000Z',
    also: { 'service.outage': 1 },
    groups: [
      {
        id: 'service.overloaded',
        calls: 1,
        failed: 1,
        seconds: 1,
        attempts: 1,
        worst: [
          {
            traceId: 't1',
            spanId: 's1',
            service: 'shop',
            start: '1970-01-01T00:00:01.000Z',
            seconds: 1,
            requestId: 'req_1',
            also: ['service.outage'],
            waterfall: [
              { kind: 'call', startSeconds: 0, seconds: 1, failed: true },
              { kind: 'attempt', startSeconds: 0, seconds: 1, failed: true },
            ],
          },
        ],
      },
    ],
  });
  expect((json.groups as object[])[0]).not.toHaveProperty('specificity');
});

const pageOf = (call: Call, also: Report['also'] = new Map(), more: readonly Call[] = []) => {
  if (call.finding === undefined) throw new Error('a call with a finding is needed');
  const group = {
    finding: call.finding,
    calls: 1,
    failed: 1,
    seconds: 1,
    attempts: 1,
    worst: [call, ...more],
  };
  const found = { error: 1, warning: 0, info: 0 };
  return reportPage(
    { spans: 1, calls: 1, healthy: 0, unended: 0, found, from: 1_000, to: 2_000, groups: [group], also },
    'traces.json',
  );
};

test('the page has a line for each text there is, and none for what is missing', () => {
  const bare = pageOf(callOf(span(written('limits.our_own'))));
  for (const part of ['<dt>', 'Besides:', '<details>', ', request', 'undefined', ' failed"'])
    expect(bare).not.toContain(part);
  expect(bare).toContain('trace <code>t1</code>, 1970-01-01T00:00:01.000Z</caption>');
  const call = callOf(span(OVERLOADED, { service: 'shop' }));
  const full = pageOf(call, new Map([['service.outage', 2]]), [call, call]);
  for (const part of ['what', 'why', 'fix', 'confirm'])
    expect(full).toContain(`<dt>${part}</dt><dd dir="auto">`);
  expect(full).toContain('<p>Besides: service.outage (2 calls)</p>');
  expect(full).toContain('<summary>2 more calls</summary>');
  expect(full).toContain('<code>t1</code>, <bdi>shop</bdi>, request <code>req_1</code>, 1970');
  expect(full).toContain('<tr class="call failed">');
});

test('bars of attempts before or after their call stay within its width', () => {
  const attempt = (start: number, end: number) => ({ name: 'POST', attributes: {}, start, end });
  const page = pageOf(
    callOf(span(OVERLOADED), [attempt(0, 500), attempt(500, 1_500), attempt(2_500, 9_000)]),
  );
  const bars = [...page.matchAll(/<rect x="(-?[\d.]+)" width="(-?[\d.]+)"/g)].map(([, x, width]) => [
    x,
    width,
  ]);
  expect(bars).toEqual([
    ['0.0', '1000.0'],
    ['0.0', '3.0'],
    ['0.0', '500.0'],
    // The wait, and what came after the call.
    ['500.0', '500.0'],
    ['997.0', '3.0'],
  ]);
});
