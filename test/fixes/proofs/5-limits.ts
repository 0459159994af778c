// The proofs of step 5, limits.
import type { Fault, RequestView } from '@sevenstep/anthropic-simulator';
import { longPrompt } from '../long-prompt.ts';
import type { Proof } from '../proof.ts';
import { overLimit } from '../worlds.ts';

const manyAtOnce = (times: number) => [{ maxRetries: 0, times, atOnce: times }];

/** Input tokens of a request, as a count of its characters has it; nothing for a prefix that was marked and sent before. */
function uncachedTokens(): (request: RequestView) => number {
  const cached = new Set<string>();
  return ({ body, bodyBytes }) => {
    const prefix = JSON.stringify(body?.system ?? '');
    const isRead = cached.has(prefix);
    if (prefix.includes('cache_control')) cached.add(prefix);
    return (bodyBytes - (isRead ? prefix.length : 0)) / 4;
  };
}

const INSTRUCTIONS = 'Answer in one sentence. '.repeat(1_700);

/** An answer with the remaining part of 50 000 input tokens. The limit fills up at `reset`. */
const leftOf = (remaining: number, reset: Date): Fault => ({
  response: {
    headers: Object.fromEntries(
      ['tokens', 'input-tokens'].flatMap((kind) => [
        [`anthropic-ratelimit-${kind}-limit`, '50000'],
        [`anthropic-ratelimit-${kind}-remaining`, String(remaining)],
        [`anthropic-ratelimit-${kind}-reset`, reset.toISOString()],
      ]),
    ),
  },
});

/** So long a limit takes to fill up, in milliseconds. */
const FILLS_UP = 1_000;

const OLD_FILE = {
  id: 'file_011CNha8iCJcU1wXNR6q4V8w',
  type: 'file',
  filename: 'old.txt',
  mime_type: 'text/plain',
  size_bytes: 10,
  created_at: '2025-01-01T00:00:00Z',
};
const json = (value: unknown) => ({
  response: { headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) },
});

export const limitsProofs: Readonly<Record<string, Proof>> = {
  'limits.acceleration': {
    reacts: '429 if more requests are in flight than were answered so far plus two',
    met: () => {
      const taken: number[] = [];
      return ({ elapsedMs }) => {
        // A little before the answers come: a timer of Node.js may end a millisecond early.
        const answered = taken.filter((time) => time + 450 <= elapsedMs).length;
        if (taken.length - answered >= 2 + answered) return true;
        taken.push(elapsedMs);
        return false;
      };
    },
    besides: [{ delayMs: 500 }],
    calls: manyAtOnce(6),
  },
  'limits.cloud_quota': { reacts: '429 until the quota is raised' },
  'limits.concurrency': {
    reacts: '429 while more than 5 requests are in flight; an answer takes its time',
    met:
      () =>
      ({ inFlight }) =>
        inFlight > 5,
    besides: [{ delayMs: 600 }],
    calls: manyAtOnce(10),
  },
  'limits.file_storage': {
    reacts: 'Rejects an upload while an old file is stored',
    server: (own) => {
      let isFull = true;
      const matches = (method: string, more = (_: RequestView) => true) => ({
        matches: (request: RequestView) => request.method === method && more(request),
      });
      return [
        { when: matches('GET'), ...json({ data: [OLD_FILE], has_more: false }) },
        {
          when: matches('DELETE', () => {
            isFull = false;
            return true;
          }),
          ...json({ id: OLD_FILE.id, type: 'file_deleted' }),
        },
        ...own.map((fault) => ({ ...fault, when: { matches: () => isFull } })),
        { when: matches('POST'), ...json(OLD_FILE) },
      ];
    },
  },
  'limits.input_tokens_per_minute': {
    reacts: '429 beyond 50 000 input tokens in 5 s; a marked prefix counts once',
    met: () => overLimit({ most: 50_000, ms: 5_000, cost: uncachedTokens() }),
    calls: [{ maxRetries: 0, times: 8, params: { system: INSTRUCTIONS } }],
    given: { instructions: INSTRUCTIONS },
  },
  'limits.long_context': {
    reacts: '429 for a body of more than 600 kB, which has 210 000 tokens',
    ...longPrompt,
  },
  'limits.near': {
    reacts: '5 requests use up the limit, which fills up after a second',
    server: (own) => {
      const reset = new Date(Date.now() + FILLS_UP + 50);
      return [
        ...[41_000, 32_000, 23_000, 11_000].map((left, index) => ({
          when: { request: index + 1 },
          ...leftOf(left, reset),
        })),
        ...own.map((fault) => ({ ...fault, when: { untilMs: FILLS_UP } })),
        leftOf(41_000, reset),
      ];
    },
    calls: [{ times: 6 }],
  },
  'limits.output_tokens_per_minute': {
    reacts: '429 beyond a sum of 2 500 `max_tokens` in 1.2 s',
    met: () => overLimit({ most: 2_500, ms: 1_200, cost: ({ body }) => Number(body?.max_tokens) }),
    calls: [{ maxRetries: 0, times: 8, atOnce: 8, params: { max_tokens: 500 } }],
    replaced: { '60_000': '4_800' },
  },
  'limits.quota': { reacts: '429 until the month is over or the limit is raised' },
  'limits.recovered': {
    reacts: '429 beyond 5 requests in 1.2 s, with `retry-after`',
    server: (own) =>
      own.map(({ response, ...fault }) => ({
        ...fault,
        when: { matches: overLimit({ most: 5, ms: 1_200 }) },
        response: { ...response, headers: { ...response?.headers, 'retry-after-ms': '1200' } },
      })),
    calls: [{ times: 8, atOnce: 8 }],
    replaced: { '60_000': '12_000' },
  },
  'limits.requests_per_minute': {
    reacts: '429 beyond 5 requests in 1.2 s',
    met: () => overLimit({ most: 5, ms: 1_200 }),
    calls: manyAtOnce(8),
    replaced: { '60_000': '12_000' },
  },
  'limits.tokens_per_day': { reacts: '429 until the day is over' },
  'limits.tokens_per_minute': {
    reacts: '429 from the sixth request on, until the limit fills up after a second',
    server: (own) => {
      const reset = new Date(Date.now() + FILLS_UP + 50);
      return [
        ...own.map((fault) => ({ ...fault, when: { request: { from: 6 }, untilMs: FILLS_UP } })),
        { when: { request: 5 }, ...leftOf(10_000, reset) },
        leftOf(40_000, reset),
      ];
    },
    calls: [{ maxRetries: 0, times: 8 }],
  },
};
