// Totals of the calls so far: counts by diagnosis, and what the last responses left of each limit.
import { type Limit, readFacts } from '@sevenstep/checklist';
import { KEPT } from '../bounds.ts';
import type { Call } from '../calls/call.ts';
import type { CallUpdate } from '../calls/call-grouper.ts';
import type { TextError } from '../texts/text-error.ts';

/** Bounds ids and limits, which are usually few, so that no sender can fill memory or the line. */
const MOST = KEPT.inTotals;

export class WatchTotals {
  calls = 0;
  failed = 0;
  /** The number of calls for each diagnosis. */
  readonly diagnoses: Map<string, number> = new Map();
  /** The limit of each kind in the last response. */
  readonly limits: Map<string, Limit> = new Map();

  /** Counts a call. If it was reported before, its earlier count is removed. */
  add({ call, before }: CallUpdate): void {
    if (before === undefined) this.calls += 1;
    else this.#count(before, -1);
    this.#count(call, 1);
    for (const limit of readFacts(call.span.attributes).limits) {
      if (this.limits.has(limit.kind) || this.limits.size < MOST) this.limits.set(limit.kind, limit);
    }
  }

  /** A failure in a log. @param by -1 takes it back, as a span reports the call */
  addLogged({ candidates: [{ id, severity }] }: TextError, by: 1 | -1 = 1): void {
    this.calls += by;
    if (severity === 'error') this.failed += by;
    count(this.diagnoses, id, by);
  }

  #count({ finding, also }: Call, by: 1 | -1): void {
    if (finding?.severity === 'error') this.failed += by;
    for (const id of [...(finding ? [finding.id] : []), ...also]) count(this.diagnoses, id, by);
  }
}

function count(counts: Map<string, number>, id: string, by: 1 | -1): void {
  const sum = (counts.get(id) ?? 0) + by;
  if (sum <= 0) counts.delete(id);
  else if (counts.has(id) || counts.size < MOST) counts.set(id, sum);
}

/** The share of a limit that is left, 0 to 1; `undefined` if the headers lack it. */
export const shareOf = ({ limit, remaining }: Limit): number | undefined =>
  limit === undefined || limit === 0 || remaining === undefined ? undefined : remaining / limit;
