// The SDK's own spans that we did not adopt (`@anthropic-ai/sdk` 1.14.0, `src/internal/tracing.ts` and `src/lib/internal/tracing`).
import { platformOfModel } from '../spans/platform.ts';
import { type AttributesLike, readString } from '../spans/read-attributes.ts';
import { roleOfOperation } from './conventions.ts';
import type { Dialect, FactAttributes, TelemetryRecord } from './dialect.ts';

export const sdk: Dialect = {
  id: 'sdk',
  title: 'The own spans of the SDKs',
  speaks: ({ scope }) => scope?.startsWith('com.anthropic.sdk.') === true,
  // A work item of a self-hosted environment has no operation, and lasts as long as its session.
  roleOf: (record) =>
    record.attributes['anthropic.environment.work.id'] === undefined ? roleOfOperation(record) : 'agent',
  facts: (record) => failureOf(record) ?? leftOf(record) ?? {},
};

/**
 * The scopes of the SDKs for Python (2.14.0, `_tracing.py`), Go (1.84.0) and Java (3.14.0). There, a missing key and a missing class have
 * the type of an invalid request.
 */
const OTHER_LANGUAGES: ReadonlySet<string | undefined> = new Set([
  'com.anthropic.sdk.python',
  'com.anthropic.sdk.go',
  'com.anthropic.sdk.java',
]);

/** Facts that its error types do not show. */
function failureOf({ attributes, scope }: TelemetryRecord): FactAttributes | undefined {
  const type = attributes['error.type'];
  // `serverAttributes` omits an address that it cannot parse.
  if (type === 'client_error' && attributes['server.address'] === undefined)
    return { 'anthropic.error.cause_code': 'ERR_INVALID_URL' };
  const status = attributes['http.response.status_code'];
  // Invalid parameters raise before the span starts. A missing key raises after that.
  if (type === 'client_error' && OTHER_LANGUAGES.has(scope))
    return { 'error.type': isUnread(attributes) ? 'malformed_response' : '_OTHER' };
  if (Number(status) >= 400 && isForeign(attributes)) return { 'anthropic.error.body': 'text' };
  if (type !== 'api_error' || status !== 200) return undefined;
  // Either an `error` event, or a stream that ended before `message_stop` (`streaming.ts`). Once an event has come, both have the same span.
  return attributes['gen_ai.response.time_to_first_chunk'] === undefined
    ? {
        'error.type': 'stream_incomplete',
        'anthropic.stream.outcome': 'incomplete',
        'anthropic.stream.events': 0,
      }
    : { 'error.type': '_OTHER' };
}

/** A success whose body is not JSON. An event of a stream is another matter. */
const isUnread = (attributes: AttributesLike): boolean =>
  attributes['http.response.status_code'] === 200 && attributes['gen_ai.request.stream'] !== true;

/** Whether another server answered. Every answer with a `request-id` has it on its span. Answers of clouds have none, and the author of a bare 500 is unknown. */
const isForeign = (attributes: AttributesLike): boolean =>
  attributes['anthropic.request.id'] === undefined &&
  attributes['http.response.status_code'] !== 500 &&
  platformOfModel(readString(attributes, 'gen_ai.request.model')) === 'anthropic';

/** The end of a call that the application stopped. An abort, a deadline and a `break` leave the status unset, like a success. */
function leftOf({ attributes, failed }: TelemetryRecord): FactAttributes | undefined {
  if (failed === true || attributes['error.type'] !== undefined) return undefined;
  if (attributes['http.response.status_code'] === undefined)
    return attributes['http.request.method'] === undefined
      ? undefined
      : { 'anthropic.retry.outcome': 'aborted' };
  return attributes['gen_ai.response.time_to_first_chunk'] !== undefined &&
    attributes['gen_ai.usage.output_tokens'] === undefined
    ? { 'anthropic.stream.outcome': 'abandoned' }
    : undefined;
}
