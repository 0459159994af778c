// Limits of one model: the number of simultaneous requests, and a budget of requests and tokens from the answers' headers.
import { setTimeout as wait } from 'node:timers/promises';
import { TokenBucket } from 'limiter';
import PQueue from 'p-queue';
import { SETTINGS } from '../settings.ts';

/** The share of each limit that a request uses, by the name in the headers `anthropic-ratelimit-<name>-…`. */
export type Cost = Readonly<Record<'requests' | 'input-tokens' | 'output-tokens' | 'tokens', number>>;
const NAMES = ['requests', 'input-tokens', 'output-tokens', 'tokens'] as const;

const FIRST_HOLD_MS = 5;

/** The budget would refill too late. */
export class OverBudget extends Error {
  readonly waitMs: number;

  constructor(waitMs: number) {
    super(`the budget is there in ${Math.round(waitMs)} ms`);
    this.waitMs = waitMs;
  }
}

export class Limits {
  readonly #queue = new PQueue({ concurrency: SETTINGS.concurrency });
  readonly #buckets = new Map<string, TokenBucket>();
  readonly #underWay = new Map<string, number>();
  #heldUntil = 0;
  /** Consecutive rejections. */
  #refusals = 0;

  /** @throws OverBudget if the wait would exceed the maximum. */
  async run<T>(
    cost: Cost,
    { signal, priority }: { signal: AbortSignal; priority: number },
    work: () => Promise<T>,
  ): Promise<T> {
    this.#checkWait(cost);
    return this.#queue.add(
      async () => {
        // Requests ahead in the queue may have been rejected in the meantime.
        this.#checkWait(cost);
        const heldMs = this.#heldUntil - Date.now();
        if (heldMs > 0) await wait(heldMs);
        await Promise.all(this.#shares(cost).map(([bucket, share]) => bucket.removeTokens(share)));
        this.#count(cost, 1);
        try {
          return await work();
        } finally {
          this.#count(cost, -1);
        }
      },
      { signal, priority },
    );
  }

  /** Whether one more request can start immediately. */
  hasRoom(cost: Cost): boolean {
    return this.#queue.size === 0 && this.#waitMs(cost) === 0;
  }

  /** Adopts the API's numbers, which do not include unfinished requests. */
  learn(headers: Headers): void {
    for (const name of NAMES) {
      const limit = Number(headers.get(`anthropic-ratelimit-${name}-limit`) ?? Number.NaN);
      const remaining = Number(headers.get(`anthropic-ratelimit-${name}-remaining`) ?? Number.NaN);
      if (!(limit > 0) || Number.isNaN(remaining)) continue;
      const untilFullMs = Date.parse(headers.get(`anthropic-ratelimit-${name}-reset`) ?? '') - Date.now();
      const bucket = new TokenBucket({
        bucketSize: limit,
        // The API refills its buckets continuously, until they are full at `reset`.
        tokensPerInterval: Math.max(1, limit - remaining),
        interval: untilFullMs > 0 ? untilFullMs : 60_000,
      });
      bucket.content = Math.max(0, Math.min(limit, remaining - (this.#underWay.get(name) ?? 0)));
      this.#buckets.set(name, bucket);
    }
  }

  /** After an answer, it allows more simultaneous requests, up to the setting. */
  widen(): void {
    this.#refusals = 0;
    this.#queue.concurrency = Math.min(SETTINGS.concurrency, this.#queue.concurrency * 2);
  }

  /** After a 429, all requests wait for `retry-after`, and longer with each consecutive 429. Then fewer run at the same time. */
  hold(retryAfterMs: number): void {
    this.#refusals += 1;
    const backoffMs = Math.min(SETTINGS.breakMs, 2 ** this.#refusals * FIRST_HOLD_MS);
    this.#heldUntil = Math.max(this.#heldUntil, Date.now() + Math.max(retryAfterMs, backoffMs));
    this.#queue.concurrency = Math.max(1, Math.floor(this.#queue.concurrency / 2));
  }

  #checkWait(cost: Cost): void {
    const waitMs = this.#waitMs(cost);
    if (waitMs > SETTINGS.longestBudgetWaitMs) throw new OverBudget(waitMs);
  }

  #waitMs(cost: Cost): number {
    const budgets = this.#shares(cost).map(([bucket, share]) => bucket.getWaitTime(share));
    return Math.max(0, this.#heldUntil - Date.now(), ...budgets);
  }

  #shares(cost: Cost): (readonly [TokenBucket, number])[] {
    return NAMES.flatMap((name) => {
      const bucket = this.#buckets.get(name);
      return bucket ? [[bucket, Math.min(cost[name], bucket.bucketSize)] as const] : [];
    });
  }

  #count(cost: Cost, sign: 1 | -1): void {
    for (const name of NAMES) this.#underWay.set(name, (this.#underWay.get(name) ?? 0) + sign * cost[name]);
  }
}
