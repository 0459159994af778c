// The parts of a ticket: which steps are ruled out and by what, the region, the order and number of calls, and its Markdown.
import { readFacts } from '@sevenstep/checklist';
import { expect, test } from 'vitest';
import { callOf } from '../src/calls/call.ts';
import { createOutgoing } from '../src/outgoing.ts';
import type { Span } from '../src/spans/span.ts';
import { clean } from '../src/ticket/clean.ts';
import { ticketMarkdown } from '../src/ticket/markdown.ts';
import { regionOf } from '../src/ticket/region.ts';
import { ruledOut } from '../src/ticket/ruled-out.ts';
import { findSecret, planted } from '../src/ticket/scan.ts';
import { ticketOf } from '../src/ticket/ticket.ts';
import { otlpLine } from './support/otlp.ts';
import { run } from './support/run.ts';

const ANTHROPIC = { 'gen_ai.provider.name': 'anthropic', 'http.response.status_code': 200 };
const FAILED = {
  'gen_ai.provider.name': 'anthropic',
  'http.response.status_code': 529,
  'error.type': 'overloaded_error',
  'anthropic.request.id': 'req_1',
};
const span = (attributes: Span['attributes'], more: Partial<Span> = {}): Span => ({
  traceId: 't1',
  spanId: 's1',
  name: 'chat',
  start: 1_785_000_000_000,
  end: 1_785_000_002_000,
  attributes,
  resource: {},
  ...more,
});

const began = (status: number) => [1, 4, 5, 6].map((step) => [step, expect.stringContaining(`${status}`)]);
const left = (remaining: number | undefined) => ({
  'anthropic.ratelimit.requests.limit': 50,
  ...(remaining !== undefined && { 'anthropic.ratelimit.requests.remaining': remaining }),
});
test.each<[attributes: Span['attributes'], step: number, ruled: unknown[]]>([
  [{ 'http.response.status_code': 200 }, 8, began(200)],
  [{ 'http.response.status_code': 299 }, 8, began(299)],
  [{ 'http.response.status_code': 300 }, 8, began(300).slice(0, 1)],
  [{ 'http.response.status_code': 199 }, 8, began(199).slice(0, 1)],
  [{ 'http.response.status_code': 200 }, 5, began(200).slice(0, 2)],
  [{ 'http.response.status_code': 200 }, 1, []],
  [{ 'http.response.status_code': 200 }, 0, []],
  [
    { 'http.response.status_code': 200, 'anthropic.stream.outcome': 'error_event' },
    8,
    began(200).slice(0, 3),
  ],
  [
    {
      'http.response.status_code': 200,
      'anthropic.stream.outcome': 'completed',
      'anthropic.stream.events': 1,
    },
    8,
    [...began(200).slice(0, 3), [6, 'the service answered: status 200, 1 event']],
  ],
  [{}, 8, []],
])('%j, diagnosed at step %i: what is ruled out', (attributes, step, ruled) => {
  const found = ruledOut(readFacts({ 'gen_ai.provider.name': 'anthropic', ...attributes }), step);
  expect(found.map((one) => [one.step, one.because])).toEqual(ruled);
});

test.each<[status: number, type: string, headroom: number | undefined | 'none', ruled: number[]]>([
  [529, 'overloaded_error', 'none', [1, 2, 3]],
  [529, 'overloaded_error', 1, [1, 2, 3, 5]],
  [529, 'overloaded_error', 0, [1, 2, 3]],
  [529, 'overloaded_error', undefined, [1, 2, 3]],
  [429, 'rate_limit_error', 1, [1, 2, 3]],
  [401, 'authentication_error', 'none', [1, 2]],
  [402, 'billing_error', 'none', [1, 2]],
  [403, 'permission_error', 'none', [1, 2]],
  [404, 'not_found_error', 'none', [1, 2, 3]],
])('a %i of the API (%s) with %s requests left rules out %j', (status, type, headroom, ruled) => {
  const facts = readFacts({
    'gen_ai.provider.name': 'anthropic',
    'http.response.status_code': status,
    'error.type': type,
    'anthropic.request.id': 'req_1',
    ...(headroom !== 'none' && left(headroom)),
  });
  expect(ruledOut(facts, 8).map(({ step }) => step)).toEqual(ruled);
});

test.each<[attributes: Span['attributes'], region: string | undefined]>([
  [{ 'server.address': 'bedrock-runtime.eu-west-1.amazonaws.com' }, 'eu-west-1'],
  [{ 'server.address': 'bedrock.us-east-1.amazonaws.com' }, 'us-east-1'],
  [{ 'server.address': 'europe-west4-aiplatform.googleapis.com' }, 'europe-west4'],
  [{ 'server.address': 'not.bedrock.us-east-1.amazonaws.com' }, undefined],
  [{ 'http.response.header.cf-ray': ['8c1-FRA'] }, 'data center FRA'],
  [
    { 'server.address': 'bedrock.us-east-1.amazonaws.com', 'http.response.header.cf-ray': ['8c1-FRA'] },
    'us-east-1',
  ],
  [{ 'http.response.header.cf-ray': ['8c1-FRANKFURT'] }, undefined],
  [{ 'http.response.header.cf-ray': ['8c1'] }, undefined],
  [{}, undefined],
])('%j is served in %s', (attributes, region) => {
  expect(regionOf(attributes)).toBe(region);
});

test('a value is text, a number, yes or no, or a list of them; an object in JSON stays one', () => {
  expect([clean('a'), clean(0), clean(false), clean(['a', '', 1])]).toEqual(['a', '0', 'false', 'a; 1']);
  expect([clean(''), clean([]), clean(undefined), clean(null), clean({ a: 1 })]).toEqual(
    Array(5).fill(undefined),
  );
  expect(clean('{ "a": [1, null] }')).toBe('{"a":[1,null]}');
  // Only an object: other JSON is a sentence.
  expect([clean('[ 1 ]'), clean('{ a')]).toEqual(['[ 1 ]', '{ a']);
});

test('a ticket has the attempts in their order with what each took, and what is left of limits', () => {
  const attempt = (at: number, seconds: number, status: number) => ({
    name: 'POST',
    start: 1_785_000_000_000 + at,
    end: 1_785_000_000_000 + at + seconds * 1_000,
    attributes: { 'http.response.status_code': status },
  });
  const attributes = {
    ...ANTHROPIC,
    ...left(40),
    'anthropic.ratelimit.tokens.remaining': 4,
    'anthropic.ratelimit.tokens.reset': 30,
  };
  const { calls, runtime } = ticketOf([
    callOf(span(attributes), [attempt(0, 1.25, 529), attempt(1_500, 0.5, 200)]),
  ]);
  expect(calls[0]?.attempts).toMatchObject([
    { start: '2026-07-25T17:20:00.000Z', seconds: 1.25, facts: { status: '529' } },
    { start: '2026-07-25T17:20:01.500Z', seconds: 0.5, facts: { status: '200' } },
  ]);
  expect(calls[0]?.limits).toEqual({
    requests: '40 of 50 left',
    tokens: '4 of ? left, full again in 30 s',
  });
  expect(calls[0]?.diagnosis?.id).toBe('service.recovered');
  expect(calls[0]?.ruledOut.map(({ step }) => step)).toEqual([1, 4, 5]);
  expect(runtime).toEqual({});
  expect(ticketOf([])).toEqual({ traceId: '', calls: [], leftOut: 0, runtime: {} });
});

test('the Markdown of one call, of two, and of more than are in it', () => {
  const one = callOf(span(ANTHROPIC));
  const failed = callOf(span(FAILED));
  const single = ticketMarkdown(ticketOf([one]));
  expect(single).toContain('# Support ticket: a call of the Claude API\n');
  expect(single).toContain(
    '\n\n## What happened\n\n- The checklist finds nothing wrong with the call\n- Began 2026-07-25T17:20:00.000Z, took 2.000 s\n',
  );
  expect(single).toContain('no keys, prompts or answers.\n');
  expect(single).not.toContain('Call 1');
  const both = ticketMarkdown(ticketOf([failed, one], [failed, one, one, one, one]));
  expect(both).toContain('# Support ticket: service.overloaded\n');
  expect(both).toContain('no keys, prompts or answers. 3 more calls of the trace are not in here.\n');
  expect(both.match(/^## Call \d$/gm)).toEqual(['## Call 1', '## Call 2']);
  expect(both).toContain('- Step 6, `service.overloaded` (error): ');
  expect(both).not.toContain('Besides');
});

test('a backslash before a bar in a table is another sign, and only there', () => {
  const call = callOf(span({ ...FAILED, 'anthropic.error.message': 'a\\\\|b \\c' }));
  expect(ticketMarkdown(ticketOf([call]))).toContain('`a\u2216\u2216\\|b \\c`');
});

const made = async (...lines: string[]) => {
  const { stdout } = await run(['ticket', '-', '--json'], { stdin: lines.join('') });
  const { ticket } = JSON.parse(stdout) as { ticket: ReturnType<typeof ticketOf> };
  return { starts: ticket.calls.map(({ start }) => start.slice(17, 19)), leftOut: ticket.leftOut };
};
const stored = (at: number, attributes: Record<string, string | number>) =>
  otlpLine({ id: `c${at}`, at: [at, at + 0.5], attributes });
const healthy = (at: number) => stored(at, ANTHROPIC);
const odd = (at: number) => stored(at, { ...ANTHROPIC, 'anthropic.message.stop_reason': 'max_tokens' });
const failed = (at: number) => stored(at, FAILED);

test('a ticket is about the calls that failed, else those with a finding, else all; in the order of time', async () => {
  expect(await made(healthy(1), failed(4), odd(2), failed(3))).toEqual({ starts: ['03', '04'], leftOut: 2 });
  expect(await made(healthy(1), odd(4), odd(2))).toEqual({ starts: ['02', '04'], leftOut: 1 });
  expect(await made(healthy(3), healthy(1))).toEqual({ starts: ['01', '03'], leftOut: 0 });
  // A span of a framework that does not record a status.
  const framework = stored(1, { 'gen_ai.provider.name': 'anthropic' });
  expect(await made(framework, healthy(3))).toEqual({ starts: ['01', '03'], leftOut: 0 });
});

test('a ticket has twenty calls at most, and says how many it leaves out', async () => {
  const lines = Array.from({ length: 21 }, (_, index) => failed(index));
  const { starts, leftOut } = await made(...lines);
  expect([starts.length, leftOut]).toEqual([20, 1]);
});

test('secrets of the environment from eight signs on are redacted, however they are written', () => {
  const { text, value } = createOutgoing({
    SHORT_KEY: 'sevenxx',
    SOME_TOKEN: 'eightxxx',
    PROXY: 'http://user:p%40ssw0rd!@proxy.test',
  });
  expect(text('sevenxx eightxxx p%40ssw0rd! p@ssw0rd!')).toBe('sevenxx [redacted] [redacted] [redacted]');
  const longest = 'x'.repeat(16 * 1024);
  expect(value([longest, `${longest}y`])).toEqual([longest, `${longest.slice(1)}…`]);
});

test('a value of less than eight signs is no secret of the environment that could hold a ticket back', () => {
  const text = 'the call is on, and eightxxx';
  expect(findSecret(text, planted([], { FEATURE_KEY: 'on' }))).toBeUndefined();
  expect(findSecret(text, planted([], { FEATURE_KEY: 'eightxxx' }))).toBe(
    'the value of FEATURE_KEY in line 1',
  );
});

test('a ticket names what made the span, with its version where there is one', () => {
  const made = (scope: Span['scope']) =>
    ticketOf([callOf(span(FAILED, scope && { scope }), [])]).runtime['Instrumentation of the span'];
  expect(made({ name: '@sevenstep/instrumentation-anthropic', version: '1.2.3' })).toBe(
    '@sevenstep/instrumentation-anthropic 1.2.3',
  );
  expect(made({ name: 'of-somebody' })).toBe('of-somebody');
  expect(made(undefined)).toBeUndefined();
});
