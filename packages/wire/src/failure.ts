// Why a call failed although the API's status was a good one: by its body, or by how its stream ended.
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

/** A 2xx whose body is not what the API sends. */
export interface UnexpectedBody {
  readonly headers: Headers;
  readonly status?: number | undefined;
  /** The body, where it was read as text. */
  readonly text?: unknown;
  /** A client tried to parse the body as JSON. */
  readonly isNoJson?: boolean;
  /** The request of this answer: a content type that repeats it is left out. */
  readonly sent?: SentText | undefined;
}

export function malformedBody(answer: UnexpectedBody): Failure {
  const contentType = answer.headers.get('content-type');
  // Its parameters are for whoever reads the body.
  const known = serverText('contentType', contentType);
  const isKept = known !== undefined && !isEcho([known], answer.sent);
  const shown = isKept ? known : contentType ? 'not one' : 'none';
  return {
    type: 'malformed_response',
    message: `The response is not what was asked for (content-type: ${shown})`,
    attributes: { 'anthropic.error.body': formatOf(answer, contentType) },
  };
}

/** An object where the API's answer was asked for: an error that came with the status of a success, or anything else. */
export function unexpectedObject(value: object, headers: Headers, sent?: SentText): Failure {
  // In the form in which the SDK throws an error response.
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
/** Members with a kind or a status: `error`, or a number of HTTP. */
const STATUS_MEMBERS = ['type', 'status', 'statusCode', 'code'];

/** Whether an object with a good status describes an error. A sentence of any other may be the model's answer. */
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

/** Stream outcomes that are failures, and their `error.type`; an `error` event brings its own. */
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

/** A page or a document where a stream was asked for: no stream that broke, it never was one. */
export function isNotEventStream(stream: StreamRecord, headers: Headers): boolean {
  return (
    stream.eventCount === 0 &&
    STREAM_ERROR_TYPES.has(stream.outcome) &&
    !IS_STREAM.test(headers.get('content-type') ?? '')
  );
}

/** Events, Bedrock's, and the lines of a batch's results. */
const IS_STREAM = /event-?stream|jsonl/;
