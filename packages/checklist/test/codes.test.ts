// Every error code that the SDK knows is mapped to a rule, or is one that no call of Messages meets.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CODES, ELSEWHERE } from '../src/conditions/api-codes.ts';
import { diagnose, findRule } from '../src/index.ts';
import { apiError } from './spans.ts';

const source = readFileSync(
  new URL(
    '../../instrumentation-anthropic/node_modules/@anthropic-ai/sdk/src/core/error-classes.ts',
    import.meta.url,
  ),
  'utf8',
);
const known = [...source.matchAll(/\['(\d{3} [a-z_]+)', \w+\]/g)].map(([, code]) => code ?? '');

const TYPES: Readonly<Record<string, string>> = {
  400: 'invalid_request_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  409: 'conflict_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  503: 'api_error',
  529: 'overloaded_error',
};

describe("the SDK's table of error codes", () => {
  it('was found', () => {
    expect(known.length).toBeGreaterThan(80);
  });

  it.each(known)('%s has a rule, or is of a resource that Messages does not touch', (code) => {
    const elsewhere = Object.values(ELSEWHERE).some((pattern) => pattern.test(code));
    expect(CODES.has(code) || elsewhere, code).toBe(true);
  });

  it.each([...CODES])('%s is %s', (code, id) => {
    expect(known).toContain(code);
    expect(findRule(id)).toBeDefined();
    const [status = '', name = ''] = code.split(' ');
    const words = 'Words that nobody has seen.';
    const span = apiError(Number(status), TYPES[status] ?? '', words, { 'anthropic.error.code': name });
    expect(diagnose(span)?.id).toBe(id);
  });

  it('a code of the future, or with another status, decides nothing', () => {
    const span = (status: number, code: string) =>
      apiError(status, TYPES[status] ?? '', 'Words.', { 'anthropic.error.code': code });
    expect(diagnose(span(400, 'brand_new_code'))?.id).toBe('request.unrecognized');
    expect(diagnose(span(429, 'cmek_key_disabled'))?.id).toBe('limits.unrecognized');
    expect(diagnose(span(400, 'ramp_limit_exceeded'))?.id).toBe('request.unrecognized');
  });
});
