// The SDK's own spans (`@anthropic-ai/sdk` 1.14.0, `src/internal/tracing.ts` and `src/lib/internal/tracing`), not adopted.
import { platformOfModel } from '../spans/platform.ts';
import { type AttributesLike, readString } from '../spans/read-attributes.ts';
import { roleOfOperation } from './conventions.ts';
import type { Dialect, FactAttributes, TelemetryRecord } from './dialect.ts';

export const sdk: Dialect = {
  id: 'sdk',
  title: 'The own spans of `@anthropic-ai/sdk`',
  speaks: ({ scope }) => scope?.startsWith('com.anthropic.sdk.') === true,
  // A work item of a self-hosted environment has no operation, and takes as long as its session.
  roleOf: (record) =>
    record.attributes['anthropic.environment.work.id'] === undefined ? roleOfOperation(record) : 'agent',
  facts: (record) => failureOf(record) ?? leftOf(record) ?? {},
};

/** The scope of the SDK for Python (2.14.0, `_tracing.py`). Its spans differ only if a call fails before its request. */
const PYTHON = 'com.anthropic.sdk.python';

/** The facts that its error types leave open. */
function failureOf({ attributes, scope }: TelemetryRecord): FactAttributes | undefined {
  const type = attributes['error.type'];
  // `serverAttributes` leaves out what it cannot parse.
  if (type === 'client_error' && attributes['server.address'] === undefined)
    return { 'anthropic.error.cause_code': 'ERR_INVALID_URL' };
  // Wrong parameters raise before the span starts; a key that is not set does not.
  if (type === 'client_error' && scope === PYTHON) return { 'error.type': '_OTHER' };
  const status = attributes['http.response.status_code'];
  if (Number(status) >= 400 && isForeign(attributes)) return { 'anthropic.error.body': 'text' };
  if (type !== 'api_error' || status !== 200) return undefined;
  // An `error` event, or a stream that ended before `message_stop` (`streaming.ts`): after an event, the spans of both are the same.
  return attributes['gen_ai.response.time_to_first_chunk'] === undefined
    ? {
        'error.type': 'stream_incomplete',
        'anthropic.stream.outcome': 'incomplete',
        'anthropic.stream.events': 0,
      }
    : { 'error.type': '_OTHER' };
}

/** `request-id` is copied from every answer that has it. Answers of clouds have none, and the author of a bare 500 is unknown. */
const isForeign = (attributes: AttributesLike): boolean =>
  attributes['anthropic.request.id'] === undefined &&
  attributes['http.response.status_code'] !== 500 &&
  platformOfModel(readString(attributes, 'gen_ai.request.model')) === 'anthropic';

/** An abort, a deadline and a `break` leave the span without a status, as a success does not. */
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
