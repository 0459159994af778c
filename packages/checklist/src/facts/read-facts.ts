// Turns a span's attributes into facts, once per span.

import { platformOf, platformOfModel } from '../spans/platform.ts';
import { readProvider } from '../spans/provider.ts';
import { type AttributesLike, MAX_LENGTH, readString } from '../spans/read-attributes.ts';
import { DEFAULT_THRESHOLDS, type Thresholds } from '../thresholds.ts';
import { standardClass } from './class-of-span.ts';
import { classInFront, openEnvelope } from './envelope.ts';
import { ABORT_CLASSES, ANSWER_CLASSES, CODE_OF_CLASS, classOf, typeOfClass } from './error-class.ts';
import type { Facts, SpanInfo } from './facts.ts';
import { factsOf } from './facts-of.ts';
import { printedAnswer } from './printed-answer.ts';

/**
 * The facts of a call from its span's attributes.
 *
 * @example readFacts({ 'error.type': 'rate_limit_error', 'http.response.status_code': 429 }).failure // 'answer'
 */
export function readFacts(
  attributes: AttributesLike,
  span: SpanInfo | null = {},
  thresholds: Thresholds = DEFAULT_THRESHOLDS,
): Facts {
  return factsOf(withPrinted(attributes, span), span, thresholds, {
    open: openEnvelope,
    classIn: classOfEither,
  });
}

/** Adds the answer in the sentence of the span's status. The span's own facts stay. */
function withPrinted(attributes: AttributesLike, span: SpanInfo | null): AttributesLike {
  const { statusMessage } = span ?? {};
  if (typeof statusMessage !== 'string' || attributes['error.type'] === undefined) return attributes;
  const printed = printedAnswer(statusMessage.slice(0, MAX_LENGTH));
  // Clouds have their own forms of answers.
  if (printed === undefined || (printed['anthropic.error.body'] !== undefined && isOfCloud(attributes)))
    return attributes;
  const status = Number(attributes['http.response.status_code'] ?? 0);
  // A span with an error status is not about a stream.
  return { ...printed, ...(status >= 300 && { 'anthropic.stream.outcome': undefined }), ...attributes };
}

const isOfCloud = (attributes: AttributesLike): boolean => {
  const platform =
    platformOf(readProvider(attributes), readString(attributes, 'server.address')) ??
    platformOfModel(readString(attributes, 'gen_ai.request.model'));
  return platform !== undefined && platform !== 'anthropic';
};

/**
 * The class in the span's error type, or the class before its sentence if that type is too general.
 * `undefined` if the class fits any failed connection and the sentence is about a body.
 */
function classOfEither(type: string | undefined, sentence = ''): string | undefined {
  const named = standardClass(classOf(type));
  const inFront = standardClass(classOf(classInFront(sentence)));
  const general = typeOfClass(named);
  if (general === 'connection_error' && OF_BODY.test(sentence)) return undefined;
  if (general === 'connection_error' || general === 'client_timeout_error')
    // The class of its cause.
    return CODE_OF_CLASS.has(inFront ?? '') ? inFront : named;
  if (type === undefined || isKnown(named) || !/^(?:_OTHER|[A-Z]\w{0,60})$/.test(type)) return named;
  if (isKnown(inFront)) return inFront;
  return ABORTED.test(sentence) ? 'APIUserAbortError' : named;
}

/** The sentences of an abort: from the SDK for TypeScript, in a class that has lost its name, and from `fetch`. */
const ABORTED = /^(?:Request was|This operation was) aborted\.?$/;

/** Messages about a body that broke off, from h11, aiohttp and zlib. */
const OF_BODY = /complete message body|chunked read|payload is not completed|while decompressing/i;

const isKnown = (className: string | undefined): boolean =>
  className !== undefined &&
  (typeOfClass(className) !== undefined ||
    [ABORT_CLASSES, ANSWER_CLASSES, CODE_OF_CLASS].some((classes) => classes.has(className)));
