// A failure that is not known yet lands on its step, and on nothing specific.
import { describe, expect, it } from 'vitest';
import { diagnose } from '../src/index.ts';
import { apiError, call, foreignError, success } from './spans.ts';

describe('an unknown failure gets its step, and no specific rule', () => {
  const STEP_OF: readonly [from: number, to: number, check: RegExp][] = [
    [300, 399, /^endpoint\./],
    [400, 400, /^request\.unrecognized/],
    [401, 403, /^identity\./],
    [404, 407, /^(request|endpoint|limits)\./],
    // The SDK retries these two.
    [408, 409, /^(service|endpoint)\./],
    [410, 499, /^(request|endpoint|limits)\./],
    [500, 599, /^(service|endpoint)\./],
  ];
  const SPECIFIC_BY_STATUS =
    /^(identity\.(permission|billing)|request\.too_large|service\.(internal|unavailable|timeout|request_timeout|conflict|overloaded)|endpoint\.gateway_(error|timeout|upstream))$/;
  // 407 is a proxy's own word for its own credentials.
  const statuses = Array.from({ length: 300 }, (_, i) => 300 + i).filter((status) => status !== 407);

  it.each([
    [
      'an envelope of a new type',
      (status: number) => apiError(status, 'brand_new_error', 'Words never seen.'),
    ],
    [
      'a span of the SDK alone',
      (status: number) => call({ 'http.response.status_code': status, 'error.type': String(status) }),
    ],
    ['an error type and nothing else', (status: number) => call({ 'error.type': String(status) })],
    ['an HTML page', (status: number) => foreignError(status, 'html')],
  ])('every status from 300 to 599, with %s', (_name, span) => {
    for (const status of statuses) {
      const diagnosis = diagnose(span(status));
      const expected = STEP_OF.find(([from, to]) => status >= from && status <= to)?.[2];
      if (span(status)['anthropic.error.body'] === 'html') {
        expect(diagnosis?.id, String(status)).toMatch(
          /^(endpoint\.|identity\.billing$|request\.too_large$|service\.overloaded$)/,
        );
        continue;
      }
      expect(diagnosis?.id, String(status)).toMatch(expected ?? /./);
      if (diagnosis?.specificity !== 0) expect(diagnosis?.id, String(status)).toMatch(SPECIFIC_BY_STATUS);
    }
  });

  it.each(['brand_new_error', 'TypeError', 'Error', '_OTHER', 'client_error', 'x'.repeat(5_000)])(
    'error.type %s',
    (type) => {
      expect(diagnose(call({ 'error.type': type }))?.id).toMatch(/\.unrecognized$/);
      expect(diagnose(success({ 'error.type': type }))?.id).toBe('response.unrecognized');
    },
  );

  it.each([
    ['authentication_error', 'identity'],
    ['permission_error', 'identity'],
    ['billing_error', 'identity'],
    ['invalid_request_error', 'request'],
    ['rate_limit_error', 'limits'],
    ['api_error', 'service'],
    ['overloaded_error', 'service'],
    ['timeout_error', 'service'],
  ])('%s without a status is the step %s', (type, check) => {
    expect(diagnose({ 'gen_ai.provider.name': 'anthropic', 'error.type': type })?.check).toBe(check);
  });

  it('a type that its status contradicts decides nothing alone', () => {
    expect(diagnose(apiError(400, 'rate_limit_error', 'Odd'))?.id).toBe('request.unrecognized');
    expect(diagnose(apiError(429, 'overloaded_error', 'Odd'))?.id).toBe('limits.unrecognized');
    expect(diagnose(apiError(401, 'api_error', 'Odd'))?.id).toBe('identity.unrecognized');
  });
});
