// Pydantic AI's own spans (`pydantic-ai-slim` 2.68.0, `models/instrumented.py`), also below Logfire.
import { readStrings } from '../spans/read-attributes.ts';
import { filledWindow } from './ai-sdk-answer.ts';
import { OLDER_NAMES, roleOfOperation } from './conventions.ts';
import type { Dialect, FactAttributes, TelemetryRecord } from './dialect.ts';
import { exceptionOf, messageOf } from './failure.ts';

/** `ModelHTTPError` (`exceptions.py`): the status, the model and the body. */
const REFUSED = /^(?:\w{1,60}: )?status_code: (?<status>\d{3}), model_name: [^,]{1,200}, body: /;

/** Classes of a failure that is the call's. The application's own exception also ends a stream. */
const OF_CALL = /^(?:pydantic_ai\.exceptions|anthropic|httpx2?)\./;

export const pydanticAi: Dialect = {
  id: 'pydantic-ai',
  title: 'Pydantic AI',
  speaks: ({ scope }) => scope === 'pydantic-ai',
  roleOf: (record) =>
    record.attributes['gen_ai.operation.name'] === undefined ? undefined : roleOfOperation(record),
  // A stream that breaks off leaves its span healthy.
  agentHasException: true,
  names: OLDER_NAMES,
  facts: endOf,
  // In the form of the SDK.
  message: (record) => messageOf(record)?.replace(REFUSED, 'Error code: $<status> - '),
};

/** How a call ended. Every whole answer has a finish reason. */
function endOf(record: TelemetryRecord): FactAttributes {
  const { attributes, failed } = record;
  const [word] = readStrings(attributes, 'gen_ai.response.finish_reasons');
  if (word !== undefined) return (word === 'length' && filledWindow(attributes)) || {};
  if (attributes['gen_ai.response.id'] !== undefined) {
    const isOfApplication = failed === true && !OF_CALL.test(String(exceptionOf(record)['exception.type']));
    return isOfApplication ? { 'anthropic.stream.outcome': 'abandoned' } : {};
  }
  if (failed === true) return {};
  return attributes['gen_ai.response.model'] === undefined
    ? { 'error.type': 'CancelledError' }
    : {
        'error.type': 'stream_incomplete',
        'anthropic.stream.outcome': 'incomplete',
        'anthropic.stream.events': 0,
      };
}
