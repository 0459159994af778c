// Finds the spans of the same call from several instrumentations, so that the call is counted once.
import {
  type AttributesLike,
  instrumentationOf,
  isFailed,
  isOwnCall,
  isSameCall,
  type SpanOfCall,
  timeTolerance,
  wasCut,
} from '@sevenstep/checklist';
import { parentIdOf } from './parent-id.ts';
import { scopeOf } from './read-span.ts';
import type { ReadableSpanLike } from './span-types.ts';

/** The decision on an ended span of a call. */
export interface DuplicateDecision {
  /**
   * `diagnose`: diagnose, tag and count. `tag`: only tag, because another span counted the failure. `skip`: another span
   * represents the call. `wait`: tag now, and count when another instrumentation's open span of the call ends.
   */
  readonly action: 'diagnose' | 'tag' | 'skip' | 'wait';
  /** A span that was skipped because ours was open, but that has a failure which ours lacks. */
  readonly late?: ReadableSpanLike | undefined;
  /** Spans of the same call that waited for this one. Their facts are joined with it. */
  readonly joined?: readonly EndedSpan[] | undefined;
}

/** An ended span of a call that has waited for another span. */
export interface EndedSpan extends SpanOfCall {
  readonly span: ReadableSpanLike;
  readonly statusMessage: string | undefined;
}

interface SeenSpan extends SpanOfCall {
  readonly spanId: string;
  readonly parentId: string | undefined;
  readonly own: boolean;
  readonly failed: boolean;
  /** Whether it failed, or the application stopped it, which other instrumentations report as a failure. */
  readonly cut: boolean;
  /** Instrumentations that already have a sibling span of this call. Each has only one. */
  besides?: Set<string> | undefined;
  /** Whether its failure was counted; unset until decided. */
  counted?: boolean;
  skippedSpan?: ReadableSpanLike | undefined;
  waiting?: Waiting | undefined;
}

/** An ended span that waits for open spans that may belong to the same call. */
interface Waiting {
  readonly ended: EndedSpan;
  readonly seen: SeenSpan;
  /** The id of its parent, if it waits for the parent. */
  readonly within: string | undefined;
  /** Ids of the spans that are still open. */
  readonly open: Set<string>;
}

/** The most ended spans to remember. The spans of a call end shortly after each other. */
const MOST_SEEN = 256;
/** The most open spans to keep, because some never end. */
const MOST_OPEN = 10_000;
/** The most spans that wait, and below the longest wait in milliseconds, because some spans never end. */
const MOST_WAITING = 256;
const LONGEST_WAIT_MS = 10_000;
/** The most pairs of instrumentations; few exist. */
const MOST_PAIRS = 100;
const NO_SPANS: readonly SeenSpan[] = [];
const DIAGNOSE: DuplicateDecision = { action: 'diagnose' };
const TAG: DuplicateDecision = { action: 'tag' };
const SKIP: DuplicateDecision = { action: 'skip' };
const WAIT: DuplicateDecision = { action: 'wait' };

/** Remembers open calls and the last ended ones, in bounded memory. */
export class DuplicateSpans {
  readonly #open = new Map<string, ReadableSpanLike>();
  readonly #byTrace = new Map<string, SeenSpan[]>();
  readonly #order: string[] = [];
  // Pairs of instrumentations whose spans nest: then they nest for every call that both see.
  readonly #nesting = new Set<string>();
  readonly #waiting = new Set<Waiting>();
  #settled: EndedSpan[] = [];

  /** The number of open calls. Only the outermost of nested spans counts. */
  get openCalls(): number {
    let count = 0;
    for (const span of this.#open.values()) if (!this.#open.has(parentIdOf(span) ?? '')) count += 1;
    return count;
  }

  started(span: ReadableSpanLike): void {
    const id = span.spanContext?.().spanId;
    if (id === undefined) return;
    this.#open.set(id, span);
    const oldest = this.#open.keys().next();
    if (this.#open.size > MOST_OPEN && !oldest.done) this.#close(oldest.value);
  }

  /** Forgets a span that never ends, or that did not end as a call. */
  lost(span: ReadableSpanLike): void {
    const id = span.spanContext?.().spanId ?? '';
    // Called for every span that is not a call. Nothing waits for a span that is not open.
    if (this.#open.has(id)) this.#close(id);
  }

  /** Spans whose wait ended without a second span of the call. Each is a separate call. */
  settled(): readonly EndedSpan[] {
    const settled = this.#settled;
    this.#settled = [];
    return settled;
  }

  /** Ends all waits. */
  settleAll(): readonly EndedSpan[] {
    for (const waiting of this.#waiting) this.#settle(waiting);
    return this.settled();
  }

  /** The id of another instrumentation's open call around the span. Our calls know their own attempts. */
  othersCallAround(span: ReadableSpanLike): string | undefined {
    const parentId = parentIdOf(span);
    const around = this.#open.get(parentId ?? '');
    return around === undefined || isOwn(around) ? undefined : parentId;
  }

  /** @param attributes under the names of the conventions */
  ended(
    span: ReadableSpanLike,
    attributes: AttributesLike,
    statusMessage: string | undefined,
  ): DuplicateDecision {
    const context = span.spanContext?.();
    if (context === undefined) return DIAGNOSE;
    this.#open.delete(context.spanId);
    const seen = seenOf(span, context.spanId, attributes, statusMessage);
    const known = this.#byTrace.get(context.traceId);
    const mates = known === undefined ? NO_SPANS : this.#matesOf(seen, known);
    this.#remember(context.traceId, seen, known);
    const decision = seen.own
      ? ownEnded(seen, mates)
      : this.#othersEnded({ ...seen, attributes, statusMessage, span }, context.traceId, seen, mates);
    for (const { waiting } of mates) if (waiting !== undefined) this.#forget(waiting);
    this.#close(context.spanId);
    for (const waiting of this.#waiting) {
      if (seen.end - waiting.seen.end < LONGEST_WAIT_MS) break;
      this.#settle(waiting);
    }
    seen.counted = seen.failed && decision.action !== 'skip' && decision.action !== 'wait';
    return decision;
  }

  #othersEnded(
    ended: EndedSpan,
    traceId: string,
    seen: SeenSpan,
    mates: readonly SeenSpan[],
  ): DuplicateDecision {
    if (isOwn(this.#open.get(seen.parentId ?? ''))) return SKIP;
    // If it contains several calls, the last one decides.
    const last = mates.at(-1);
    if (last !== undefined && last.waiting === undefined) return seen.failed && !last.cut ? DIAGNOSE : SKIP;
    if (this.#hasOpenOwnChild(seen.spanId)) {
      if (seen.failed) seen.skippedSpan = ended.span;
      return SKIP;
    }
    const joined = mates.flatMap(({ waiting }) => (waiting === undefined ? [] : [waiting.ended]));
    const open = joined.length > 0 ? [] : this.#openMatesOf(seen, traceId);
    if (open.length === 0) return joined.length === 0 ? DIAGNOSE : { action: 'diagnose', joined };
    this.#wait({
      ended,
      seen,
      within: this.#open.has(seen.parentId ?? '') ? seen.parentId : undefined,
      open: new Set(open),
    });
    return WAIT;
  }

  #wait(waiting: Waiting): void {
    // Consecutive spans of one instrumentation within the same span are separate calls.
    for (const other of this.#waiting)
      if (
        waiting.within !== undefined &&
        other.within === waiting.within &&
        other.seen.instrumentation === waiting.seen.instrumentation
      )
        this.#settle(other);
    const [oldest] = this.#waiting;
    if (this.#waiting.size >= MOST_WAITING && oldest !== undefined) this.#settle(oldest);
    waiting.seen.waiting = waiting;
    this.#waiting.add(waiting);
  }

  #forget(waiting: Waiting): void {
    this.#waiting.delete(waiting);
    waiting.seen.waiting = undefined;
  }

  #settle(waiting: Waiting): void {
    this.#forget(waiting);
    waiting.seen.counted = waiting.seen.failed;
    this.#settled.push(waiting.ended);
  }

  /** A span is no longer open. */
  #close(spanId: string): void {
    this.#open.delete(spanId);
    for (const waiting of this.#waiting)
      if (waiting.open.delete(spanId) && waiting.open.size === 0) this.#settle(waiting);
  }

  /** Open spans of other instrumentations that may belong to the same call: a parent, a child, or a sibling. */
  #openMatesOf(seen: SeenSpan, traceId: string): readonly string[] {
    if (this.#open.size === 0) return [];
    const mates: string[] = [];
    for (const [spanId, open] of this.#open) {
      if (open.spanContext?.().traceId !== traceId || isOwn(open)) continue;
      const parentId = parentIdOf(open);
      const isNested = spanId === seen.parentId || parentId === seen.spanId;
      if (!isNested && parentId !== seen.parentId) continue;
      if (instrumentationOf(open.attributes, scopeOf(open)) === seen.instrumentation) continue;
      const start = milliseconds(open.startTime);
      if (isNested || Math.abs(start - seen.start) <= timeTolerance(seen, { start, end: seen.end }))
        mates.push(spanId);
    }
    return mates;
  }

  /** Spans of the same call that ended before, in the order of their ends. A trace may have hundreds of calls. */
  #matesOf(seen: SeenSpan, known: readonly SeenSpan[]): readonly SeenSpan[] {
    let mates = NO_SPANS;
    for (const other of known) {
      const isNested = other.parentId === seen.spanId || seen.parentId === other.spanId;
      const isOfOther = seen.instrumentation !== other.instrumentation;
      if (isOfOther ? this.#isMate(seen, other, isNested) : isNested) mates = [...mates, other];
    }
    return mates;
  }

  /** Whether another instrumentation's span belongs to the same call. */
  #isMate(seen: SeenSpan, other: SeenSpan, isNested: boolean): boolean {
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
  }

  #remember(traceId: string, seen: SeenSpan, known: SeenSpan[] | undefined): void {
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

function ownEnded(seen: SeenSpan, mates: readonly SeenSpan[]): DuplicateDecision {
  const skipped = mates.find((mate) => mate.skippedSpan !== undefined);
  if (skipped !== undefined) {
    const late = seen.cut ? undefined : skipped.skippedSpan;
    skipped.skippedSpan = undefined;
    return { action: 'diagnose', late };
  }
  return seen.failed && mates.some(({ counted }) => counted) ? TAG : DIAGNOSE;
}

const isOwn = (span: ReadableSpanLike | undefined): boolean =>
  span !== undefined && isOwnCall(span.attributes);

function seenOf(
  span: ReadableSpanLike,
  spanId: string,
  attributes: AttributesLike,
  statusMessage: string | undefined,
): SeenSpan {
  const own = isOwnCall(attributes);
  return {
    spanId,
    parentId: parentIdOf(span),
    own,
    // Only these: the span's attributes may include content.
    attributes: {
      'gen_ai.response.id': attributes['gen_ai.response.id'],
      'anthropic.request.id': attributes['anthropic.request.id'],
      'gen_ai.request.model': attributes['gen_ai.request.model'],
      'gen_ai.usage.output_tokens': attributes['gen_ai.usage.output_tokens'],
      'error.type': attributes['error.type'],
    },
    // Our spans have the request id as an attribute.
    statusMessage: own ? undefined : statusMessage?.slice(0, 2_000),
    ...timesOf(span),
    instrumentation: instrumentationOf(attributes, scopeOf(span)),
    failed: isFailed({ attributes }),
    cut: wasCut({ attributes }),
  };
}

/** In milliseconds. */
export const timesOf = ({ startTime, endTime }: ReadableSpanLike): Pick<SpanOfCall, 'start' | 'end'> => ({
  start: milliseconds(startTime),
  end: milliseconds(endTime),
});

const milliseconds = (time: ReadableSpanLike['startTime']): number =>
  time === undefined ? 0 : time[0] * 1_000 + time[1] / 1e6;
