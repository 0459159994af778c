// Decides whether two spans that do not nest belong to the same call: by ids, else by model, tokens, failure and times.
import { type AttributesLike, readNumber, readString } from './read-attributes.ts';

/** A span of a call, as one instrumentation saw it. */
export interface SpanOfCall {
  /** Under the names of the conventions. */
  readonly attributes: AttributesLike;
  readonly statusMessage?: string | undefined;
  /** Milliseconds of the clock that both spans have. */
  readonly start: number;
  readonly end: number;
  /** The instrumentation: {@link instrumentationOf}. */
  readonly instrumentation: string;
}

/** The facts of a span on its call. */
type Told = Pick<SpanOfCall, 'attributes' | 'statusMessage'>;

/** The largest difference between two spans of one call at their starts and ends, in milliseconds, and as a share of the longer. */
const APART_MS = 100;
const APART_SHARE = 0.05;

/** The most by which starts, or ends, of two spans of one call may differ, in milliseconds. */
export const timeTolerance = (
  a: Pick<SpanOfCall, 'start' | 'end'>,
  b: Pick<SpanOfCall, 'start' | 'end'>,
): number => APART_MS + APART_SHARE * Math.max(a.end - a.start, b.end - b.start);

/**
 * Whether both describe the same call, if they are not nested. Two spans of one instrumentation never do. In doubt they do
 * not: a reader sees a call that counts twice, but not a call that is hidden behind another.
 */
export function isSameCall(a: SpanOfCall, b: SpanOfCall): boolean {
  if (a.instrumentation === b.instrumentation) return false;
  const byId = sameIds(a, b);
  if (byId !== undefined) return byId;
  const most = timeTolerance(a, b);
  return (
    mayBeSameCall(a, b) &&
    isFailed(a) === isFailed(b) &&
    Math.abs(a.start - b.start) <= most &&
    Math.abs(a.end - b.end) <= most
  );
}

/** Whether ids, model and tokens allow that both belong to the same call. */
export const mayBeSameCall = (a: Told, b: Told): boolean =>
  sameIds(a, b) !== false &&
  agree(modelOf(a), modelOf(b)) &&
  agree(
    readNumber(a.attributes, 'gen_ai.usage.output_tokens'),
    readNumber(b.attributes, 'gen_ai.usage.output_tokens'),
  );

export const isFailed = ({ attributes }: Pick<SpanOfCall, 'attributes'>): boolean =>
  attributes['error.type'] !== undefined;

/** Whether it failed, or the application stopped it, which other instrumentations report as a failure. */
export function wasCut({ attributes }: Pick<SpanOfCall, 'attributes'>): boolean {
  const outcome = attributes['anthropic.stream.outcome'];
  return (
    isFailed({ attributes }) ||
    attributes['anthropic.retry.outcome'] === 'aborted' ||
    (outcome !== undefined && outcome !== 'completed')
  );
}

/** `undefined` if an id is missing. */
function sameIds(a: Told, b: Told): boolean | undefined {
  const messages = both(a, b, ({ attributes }) => readString(attributes, 'gen_ai.response.id'));
  const requests = both(a, b, requestIdOf);
  return messages ?? requests;
}

function both(a: Told, b: Told, read: (one: Told) => string | undefined): boolean | undefined {
  const [first, second] = [read(a), read(b)];
  return first === undefined || second === undefined ? undefined : first === second;
}

/** Others have it in the error's message, which is the API's envelope. */
const requestIdOf = ({ attributes, statusMessage }: Told): string | undefined =>
  readString(attributes, 'anthropic.request.id') ??
  /["']request_id["']:\s*["'](req_\w+)["']/.exec(
    readString(attributes, 'anthropic.error.message') ?? statusMessage?.slice(0, 2_000) ?? '',
  )?.[1];

/** Gateways put the vendor before the model: `anthropic/claude-sonnet-5`. */
const modelOf = ({ attributes }: Told): string | undefined =>
  readString(attributes, 'gen_ai.request.model')?.split('/').at(-1);

const agree = (a: string | number | undefined, b: string | number | undefined): boolean =>
  a === undefined || b === undefined || a === b;
