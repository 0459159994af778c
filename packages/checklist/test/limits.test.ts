// Which limit a 429 is about: every kind over every length of time, by sentence and by headers.
import type { SpanAttributes } from '@sevenstep/semantic-conventions';
import { describe, expect, it } from 'vitest';
import { createChecklist, diagnose } from '../src/index.ts';
import { apiError, success } from './spans.ts';

/** The headers of one limit, as attributes. */
const headers = (
  kind: string,
  { limit, remaining, reset }: Readonly<Record<'limit' | 'remaining' | 'reset', number>>,
): SpanAttributes => {
  const attributes: SpanAttributes = {};
  attributes[`anthropic.ratelimit.${kind}.limit`] = limit;
  attributes[`anthropic.ratelimit.${kind}.remaining`] = remaining;
  attributes[`anthropic.ratelimit.${kind}.reset`] = reset;
  return attributes;
};
const limited = (message: string, more: SpanAttributes = {}): SpanAttributes =>
  apiError(429, 'rate_limit_error', message, { 'gen_ai.request.max_tokens': undefined, ...more });
const over = (limit: string): string =>
  `This request would exceed your organization's rate limit of ${limit} (org: 9d50ef40, model: claude-sonnet-5).`;
const diagnosis = (attributes: SpanAttributes) => {
  const found = diagnose(attributes);
  return [found?.id, found?.summary, found?.retryable, found?.action];
};

describe('as the sentence names it', () => {
  it.each([
    ['input tokens per minute', 'limits.input_tokens_per_minute'],
    ['output tokens per minute', 'limits.output_tokens_per_minute'],
    ['tokens per minute', 'limits.tokens_per_minute'],
    ['requests per minute', 'limits.requests_per_minute'],
  ])('50,000 %s: %s', (kind, id) => {
    expect(diagnosis(limited(over(`50,000 ${kind}`)))).toEqual([
      id,
      `Over the limit of ${kind}: limit 50 000`,
      true,
      'slow_down',
    ]);
  });

  it.each(['input tokens per day', 'output tokens per day', 'tokens per day'])(
    '1,000,000 %s: of a day, and no retry helps',
    (kind) => {
      expect(diagnosis(limited(over(`1,000,000 ${kind}`)))).toEqual([
        'limits.tokens_per_day',
        'The limit of tokens per day is used up: limit 1 000 000',
        false,
        'raise_limit',
      ]);
    },
  );

  it.each([
    ['Number of request tokens has exceeded your per-minute rate limit.', 'limits.tokens_per_minute'],
    ['Number of requests has exceeded your per-minute rate limit.', 'limits.requests_per_minute'],
    ['Number of request tokens has exceeded your daily rate limit.', 'limits.tokens_per_day'],
    ['Number of concurrent connections has exceeded your rate limit.', 'limits.concurrency'],
    [over('50 widgets per minute'), 'limits.unrecognized'],
  ])('%s: %s', (message, id) => {
    expect(diagnose(limited(message))?.id).toBe(id);
  });

  it.each(['second', 'hour', 'day', 'week', 'month'])(
    'requests per %s: none of a minute, whatever has nothing left',
    (time) => {
      const found = diagnose(
        limited(over(`5 requests per ${time}`), { 'anthropic.ratelimit.exhausted': ['requests'] }),
      );
      expect(found?.id).toBe('limits.unrecognized');
    },
  );
});

it.each([
  [429, 'limits.quota'],
  [400, 'request.unrecognized'],
  [403, 'identity.unrecognized'],
  [529, 'service.overloaded'],
])('the words of a subscription that is used up, with status %d: %s', (status, id) => {
  expect(diagnose(apiError(status, 'api_error', "You've hit your limit · resets 8pm"))?.id).toBe(id);
});

describe('as the headers have it at 0, where the sentence does not say', () => {
  const at0 = (...kinds: string[]) =>
    diagnose(limited('Rate limited', { 'anthropic.ratelimit.exhausted': kinds }));
  const left = (kind: string, remaining: number) => headers(kind, { limit: 50, remaining, reset: 7 });

  it('the narrowest first, the others named', () => {
    expect(at0('tokens', 'requests', 'output_tokens', 'input_tokens')?.id).toBe(
      'limits.input_tokens_per_minute',
    );
    expect(at0('tokens', 'requests', 'output_tokens')?.id).toBe('limits.output_tokens_per_minute');
    expect(at0('tokens', 'requests')?.id).toBe('limits.requests_per_minute');
    expect(at0('tokens')?.id).toBe('limits.tokens_per_minute');
    expect(at0('unified_5h')?.id).toBe('limits.unrecognized');
    expect(at0('tokens', 'input_tokens')?.evidence).toContain('also at 0: tokens per minute');
    expect(at0('unified_5h', 'tokens')?.evidence).toContain('also at 0: unified 5h');
  });

  it('of an attempt before what the last response had left', () => {
    const both = (exhausted: string[]) =>
      diagnose(
        limited('Rate limited', { ...left('requests', 0), 'anthropic.ratelimit.exhausted': exhausted }),
      )?.id;
    expect([both([]), both(['tokens']), both(['odd'])]).toEqual([
      'limits.requests_per_minute',
      'limits.tokens_per_minute',
      'limits.unrecognized',
    ]);
    expect(diagnose(limited('Rate limited', left('requests', 1)))?.id).toBe('limits.unrecognized');
  });

  it('with its figures, the later wait as advice and the earlier out of the summary', () => {
    const found = (after?: number) => {
      const { summary, fix, evidence } =
        diagnose(
          limited('Rate limited', {
            ...left('requests', 0),
            ...(after !== undefined && { 'anthropic.retry.after': after }),
          }),
        ) ?? {};
      return [summary, fix?.slice(0, 10), evidence?.[0]];
    };
    const figures = 'requests per minute: limit 50, 0 left, resets in 7 s';
    expect(found()).toEqual([`Over the limit of ${figures}`, 'Wait 7 s, ', figures]);
    expect(found(7)).toEqual([`Over the limit of ${figures}`, 'Wait 7 s, ', figures]);
    expect(found(3)).toEqual([`Over the limit of ${figures}`, 'Wait 7 s, ', figures]);
    expect(found(30)).toEqual([
      'Over the limit of requests per minute: limit 50, 0 left',
      'Wait 30 s,',
      figures,
    ]);
  });

  it('with what this call asked for', () => {
    const summary = (kind: string, more: SpanAttributes) =>
      diagnose(limited('Rate limited', { 'anthropic.ratelimit.exhausted': [kind], ...more }))?.summary;
    expect(summary('input_tokens', { 'anthropic.request.size': 190_000 })).toBe(
      'Over the limit of input tokens per minute; this call sent 190 kB',
    );
    expect(summary('output_tokens', { 'gen_ai.request.max_tokens': 8_000 })).toBe(
      'Over the limit of output tokens per minute; this call asked for up to 8 000',
    );
    expect(summary('requests', { 'anthropic.request.size': 190_000 })).toBe(
      'Over the limit of requests per minute',
    );
  });
});

describe('a success near a limit', () => {
  const near = (more: SpanAttributes) => {
    const found = diagnose(success(more));
    return found === undefined ? [] : [found.id, found.summary, ...found.evidence];
  };
  const left = (kind: string, remaining: number, limit = 100) =>
    headers(kind, { limit, remaining, reset: 7 });

  it('below a tenth, not at it', () => {
    expect(near(left('tokens', 10))).toEqual([]);
    expect(near(left('tokens', 9))).toEqual([
      'limits.near',
      'Less than 10 % of the limit of tokens per minute is left',
      'tokens per minute: limit 100, 9 left, resets in 7 s',
    ]);
    expect(near(left('tokens', 0, 0))).toEqual([]);
  });

  it('a subscription tells what is used', () => {
    const used = (utilization: number) => near({ 'anthropic.ratelimit.unified_7d.utilization': utilization });
    expect(used(0.9)).toEqual([]);
    expect(used(0.934)).toEqual([
      'limits.near',
      'Less than 10 % of the limit of unified 7d is left',
      'unified 7d: 93 % used',
    ]);
  });

  // Also beside another finding, for which the quick test is no help.
  it.each([{}, { 'anthropic.message.stop_reason': 'max_tokens' }])(
    'of any kind, at the same border for every share, beside %j',
    (beside) => {
      const isNear = (share: number, limit: SpanAttributes) => {
        const checklist = createChecklist({ thresholds: { nearLimitShare: share } });
        const found = checklist.diagnose(success({ ...limit, ...beside }));
        return [found?.id, ...(found?.also.map(({ id }) => id) ?? [])].includes('limits.near');
      };
      const used = (utilization: number) => ({
        'anthropic.ratelimit.unified_7d_sonnet.utilization': utilization,
      });
      for (let percent = 1; percent < 100; percent += 1) {
        const share = percent / 100;
        const border = Number((1 - share).toFixed(2));
        expect(isNear(share, used(border)), `${percent} %`).toBe(false);
        expect(isNear(share, used(border + 0.001)), `${percent} %`).toBe(true);
        expect(isNear(share, left('web_search', percent)), `${percent} %`).toBe(false);
        expect(isNear(share, left('web_search', percent - 1)), `${percent} %`).toBe(true);
      }
    },
  );

  it.each([
    [0.004, '0.4 %'],
    [0.1, '10 %'],
    [0.25, '25 %'],
    [1, '100 %'],
  ])('a share of %d is written %s', (nearLimitShare, written) => {
    const { diagnose: ask } = createChecklist({ thresholds: { nearLimitShare } });
    expect(ask(success(left('tokens', 0)))?.summary).toBe(
      `Less than ${written} of the limit of tokens per minute is left`,
    );
  });

  it('the nearest first, then by name', () => {
    const found = near({ ...left('tokens', 5), ...left('output_tokens', 2), ...left('requests', 2) });
    expect(found.slice(2).map((one) => one.split(' per ')[0])).toEqual([
      'output tokens',
      'requests',
      'tokens',
    ]);
  });
});
