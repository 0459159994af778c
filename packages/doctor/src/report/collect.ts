// Sums up calls as their spans arrive: a group per diagnosis, the most costly first. Memory does not grow with the number of calls.
import type { Finding } from '@sevenstep/checklist';
import type { Severity } from '@sevenstep/semantic-conventions';
import { KEPT } from '../bounds.ts';
import { type Call, requestsOf } from '../calls/call.ts';
import { CallGrouper } from '../calls/call-grouper.ts';
import type { Span } from '../spans/span.ts';

/** The calls with one diagnosis. */
export interface Group {
  /** The finding of the longest call. Its texts contain the values of that call. */
  readonly finding: Finding;
  readonly calls: number;
  readonly failed: number;
  /** Time spent in these calls. */
  readonly seconds: number;
  /** The number of HTTP requests. */
  readonly attempts: number;
  /** The longest calls, longest first. */
  readonly worst: readonly Call[];
}

export interface Report {
  readonly spans: number;
  readonly calls: number;
  readonly healthy: number;
  /** Calls whose span had not ended when it was written, so their result is unknown. */
  readonly unended: number;
  /** Calls by the severity of their diagnosis. */
  readonly found: Readonly<Record<Severity, number>>;
  /** First start and last end, in milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  /** Sorted by failed calls, then seconds, then attempts, in descending order. */
  readonly groups: readonly Group[];
  /** Ids of other findings, with their number of calls. */
  readonly also: ReadonlyMap<string, number>;
}

/** Reads all spans. @param keep how many calls of a group to keep @param onCall called with each call */
export async function collect(
  spans: AsyncIterable<Span>,
  keep: number,
  onCall: (call: Call) => void = () => undefined,
): Promise<Report> {
  const groups = new Map<string, GroupTotals>();
  const also = new Map<string, number>();
  const found = { error: 0, warning: 0, info: 0 };
  const total = { spans: 0, calls: 0, unended: 0, from: Number.POSITIVE_INFINITY, to: 0 };
  const grouper = new CallGrouper();
  const add = (call: Call) => {
    total.calls += 1;
    onCall(call);
    // A span without times does not count here.
    if (call.span.start > 0) total.from = Math.min(total.from, call.span.start);
    total.to = Math.max(total.to, call.span.end);
    for (const id of call.also) count(also, id);
    if (!call.finding) {
      if (call.span.unended === true) total.unended += 1;
      return;
    }
    found[call.finding.severity] += 1;
    if (!groups.has(call.finding.id) && groups.size >= KEPT.groups) return count(also, call.finding.id);
    const totals = groups.get(call.finding.id) ?? new GroupTotals(keep);
    groups.set(call.finding.id, totals);
    totals.add(call, call.finding);
  };
  for await (const span of spans) {
    total.spans += 1;
    grouper.add(span);
    for (const { call } of grouper.overflow()) add(call);
  }
  for (const { call } of grouper.rest()) add(call);
  return {
    ...total,
    from: Math.min(total.from, total.to),
    healthy: total.calls - total.unended - found.error - found.warning - found.info,
    found,
    groups: [...groups.values()].flatMap((totals) => totals.group() ?? []).sort(byCost),
    also,
  };
}

/** The label for ids beyond the bound. */
const FURTHER = 'further ids';

function count(counts: Map<string, number>, id: string): void {
  const key = counts.has(id) || counts.size < KEPT.groups ? id : FURTHER;
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

const byCost = (a: Group, b: Group): number =>
  b.failed - a.failed || b.seconds - a.seconds || b.attempts - a.attempts;

class GroupTotals {
  readonly #keep: number;
  readonly #sum = { calls: 0, failed: 0, seconds: 0, attempts: 0 };
  readonly #worst: Call[] = [];

  constructor(keep: number) {
    this.#keep = keep;
  }

  add(call: Call, { severity }: Finding): void {
    this.#sum.calls += 1;
    if (severity === 'error') this.#sum.failed += 1;
    this.#sum.seconds += call.seconds;
    this.#sum.attempts += requestsOf(call);
    const place = this.#worst.findIndex(({ seconds }) => seconds < call.seconds);
    this.#worst.splice(place === -1 ? this.#worst.length : place, 0, call);
    this.#worst.length = Math.min(this.#worst.length, this.#keep);
  }

  group(): Group | undefined {
    const finding = this.#worst[0]?.finding;
    return finding && { finding, ...this.#sum, worst: this.#worst };
  }
}
