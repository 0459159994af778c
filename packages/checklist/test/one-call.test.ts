// Several spans of one call: the facts of all are joined, of what says the same of the call.
import { expect, test } from 'vitest';
import { bestOf, diagnose, joinFacts, type SpanTold } from '../src/index.ts';

const LIMITED =
  '429 {"type":"error","error":{"type":"rate_limit_error","message":"This request would exceed your organization\'s rate limit of 50,000 input tokens per minute."}}';
const span = (attributes: SpanTold['attributes'], more: Partial<SpanTold> = {}): SpanTold => ({
  attributes: { 'gen_ai.provider.name': 'anthropic', ...attributes },
  start: 1_000,
  end: 2_000,
  ...more,
});
/** As the SDK's own spans: the status and the request, without a sentence. */
const bare = span({
  'error.type': 'rate_limit_error',
  'http.response.status_code': 429,
  'anthropic.request.id': 'req_1',
});
/** As others: the sentence alone. */
const said = span({ 'error.type': 'Error', 'traceloop.span.kind': 'llm' }, { statusMessage: LIMITED });

test.each([
  ['in either order', [bare, said]],
  ['', [said, bare]],
] as const)('the one that tells most decides, with the facts of the other %s', (_, [a, b]) => {
  const best = bestOf([a, b]);
  expect(best).toBe(said);
  const { attributes, statusMessage } = joinFacts(
    best,
    [a, b].filter((one) => one !== best),
  );
  expect(attributes).toEqual({
    'gen_ai.provider.name': 'anthropic',
    'error.type': 'rate_limit_error',
    'traceloop.span.kind': 'llm',
    'http.response.status_code': 429,
    'anthropic.request.id': 'req_1',
  });
  expect(diagnose(attributes, { statusMessage })?.id).toBe('limits.input_tokens_per_minute');
});

test('what a framework recovered from, an earlier attempt, and another model are not joined', () => {
  const passed = span({ 'gen_ai.response.id': 'msg_1' });
  const earlier = { ...bare, end: 1_500 };
  const another = span({ ...bare.attributes, 'gen_ai.request.model': 'b' });
  const best = { ...said, attributes: { ...said.attributes, 'gen_ai.request.model': 'a' } };
  for (const other of [passed, earlier, another])
    expect(joinFacts(best, [other]).attributes).toBe(best.attributes);
});

test('neither a diagnosis nor the mark of our own spans comes from another span', () => {
  const own = span({
    ...bare.attributes,
    'anthropic.sdk.method': 'messages.create',
    'anthropic.diagnosis.id': 'limits.quota',
  });
  const { attributes } = joinFacts(said, [own]);
  expect([attributes['anthropic.sdk.method'], attributes['anthropic.diagnosis.id']]).toEqual([
    undefined,
    undefined,
  ]);
  expect(attributes['anthropic.request.id']).toBe('req_1');
  expect(joinFacts(own, [said])).toEqual({ attributes: own.attributes, statusMessage: undefined });
});

test('a sentence that no rule knows takes back what a type alone would mean', () => {
  const type = span({ 'error.type': 'authentication_error', 'http.response.status_code': 401 });
  const odd = span(
    { 'error.type': 'Error' },
    { statusMessage: '401 {"type":"error","error":{"type":"authentication_error","message":"Words."}}' },
  );
  const best = bestOf([type, odd]);
  const { attributes, statusMessage } = joinFacts(
    best,
    [type, odd].filter((one) => one !== best),
  );
  expect(diagnose(attributes, { statusMessage })?.id).toBe('identity.unrecognized');
});
