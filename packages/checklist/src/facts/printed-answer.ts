// Reads the response that the SDK printed in an error's sentence into the attributes of our own spans.
import type { SpanAttributes } from '@sevenstep/semantic-conventions';
import { openEnvelope, withStatusFirst } from './envelope.ts';

/** A class before the message, as OpenTelemetry for Python and `String(error)` write it. */
const CLASS = /^(?:\w{1,60}\.){0,6}[A-Za-z]\w{0,60}: (?=\S)/;

/** Only the API's envelope, as JSON or as Python's `repr()`. */
const OWN_ENVELOPE =
  /^(?:(?<status>\d{3}) )?\{["']type["']: ?["']error["'], ?["']error["']: ?\{.{1,2000}\}, ?["']request_id["']: ?["'](?<id>req_\w{1,100})["']\}$/s;

/** JSON without the `error` of the API's answers. */
const OTHER_BODY = /^(?<status>\d{3}) \{(?!.{0,2000}["']error["'] ?:)/s;

/** An unchanged body that is not JSON. The SDK for TypeScript prints all other bodies as JSON (1.14.0, `src/core/error.ts`). */
const TEXT_BODY = /^(?<status>\d{3}) (?!status code \(no body\))[^\s{[<"]/;

/** The response in the sentence; `undefined` without a complete body. */
export function printedAnswer(sentence: string): SpanAttributes | undefined {
  const printed = withStatusFirst(sentence.replace(CLASS, ''));
  const own = OWN_ENVELOPE.exec(printed)?.groups;
  if (own === undefined)
    return bodyOfOthers(OTHER_BODY.exec(printed), 'json') ?? bodyOfOthers(TEXT_BODY.exec(printed), 'text');
  const { type } = openEnvelope(sentence);
  return {
    'anthropic.request.id': own.id,
    ...(type !== undefined && { 'anthropic.error.type': type }),
    // The SDKs have no status for an `error` event of a stream.
    ...(own.status === undefined && { 'anthropic.stream.outcome': 'error_event' }),
  };
}

const bodyOfOthers = (found: RegExpExecArray | null, body: 'json' | 'text'): SpanAttributes | undefined => {
  const status = found?.groups?.status;
  return status === undefined ? undefined : { 'anthropic.error.body': body, 'anthropic.error.type': status };
};
