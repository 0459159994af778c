// Turns a span's attributes into facts, once per span.
import type { AttributesLike } from '../spans/read-attributes.ts';
import { DEFAULT_THRESHOLDS, type Thresholds } from '../thresholds.ts';
import { classInFront, openEnvelope } from './envelope.ts';
import { ABORT_CLASSES, ANSWER_CLASSES, CODE_OF_CLASS, classOf, typeOfClass } from './error-class.ts';
import type { Facts, SpanInfo } from './facts.ts';
import { factsOf } from './facts-of.ts';

/**
 * What a span's attributes say of its call.
 *
 * @example readFacts({ 'error.type': 'rate_limit_error', 'http.response.status_code': 429 }).failure // 'answer'
 */
export function readFacts(
  attributes: AttributesLike,
  span: SpanInfo | null = {},
  thresholds: Thresholds = DEFAULT_THRESHOLDS,
): Facts {
  return factsOf(attributes, span, thresholds, { open: openEnvelope, classIn: classOfEither });
}

/** The class that the span writes as the type of its error, or the one in front of its sentence where that type says nothing. */
function classOfEither(type: string | undefined, sentence: string | undefined): string | undefined {
  const named = classOf(type);
  if (type === undefined || isKnown(named) || !/^(?:_OTHER|[A-Z]\w{0,60})$/.test(type)) return named;
  const inFront = classOf(classInFront(sentence));
  return isKnown(inFront) ? inFront : named;
}

const isKnown = (className: string | undefined): boolean =>
  className !== undefined &&
  (typeOfClass(className) !== undefined ||
    [ABORT_CLASSES, ANSWER_CLASSES, CODE_OF_CLASS].some((classes) => classes.has(className)));
