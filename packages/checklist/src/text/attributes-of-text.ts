// The signs of one error as a span's attributes would have them: the innermost cause wins over what is around it.
import type { BodyFormat, SpanAttributes } from '@sevenstep/semantic-conventions';
import {
  ABORT_CLASSES,
  ANSWER_CLASSES,
  CODE_OF_CLASS,
  SERVER_ERROR_CLASSES,
  TYPE_OF_CLASS,
} from '../facts/error-class.ts';
import { connectionCodeIn, hadAnswer } from '../facts/error-sentence.ts';
import { STATUS_OF_TYPE } from '../facts/failure-stage.ts';
import { findPhrase } from '../phrases/index.ts';
import { cloudOf } from './clouds.ts';
import { depthOf, type Pair } from './pairs.ts';
import { statusOfProxyLog } from './proxy-logs.ts';
import { type Sentence, sentenceOf, tells } from './sentence.ts';
import { type ClassSign, endOfLine, factOf, type Sign, type Signs, type StatusSign, type TypeSign } from './signs.ts';
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
  const known = knownClass(signs);
  const sentence = sentenceOf(signs, type, statusBeside(signs, type));
  const tunnel = findPhrase('proxyTunnel', sentence.value) !== undefined;
  const proxied = type === undefined ? statusOfProxyLog(signs.text) : undefined;
  const beside = statusBeside(signs, type);
  // The API says so under the type of an internal error, too.
  const isOverload = type?.value === 'api_error' && /^overloaded\.?$/i.test(sentence.value);
  const apiType = isOverload ? 'overloaded_error' : type?.value;
  const status = tunnel || isOverload || proxied !== undefined ? undefined : beside;
  const code =
    type === undefined && status === undefined && proxied === undefined
      ? causeCode(signs, sentence.value)
      : undefined;
  if (
    type === undefined &&
    status === undefined &&
    proxied === undefined &&
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
  const cloud = cloudOf(signs);
  const began = hadAnswer(sentence.value) && type === undefined && status === undefined;
  const body = proxied === undefined ? bodyOf(signs, type, status, sentence) : 'text';
  const isStreamError = type !== undefined && status === undefined && isErrorEvent(signs, known);
  const attributes: SpanAttributes = {
    ...cloud.attributes,
    'error.type':
      apiType ??
      (tunnel ? 'connection_error' : known?.qualified) ??
      (status === undefined ? '_OTHER' : String(status.status)),
    ...((proxied ?? status?.status) !== undefined && {
      'http.response.status_code': proxied ?? status?.status,
    }),
    // The checklist reads the title itself.
    ...(sentence.value !== '' && {
      'anthropic.error.message': body === 'html' ? signs.page?.value : sentence.value,
    }),
    ...(requestId !== undefined &&
      isOwnRequestId(signs, type) && { 'anthropic.request.id': requestId.value }),
    ...(code !== undefined && !began && { 'anthropic.error.cause_code': code.value }),
    ...((errorCode ?? cloud.code) !== undefined && {
      'anthropic.error.code': errorCode?.value ?? cloud.code?.value,
    }),
    ...(host !== undefined && { 'server.address': host.value }),
    ...(host?.port !== undefined && { 'server.port': host.port }),
    ...(host?.url !== undefined && { 'url.full': host.url }),
    ...(model !== undefined && { 'gen_ai.request.model': model }),
    ...(body !== undefined && { 'anthropic.error.body': body }),
    ...(Number.isFinite(retryAfter) && { 'anthropic.retry.after': retryAfter }),
    ...headerOf(signs, 'server'),
    ...headerOf(signs, 'via'),
    ...(isStreamError && { 'anthropic.stream.outcome': 'error_event' as const }),
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

function headerOf(signs: Signs, name: 'server' | 'via'): SpanAttributes {
  const value = factOf(signs, name);
  const header: `http.response.header.${string}` = `http.response.header.${name}`;
  const attributes: SpanAttributes = {};
  if (value !== undefined) attributes[header] = [value];
  return attributes;
}

/** Words of relays: Chinese, an id of new-api or one-api, and how they name what is behind them. */
const RELAYED = /[\u3400-\u9fff]|\(request id: \d{14}|\bupstream error\b|\bbad response status code\b/i;

/** What answered in the API's place, where the text shows its words: a page, JSON of another form, Chinese. */
function bodyOf(
  signs: Signs,
  type: TypeSign | undefined,
  status: StatusSign | undefined,
  { pair }: Sentence,
): BodyFormat | undefined {
  if (type !== undefined) return undefined;
  if (signs.page !== undefined) return 'html';
  if (pair !== undefined && isForeignJson(signs, pair, status)) return 'json';
  if (status === undefined) return undefined;
  const behind = signs.text.slice(status.end, endOfLine(signs.text, status.end));
  return RELAYED.test(behind) ? 'text' : undefined;
}

/** `{"error":{"message":…}}` without a type of the API: not the record of an error, which has a stack. */
function isForeignJson(
  { brackets, pairs, text }: Signs,
  { within }: Pair,
  status: StatusSign | undefined,
): boolean {
  const bracket = brackets[within];
  if (bracket === undefined || within === 0 || text[bracket.start] !== '{') return false;
  if (pairs.some((pair) => pair.within === within && (pair.name === 'stack' || pair.name === 'stacktrace')))
    return false;
  const isBehindStatus =
    status !== undefined && status.end <= bracket.start && bracket.start - status.end < 8;
  return bracket.name === 'error' || isBehindStatus;
}

/** The SDKs have no status, and their most general class, for an `error` event of a stream. */
const isErrorEvent = ({ text }: Signs, known: ClassSign | undefined): boolean =>
  /^event: error\b/m.test(text) ||
  (known === undefined &&
    /\bAPI(?:Status)?Error: \{/.test(text) &&
    /streaming\.(?:m?js|ts|py)|Stream|_stream/.test(text));

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

const isStreamed = (text: string): boolean => /\bstream|iterSSE|event-?stream|for await|\bSSE\b/i.test(text);
