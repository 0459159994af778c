// Remembers recent failed requests by a cheap key, so that a success of the same request gets a fingerprint to compare.
import type { SpanAttributes } from '@sevenstep/semantic-conventions';
import { field, monotonicNow } from '@sevenstep/wire';

/** The time for which failed requests are kept for comparison. */
const RECENT_MS = 10 * 60_000;
/** The most requests to remember. The oldest failure is forgotten first. */
const MAX_REQUESTS = 256;

/** The parts of a call that are compared. */
export interface Sent {
  /** The first attributes of its span. */
  readonly attributes: SpanAttributes;
  /** The application's body, and below the body as the SDK serialized it. */
  readonly body: unknown;
  readonly sentBody: unknown;
}

export class RecentFailures {
  readonly #failedAt = new Map<string, number>();

  failed(sent: Sent): void {
    const key = keyOf(sent);
    if (key === undefined) return;
    this.#failedAt.delete(key);
    this.#failedAt.set(key, monotonicNow());
    if (this.#failedAt.size <= MAX_REQUESTS) return;
    const [oldest] = this.#failedAt.keys();
    if (oldest !== undefined) this.#failedAt.delete(oldest);
  }

  /** Whether a request that may be the same failed recently. */
  mayInclude(sent: Sent): boolean {
    // The usual case.
    if (this.#failedAt.size === 0) return false;
    const key = keyOf(sent);
    const failedAt = key === undefined ? undefined : this.#failedAt.get(key);
    return failedAt !== undefined && monotonicNow() - failedAt < RECENT_MS;
  }
}

/** Host, model and body length: equal for the same request, without serializing or hashing. */
function keyOf({ attributes, body, sentBody }: Sent): string | undefined {
  if (typeof sentBody !== 'string') return undefined;
  const { 'server.address': host, 'server.port': port, 'gen_ai.request.model': model } = attributes;
  return `${host}:${port} ${sentBody.length - streamLength(body)} ${model}`;
}

/** The length of the parameter `stream` in a body. A fingerprint does not include it. */
function streamLength(body: unknown): number {
  const stream = field(body, 'stream');
  return typeof stream === 'boolean' ? `"stream":${stream},`.length : 0;
}
