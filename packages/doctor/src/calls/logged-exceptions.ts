// Adds logged exceptions to the failed calls that threw them, so that a call's span has the facts of both.
import { isFailed, readTelemetry } from '@sevenstep/checklist';
import { GROUPED } from '../bounds.ts';
import type { Span } from '../spans/span.ts';
import { idKey, MOST_PARENTS, type Trace } from './trace.ts';

/** How much later than the span's clock an exported record may be, in milliseconds. */
const LATE_MS = 1_000;

/** The calls of a trace with the facts of their logged failures. */
export interface WithExceptions {
  readonly calls: ReadonlyMap<string, Span>;
  /** Key of a call to the ids of the spans in which its failure was logged. */
  readonly loggedIn: ReadonlyMap<string, readonly string[]>;
}

/**
 * Assigns an exception to the call in whose span it was logged, or to the last call within that span that had already failed.
 *
 * @param exceptions see `Span.exception`
 */
export function withExceptions(trace: Trace, exceptions: readonly Span[]): WithExceptions {
  if (exceptions.length === 0) return { calls: trace.calls, loggedIn: new Map() };
  const within = endedWithin(trace);
  const calls = new Map(trace.calls);
  const loggedIn = new Map<string, string[]>();
  for (const { spanId, end, exception, scope } of exceptions.slice(0, GROUPED.members)) {
    const [key, span] = (within.get(idKey(spanId)) ?? [])
      // Only an agent's exception has a scope. The span of its stream may look healthy.
      .filter(([, call]) => isFailed(call) || (scope !== undefined && isUnfinished(call)))
      .filter(([, call]) => call.end <= end + LATE_MS)
      .reduce<readonly [string?, Span?]>((last, one) => ((last[1]?.end ?? 0) > one[1].end ? last : one), []);
    if (key === undefined || span === undefined || exception === undefined) continue;
    calls.set(key, withException(span, exception));
    loggedIn.set(key, [...(loggedIn.get(key) ?? []), spanId]);
  }
  return { calls, loggedIn };
}

const isUnfinished = ({ attributes }: Span): boolean =>
  attributes['gen_ai.response.finish_reasons'] === undefined;

/** Maps the key of each span to the calls within it that failed or have no finish reason, including itself. */
function endedWithin({ calls, parents }: Trace): ReadonlyMap<string, readonly (readonly [string, Span])[]> {
  const within = new Map<string, (readonly [string, Span])[]>();
  for (const [key, span] of calls) {
    if (!isFailed(span) && !isUnfinished(span)) continue;
    let around: string | undefined = key;
    for (let steps = 0; around !== undefined && steps < MOST_PARENTS; steps++) {
      within.set(around, [...(within.get(around) ?? []), [key, span]]);
      around = parents.get(around);
    }
  }
  return within;
}

function withException(span: Span, exception: Span['attributes']): Span {
  const { attributes, statusMessage } = readTelemetry({
    attributes: span.attributes,
    name: span.name,
    scope: span.scope?.name,
    statusMessage: span.statusMessage,
    failed: true,
    events: [{ name: 'exception', attributes: exception }],
  });
  return { ...span, attributes, statusMessage };
}
