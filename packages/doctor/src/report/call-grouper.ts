// Gathers spans by trace, and says which calls they tell of: each once, however many instrumentations, services and files have it.
import { isCall } from '@sevenstep/checklist';
import { KEPT } from '../bounds.ts';
import type { Span } from '../spans/span.ts';
import { type Call, callOf } from './call.ts';
import { groupTrace } from './group-trace.ts';
import { keyOf, type Trace } from './trace.ts';

/** A call that is known now. */
export interface Told {
  readonly call: Call;
  /** The same call as it was told before; a later span shows that it failed. */
  readonly before?: Call | undefined;
}

interface Gathered extends Trace {
  readonly calls: Map<string, Span>;
  readonly requests: Map<string, Span>;
  readonly parents: Map<string, string>;
  /** By each span id of a call, the call as it was told. */
  readonly told: Map<string, Call>;
  changedAt: number;
  changed: boolean;
}

/** Tells calls once all of their spans can be expected to have come. Memory stays the same for any number of spans. */
export class CallGrouper {
  /** The one that changed last is the last. */
  readonly #traces = new Map<string, Gathered>();
  readonly #forgotten = new Map<string, true>();
  #spans = 0;
  #links = 0;

  /** @param now of the clock that {@link settled} is asked with */
  add(span: Span, now = 0): void {
    const [traceId, spanId] = [keyOf(span.traceId), keyOf(span.spanId)];
    // Zeros stand for none.
    const parentSpanId = keyOf(span.parentSpanId ?? '') || undefined;
    if (this.#forgotten.has(`${traceId} ${spanId}`) || this.#forgotten.has(`${traceId} ${parentSpanId}`))
      return;
    const trace = this.#traces.get(traceId) ?? {
      calls: new Map(),
      requests: new Map(),
      parents: new Map(),
      told: new Map(),
      changedAt: now,
      changed: false,
    };
    this.#traces.delete(traceId);
    this.#traces.set(traceId, trace);
    if (parentSpanId !== undefined && !trace.parents.has(spanId)) {
      trace.parents.set(spanId, parentSpanId);
      this.#links += 1;
    }
    const spans = isCall(span.attributes) ? trace.calls : isRequest(span) ? trace.requests : undefined;
    if (spans === undefined) return;
    const same = spans.get(spanId);
    if (same === undefined) this.#spans += 1;
    // Some exporters send a span before it ends, and again when it has ended.
    if (same !== undefined && detail(same) >= detail(span)) return;
    spans.set(spanId, span);
    trace.changed = true;
    trace.changedAt = now;
  }

  /** What belongs together comes shortly one after the other. Calls of the oldest traces, when there are more spans than are kept. */
  overflow(): Told[] {
    const told: Told[] = [];
    while (this.#spans > KEPT.spans || this.#links > KEPT.links) {
      const [oldest] = this.#traces;
      if (oldest === undefined) break;
      const [traceId, trace] = oldest;
      told.push(...this.#tell(trace));
      this.#forget(traceId, trace);
    }
    return told;
  }

  /** Calls of traces that have had no new span since `before`. They are kept: a later span of the same call is none. */
  settled(before: number): Told[] {
    return [...this.#traces.values()].flatMap((trace) =>
      trace.changed && trace.changedAt <= before ? this.#tell(trace) : [],
    );
  }

  /** All calls that were not told. */
  rest(): Told[] {
    return this.settled(Number.POSITIVE_INFINITY);
  }

  #tell(trace: Gathered): Told[] {
    trace.changed = false;
    return groupTrace(trace).flatMap(({ span, others, attempts }): Told[] => {
      const ids = [span, ...others].map(({ spanId }) => keyOf(spanId));
      const before = ids.map((id) => trace.told.get(id)).find((call) => call !== undefined);
      const call = callOf(span, attempts, others);
      const isNews = before === undefined || (isError(call) && !isError(before));
      for (const id of ids) trace.told.set(id, isNews ? call : before);
      return isNews ? [{ call, before }] : [];
    });
  }

  #forget(traceId: string, trace: Gathered): void {
    this.#traces.delete(traceId);
    this.#spans -= trace.calls.size + trace.requests.size;
    this.#links -= trace.parents.size;
    for (const spanId of trace.calls.keys()) {
      this.#forgotten.set(`${traceId} ${spanId}`, true);
      const oldest = this.#forgotten.keys().next();
      if (this.#forgotten.size > KEPT.told && !oldest.done) this.#forgotten.delete(oldest.value);
    }
  }
}

const isError = ({ finding }: Call): boolean => finding?.severity === 'error';

/** An HTTP request that may be the attempt of a call; one that a server received is none. */
const isRequest = ({ parentSpanId, kind, attributes }: Span): boolean =>
  parentSpanId !== undefined &&
  kind !== 'server' &&
  (attributes['http.request.method'] !== undefined || attributes['http.method'] !== undefined);

/** The more, the more a span says of the same. */
const detail = ({ attributes, unended }: Span): number =>
  Object.keys(attributes).length + (unended === true ? 0 : 1_000);
