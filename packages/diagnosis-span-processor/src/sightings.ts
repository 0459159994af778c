// Which spans of a process are of one call, so that it is counted once, whichever instrumentations saw it.
import {
  type AttributesLike,
  instrumentationOf,
  isFailed,
  isOwnCall,
  isSameCall,
  type SpanOfCall,
} from '@sevenstep/checklist';
import type { ReadableSpanLike } from './span-types.ts';

/** What to do with a span of a call that ended. */
export interface Sighted {
  /** `judge`: diagnose, tag, count. `tag`: the failure was counted on another span. `leave`: another span tells of the call. */
  readonly verdict: 'judge' | 'tag' | 'leave';
  /** A span that was left because ours was still open, and that knows of a failure that ours does not. */
  readonly late?: ReadableSpanLike | undefined;
}

interface Seen extends SpanOfCall {
  readonly spanId: string;
  readonly parentId: string | undefined;
  readonly own: boolean;
  readonly failed: boolean;
  /** Instrumentations whose span beside it is the same call: each has one. */
  besides?: Set<string> | undefined;
  /** It failed, and that was counted. */
  told: boolean;
  left?: ReadableSpanLike | undefined;
}

/** Spans of one call end shortly one after the other: so many calls are remembered. */
const MOST_SEEN = 256;
/** Spans that never end are forgotten in the end. */
const MOST_OPEN = 10_000;
/** Pairs of instrumentations; there are few. */
const MOST_PAIRS = 100;
const JUDGE: Sighted = { verdict: 'judge' };
const TAG: Sighted = { verdict: 'tag' };
const LEAVE: Sighted = { verdict: 'leave' };

/** Remembers the calls that are open, and the last that ended. Memory is bounded. */
export class Sightings {
  readonly #open = new Map<string, ReadableSpanLike>();
  readonly #byTrace = new Map<string, Seen[]>();
  readonly #order: string[] = [];
  // Instrumentations of which one is around the other are so for every call that both see.
  readonly #nesting = new Set<string>();

  /** @returns whether the span is within another span of a call. */
  started(span: ReadableSpanLike): boolean {
    const id = span.spanContext?.().spanId;
    if (id === undefined) return false;
    this.#open.set(id, span);
    const oldest = this.#open.keys().next();
    if (this.#open.size > MOST_OPEN && !oldest.done) this.#open.delete(oldest.value);
    return this.#open.has(parentIdOf(span) ?? '');
  }

  /** @param attributes in the words of the conventions */
  ended(span: ReadableSpanLike, attributes: AttributesLike, statusMessage: string | undefined): Sighted {
    const context = span.spanContext?.();
    if (context === undefined) return JUDGE;
    this.#open.delete(context.spanId);
    const seen = seenOf(span, context.spanId, attributes, statusMessage);
    const known = this.#byTrace.get(context.traceId);
    const mates = known === undefined ? [] : this.#matesOf(seen, known);
    this.#remember(context.traceId, seen, known);
    const sighted = seen.own ? ownEnded(seen, mates) : this.#othersEnded(span, seen, mates);
    seen.told = seen.failed && sighted.verdict !== 'leave';
    return sighted;
  }

  #othersEnded(span: ReadableSpanLike, seen: Seen, mates: readonly Seen[]): Sighted {
    if (isOwn(this.#open.get(seen.parentId ?? ''))) return LEAVE;
    const last = mates.at(-1);
    if (last !== undefined) return seen.failed && !last.failed ? JUDGE : LEAVE;
    if (!this.#hasOpenOwnChild(seen.spanId)) return JUDGE;
    if (seen.failed) seen.left = span;
    return LEAVE;
  }

  /** Spans of the same call that ended before, in the order in which they did. */
  #matesOf(seen: Seen, known: readonly Seen[]): readonly Seen[] {
    return known.filter((other) => {
      const isNested = other.parentId === seen.spanId || seen.parentId === other.spanId;
      if (seen.instrumentation === other.instrumentation) return isNested;
      const pair =
        seen.instrumentation < other.instrumentation
          ? `${seen.instrumentation} ${other.instrumentation}`
          : `${other.instrumentation} ${seen.instrumentation}`;
      if (isNested) {
        if (this.#nesting.size < MOST_PAIRS) this.#nesting.add(pair);
        return true;
      }
      if (this.#nesting.has(pair) || other.besides?.has(seen.instrumentation) || !isSameCall(seen, other))
        return false;
      other.besides ??= new Set();
      other.besides.add(seen.instrumentation);
      return true;
    });
  }

  #remember(traceId: string, seen: Seen, known: Seen[] | undefined): void {
    if (known === undefined) this.#byTrace.set(traceId, [seen]);
    else known.push(seen);
    this.#order.push(traceId);
    if (this.#order.length <= MOST_SEEN) return;
    const oldest = this.#order.shift() ?? '';
    const seens = this.#byTrace.get(oldest);
    seens?.shift();
    if (seens?.length === 0) this.#byTrace.delete(oldest);
  }

  #hasOpenOwnChild(spanId: string): boolean {
    for (const open of this.#open.values()) if (isOwn(open) && parentIdOf(open) === spanId) return true;
    return false;
  }
}

function ownEnded(seen: Seen, mates: readonly Seen[]): Sighted {
  const left = mates.find((mate) => mate.left !== undefined);
  if (left !== undefined) {
    const late = seen.failed ? undefined : left.left;
    left.left = undefined;
    return { verdict: 'judge', late };
  }
  return seen.failed && mates.some(({ told }) => told) ? TAG : JUDGE;
}

const isOwn = (span: ReadableSpanLike | undefined): boolean =>
  span !== undefined && isOwnCall(span.attributes);

function seenOf(
  span: ReadableSpanLike,
  spanId: string,
  attributes: AttributesLike,
  statusMessage: string | undefined,
): Seen {
  const own = isOwnCall(attributes);
  return {
    spanId,
    parentId: parentIdOf(span),
    own,
    // Not the span's own, which may have content in them.
    attributes: {
      'gen_ai.response.id': attributes['gen_ai.response.id'],
      'anthropic.request.id': attributes['anthropic.request.id'],
      'gen_ai.request.model': attributes['gen_ai.request.model'],
      'gen_ai.usage.output_tokens': attributes['gen_ai.usage.output_tokens'],
      'error.type': attributes['error.type'],
    },
    // Ours has the id as an attribute.
    statusMessage: own ? undefined : statusMessage?.slice(0, 2_000),
    start: milliseconds(span.startTime),
    end: milliseconds(span.endTime),
    instrumentation: instrumentationOf(attributes, scopeOf(span)),
    failed: isFailed({ attributes }),
    told: false,
  };
}

/** Of SDK 2.x and 3.x, else of 1.x. */
const parentIdOf = ({ parentSpanContext, parentSpanId }: ReadableSpanLike): string | undefined =>
  parentSpanContext?.spanId ?? parentSpanId;

const scopeOf = ({ instrumentationScope, instrumentationLibrary }: ReadableSpanLike): string | undefined =>
  (instrumentationScope ?? instrumentationLibrary)?.name;

const milliseconds = (time: ReadableSpanLike['startTime']): number =>
  time === undefined ? 0 : time[0] * 1_000 + time[1] / 1e6;
