// Infers where a call failed from the error's class and sentence, if type, status and code do not tell.
import { ANSWER_CLASSES, CODE_OF_CLASS } from './error-class.ts';
import {
  breaksAnswer,
  connectionCodeIn,
  hadAnswer,
  isCut,
  isDeadline,
  ownTypeOf,
  statusOfReason,
  typeOfSentence,
} from './error-sentence.ts';
import { type FailureFacts, failureStage, KNOWN_ERROR_TYPES, STATUS_OF_TYPE } from './failure-stage.ts';

/** Other facts of an error. */
interface ErrorDescription {
  /** The error's class, without the module. */
  readonly className: string | undefined;
  /** Unwrapped. */
  readonly sentence: string;
  /** The API's type in the envelope around the sentence. */
  readonly wrappedType: string | undefined;
  /** Whether the request asked for a stream, which has not ended. */
  readonly streamed: boolean;
}

/** Adds facts from the error's class and sentence. The span's own facts stay. */
export function inferFailure(known: FailureFacts, error: ErrorDescription): FailureFacts {
  const { sentence } = error;
  if (known.outcome === undefined && isCut(sentence)) return { ...known, outcome: 'timeout' };
  switch (failureStage(known)) {
    case 'reading':
      return { ...known, ...endedAnswer(known, error) };
    case 'connection':
      // axios uses a connection's code for its own timer.
      return /^timeout of \d/.test(sentence)
        ? { ...known, errorType: 'client_timeout_error', causeCode: undefined }
        : { ...known, causeCode: known.causeCode ?? codeOf(error) };
    case 'answer':
      return KNOWN_ERROR_TYPES.has(known.errorType ?? '')
        ? known
        : { ...known, errorType: answeredType(known, error) ?? known.errorType };
    case 'malformed':
      // An event of a stream, or the application's use of a whole response.
      return known.answerBegan
        ? { ...known, ...(error.streamed ? { outcome: 'malformed' } : { errorType: error.className }) }
        : known;
    case 'unknown':
      return { ...known, ...inferUnknown(known, error) };
    default:
      return known;
  }
}

function inferUnknown(known: FailureFacts, error: ErrorDescription): Partial<FailureFacts> {
  const { className = '', sentence } = error;
  const began = ANSWER_CLASSES.has(className);
  if (began || hadAnswer(sentence)) {
    const { wrappedType } = error;
    return {
      answerBegan: true,
      ...(wrappedType === undefined
        ? brokenAnswer(known, error)
        : { errorType: wrappedType, outcome: 'error_event' }),
    };
  }
  const status = statusOfReason(sentence);
  if (status !== undefined) return { status };
  const answer = error.wrappedType ?? ownTypeOf(sentence);
  const causeCode = codeOf(error);
  if (answer !== undefined)
    return { errorType: answer, causeCode: error.wrappedType ? undefined : causeCode };
  return causeCode === undefined ? { errorType: typeOfSentence(sentence) ?? known.errorType } : { causeCode };
}

const codeOf = ({ className = '', sentence }: ErrorDescription): string | undefined =>
  connectionCodeIn(sentence) ?? CODE_OF_CLASS.get(className);

const answerTypeOf = ({ wrappedType, sentence }: ErrorDescription): string | undefined =>
  wrappedType ?? typeOfSentence(sentence);

/**
 * The type of an answer whose class names none, such as the class of all statuses from 500 on, or `AI_APICallError`. With a
 * status, the sentence counts if the two go together: gateways have their own statuses for the API's sentences.
 */
function answeredType({ status }: FailureFacts, error: ErrorDescription): string | undefined {
  const type = answerTypeOf(error);
  if (status === undefined) return type;
  const agrees = type !== undefined && STATUS_OF_TYPE.get(type) === status;
  // `forbidden` is the type of an envelope, not a class.
  return agrees && /^[A-Z]/.test(error.className ?? '') ? type : undefined;
}

/** The outcome of a response that had begun, if only the sentence tells. */
function endedAnswer(known: FailureFacts, error: ErrorDescription): Partial<FailureFacts> {
  if (isDeadline(error.sentence)) return { outcome: 'timeout' };
  const type = answerTypeOf(error);
  if (type !== undefined && known.outcome === undefined) return { errorType: type, outcome: 'error_event' };
  return brokenAnswer(known, error);
}

/** A response that broke off, streamed or not. */
function brokenAnswer({ errorType }: FailureFacts, error: ErrorDescription): Partial<FailureFacts> {
  const isLost = errorType === 'connection_error' || codeOf(error) !== undefined;
  if (!isLost && !breaksAnswer(error.sentence)) return {};
  return error.streamed ? { outcome: 'interrupted' } : { errorType: 'response_interrupted' };
}
