// Counts the errors of texts by diagnosis, each failure once, however often it was logged. Memory does not grow with the number of errors.
import { KEPT } from '../bounds.ts';
import { forgetOldest } from './reported-calls.ts';
import { type TextError, tellsMore } from './text-error.ts';

/** Errors with the same diagnosis or the same candidates. */
export interface TextGroup {
  /** The candidates of the error with the highest confidence. */
  readonly candidates: TextError['candidates'];
  readonly errors: number;
  /** The number of errors with a certain diagnosis. */
  readonly certain: number;
  /** As in the text. */
  readonly first: string | undefined;
  readonly last: string | undefined;
  /** The first request ids. */
  readonly requestIds: readonly string[];
  /** The number of request ids. */
  readonly requests: number;
  /** The first places. */
  readonly places: readonly string[];
  readonly services: readonly string[];
}

export class TextTotals {
  readonly #groups = new Map<string, GroupTotals>();
  /** Errors with a key, which may appear again. */
  readonly #known = new Map<string, Placed>();
  readonly #counted = new Set<string>();
  #order = 0;

  add(given: TextError): void {
    const error = { ...given, order: this.#order++ };
    const key = keyOf(error);
    if (key === undefined) this.#count(error);
    if (key === undefined || this.#counted.has(key)) return;
    const before = this.#known.get(key);
    if (before !== undefined) {
      if (!tellsMore(error, before)) return;
      const { order, place, time = error.time } = before;
      this.#known.set(key, { ...error, order, place, time });
      return;
    }
    this.#known.set(key, error);
    if (this.#known.size > KEPT.textErrors) this.#countOldest();
  }

  /** Leaves out errors that spans report. @returns the groups, the most frequent first */
  groups(isReported: (error: TextError) => boolean): readonly TextGroup[] {
    for (const error of this.#known.values()) if (!isReported(error)) this.#count(error);
    this.#known.clear();
    return [...this.#groups.values()].map((totals) => totals.group()).sort((a, b) => b.errors - a.errors);
  }

  #countOldest(): void {
    const [oldest] = this.#known;
    if (oldest === undefined) return;
    const [key, error] = oldest;
    this.#known.delete(key);
    this.#count(error);
    this.#counted.add(key);
    if (this.#counted.size > KEPT.reported) forgetOldest(this.#counted);
  }

  #count(error: Placed): void {
    const key = error.candidates.map(({ id }) => id).join(' ');
    const totals = this.#groups.get(key) ?? new GroupTotals(error);
    if (!this.#groups.has(key) && this.#groups.size >= KEPT.groups) return;
    this.#groups.set(key, totals);
    totals.add(error);
  }
}

/** An error with its position among all errors. */
type Placed = TextError & { readonly order: number };

/** The key of a failure: its request id, or the span of its record. */
const keyOf = ({ requestId, traceId, spanId, candidates: [{ id }] }: TextError): string | undefined =>
  requestId ?? (traceId === undefined || spanId === undefined ? undefined : `${traceId} ${spanId} ${id}`);

class GroupTotals {
  #surest: Placed;
  #first: Placed | undefined;
  #last: Placed | undefined;
  readonly #sum = { errors: 0, certain: 0, requests: 0 };
  readonly #requestIds: string[] = [];
  readonly #places: string[] = [];
  readonly #services = new Set<string>();

  constructor(error: Placed) {
    this.#surest = error;
  }

  add(error: Placed): void {
    const { requestId, place, service, candidates } = error;
    if (tellsMore(error, this.#surest)) this.#surest = error;
    this.#sum.errors += 1;
    if (candidates.every(({ confidence }) => confidence === 'certain')) this.#sum.certain += 1;
    if (requestId !== undefined) this.#sum.requests += 1;
    keep(this.#requestIds, requestId);
    keep(this.#places, place);
    if (service !== undefined && this.#services.size < KEPT.textExamples) this.#services.add(service);
    if (error.time === undefined) return;
    if (this.#first === undefined || isBefore(error, this.#first)) this.#first = error;
    if (this.#last === undefined || isBefore(this.#last, error)) this.#last = error;
  }

  group(): TextGroup {
    return {
      candidates: this.#surest.candidates,
      ...this.#sum,
      first: this.#first?.time,
      last: this.#last?.time,
      requestIds: this.#requestIds,
      places: this.#places,
      services: [...this.#services],
    };
  }
}

function keep(list: string[], text: string | undefined): void {
  if (text !== undefined && list.length < KEPT.textExamples) list.push(text);
}

/** Compares times, or the order if a time is not a date. */
function isBefore(a: Placed, b: Placed): boolean {
  const [of, other] = [Date.parse(a.time ?? ''), Date.parse(b.time ?? '')];
  return Number.isNaN(of) || Number.isNaN(other) ? a.order < b.order : of < other;
}
