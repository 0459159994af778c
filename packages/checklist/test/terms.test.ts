// A term of an error leads to the pages that can explain it.
import { describe, expect, it } from 'vitest';
import { CODES } from '../src/conditions/api-codes.ts';
import { CLOUD_CODES } from '../src/facts/cloud-codes.ts';
import {
  ABORT_CLASSES,
  ANSWER_CLASSES,
  CODE_OF_CLASS,
  SERVER_ERROR_CLASSES,
  TYPE_OF_CLASS,
} from '../src/facts/error-class.ts';
import { KNOWN_ERROR_TYPES } from '../src/facts/failure-stage.ts';
import { findPattern, findRule } from '../src/index.ts';
import { listTerms, lookUp } from '../src/text.ts';

const idsOf = (term: string, kind = lookUp(term)[0]?.kind): string[] =>
  lookUp(term)
    .filter((found) => found.kind === kind)
    .flatMap(({ pages }) => pages.map(({ id }) => id));
const found = (term: string) => lookUp(term).map(({ kind, term: name, exact }) => [kind, name, exact]);

describe('lookUp', () => {
  it.each([
    ['529', 'status', 'service.overloaded'],
    ['401', 'status', 'identity.key_invalid'],
    ['500', 'status', 'service.internal'],
    ['407', 'status', 'connection.proxy'],
    ['overloaded_error', 'error_type', 'service.overloaded'],
    ['ramp_limit_exceeded', 'error_code', 'limits.acceleration'],
    ['ThrottlingException', 'error_code', 'limits.cloud_quota'],
    ['APIConnectionTimeoutError', 'class', 'connection.request_timeout'],
    ['APITimeoutError', 'class', 'connection.request_timeout'],
    ['ECONNRESET', 'connection_code', 'connection.reset'],
    ['ENOTFOUND', 'connection_code', 'connection.dns'],
    ['UND_ERR_HEADERS_TIMEOUT', 'connection_code', 'connection.headers_timeout'],
    ['UND_ERR_BODY_TIMEOUT', 'connection_code', 'response.body_timeout'],
    ['HOSTNAME_MISMATCH', 'connection_code', 'connection.tls'],
    ['max_tokens', 'stop_reason', 'response.max_tokens'],
    ['refusal', 'stop_reason', 'response.refusal'],
    ['pause_turn', 'stop_reason', 'response.paused'],
  ])('%s is a %s, and most often %s', (term, kind, id) => {
    expect(lookUp(term)[0]).toMatchObject({ kind, term, exact: true });
    expect(idsOf(term)[0]).toBe(id);
  });

  it('has every page of a term, the step that most calls fail at first, and what is not recognised last', () => {
    const ids = idsOf('429');
    expect(ids.slice(0, 2)).toEqual(['limits.quota', 'limits.requests_per_minute']);
    expect(ids).toContain('endpoint.gateway_limit');
    expect(ids.indexOf('limits.unrecognized')).toBeLessThan(ids.indexOf('endpoint.gateway_limit'));
    expect(ids.indexOf('limits.unrecognized')).toBeGreaterThan(ids.indexOf('limits.concurrency'));
    expect(ids.indexOf('limits.burst')).toBeGreaterThan(ids.indexOf('endpoint.gateway_limit'));
  });

  it.each(['429', '400', 'RateLimitError', 'ECONNREFUSED', 'end_turn'])(
    'says of each page of %s in a few words when it is the one',
    (term) => {
      for (const { id, when } of lookUp(term).flatMap(({ pages }) => pages)) {
        expect(findRule(id) ?? findPattern(id), id).toBeDefined();
        expect(when, id).toMatch(/^[a-zA-Z].{8,79}$/);
      }
    },
  );

  it('reads a term in any case, with its module, in quotes, or with words in front of a status', () => {
    expect(lookUp('OVERLOADED_ERROR')).toEqual(lookUp('overloaded_error'));
    expect(lookUp('econnreset')).toEqual(lookUp('ECONNRESET'));
    for (const typed of [
      'anthropic.RateLimitError',
      '"RateLimitError"',
      'ratelimiterror',
      '`RateLimitError`:',
    ])
      expect(lookUp(typed), typed).toEqual(lookUp('RateLimitError'));
    for (const typed of ['HTTP 529', 'status: 529', 'Error code: 529', 'http/1.1 529'])
      expect(lookUp(typed), typed).toEqual(lookUp('529'));
  });

  it('suggests what a misspelling was probably meant to be', () => {
    expect(found('overloded_error')).toContainEqual(['error_type', 'overloaded_error', false]);
    expect(found('ECONRESET')).toEqual([['connection_code', 'ECONNRESET', false]]);
    expect(found('max_token')).toEqual([['stop_reason', 'max_tokens', false]]);
    expect(found('rate limit')).toEqual([
      ['error_type', 'rate_limit_error', false],
      ['class', 'RateLimitError', false],
      ['class', 'RateLimitException', false],
    ]);
  });

  it('knows any status of a failure, and none of a success', () => {
    expect(idsOf('418')).toContain('endpoint.gateway_error');
    expect(idsOf('599')).toContain('service.unrecognized');
    for (const term of ['200', '100', '42', '5290', '052']) expect(lookUp(term), term).toEqual([]);
  });

  it.each([
    '',
    ' ',
    'a',
    'banana bread',
    'constructor',
    'toString',
    'KeyError',
    'limits.near',
    '💥',
    'x'.repeat(1e6),
    `${'a.'.repeat(5e5)}RateLimitError`,
  ])('has nothing for what is no term: %.20s', (typed) => {
    expect(lookUp(typed)).toEqual([]);
  });

  it('finds each term of the list, with the same pages', () => {
    expect(listTerms().length).toBeGreaterThan(200);
    for (const term of listTerms()) expect(lookUp(term.term)).toContainEqual(term);
  });

  it('has pages for every class and error type that the facts know', () => {
    const classes = [
      TYPE_OF_CLASS,
      SERVER_ERROR_CLASSES,
      ABORT_CLASSES,
      ANSWER_CLASSES,
      CODE_OF_CLASS,
    ].flatMap((all) => [...all.keys()]);
    expect(classes.length).toBeGreaterThan(50);
    for (const name of classes) expect(idsOf(name, 'class'), name).not.toEqual([]);
    for (const type of KNOWN_ERROR_TYPES) expect(idsOf(type, 'error_type'), type).not.toEqual([]);
  });

  it.each([...CODES, ...[...CLOUD_CODES.values()].flatMap((codes) => [...codes])])(
    'leads from the code of %s to %s',
    (statusAndCode, id) => {
      const [status = '', code = ''] = statusAndCode.split(' ');
      expect(idsOf(code, 'error_code')).toContain(id);
      expect(idsOf(status)).toContain(id);
    },
  );
});
