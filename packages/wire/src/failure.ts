// Finds why a call failed despite a 2xx status: by its body, or by the end of its stream.
import type { BodyFormat, ErrorType, SpanAttributes, StreamOutcome } from '@sevenstep/semantic-conventions';
import { errorFacts, firstOf, isHtml } from './error.ts';
import { isEcho, type SentText } from './redaction/echo.ts';
import { serverText } from './redaction/server-text.ts';
import type { StreamRecord } from './stream-record.ts';
import { asCount, field } from './values.ts';

/** Why a call failed. */
export interface Failure {
  /** `error.type` */
  readonly type: string;
  /** The description of the span's status. */
  readonly message?: string | undefined;
  readonly attributes: SpanAttributes;
}

/** A 2xx response with a body that the API does not send. */
export interface UnexpectedBody {
  readonly headers: Headers;
  readonly status?: number | undefined;
  /** The body, if it was read as text. */
  readonly text?: unknown;
  /** Whether a client failed to parse the body as JSON. */
  readonly isNoJson?: boolean;
  /** The request of this answer: a content type that repeats it is left out. */
  readonly sent?: SentText | undefined;
}

export function malformedBody(answer: UnexpectedBody): Failure {
  const contentType = answer.headers.get('content-type');
  // Without most parameters: a boundary, for example, can be any text.
  const known = serverText('contentType', contentType);
  const isKept = known !== undefined && !isEcho([known], answer.sent);
  const shown = isKept ? known : contentType ? 'not one' : 'none';
  return {
    type: 'malformed_response',
    message: `The response is not what was asked for (content-type: ${shown})`,
    attributes: { 'anthropic.error.body': formatOf(answer, contentType) },
  };
}

/** A JSON object that is not the expected response: an error with a 2xx status, or anything else. */
export function unexpectedObject(value: object, headers: Headers, sent?: SentText): Failure {
  // The same fields as an error response that the SDK throws.
  const { apiType, apiCode, message, body } = saysError(value)
    ? errorFacts({ status: 200, headers, error: value, message: '' }, sent)
    : {};
  if (apiType === undefined && !message) {
    return {
      ...malformedBody({ headers }),
      message: 'The response is JSON, but not the expected object',
      attributes: { 'anthropic.error.body': 'json' },
    };
  }
  return {
    type: apiType ?? 'malformed_response',
    message,
    attributes: {
      'anthropic.error.code': apiCode,
      'anthropic.error.message': message,
      'anthropic.error.body': body,
    },
  };
}

/** Members that only an error has. */
const ERROR_MEMBERS = ['error', 'errors', 'errorMessage', 'error_description', 'fault', '__type'];
/** Members that hold `error` or an HTTP status in an error. */
const STATUS_MEMBERS = ['type', 'status', 'statusCode', 'code'];

/** Whether a 2xx object describes an error. Otherwise its sentences may be the model's text. */
function saysError(value: object): boolean {
  const body = firstOf(value);
  if (field(body, 'success') === false || ERROR_MEMBERS.some((name) => isFilled(field(body, name))))
    return true;
  return STATUS_MEMBERS.map((name) => field(body, name)).some(
    (status) => status === 'error' || (asCount(status) ?? 0) >= 400,
  );
}

const isFilled = (member: unknown): boolean => (Array.isArray(member) ? member.length > 0 : Boolean(member));

function formatOf(
  { headers, status, text, isNoJson }: UnexpectedBody,
  contentType: string | null,
): BodyFormat {
  const unread = text === undefined;
  if (text === '' || status === 204 || headers.get('content-length') === '0') return 'empty';
  if (unread && !contentType) return 'empty';
  if (isHtml(typeof text === 'string' ? text : '', contentType)) return 'html';
  return unread && !isNoJson && contentType?.includes('json') ? 'json' : 'text';
}

/** Stream outcomes that are failures, and their `error.type`. An `error` event has its own type. */
const STREAM_ERROR_TYPES: ReadonlyMap<StreamOutcome | undefined, ErrorType> = new Map([
  ['interrupted', 'stream_interrupted'],
  ['incomplete', 'stream_incomplete'],
  ['malformed', 'stream_malformed'],
  ['error_event', 'stream_error'],
  ['timeout', 'client_timeout_error'],
]);

/** Why a stream failed, if it did. */
export function streamFailure(
  stream: { readonly outcome?: StreamOutcome | undefined; readonly error?: unknown },
  sent?: SentText,
): Failure | undefined {
  const fallback = STREAM_ERROR_TYPES.get(stream.outcome);
  if (fallback === undefined) return undefined;
  const facts = stream.error === undefined ? {} : errorFacts(stream.error, sent);
  return {
    type: facts.apiType ?? fallback,
    message: facts.message,
    attributes: {
      'anthropic.error.code': facts.apiCode,
      'anthropic.error.message': facts.message,
      'anthropic.error.cause_code': facts.causeCode,
    },
  };
}

/** Whether a page or a document came in place of a stream, so that the stream did not break but never began. */
export function isNotEventStream(stream: StreamRecord, headers: Headers): boolean {
  return (
    stream.eventCount === 0 &&
    STREAM_ERROR_TYPES.has(stream.outcome) &&
    !IS_STREAM.test(headers.get('content-type') ?? '')
  );
}

/** Content types of streams: server-sent events, Bedrock's events, and the results of a batch. */
const IS_STREAM = /event-?stream|jsonl/;
