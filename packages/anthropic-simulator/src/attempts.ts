// Finds the number of a request's attempt: from the SDK's retry count, else from the failed request that it repeats.
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** A failed request that was not repeated yet. */
interface Failed {
  readonly attempt: number;
  readonly endedAt: number;
}

/** The facts of the requests with the same method, path and body. */
interface Known {
  /** Oldest first. */
  readonly failed: Failed[];
  onTheirWay: number;
  /** Set if only the SDK's counts decide, because the SDK itself retries, or because requests overlapped. */
  counted: boolean;
}

/** A request that has not ended. */
export interface Numbered {
  readonly attempt: number;
  /** Reports its end. */
  ended(failed: boolean): void;
}

/** A program that repeats a call of the SDK waits longer than this, in milliseconds. A request that comes sooner is another, simultaneous call. */
const REPEAT_MS = 20;
/** The most bodies, and the most failed requests of all bodies, to remember. The oldest are dropped first. */
const MOST = 10_000;
/** The most failed requests of one body to remember. The oldest are dropped first. */
const MOST_OF_ONE = 1_000;

/**
 * Numbers the attempts of one script.
 *
 * The SDK counts its own retries in `x-stainless-retry-count`. Frameworks such as LangChain set the SDK's retries to 0 and
 * repeat the whole call. The count is then always 0, and a failed request that comes again is the next attempt.
 */
export class Attempts {
  readonly #known = new Map<string, Known>();
  #failed = 0;

  /** The number of bodies and failed requests in memory. */
  get remembered(): number {
    return this.#known.size + this.#failed;
  }

  number(request: Pick<IncomingMessage, 'method' | 'url' | 'headers'>, body: string): Numbered {
    const fingerprint = fingerprintOf(request, body);
    const known = this.#knownOf(fingerprint);
    const header = request.headers['x-stainless-retry-count'];
    const retries = retriesOf(header);
    if (retries > 0 || (header !== undefined && known.onTheirWay > 0)) known.counted = true;
    const byHeader = header !== undefined && known.counted;
    const latest = header === undefined ? Number.POSITIVE_INFINITY : performance.now() - REPEAT_MS;
    const before = known.failed.length;
    const attempt = 1 + (byHeader ? retries : take(known, latest));
    this.#failed -= before - known.failed.length;
    known.onTheirWay += 1;
    return {
      attempt,
      ended: (failed) => {
        known.onTheirWay -= 1;
        if (!failed || byHeader || this.#known.get(fingerprint) !== known) return;
        known.failed.push({ attempt, endedAt: performance.now() });
        if (known.failed.length > MOST_OF_ONE) known.failed.shift();
        else this.#failed += 1;
        this.#forget();
      },
    };
  }

  #knownOf(fingerprint: string): Known {
    const known = this.#known.get(fingerprint) ?? { failed: [], onTheirWay: 0, counted: false };
    this.#known.set(fingerprint, known);
    this.#forget();
    return known;
  }

  #forget(): void {
    for (const [fingerprint, { failed }] of this.#known) {
      if (this.#known.size <= MOST && this.#failed <= MOST) return;
      this.#known.delete(fingerprint);
      this.#failed -= failed.length;
    }
  }
}

/** The attempt of the oldest failed request, which this request repeats; 0 if none failed. */
function take({ failed }: Known, latest: number): number {
  const [first] = failed;
  if (first === undefined || first.endedAt > latest) return 0;
  failed.shift();
  return first.attempt;
}

const fingerprintOf = (
  { method = '', url = '' }: Pick<IncomingMessage, 'method' | 'url'>,
  body: string,
): string => createHash('sha256').update(`${method} ${url}\n${body}`).digest('base64');

function retriesOf(header: string | string[] | undefined): number {
  const count = Number(header ?? 0);
  return Number.isSafeInteger(count) && count >= 0 ? count : 0;
}
