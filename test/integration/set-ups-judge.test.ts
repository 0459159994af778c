// The judge of `test/frameworks` finds each aspect that a set-up can break, from one fault each.
import { expect, test } from 'vitest';
import { judge } from '../frameworks/judge.ts';
import type { Ran } from '../frameworks/run-application.ts';
import type { Expectation, SetUp } from '../frameworks/set-up.ts';
import type { WireSpan } from '../frameworks/wire/span.ts';

const server: WireSpan = {
  traceId: 't',
  spanId: 'server',
  name: 'GET',
  kind: 'SERVER',
  scope: 'http',
  failed: false,
  attributes: new Map([['url.path', '/']]),
};
const call: WireSpan = {
  traceId: 't',
  spanId: 'call',
  parentSpanId: 'server',
  name: 'chat claude-sonnet-5',
  kind: 'CLIENT',
  scope: '@sevenstep/instrumentation-anthropic',
  failed: true,
  attributes: new Map([
    ['gen_ai.operation.name', 'chat'],
    ['gen_ai.provider.name', 'anthropic'],
    ['anthropic.diagnosis.id', 'identity.key_invalid'],
  ]),
};
/** The SDK's own span without us. */
const sdkCall: WireSpan = {
  ...call,
  name: 'anthropic.messages.create',
  scope: 'com.anthropic.sdk.typescript',
  attributes: new Map([
    ['gen_ai.operation.name', 'chat'],
    ['gen_ai.provider.name', 'anthropic'],
  ]),
};

const ran = (spans: readonly WireSpan[], changes: Partial<Ran> = {}): Ran => ({
  stdout: 'answer\n',
  stderr: '',
  spans,
  measured: new Map([['gen_ai.client.inference.duration', 1]]),
  requests: 1,
  problems: [],
  ...changes,
});

function problems(withUs: Ran, changes: Partial<Expectation> = {}): readonly string[] {
  const wanted: Expectation = {
    calls: 1,
    parents: 'SERVER',
    others: ['http'],
    diagnosed: 'processor',
    verdicts: ['identity.key_invalid'],
    measured: 1,
    ...changes,
  };
  const setUp: SetUp = {
    id: 'one',
    title: 'One',
    dependencies: {},
    node: '24',
    files: [],
    run: '',
    setUp: '',
    expect: wanted,
  };
  return judge(setUp, '24', ran([server, sdkCall]), withUs).map(({ aspect, text }) => `${aspect}: ${text}`);
}

test('a run as it should be has no problem', () => {
  expect(problems(ran([server, call]))).toEqual([]);
});

test.each<[what: string, run: Ran, found: RegExp]>([
  ['two spans for one call', ran([server, call, { ...call, spanId: 'again' }]), /^calls: call spans: 2/],
  ['no span of ours', ran([server, sdkCall]), /^calls: .*has nothing of ours/],
  ['a metric that lost the call', ran([server, call], { measured: new Map() }), /^calls: no metric/],
  ['another parent', ran([server, { ...call, parentSpanId: undefined }]), /^parents: .*is root, not SERVER/],
  ['a parent that was never sent', ran([server, { ...call, parentSpanId: 'lost' }]), /^parents: .*unknown/],
  ["another's span lost", ran([call]), /^others: 0 × instead of 1 ×/],
  ["another's span twice", ran([server, call, { ...server, spanId: 'x' }]), /^others: 2 × instead of 1 ×/],
  [
    "another's attribute lost",
    ran([{ ...server, attributes: new Map() }, call]),
    /^others: 1 × instead of 0 ×: .*\[\]/,
  ],
  [
    'another verdict',
    ran([server, { ...call, attributes: sdkCall.attributes }]),
    /^diagnosed: diagnoses: "none"/,
  ],
  ['other output', ran([server, call], { stdout: 'another\n' }), /^application: stdout/],
  ['a line on stderr', ran([server, call], { stderr: 'careful\n' }), /^application: stderr has: careful/],
  ['another request', ran([server, call], { requests: 2 }), /^application: requests: 2 instead of 1/],
])('%s', (_, run, found) => {
  expect(problems(run)).toContainEqual(expect.stringMatching(found));
});

test('a span that Logfire exports as a call starts is no second call', () => {
  const attributes = new Map([...call.attributes, ['logfire.span_type', 'pending_span']]);
  const pending = { ...call, spanId: 'pending', parentSpanId: call.spanId, attributes };
  expect(problems(ran([server, call, pending]))).not.toContainEqual(expect.stringMatching(/^calls:/));
});

test('a notice is wanted, and is the one line more that stderr may have', () => {
  const notice = /call instrument/;
  expect(problems(ran([server, call]), { notice })).toEqual([
    'application: stderr has nothing like /call instrument/',
  ]);
  expect(problems(ran([server, call], { stderr: 'call instrument()\n' }), { notice })).toEqual([]);
});

test('a known problem is none, and is one where it does not occur any more', () => {
  const known = [{ aspect: 'calls' as const, text: /nothing of ours/, why: 'Not patched.' }];
  const diagnosed = { not: 'not patched' };
  expect(problems(ran([server, sdkCall]), { known, diagnosed })).toEqual([]);
  expect(problems(ran([server, call]), { known })).toEqual([
    'calls: the known problem /nothing of ours/ does not occur any more',
  ]);
});
