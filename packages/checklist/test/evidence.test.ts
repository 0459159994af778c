// The facts of a span reach the evidence: one exact list for each kind of failure.
import type { SpanAttributes } from '@sevenstep/semantic-conventions';
import { describe, expect, it } from 'vitest';
import { type Diagnosis, diagnose, diagnosisAttributes } from '../src/index.ts';
import { apiError, call, connectionError, foreignError, streamError, success } from './spans.ts';

const FULL: Readonly<Record<string, readonly [attributes: SpanAttributes, id: string, evidence: string[]]>> =
  {
    'an error of the API': [
      apiError(429, 'rate_limit_error', 'Number of concurrent connections has exceeded your rate limit.', {
        'anthropic.error.code': 'some_code',
        'anthropic.retry.after': 12.2,
        'http.request.resend_count': 2,
      }),
      'limits.concurrency',
      [
        'status 429',
        'rate_limit_error',
        'code some_code',
        '"Number of concurrent connections has exceeded your rate limit."',
        'retry-after 13 s',
        '3 attempts',
      ],
    ],
    'an error of a gateway': [
      foreignError(502, 'html', {
        'http.response.header.via': ['1.1 varnish', '2 other'],
        'http.response.header.server': ['cloudflare'],
        'anthropic.retry.after': 5,
      }),
      'endpoint.gateway_error',
      [
        'status 502',
        'no request-id',
        'html body',
        'server: cloudflare',
        'via: 1.1 varnish',
        'retry-after 5 s',
      ],
    ],
    'a connection that failed': [
      connectionError('ECONNREFUSED', { 'http.request.resend_count': 1 }),
      'connection.refused',
      ['ECONNREFUSED', 'api.anthropic.com:443', '2 attempts'],
    ],
    'a connection that failed without a code': [
      call({ 'error.type': 'connection_error', 'anthropic.error.message': 'Connection error.' }),
      'connection.unrecognized',
      ['connection_error', '"Connection error."', 'api.anthropic.com:443'],
    ],
    'an address that is none': [
      call({ 'error.type': 'client_error', 'anthropic.error.message': 'Invalid URL' }),
      'connection.invalid_url',
      ['client_error', '"Invalid URL"', 'api.anthropic.com:443'],
    ],
    'a header with a character that cannot be sent': [
      call({
        'error.type': 'client_error',
        'anthropic.error.message':
          'Cannot convert argument to a ByteString because the character at index 7 has a value of 8226 which is greater than 255.',
      }),
      'identity.key_characters',
      [
        'client_error',
        '"Cannot convert argument to a ByteString because the character at index 7 has a value of 8226 which is greater than 255."',
        'U+2022',
      ],
    ],
    'a stream that broke off': [
      streamError('interrupted', {
        'anthropic.error.cause_code': 'UND_ERR_SOCKET',
        'anthropic.stream.silence': 2.26,
        'error.type': 'stream_interrupted',
      }),
      'response.stream_interrupted',
      [
        'stream interrupted',
        '4 events',
        'last: content_block_delta',
        'open block: text',
        '2.3 s since the last event',
        'UND_ERR_SOCKET',
      ],
    ],
    'an answer that was cut off': [
      success({
        'anthropic.message.stop_reason': 'max_tokens',
        'gen_ai.usage.output_tokens': 1_024,
        'gen_ai.request.max_tokens': 1_024,
      }),
      'response.max_tokens',
      ['stop_reason max_tokens', '1 024 output tokens', 'max_tokens 1 024'],
    ],
    'a call that recovered': [
      success({
        'anthropic.retry.outcome': 'recovered',
        'anthropic.retry.reasons': ['529 overloaded', '529 overloaded', '503 overloaded'],
        'http.request.resend_count': 3,
        'anthropic.retry.delay': 2.04,
      }),
      'service.recovered',
      ['529 overloaded (2 times)', '503 overloaded', 'waited 2 s'],
    ],
  };

it.each(Object.entries(FULL))('%s', (_, [attributes, id, evidence]) => {
  const diagnosis = diagnose(attributes);
  expect([diagnosis?.id, diagnosis?.evidence]).toEqual([id, evidence]);
});

it.each(Object.entries(FULL))(
  '%s: what its span does not have is left out',
  (_, [attributes, id, evidence]) => {
    const others = Object.keys(attributes).flatMap((missing) => {
      const found = diagnose({ ...attributes, [missing]: undefined });
      return found?.id === id
        ? found.evidence.filter((one) => !evidence.some((whole) => whole.startsWith(one)))
        : [];
    });
    expect(others).toEqual([]);
  },
);

describe('an intermediary is named by `via` alone, too, cut to a line', () => {
  const evidenceOf = (via: string) =>
    diagnose(
      foreignError(503, 'text', {
        'http.response.header.server': [],
        'http.response.header.via': [via],
      }),
    )?.evidence;
  it.each([
    ['1.1 proxy.example.com (squid)', 'via: 1.1 proxy.example.com (squid)'],
    ['1.1  a\n b', 'via: 1.1 a b'],
    [`1.1 ${'a'.repeat(80)}`, `via: 1.1 ${'a'.repeat(55)}…`],
  ])('%j', (via, evidence) => {
    expect(evidenceOf(via)).toContain(evidence);
  });

  it('how long it took is told from one second on', () => {
    const after = (durationSeconds: number) =>
      diagnose(foreignError(504, 'html'), { durationSeconds })?.evidence.filter((one) => /^after /.test(one));
    expect([after(0.99), after(1), after(60.2)]).toEqual([[], ['after 1 s'], ['after 60 s']]);
  });
});

it('the address of a page is an attribute where the documentation has one, and not for a rule of the user', () => {
  const found = diagnose(apiError(529, 'overloaded_error', 'Overloaded')) as Diagnosis;
  const url = (diagnosis: Diagnosis, docs?: string) =>
    Object.entries(diagnosisAttributes(diagnosis, docs)).filter(
      ([name]) => name === 'anthropic.diagnosis.url',
    );
  expect(url(found, 'https://docs.test/')).toEqual([
    ['anthropic.diagnosis.url', 'https://docs.test/packages/checklist/docs/service.overloaded.md'],
  ]);
  expect(url(found)).toEqual([]);
  expect(url({ ...found, id: 'service.our_own' }, 'https://docs.test/')).toEqual([]);
});

it('a list that is empty is no attribute', () => {
  const found = diagnose(apiError(529, 'overloaded_error', 'Overloaded')) as Diagnosis;
  const names = (diagnosis: Diagnosis) => Object.keys(diagnosisAttributes(diagnosis));
  expect(names(found)).toContain('anthropic.diagnosis.evidence');
  expect(names({ ...found, evidence: [] })).not.toContain('anthropic.diagnosis.evidence');
  expect(names({ ...found, also: [found] })).toContain('anthropic.diagnosis.also');
  expect(names({ ...found, also: [] })).not.toContain('anthropic.diagnosis.also');
});

it.each([
  [
    "Could not load credentials from any providers. Token is expired. To refresh this SSO session run 'aws sso login'",
    'aws sso login',
  ],
  ['AzureCliCredential: authentication failed. AADSTS70043: the refresh token has expired', 'az login'],
  ['Could not load the default credentials: invalid_grant', 'gcloud auth application-default login'],
])('a sign-in that has ended is renewed as the library asks that says so: %s', (sentence, command) => {
  const failed = call({ 'error.type': 'client_error', 'anthropic.error.message': sentence });
  const { id, fix } = diagnose(failed) ?? {};
  expect([id, fix]).toEqual(['identity.token_expired', expect.stringContaining(`\`${command}\``)]);
});

it('a code of the API counts in an answer of the API alone', () => {
  const code = { 'anthropic.error.code': 'cmek_key_unreachable' };
  const ofApi = apiError(503, 'api_error', 'The key cannot be reached', code);
  expect(diagnose(ofApi)?.id).toBe('service.encryption_unavailable');
  expect(diagnose(foreignError(503, 'html', code))?.check).toBe('endpoint');
  const stream = streamError('interrupted', { ...code, 'http.response.status_code': 503 });
  expect(diagnose(stream)?.check).toBe('response');
});

it('credentials that could not be had are looked for before a response alone', () => {
  const message = { 'anthropic.error.message': 'Could not load credentials from any providers' };
  const before = call({ 'error.type': 'client_error', ...message });
  expect(diagnose(before)?.id).toBe('identity.credentials_unavailable');
  const { 'http.response.status_code': _, ...stream } = streamError('interrupted', message);
  expect(diagnose(stream)?.step).toBe(7);
});

it('an error type that is no class of an SDK is shown as it is', () => {
  const odd = call({ 'error.type': 'a type: with blanks', 'anthropic.error.message': 'Something odd' });
  expect(diagnose(odd)?.evidence).toContain('a type: with blanks');
});

it.each<[code: number, id: string, summary: RegExp]>([
  [0xfffd, 'identity.key_characters', /could not be decoded/],
  [0x200b, 'identity.key_characters', /invisible/],
  [0xfeff, 'identity.key_characters', /invisible/],
  [0x2022, 'identity.key_characters', /dots or stars/],
  [0x2026, 'identity.key_characters', /dots or stars/],
  [0xff0a, 'identity.key_characters', /dots or stars/],
  [0x2014, 'identity.key_characters', /not ASCII/],
  [0x1f511, 'identity.key_characters', /not ASCII/],
  [0x110000, 'identity.key_characters', /not ASCII/],
  [0x3000, 'identity.key_whitespace', /./],
  [0x201c, 'identity.key_whitespace', /./],
])('a key with the character %i cannot be sent', (code, id, summary) => {
  const message = `Cannot convert argument to a ByteString because the character at index 7 has a value of ${code} which is greater than 255.`;
  const found = diagnose(call({ 'error.type': 'client_error', 'anthropic.error.message': message }));
  expect([found?.id, found?.summary]).toEqual([id, expect.stringMatching(summary)]);
  const named = `U+${code.toString(16).toUpperCase()}`;
  if (id === 'identity.key_characters') expect(found?.evidence).toContain(named);
});
