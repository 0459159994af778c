// Groups the spans of a trace into calls. Each call counts once, even if several instrumentations, services or files report it.
import { KEPT } from '../bounds.ts';
import type { Span } from '../spans/span.ts';
import { type Call, callOf } from './call.ts';
import { groupTrace } from './group-trace.ts';
import { withExceptions } from './logged-exceptions.ts';
import { idKey, type Trace } from './trace.ts';

/** A call to report. */
export interface CallUpdate {
  readonly call: Call;
  /** The call as reported earlier. A later span or log record shows that it failed, or why. */
  readonly before?: Call | undefined;
}

interface Gathered extends Trace {
  readonly calls: Map<string, Span>;
  readonly steps: Map<string, Span>;
  readonly requests: Map<string, Span>;
  readonly parents: Map<string, string>;
  readonly exceptions: Span[];
  /** The reported call, by each of its span ids. */
  readonly reported: Map<string, Call>;
  changedAt: number;
  changed: boolean;
}

const newTrace = (now: number): Gathered => ({
  calls: new Map(),
  steps: new Map(),
  requests: new Map(),
  parents: new Map(),
  exceptions: [],
  reported: new Map(),
  changedAt: now,
  changed: false,
});

/** Reports calls when all their spans should have arrived. Memory is bounded. */
export class CallGrouper {
  /** Ordered by change, with the newest last. */
  readonly #traces = new Map<string, Gathered>();
  readonly #forgotten = new Map<string, true>();
  #spans = 0;
  #links = 0;

  /** @param now a time of the same clock as for {@link settled} */
  add(span: Span, now = 0): void {
    const [traceId, spanId] = [idKey(span.traceId), idKey(span.spanId)];
    // An id of zeros means no trace.
    const parentSpanId = idKey(span.parentSpanId ?? '') || undefined;
    if (this.#forgotten.has(`${traceId} ${spanId}`) || this.#forgotten.has(`${traceId} ${parentSpanId}`))
      return;
    const place = placeOf(span);
    const known = this.#traces.get(traceId);
    // Most traces of a server contain no call, and an entry for each root span would grow without bound.
    if (known === undefined && place === undefined && parentSpanId === undefined) return;
    const trace = known ?? newTrace(now);
    this.#traces.delete(traceId);
    this.#traces.set(traceId, trace);
    if (place === 'exceptions') {
      trace.exceptions.push(span);
      this.#spans += 1;
      trace.changed = true;
      trace.changedAt = now;
      return;
    }
    if (parentSpanId !== undefined && !trace.parents.has(spanId)) {
      trace.parents.set(spanId, parentSpanId);
      this.#links += 1;
    }
    if (place === undefined) return;
    const spans = trace[place];
    const same = spans.get(spanId);
    if (same === undefined) this.#spans += 1;
    // Some exporters send a span both before and after its end.
    if (same !== undefined && detail(same) >= detail(span)) return;
    spans.set(spanId, span);
    trace.changed = true;
    trace.changedAt = now;
  }

  /** Calls of the oldest traces, if there are more spans than fit. The spans of one call usually arrive close together. */
  overflow(): CallUpdate[] {
    const updates: CallUpdate[] = [];
    while (this.#spans > KEPT.spans || this.#links > KEPT.links || this.#traces.size > KEPT.traces) {
      const [oldest] = this.#traces;
      if (oldest === undefined) break;
      const [traceId, trace] = oldest;
      updates.push(...this.#report(trace));
      this.#forget(traceId, trace);
    }
    return updates;
  }

  /** Calls of traces without a new span since `before`. The traces are kept, so that a later span of the same call is not a new call. */
  settled(before: number): CallUpdate[] {
    return [...this.#traces.values()].flatMap((trace) =>
      trace.changed && trace.changedAt <= before ? this.#report(trace) : [],
    );
  }

  /** Reports all remaining calls. */
  rest(): CallUpdate[] {
    return this.settled(Number.POSITIVE_INFINITY);
  }

  #report(trace: Gathered): CallUpdate[] {
    trace.changed = false;
    const { calls, loggedIn } = withExceptions(trace, trace.exceptions);
    return groupTrace({ ...trace, calls }).flatMap(({ span, others, attempts }): CallUpdate[] => {
      const ids = [span, ...others].map(({ spanId }) => idKey(spanId));
      const before = ids.map((id) => trace.reported.get(id)).find((call) => call !== undefined);
      const places = ids.flatMap((id) => loggedIn.get(id) ?? []);
      const call = { ...callOf(span, attempts, others), ...(places.length > 0 && { loggedIn: places }) };
      const isNews = before === undefined || rankOf(call) > rankOf(before);
      for (const id of ids) trace.reported.set(id, isNews ? call : before);
      return isNews ? [{ call, before }] : [];
    });
  }

  #forget(traceId: string, trace: Gathered): void {
    this.#traces.delete(traceId);
    this.#spans -= trace.calls.size + trace.steps.size + trace.requests.size + trace.exceptions.length;
    this.#links -= trace.parents.size;
    for (const spanId of [...trace.calls.keys(), ...trace.steps.keys()]) {
      this.#forgotten.set(`${traceId} ${spanId}`, true);
      const oldest = this.#forgotten.keys().next();
      if (this.#forgotten.size > KEPT.reported && !oldest.done) this.#forgotten.delete(oldest.value);
    }
  }
}

/** Orders findings: errors first, then other findings, then none. The most specific error comes first. */
const rankOf = ({ finding }: Call): number =>
  finding === undefined ? 0 : finding.severity === 'error' ? 2 + finding.specificity : 1;

/** The part of a trace that keeps the span; `undefined` if only its parent is kept. */
function placeOf(span: Span): 'calls' | 'steps' | 'requests' | 'exceptions' | undefined {
  if (span.exception !== undefined) return 'exceptions';
  if (span.role === 'step') return 'steps';
  if (span.role === 'call') return 'calls';
  return isRequest(span) ? 'requests' : undefined;
}

/** An HTTP request that may be an attempt of a call, not one that a server received. */
const isRequest = ({ parentSpanId, kind, role }: Span): boolean =>
  role === 'attempt' && parentSpanId !== undefined && kind !== 'server';

/** Scores how much a span tells about the call. */
const detail = ({ attributes, unended }: Span): number =>
  Object.keys(attributes).length + (unended === true ? 0 : 1_000);
