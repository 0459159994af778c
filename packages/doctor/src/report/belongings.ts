// Which spans belong to one call: its attempts, and a second span that another instrumentation made of it.
import type { Span } from '../spans/span.ts';
import type { TimedSpan } from '../waterfall.ts';
import { timed } from './call.ts';

/** What belongs together ends shortly one after the other, so that many spans later nothing needs to be remembered. */
const REMEMBERED = 100_000;

export class Belongings {
  readonly #attempts = new Map<string, TimedSpan[]>();
  readonly #calls = new Map<string, true>();
  readonly #parents = new Map<string, true>();

  /** An HTTP request, by whichever instrumentation, may be the attempt of a call. */
  addAttempt(span: Span): void {
    if (span.parentSpanId === undefined) return;
    const { attributes } = span;
    if (attributes['http.request.method'] === undefined && attributes['http.method'] === undefined) return;
    this.#attemptsOf(keyOf(span, span.parentSpanId)).push(timed(span));
  }

  /** The attempts of a call. Those that come later are added to the same list. */
  attemptsOf(call: Span): readonly TimedSpan[] {
    return this.#attemptsOf(keyOf(call, call.spanId));
  }

  /** Whether the span is right within another span of a call or right around one: the same call. */
  isSameCall(span: Span): boolean {
    const own = keyOf(span, span.spanId);
    const parent = keyOf(span, span.parentSpanId ?? '');
    if (this.#calls.has(parent) || this.#parents.has(own)) return true;
    remember(this.#calls, own, true);
    if (span.parentSpanId !== undefined) remember(this.#parents, parent, true);
    return false;
  }

  #attemptsOf(key: string): TimedSpan[] {
    const attempts = this.#attempts.get(key) ?? [];
    remember(this.#attempts, key, attempts);
    return attempts;
  }
}

const keyOf = ({ traceId }: Span, spanId: string): string => `${traceId} ${spanId}`;

function remember<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.set(key, value);
  if (map.size <= REMEMBERED) return;
  const oldest = map.keys().next();
  if (!oldest.done) map.delete(oldest.value);
}
