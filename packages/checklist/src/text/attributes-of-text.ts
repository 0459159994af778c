// The signs of one error as a span's attributes would have them: the innermost cause wins over what is around it.
import type { SpanAttributes } from '@sevenstep/semantic-conventions';
import {
  ABORT_CLASSES,
  ANSWER_CLASSES,
  CODE_OF_CLASS,
  SERVER_ERROR_CLASSES,
  TYPE_OF_CLASS,
} from '../facts/error-class.ts';
import { connectionCodeIn, hadAnswer, ownTypeOf, typeOfSentence } from '../facts/error-sentence.ts';
import { STATUS_OF_TYPE } from '../facts/failure-stage.ts';
import { PHRASES } from '../phrases/index.ts';
import { type Pair, unescaped } from './pairs.ts';
import {
  type ClassSign,
  endOfLine,
  factOf,
  type Sign,
  type Signs,
  type StatusSign,
  type TypeSign,
} from './signs.ts';
import { ASKED } from './tokens.ts';

/** Attributes, and the signs that they come from. */
export interface Read {
  readonly attributes: SpanAttributes;
  readonly used: readonly Sign[];
  readonly type?: TypeSign | undefined;
  readonly status?: StatusSign | undefined;
  readonly class?: ClassSign | undefined;
  readonly sentence: string;
  readonly requestId?: string | undefined;
  readonly causeCode?: string | undefined;
  /** The whole envelope of the API stands in the text. */
  readonly isEnvelope: boolean;
}

/** What the signs say, as attributes; nothing where no sign is one of a failure. */
export function attributesOf(signs: Signs): Read | undefined {
  const type = innermostType(signs);
  const status = statusBeside(signs, type);
  const known = knownClass(signs);
  const sentence = sentenceOf(signs, type, status);
  const code = type === undefined && status === undefined ? causeCode(signs, sentence.value) : undefined;
  if (
    type === undefined &&
    status === undefined &&
    known === undefined &&
    code === undefined &&
    !tells(sentence.value)
  )
    return undefined;
  const requestId = signs.requestIds[0];
  const host = hostOf(signs);
  const model = signs.models[0]?.value;
  const retryAfter = Number(factOf(signs, 'retryafter'));
  const errorCode = signs.pairs.find(
    ({ name, value }) => ASKED.get(name) === 'errorcode' && /^[a-z][a-z\d_]{3,80}$/.test(value),
  );
  const cloudCode = cloudCodeOf(signs);
  const isPage = signs.page !== undefined && type === undefined;
  const began = hadAnswer(sentence.value) && type === undefined && status === undefined;
  const attributes: SpanAttributes = {
    'gen_ai.provider.name': 'anthropic',
    'error.type':
      type?.value ?? known?.qualified ?? (status === undefined ? '_OTHER' : String(status.status)),
    ...(status !== undefined && { 'http.response.status_code': status.status }),
    ...(sentence.value !== '' && { 'anthropic.error.message': sentence.value }),
    ...(requestId !== undefined &&
      isOwnRequestId(signs, type) && { 'anthropic.request.id': requestId.value }),
    ...(code !== undefined && !began && { 'anthropic.error.cause_code': code.value }),
    ...((errorCode ?? cloudCode) !== undefined && {
      'anthropic.error.code': errorCode?.value ?? cloudCode?.value,
    }),
    ...(host !== undefined && { 'server.address': host.value }),
    ...(host?.port !== undefined && { 'server.port': host.port }),
    ...(host?.url !== undefined && { 'url.full': host.url }),
    ...(model !== undefined && { 'gen_ai.request.model': model }),
    ...(isPage && { 'anthropic.error.body': 'html' as const }),
    ...(Number.isFinite(retryAfter) && { 'anthropic.retry.after': retryAfter }),
    ...(factOf(signs, 'server') !== undefined && {
      'http.response.header.server': [factOf(signs, 'server') ?? ''],
    }),
    ...(factOf(signs, 'via') !== undefined && { 'http.response.header.via': [factOf(signs, 'via') ?? ''] }),
    ...(began && isStreamed(signs.text) && { 'gen_ai.request.stream': true }),
  };
  return {
    attributes,
    used: [status, type, known, sentence.sign, code, requestId].filter((sign) => sign !== undefined),
    type,
    status,
    class: known,
    sentence: sentence.value,
    requestId: requestId?.value,
    causeCode: code?.value,
    isEnvelope: type?.pair !== undefined && isEnvelope(signs, type.pair),
  };
}

/** Of several, the one that is escaped most, then the deepest, then the last. */
function innermostType(signs: Signs): TypeSign | undefined {
  let best: TypeSign | undefined;
  for (const sign of signs.types) {
    if (sign.pair === undefined) continue;
    if (best === undefined || rank(signs, sign) >= rank(signs, best)) best = sign;
  }
  return best ?? signs.types.find((sign) => isPrinted(signs.text, sign));
}

const rank = (signs: Signs, { pair }: TypeSign): number =>
  pair === undefined ? -1 : pair.escapes * 1_000 + depthOf(signs, pair.within);

function depthOf({ brackets }: Signs, within: number): number {
  let depth = 0;
  for (let at = within; at > 0; at = brackets[at]?.within ?? 0) depth += 1;
  return depth;
}

/** A type that is a word of a sentence is printed beside what it is the type of: `overloaded_error: Overloaded`, `(api_error)`. */
const isPrinted = (text: string, { start, end }: Sign): boolean =>
  /^(?::|\)|\]| - |["'`]?\s{0,4}$|["'`]?,|\s{0,2}\n)/.test(text.slice(end, end + 8)) ||
  /[[(:] ?$/.test(text.slice(Math.max(0, start - 3), start));

/** `{"type":"error","error":{"type":…}}`: what is around the type is the value of `error`. */
const isEnvelope = ({ brackets, pairs }: Signs, { within }: Pair): boolean =>
  brackets[within]?.name === 'error' &&
  pairs.some(
    (pair) => pair.within === brackets[within]?.within && pair.name === 'type' && pair.value === 'error',
  );

/** Statuses that the API gives with each type besides its usual one. */
const goesWith = (status: number, type: string): boolean => {
  const usual = STATUS_OF_TYPE.get(type);
  if (usual === undefined || usual === status) return true;
  if (type === 'invalid_request_error' || type === 'billing_error') return status >= 400 && status < 500;
  return type === 'api_error' && status >= 500;
};

function statusBeside(signs: Signs, type: TypeSign | undefined): StatusSign | undefined {
  const failed = signs.statuses.filter(({ status }) => status >= 400);
  if (type !== undefined) {
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

const isKnown = (name: string): boolean =>
  TYPE_OF_CLASS.has(name) ||
  CODE_OF_CLASS.has(name) ||
  ABORT_CLASSES.has(name) ||
  ANSWER_CLASSES.has(name) ||
  SERVER_ERROR_CLASSES.has(name);

/** The class that says most: the client's own over those of the libraries below it. */
function knownClass({ classes }: Signs): ClassSign | undefined {
  const known = classes.filter(({ value }) => isKnown(value));
  return (
    known.find(({ value }) => ABORT_CLASSES.has(value)) ??
    known.find(({ value, qualified }) => /^API/.test(value) || /anthropic/i.test(qualified)) ??
    known.find(({ value }) => TYPE_OF_CLASS.has(value)) ??
    known.at(-1)
  );
}

/** A sentence that says by itself that a call failed, and how. */
export const tells = (sentence: string): boolean =>
  sentence !== '' &&
  (typeOfSentence(sentence) !== undefined ||
    ownTypeOf(sentence) !== undefined ||
    hadAnswer(sentence) ||
    connectionCodeIn(sentence) !== undefined ||
    Object.values(PHRASES).some(
      ({ pattern, notProviderSpecific }) => notProviderSpecific !== true && pattern.test(sentence),
    ));

interface Found {
  readonly value: string;
  readonly sign?: Sign | undefined;
}

const MAX_SENTENCE = 2_000;
const MAX_CANDIDATES = 40;

/** What the error says: of the innermost envelope, else of the innermost error that is printed, else of its line. */
function sentenceOf(signs: Signs, type: TypeSign | undefined, status: StatusSign | undefined): Found {
  const beside = type?.pair === undefined ? undefined : messageIn(signs, type.pair.within);
  if (beside !== undefined) return { value: cut(unescaped(beside.value)), sign: beside };
  const candidates = [
    ...ofPairs(signs),
    ...ofClasses(signs),
    ...ofStatus(signs, status),
    ...ofLines(signs),
  ].slice(0, MAX_CANDIDATES);
  for (const candidate of candidates) {
    for (const value of endsOf(candidate.value)) if (tells(value)) return { value, sign: candidate.sign };
  }
  if (signs.page !== undefined) return { value: signs.page.value, sign: signs.page };
  return candidates.find(({ value }) => value !== '' && !/^[{[<]/.test(value)) ?? { value: '' };
}

const cut = (text: string): string => text.trim().slice(0, MAX_SENTENCE);

const messageIn = ({ pairs }: Signs, within: number): Pair | undefined =>
  pairs.find((pair) => pair.within === within && (pair.name === 'message' || pair.name === 'msg'));

/** Innermost first. */
function ofPairs(signs: Signs): readonly Found[] {
  return signs.pairs
    .filter(({ name, value }) => ASKED.get(name) === 'message' && value.length > 1)
    .filter(({ name, value, isQuoted }) => isQuoted || name === 'message' || /\s/.test(value))
    .toSorted((a, b) => rankOf(signs, b) - rankOf(signs, a))
    .map((pair) => ({ value: cut(unescaped(pair.value)), sign: pair }));
}

const rankOf = (signs: Signs, { escapes, within, name }: Pair): number =>
  escapes * 1_000 + depthOf(signs, within) * 10 + (name === 'message' ? 5 : 0);

const ofClasses = ({ classes }: Signs): readonly Found[] =>
  classes
    .filter(({ message }) => message !== '')
    .toReversed()
    .map((sign) => ({ value: cut(unescaped(sign.message)), sign }));

/** `529 Overloaded`, `(429): Too many requests`. */
function ofStatus({ text }: Signs, status: StatusSign | undefined): readonly Found[] {
  if (status === undefined) return [];
  const at = text.indexOf(status.value, status.start) + status.value.length;
  const rest = text.slice(at, endOfLine(text, at)).replace(/^[\s:.,\-–)\]"']{1,12}/, '');
  return [{ value: cut(rest), sign: { value: rest, start: status.start, end: endOfLine(text, at) } }];
}

const MAX_LINES = 60;

function ofLines({ text }: Signs): readonly Found[] {
  const found: Found[] = [];
  let at = 0;
  for (let line = 0; line < MAX_LINES && at < text.length; line += 1) {
    const end = endOfLine(text, at);
    const value = text.slice(at, end);
    if (!/^\s{0,40}(?:at |File "|\.\.\. )/.test(value) && value.trim() !== '')
      found.push({ value: cut(value), sign: { value, start: at, end } });
    at = end + 1;
  }
  return found;
}

/** A text, and what is left of it behind each colon, dash or quote. */
function endsOf(text: string): readonly string[] {
  const ends = [text];
  for (const match of text.slice(0, 600).matchAll(/(?:: | - |: ?["'`]|\) |] |^["'`]|\| |→ |-> |— )/g)) {
    const end = text.slice(match.index + match[0].length).replace(/["'`)\]}\s]{1,4}$/, '');
    if (end.length > 2) ends.push(end);
    if (ends.length > 12) break;
  }
  return ends;
}

/** A code of the chain, else the one that the sentence has. */
function causeCode(signs: Signs, sentence: string): Sign | undefined {
  const named = signs.codes[0];
  if (named !== undefined) return named;
  const code = connectionCodeIn(sentence);
  return code === undefined ? undefined : { value: code, start: 0, end: 0 };
}

/** A gateway's own id says nothing of the API. */
const isOwnRequestId = (signs: Signs, type: TypeSign | undefined): boolean =>
  type !== undefined || /^req_01/.test(signs.requestIds[0]?.value ?? '');

const DOCUMENTS =
  /(?:^|\.)(?:docs|console|support|status|platform|www)\.|github\.com|claude\.com|npmjs|pypi|readthedocs|mozilla|nodejs\.org|docs\./;

/** The host that was called, not one whose pages a sentence points at. */
function hostOf({ hosts }: Signs): Signs['hosts'][number] | undefined {
  const called = hosts.filter(
    ({ value, url = '' }) => !DOCUMENTS.test(value) && !DOCUMENTS.test(url.slice(0, 60)),
  );
  return (
    called.find(({ value }) => /anthropic\.com$|amazonaws\.com|googleapis\.com|azure\.com/.test(value)) ??
    called[0]
  );
}

/** AWS's class of an exception, and Google's status. */
function cloudCodeOf(signs: Signs): Sign | undefined {
  const aws =
    /\((\w{3,60}(?:Exception|Quota\w{0,20}))\) when calling/.exec(signs.text)?.[1] ??
    factOf(signs, 'amzntype')?.split(':', 1)[0]?.split('#').at(-1) ??
    signs.classes.find(({ value }) => AWS_CLASSES.test(value))?.value;
  if (aws !== undefined) return { value: aws, start: 0, end: 0 };
  const google = signs.pairs.find(
    ({ name, value }) => name === 'status' && /^[A-Z]{3,30}(?:_[A-Z]{2,30}){0,3}$/.test(value),
  );
  return google;
}

const AWS_CLASSES =
  /^(?:ThrottlingException|AccessDeniedException|ExpiredTokenException|ValidationException|ModelTimeoutException|ModelNotReadyException|ModelErrorException|ServiceQuotaExceededException|UnrecognizedClientException|InvalidSignatureException|ResourceNotFoundException|ServiceUnavailableException|InternalServerException|MissingAuthenticationTokenException)$/;

const isStreamed = (text: string): boolean => /\bstream|iterSSE|event-?stream|for await|\bSSE\b/i.test(text);
