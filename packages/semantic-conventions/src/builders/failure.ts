// Why a call failed although the API's status was a good one: by its body, or by how its stream ended.
import type { SpanAttributes } from '../index.ts';
import { errorFacts, isHtml } from './error.ts';
import type { StreamRecord } from './stream-record.ts';

/** Why a call failed. */
export interface Failure {
  /** `error.type` */
  readonly type: string;
  /** The description of the span's status. */
  readonly message?: string | undefined;
  readonly attributes: SpanAttributes;
}

/** A 2xx whose body is not what the API sends. `text` is the body, where it was read as one. */
export function malformedBody(text: unknown, headers: Headers): Failure {
  const contentType = headers.get('content-type');
  const isEmpty =
    text === '' || headers.get('content-length') === '0' || (!contentType && text === undefined);
  const html = isHtml(typeof text === 'string' ? text : '', contentType);
  const asked = `The response is not what was asked for (content-type: ${contentType ?? 'none'})`;
  return {
    type: 'malformed_response',
    message: asked.slice(0, 256),
    attributes: { 'anthropic.error.body': isEmpty ? 'empty' : html ? 'html' : 'text' },
  };
}

/** Stream outcomes that are failures, and their `error.type`; an `error` event brings its own. */
const STREAM_ERROR_TYPES = {
  interrupted: 'stream_interrupted',
  incomplete: 'stream_incomplete',
  malformed: 'stream_malformed',
  error_event: 'stream_error',
  timeout: 'client_timeout_error',
} as const;

/** Why a stream failed, if it did. */
export function streamFailure(stream: StreamRecord): Failure | undefined {
  const fallback = STREAM_ERROR_TYPES[stream.outcome as keyof typeof STREAM_ERROR_TYPES];
  if (fallback === undefined) return undefined;
  const facts = stream.error === undefined ? {} : errorFacts(stream.error);
  return {
    type: facts.apiType?.slice(0, 64) ?? fallback,
    message: facts.message,
    attributes: {
      'anthropic.error.code': facts.apiCode,
      'anthropic.error.message': facts.message,
      'anthropic.error.cause_code': facts.causeCode,
    },
  };
}
