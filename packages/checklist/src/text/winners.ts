// Chooses the sign that counts among several: the innermost, with its neighbours.
import {
  ABORT_CLASSES,
  ANSWER_CLASSES,
  CODE_OF_CLASS,
  SERVER_ERROR_CLASSES,
  TYPE_OF_CLASS,
} from '../facts/error-class.ts';
import { connectionCodeIn } from '../facts/error-sentence.ts';
import { STATUS_OF_TYPE } from '../facts/failure-stage.ts';
import { goesWith } from '../facts/goes-with.ts';
import { depthOf, type Pair } from './pairs.ts';
import type { ClassSign, Sign, Signs, StatusSign, TypeSign } from './signs.ts';

/** The type with the most escapes, then the deepest, then the last. A truncated object counts less than a complete one. */
export function innermostType(signs: Signs): TypeSign | undefined {
  let best: TypeSign | undefined;
  for (const sign of signs.types) {
    if (sign.pair === undefined) continue;
    if (best === undefined || rank(signs, sign) >= rank(signs, best)) best = sign;
  }
  return best ?? signs.types.find((sign) => isPrinted(signs.text, sign));
}

const rank = (signs: Signs, { pair }: TypeSign): number =>
  pair === undefined
    ? -1
    : pair.escapes * 1_000 +
      depthOf(signs, pair.within) -
      (signs.brackets[pair.within]?.end === Number.POSITIVE_INFINITY ? 0.5 : 0);

/** Whether a type in a sentence names an error, and is not only a word: `overloaded_error: Overloaded`, `(api_error)`. */
const isPrinted = (text: string, { start, end }: Sign): boolean =>
  /^(?:: ?[A-Z{]|\)|\]| - |\s{0,4}$|\s{0,2}\n)/.test(text.slice(end, end + 8)) ||
  /(?:[[(]|: ?| error |\b[45]\d\d )$/.test(text.slice(Math.max(0, start - 7), start)) ||
  /^ [45]\d\d\b/.test(text.slice(end, end + 5));

/** Whether the object around the type is the value of `error`: `{"type":"error","error":{"type":…}}`. */
export const isEnvelope = ({ brackets, pairs }: Signs, { within }: Pair): boolean =>
  brackets[within]?.name === 'error' &&
  pairs.some(
    (pair) => pair.within === brackets[within]?.within && pair.name === 'type' && pair.value === 'error',
  );

/** Whether a number is a status of HTTP, the API, nginx or Cloudflare. */
const isStatus = (number: number): boolean =>
  number <= 451 || number === 499 || (number >= 500 && number <= 511) || (number >= 520 && number <= 530);

/** An unfollowed redirect is a failure if the SDK throws it. */
const isFailed = ({ status, form }: StatusSign): boolean =>
  (status >= 400 && isStatus(status)) || (status >= 300 && form !== undefined && REDIRECTED.has(form));

const REDIRECTED: ReadonlySet<string> = new Set(['json', 'class', 'error code']);

export function statusBeside(signs: Signs, type: TypeSign | undefined): StatusSign | undefined {
  const failed = signs.statuses.filter(isFailed);
  if (type !== undefined) {
    const same = signs.types.filter(({ value }) => value === type.value);
    const adjacent = failed.findLast((status) => same.some((one) => isAdjacent(signs, status, one)));
    if (adjacent !== undefined) return adjacent;
    const fitting = failed.filter(({ status }) => goesWith(status, type.value));
    const usual = STATUS_OF_TYPE.get(type.value);
    return (
      fitting.find(({ status, isCertain }) => isCertain && status === usual) ??
      fitting.findLast(({ isCertain }) => isCertain) ??
      fitting.find(({ status }) => status === usual)
    );
  }
  const certain = failed.filter(({ isCertain }) => isCertain);
  return certain.at(-1) ?? failed.at(-1);
}

/** Whether the status is right before a bracket around the type, or inside one: `429 {"type":"error",…`, `{"status":429,"error":…`. */
function isAdjacent({ brackets, text }: Signs, status: StatusSign, { pair }: TypeSign): boolean {
  if (pair === undefined) return false;
  const { pair: own } = status;
  const at = text.indexOf(status.value, status.start) + status.value.length;
  for (let one = pair.within; one > 0; one = brackets[one]?.within ?? 0) {
    const start = brackets[one]?.start ?? -1;
    if (own !== undefined && own.within === one && own.escapes === pair.escapes) return true;
    if (at <= start && start - at <= 4) return true;
  }
  return false;
}

const isKnown = (name: string): boolean =>
  TYPE_OF_CLASS.has(name) ||
  CODE_OF_CLASS.has(name) ||
  ABORT_CLASSES.has(name) ||
  ANSWER_CLASSES.has(name) ||
  SERVER_ERROR_CLASSES.has(name);

/** Classes of errors that come from a call, for any reason. */
const CARRIERS =
  /^AI_(?:APICallError|RetryError|LoadAPIKeyError)$|^API(?:Status|Response)?Error$|^Anthropic\w{0,40}(?:Error|Exception)$|^UnexpectedStatusCodeException$/;

/** The most informative class: the client's own comes before those of libraries below it. */
export function knownClass({ classes }: Signs): ClassSign | undefined {
  const known = classes.filter(({ value }) => isKnown(value));
  return (
    known.find(({ value }) => ABORT_CLASSES.has(value)) ??
    known.find(({ value, qualified }) => /^API/.test(value) || /anthropic/i.test(qualified)) ??
    known.find(({ value }) => TYPE_OF_CLASS.has(value)) ??
    known.at(-1) ??
    classes.find(({ value }) => CARRIERS.test(value))
  );
}

/** A code in the chain, else the code in the sentence. */
export function causeCode(signs: Signs, sentence: string): Sign | undefined {
  const named = signs.codes[0];
  if (named !== undefined) return named;
  const code = connectionCodeIn(sentence);
  return code === undefined ? undefined : { value: code, start: 0, end: 0 };
}

/** Whether the id is from the API. A gateway's own id shows nothing about the API. */
export const isOwnRequestId = (signs: Signs, type: TypeSign | undefined): boolean =>
  type !== undefined || /^req_01/.test(signs.requestIds[0]?.value ?? '');

const DOCUMENTS =
  /(?:^|\.)w3\.org$|(?:^|\.)(?:console|support|status|platform|www)\.|github\.com|claude\.com|npmjs|pypi|readthedocs|mozilla|nodejs\.org|docs\./;

/** Whether the host has documentation to which sentences and pages link. */
export const isDocument = ({ value, url = '' }: Signs['hosts'][number]): boolean =>
  DOCUMENTS.test(value) || DOCUMENTS.test(url.slice(0, 60));

/** The host of the call, not of a linked page. */
export function calledHost({ hosts }: Signs): Signs['hosts'][number] | undefined {
  const called = hosts.filter((host) => !isDocument(host));
  return (
    called.find(({ value }) => /anthropic\.com$|amazonaws\.com|googleapis\.com|azure\.com/.test(value)) ??
    called[0]
  );
}
