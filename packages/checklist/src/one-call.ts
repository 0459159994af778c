// Joins the facts of several spans of a call, and finds the span with the most facts.
import { diagnose } from './catalogue.ts';
import { isOwnCall } from './spans/own-spans.ts';
import type { AttributesLike } from './spans/read-attributes.ts';
import { isFailed, mayBeSameCall, type SpanOfCall, timeTolerance, wasCut } from './spans/same-call.ts';

/** The facts of a span on its call, without its instrumentation. */
export type SpanTold = Omit<SpanOfCall, 'instrumentation'>;

/** The facts of a call, joined from its spans. */
export interface JoinedFacts {
  readonly attributes: AttributesLike;
  readonly statusMessage: string | undefined;
}

/** Who says most: of a failure before of success, what is recognised closely, our own, of requests, in more attributes. */
export function bestOf<Of extends SpanTold>(spans: readonly [Of, ...Of[]]): Of {
  const [first, ...others] = spans;
  if (others.length === 0) return first;
  return others.reduce(
    ([best, rank], span) => {
      const other = rankOf(span);
      return isHigher(other, rank) ? ([span, other] as const) : ([best, rank] as const);
    },
    [first, rankOf(first)] as readonly [Of, readonly number[]],
  )[0];
}

function rankOf({ attributes, statusMessage, start, end }: SpanTold): readonly number[] {
  const found = diagnose(attributes, { durationSeconds: (end - start) / 1000, statusMessage });
  const wentWrong = found?.severity === 'error' || wasCut({ attributes });
  return [
    Number(wentWrong),
    wentWrong ? (found?.specificity ?? 0) : 0,
    Number(isOwnCall(attributes)),
    Number(isApiLevel(attributes)),
    Object.keys(attributes).length,
  ];
}

function isHigher(a: readonly number[], b: readonly number[]): boolean {
  const index = a.findIndex((value, at) => value !== b[at]);
  return index !== -1 && (a[index] ?? 0) > (b[index] ?? 0);
}

/** Whether the span is of requests to the API, and not only of what a framework wanted. */
export const isApiLevel = (attributes: AttributesLike): boolean =>
  isOwnCall(attributes) ||
  attributes['http.response.status_code'] !== undefined ||
  attributes['http.request.resend_count'] !== undefined;

/** Facts of a call that another of its spans may have. */
const FACTS =
  /^(?:(?:gen_ai\.(?:request|response|usage)|http|server|url)\.|anthropic\.(?!diagnosis\.|sdk\.))/;

/** Error types without meaning. */
const NO_TYPES: ReadonlySet<unknown> = new Set(['_OTHER', 'Error']);

/**
 * The facts of a call's span with those that only its other spans have. They say the same of the call: what a framework
 * recovered from, or an earlier attempt, is not joined.
 *
 * @param best the span that tells most: {@link bestOf}
 */
export function joinFacts(best: SpanTold, others: readonly SpanTold[]): JoinedFacts {
  const { attributes, statusMessage } = best;
  const alone: JoinedFacts = { attributes, statusMessage };
  // Our own span already has all the facts.
  if (isOwnCall(attributes)) return alone;
  return others.filter((other) => tellsOfSame(best, other)).reduce(withFactsOf, alone);
}

const tellsOfSame = (best: SpanTold, other: SpanTold): boolean =>
  isFailed(best) === isFailed(other) &&
  mayBeSameCall(best, other) &&
  Math.abs(best.end - other.end) <= timeTolerance(best, other);

function withFactsOf(known: JoinedFacts, other: SpanTold): JoinedFacts {
  const news = Object.entries(other.attributes).filter(
    ([name, value]) => value !== undefined && !Object.hasOwn(known.attributes, name) && FACTS.test(name),
  );
  const { 'error.type': type } = other.attributes;
  if (NO_TYPES.has(known.attributes['error.type']) && type !== undefined && !NO_TYPES.has(type))
    news.push(['error.type', type]);
  const statusMessage = known.statusMessage ?? other.statusMessage;
  if (news.length === 0 && statusMessage === known.statusMessage) return known;
  return { attributes: { ...known.attributes, ...Object.fromEntries(news) }, statusMessage };
}
