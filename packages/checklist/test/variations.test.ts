// 200 seeded variations of sentence, envelope and status: none lands on a wrong specific rule.
import type { SpanAttributes } from '@sevenstep/semantic-conventions';
import { describe, expect, it } from 'vitest';
import { random } from '../../../test/support/random.ts';
import { openEnvelope } from '../src/facts/envelope.ts';
import { diagnose } from '../src/index.ts';
import { MEANINGS } from './meanings.ts';
import { PHRASES, type PhraseName, SIGHTINGS } from './sightings.ts';
import { call } from './spans.ts';

/** Invented sentences, some of them misleading. */
const UNSEEN = [
  'The flux capacitor needs 1.21 gigawatts.',
  'Please try again later or contact sales.',
  'Your plan does not allow this. Upgrade to continue.',
  'Something about your API key and your credit and the model.',
  'Too busy, come back tomorrow, we are concurrently upgrading.',
  'limit',
  'Quota policy v2 was not met for tenant 12.',
  'input too large? no: too odd',
];

// Rules for a gateway's status alone, whatever its words.
const BY_STATUS = /^endpoint\.(gateway_timeout|gateway_upstream)$/;

type Envelope = (sentence: string, status: number, type: string) => SpanAttributes;
const json = (value: unknown): string => JSON.stringify(value);
const api = (sentence: string, type: string): string =>
  json({ type: 'error', error: { type, message: sentence } });
const foreign = (
  message: string,
  body: 'json' | 'text' | 'html',
  more: SpanAttributes = {},
): SpanAttributes => ({
  'anthropic.error.message': message.slice(0, 512),
  'anthropic.error.body': body,
  ...more,
});

const ENVELOPES: Readonly<Record<string, Envelope>> = {
  "the API's own": (sentence, _, type) => ({
    'error.type': type,
    'anthropic.error.message': sentence,
    'anthropic.error.body': 'api_error',
    'anthropic.request.id': 'req_1',
  }),
  'the SDK text, on a span of another instrumentation': (sentence, status, type) => ({
    'error.type': type,
    'anthropic.error.message': `${status} ${api(sentence, type)}`,
    'anthropic.request.id': 'req_1',
  }),
  LiteLLM: (sentence, _, type) =>
    foreign(
      json({
        error: {
          message: `litellm.BadRequestError: AnthropicException - ${api(sentence, type)}`,
          type: 'None',
          param: 'None',
          code: '400',
        },
      }),
      'json',
    ),
  'OpenAI-compatible': (sentence) =>
    foreign(json({ error: { message: sentence, type: 'new_api_error', param: null, code: null } }), 'json'),
  'AWS API Gateway': (sentence) =>
    foreign(json({ message: sentence }), 'json', { 'http.response.header.server': ['apigw'] }),
  Bedrock: (sentence) =>
    foreign(`The model returned the following errors: ${sentence}`, 'json', {
      'server.address': 'bedrock-runtime.eu-west-1.amazonaws.com',
    }),
  'Vertex AI, the envelope in a list': (sentence, status, type) =>
    foreign(
      json([{ error: { code: status, message: api(sentence, type), status: 'INVALID_ARGUMENT' } }]),
      'json',
      {
        'server.address': 'europe-west1-aiplatform.googleapis.com',
      },
    ),
  'an HTML page': (sentence) => foreign(sentence, 'html'),
  'plain text': (sentence) => foreign(sentence, 'text'),
};
const STATUSES = [400, 401, 402, 403, 404, 408, 409, 413, 418, 422, 429, 500, 502, 503, 504, 520, 524, 529];

interface Variation {
  readonly phrase: PhraseName | undefined;
  readonly envelope: string;
  readonly status: number;
  readonly attributes: SpanAttributes;
}

function variations(seed: number, count: number): readonly Variation[] {
  const next = random(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)] as T;
  return Array.from({ length: count }, () => {
    const known = next() < 0.75;
    const phrase = known ? pick(Object.keys(PHRASES) as PhraseName[]) : undefined;
    const meaning = phrase && MEANINGS[phrase];
    // Other numbers and ids in the same words.
    const sentence = (phrase ? SIGHTINGS[phrase].says : pick(UNSEEN)).replace(/\b\d{5,}\b/g, () =>
      String(10_000 + Math.floor(next() * 900_000)),
    );
    const status = meaning !== undefined && next() < 0.6 ? meaning.status : pick(STATUSES);
    const type =
      meaning !== undefined && next() < 0.8
        ? meaning.type
        : pick(['api_error', 'brand_new_error', 'invalid_request_error']);
    const envelope = pick(Object.keys(ENVELOPES));
    const wrapped = ENVELOPES[envelope]?.(sentence, status, type) ?? {};
    const attributes = call({
      'http.response.status_code': status,
      'error.type': String(status),
      ...wrapped,
    });
    return { phrase, envelope, status, attributes };
  });
}

/** The rule, if the sentence is not about the situation that it names. */
function wrong({ phrase, attributes }: Variation): string | undefined {
  const diagnosis = diagnose(attributes);
  if (diagnosis === undefined) return 'nothing';
  if (diagnosis.specificity < 3 || BY_STATUS.test(diagnosis.id)) return undefined;
  return phrase !== undefined && MEANINGS[phrase].rules.includes(diagnosis.id) ? undefined : diagnosis.id;
}

describe.each([1, 20_261_121])('seed %i', (seed) => {
  it.each(variations(seed, 200).map((variation, index) => ({ index, ...variation })))(
    '$index: $phrase, $envelope, status $status',
    (variation) => {
      expect(wrong(variation)).toBeUndefined();
    },
  );
});

it('no wrong specific rule in 20 000 more', () => {
  const found = variations(7, 20_000).flatMap((variation) => {
    const id = wrong(variation);
    return id === undefined
      ? []
      : [`${variation.phrase} in ${variation.envelope} with ${variation.status}: ${id}`];
  });
  expect([...new Set(found)].slice(0, 10)).toEqual([]);
}, 60_000);

describe('the right status, in whatever envelope, leads to the rule of the sentence', () => {
  // HTML pages, plain text and messages about the connection are not the API's errors.
  const own = Object.keys(ENVELOPES).filter((name) => !/HTML|plain text|AWS API Gateway|OpenAI/.test(name));
  const phrases = (Object.keys(PHRASES) as PhraseName[]).filter(
    (name) =>
      !/^(gatewayBudget|relay(?:Balance|Limit)|browser(?:Like|Blocked)|(?:aws|google|azure|sdk)Credentials|signInExpired|metadataServer|projectUnknown|credentialsFile|header(?:Character|Value|Name)|proxyTunnel|deadline|noChannel|upstream|edgeBlock|toolInput|requestNotAllowed|noAuthMethod|keyRejected)$/.test(
        name,
      ),
  );
  it.each(phrases)('%s', (phrase) => {
    const { status, type, rules } = MEANINGS[phrase];
    for (const envelope of own) {
      const wrapped = ENVELOPES[envelope]?.(SIGHTINGS[phrase].says, status, type) ?? {};
      const attributes = call({
        'http.response.status_code': status,
        'error.type': String(status),
        ...wrapped,
      });
      expect(rules, envelope).toContain(diagnose(attributes)?.id);
    }
  });
});

describe('layers', () => {
  const sentence = 'prompt is too long: 208310 tokens > 200000 maximum';
  it.each([
    ['bare', sentence],
    ['SDK text', `400 ${api(sentence, 'invalid_request_error')}`],
    [
      'Python SDK text',
      `Error code: 400 - {'type': 'error', 'error': {'type': 'invalid_request_error', 'message': '${sentence}'}}`,
    ],
    [
      'escaped twice',
      json({ error: { message: json({ error: { message: api(sentence, 'invalid_request_error') } }) } }),
    ],
    [
      'cut in the middle',
      `400 ${json({ error: { message: `AnthropicException - ${api(`${sentence}. ${'x'.repeat(600)}`, 'invalid_request_error')}` } })}`.slice(
        0,
        512,
      ),
    ],
  ])('%s', (_, text) => {
    expect(openEnvelope(text).sentence).toContain(sentence);
  });

  it('end, whatever is inside', () => {
    const nested = Array.from({ length: 8 }).reduce<string>((inner) => json({ message: inner }), sentence);
    expect(openEnvelope(nested.slice(0, 2_000)).sentence.length).toBeLessThanOrEqual(2_000);
  });
});
