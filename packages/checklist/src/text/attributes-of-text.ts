// Turns the signs of one error into the attributes that a span would have. The innermost cause wins over its surroundings.
import type { SpanAttributes } from '@sevenstep/semantic-conventions';
import { OTHER_VENDORS } from '@sevenstep/wire';
import { ABORT_CLASSES, TYPE_OF_CLASS } from '../facts/error-class.ts';
import { ownTypeOf, statusOfReason, typeOfSentence } from '../facts/error-sentence.ts';
import { STATUS_OF_TYPE } from '../facts/failure-stage.ts';
import { goesWith, isOwn } from '../facts/goes-with.ts';
import * as phrases from '../phrases/index.ts';
import {
  bodyOf,
  brokeOff,
  CLOUD_EVENT,
  endOfAnswer,
  endOfStream,
  headerOf,
  isErrorEvent,
  isOfRelay,
  isStreamed,
  limitsInText,
  THROWN_BY_STREAM,
} from './answer.ts';
import {
  ABORTED,
  blockedIn,
  GO_PROXY,
  JACKSON,
  noKeyIn,
  PARSER,
  SDK_JSON,
  TIMED_OUT,
  TRIPPED,
  toolInputIn,
  unsentIn,
} from './client-words.ts';
import { cloudOf } from './clouds.ts';
import { impliedStatus, statusOfRelay } from './implied-status.ts';
import { statusOfProxyLog } from './proxy-logs.ts';
import { sentenceOf, tells } from './sentence.ts';
import { type ClassSign, factOf, type Sign, type Signs, type StatusSign, type TypeSign } from './signs.ts';
import { ASKED } from './tokens.ts';
import {
  calledHost,
  causeCode,
  innermostType,
  isEnvelope,
  isOwnRequestId,
  knownClass,
  statusBeside,
} from './winners.ts';

/** A key in a printed or typed header. */
const SENT_KEY = /\b(?:x-api-key["']?: ?["']?|authorization["']?: ?["']?bearer )(?<key>[\w.-]{4,200})/i;

const isOtherKey = (text: string): boolean => OTHER_VENDORS.test(SENT_KEY.exec(text)?.groups?.key ?? '');

/** Attributes with their signs. */
export interface Read {
  readonly attributes: SpanAttributes;
  readonly used: readonly Sign[];
  readonly type?: TypeSign | undefined;
  readonly status?: StatusSign | undefined;
  readonly class?: ClassSign | undefined;
  readonly sentence: string;
  readonly requestId?: string | undefined;
  readonly causeCode?: string | undefined;
  /** Whether the text has the API's complete envelope. */
  readonly isEnvelope: boolean;
  /** Whether the status follows from type, class or words, because the text contains no such number. */
  readonly isStatusImplied: boolean;
}

/** The signs as attributes; `undefined` if no sign shows a failure. */
export function attributesOf(signs: Signs): Read | undefined {
  const written = innermostType(signs);
  const known = knownClass(signs);
  const beside = statusBeside(signs, written);
  const ofTool = toolInputIn(signs);
  const outer = ofTool ?? noKeyIn(signs) ?? blockedIn(signs) ?? sentenceOf(signs, written, beside);
  const type = isOfRelay(signs, written, beside, outer.value) ? undefined : written;
  const tunnelled = type === undefined && GO_PROXY.test(signs.text);
  const unsent = type === undefined ? unsentIn(signs, outer.value) : undefined;
  const sentence =
    unsent === undefined && !tunnelled
      ? outer
      : { ...outer, value: unsent ?? `proxyconnect tcp: ${outer.value}` };
  const proxied =
    type === undefined
      ? (statusOfProxyLog(signs.text) ??
        (beside === undefined ? statusOfRelay(sentence.value, signs) : undefined))
      : undefined;
  const isTunnel =
    tunnelled ||
    (type === undefined && phrases.findPhrase(phrases.proxyTunnel, sentence.value) !== undefined);
  // The API also uses the type of an internal error for this.
  const isOverload = type?.value === 'api_error' && /^overloaded\.?$/i.test(sentence.value);
  // A relay may send the API's sentence or envelope with another status.
  const told = type === undefined ? typeOfSentence(sentence.value) : undefined;
  const around = signs.brackets[type?.pair?.within ?? 0];
  const isRelayed =
    beside !== undefined &&
    (type === undefined
      ? told !== undefined && !goesWith(beside.status, told)
      : !signs.types.some(
          ({ value, start }) =>
            start >= (around?.start ?? 0) && start < (around?.end ?? 0) && isOwn(beside.status, value),
        ));
  // The AI SDK sets its own status for an `error` event.
  const isEvent =
    signs.classes.some(({ value }) => value === 'AI_StreamProviderError') || CLOUD_EVENT.test(signs.text);
  const status = isTunnel || isOverload || isRelayed || isEvent || proxied !== undefined ? undefined : beside;
  const isAnswered = type !== undefined || isRelayed || status !== undefined || proxied !== undefined;
  const code = isAnswered || isTunnel ? undefined : causeCode(signs, sentence.value);
  const cloud = cloudOf(signs, type);
  const own = ownTypeOf(sentence.value);
  const isBroken = !isAnswered && brokeOff(signs, sentence.value);
  // LiteLLM raises a server error's class for a failed connection.
  const isDisguised =
    known?.qualified.startsWith('litellm.') === true && (code !== undefined || own === 'client_error');
  if (
    !isAnswered &&
    known === undefined &&
    code === undefined &&
    unsent === undefined &&
    !isEvent &&
    !isBroken &&
    !tells(sentence.value) &&
    !ABORTED.test(sentence.value) &&
    cloud.code === undefined &&
    endOfStream(sentence.value) === undefined &&
    !SDK_JSON.test(signs.text) &&
    !TRIPPED.test(signs.text) &&
    statusOfReason(sentence.value) === undefined
  )
    return undefined;
  // The SDK's timeout also aborts the request.
  const isTimeout = !isAnswered && TIMED_OUT.test(signs.text);
  // Python reads the events of a stream in this function.
  const isStreamTimeout = !isAnswered && known?.value === 'ReadTimeout' && /\b__stream__\b/.test(signs.text);
  // undici raises the class of an abort if a proxy rejects the tunnel.
  const isAborted =
    !isTunnel &&
    !isTimeout &&
    ((known !== undefined && ABORT_CLASSES.has(known.value)) ||
      (!isAnswered && ABORTED.test(sentence.value)));
  const isJackson = ofTool === undefined && signs.classes.some(({ value }) => JACKSON.test(value));
  const isNoJson = !isAnswered && (isJackson || own === 'malformed_response' || TRIPPED.test(signs.text));
  const isMalformed = isNoJson && (isJackson || PARSER.test(sentence.value)) && isStreamed(signs.text);
  const began = isBroken && !isAborted && !isNoJson;
  const ownBody =
    proxied === undefined || signs.page !== undefined ? bodyOf(signs, type, status, sentence) : 'text';
  // Clouds have their own forms of answers.
  const body = cloud.isNamed && ownBody !== 'html' ? undefined : ownBody;
  const requestId = signs.requestIds[0];
  const host = calledHost(signs);
  const model = signs.models[0]?.value;
  const retryAfter = Number.parseFloat(factOf(signs, 'retryafter') ?? '');
  const errorCode =
    signs.pairs.find(
      ({ name, value }) =>
        ASKED.get(name) === 'errorcode' && /^(?!null$|none$)[a-z][a-z\d_]{3,80}$/.test(value),
    ) ?? cloud.code;
  const answered =
    proxied ??
    status?.status ??
    impliedStatus(type?.value, errorCode?.value, sentence.value) ??
    (body === undefined ? undefined : STATUS_OF_TYPE.get(TYPE_OF_CLASS.get(known?.value ?? '') ?? ''));
  const isOwnId = isOwnRequestId(signs, type);
  // A request log has the name of the status in place of the API's sentence.
  const isReason = isOwnId && type === undefined && statusOfReason(sentence.value) === answered;
  const failure: SpanAttributes = {
    'error.type':
      (isAborted ? 'APIUserAbortError' : undefined) ??
      (isOverload ? 'overloaded_error' : type?.value) ??
      (isRelayed || body === undefined ? told : undefined) ??
      (unsent === undefined || isAnswered ? undefined : '_OTHER') ??
      (isTunnel || isDisguised ? 'connection_error' : undefined) ??
      (isTimeout ? 'client_timeout_error' : undefined) ??
      (isNoJson ? 'malformed_response' : undefined) ??
      // The class follows from the status, whichever server answered.
      (body === undefined || answered === undefined ? known?.qualified : undefined) ??
      (answered === undefined ? '_OTHER' : String(answered)),
    ...(answered !== undefined && { 'http.response.status_code': answered }),
    ...(code !== undefined && { 'anthropic.error.cause_code': code.value }),
    ...(began && endOfAnswer(signs)),
    ...(isStreamTimeout && { 'anthropic.stream.outcome': 'timeout' as const }),
    ...(isAnswered ? undefined : endOfStream(sentence.value)),
    ...(isMalformed && { 'anthropic.stream.outcome': 'malformed' as const }),
    ...(status === undefined &&
      (type === undefined
        ? isEvent || THROWN_BY_STREAM.test(signs.text)
        : isEvent || isErrorEvent(signs)) && { 'anthropic.stream.outcome': 'error_event' as const }),
  };
  const attributes: SpanAttributes = {
    ...cloud.attributes,
    ...failure,
    // The checklist itself reads the title of a page.
    ...(sentence.value !== '' &&
      !isReason && {
        'anthropic.error.message': body === 'html' && !isNoJson ? signs.page?.value : sentence.value,
      }),
    ...(tunnelled && { 'anthropic.request.proxy': 'process' as const }),
    ...(requestId !== undefined && isOwnId && { 'anthropic.request.id': requestId.value }),
    ...(errorCode !== undefined && { 'anthropic.error.code': errorCode.value }),
    ...(host !== undefined && { 'server.address': host.value }),
    ...(host?.port !== undefined && { 'server.port': host.port }),
    ...(host?.url !== undefined && { 'url.full': host.url }),
    ...(model !== undefined && { 'gen_ai.request.model': model }),
    ...(body !== undefined && { 'anthropic.error.body': body }),
    ...(isOtherKey(signs.text) && { 'anthropic.auth.key_shape': 'other_vendor' as const }),
    ...(Number.isFinite(retryAfter) && { 'anthropic.retry.after': retryAfter }),
    ...headerOf(signs, 'server'),
    ...headerOf(signs, 'via'),
    ...limitsInText(signs),
  };
  return {
    attributes,
    used: [status, type, known, sentence.sign, code, requestId].filter((sign) => sign !== undefined),
    type,
    // The status may also be from a relay. An event has none.
    status: status ?? (type && beside),
    class: known,
    sentence: sentence.value,
    requestId: requestId?.value,
    causeCode: code?.value,
    isEnvelope: type?.pair !== undefined && isEnvelope(signs, type.pair),
    isStatusImplied: answered === undefined || !signs.text.includes(String(answered)),
  };
}
