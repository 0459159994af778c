// What the calls so far add up to: counts by diagnosis, and what the last answers left of each limit.
import { facts, isCall, type Limit } from '@sevenstep/checklist';
import { Belongings } from '../report/belongings.ts';
import { type Call, callOf } from '../report/call.ts';
import type { Span } from '../spans/span.ts';

/** Ids and limits are few; a sender that makes up more does not fill the memory. */
const MOST = 1_000;

export class Tally {
  calls = 0;
  failed = 0;
  /** Diagnosis to number of calls. */
  readonly diagnoses: Map<string, number> = new Map();
  /** Kind to the limit as the last answer had it. */
  readonly limits: Map<string, Limit> = new Map();
  readonly #belongings = new Belongings();

  /** The call that the span is, unless it is none or another instrumentation's span of the same one. */
  add(span: Span): Call | undefined {
    if (!isCall(span.attributes) || this.#belongings.isSameCall(span)) return undefined;
    const call = callOf(span, []);
    this.calls += 1;
    if (call.finding?.severity === 'error') this.failed += 1;
    for (const id of [...(call.finding ? [call.finding.id] : []), ...call.also]) count(this.diagnoses, id);
    for (const limit of facts(span.attributes).limits) {
      if (this.limits.has(limit.kind) || this.limits.size < MOST) this.limits.set(limit.kind, limit);
    }
    return call;
  }
}

function count(counts: Map<string, number>, id: string): void {
  if (counts.has(id) || counts.size < MOST) counts.set(id, (counts.get(id) ?? 0) + 1);
}

/** What is left of a limit, 0 to 1; `undefined` when the headers do not tell. */
export const shareOf = ({ limit, remaining }: Limit): number | undefined =>
  limit === undefined || limit === 0 || remaining === undefined ? undefined : remaining / limit;
