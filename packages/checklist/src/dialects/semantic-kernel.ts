// Semantic Kernel's model diagnostics for Python (`semantic-kernel` 1.45.0, `utils/telemetry/model_diagnostics/decorators.py`).
import { classOf } from '../facts/error-class.ts';
import { OLDER_NAMES, roleOfOperation } from './conventions.ts';
import type { Dialect, FactAttributes, TelemetryRecord } from './dialect.ts';
import { messageOf } from './failure.ts';
import { unquoted } from './stack.ts';

/** The two arguments of its connectors' exception: a sentence, and the exception of the SDK. */
const WRAPPED =
  /^(?:\w{1,60}: )?\((?<quote>["'])<class '[\w.]{1,200}'> service failed to complete the request\k<quote>, (?<cause>(?<name>\w{1,60})\(.*\))\)$/s;

/** `repr()` of an exception whose only argument is a message. */
const MESSAGE_ALONE = /^\w{1,60}\((?<quote>["'])(?:\\.|(?!\k<quote>)[^\\])*\k<quote>\)$/s;

/** Matches a stop reason such as `FinishReason.LENGTH`, the `str()` of a Python enumeration. */
const REASON = /^FinishReason\.(?<reason>\w{1,40})$/;

/** From `completions[0]` of a stream without a message. */
const NO_MESSAGE = 'IndexError: list index out of range';
/** The SDK returns the text of an answer that is not JSON. */
const NO_JSON = "AttributeError: 'str' object has no attribute 'id'";

export const semanticKernel: Dialect = {
  id: 'semantic-kernel',
  title: 'Semantic Kernel',
  speaks: ({ scope }) => scope?.startsWith('semantic_kernel.') === true,
  // Spans of loops around calls and tools have no operation, and repeat the error of the call inside.
  roleOf: (record) =>
    record.attributes['gen_ai.operation.name'] === undefined ? undefined : roleOfOperation(record),
  names: OLDER_NAMES,
  facts: (record) => (record.failed === true ? failureOf(record) : endOf(record)),
  message: (record) => (record.failed === true ? sentenceOf(record) : undefined),
};

/** `error.type` is `str()` of the class: `<class 'KeyError'>`. */
function failureOf(record: TelemetryRecord): FactAttributes {
  const message = messageOf(record) ?? '';
  if (message === NO_MESSAGE)
    return {
      'error.type': 'stream_incomplete',
      'anthropic.stream.outcome': 'incomplete',
      'anthropic.stream.events': 0,
    };
  if (message === NO_JSON) return { 'error.type': 'malformed_response' };
  const written = /^<class '(?<name>[\w.]{1,200})'>$/.exec(String(record.attributes['error.type']));
  return { 'error.type': WRAPPED.exec(message)?.groups?.name ?? classOf(written?.groups?.name) };
}

/** How a call ended that did not fail. Every success has a finish reason. */
function endOf({ attributes }: TelemetryRecord): FactAttributes {
  const written = attributes['gen_ai.response.finish_reason'];
  // A cancelled task, or a stream that the application no longer reads, ends the span without a message.
  if (written === undefined) return { 'error.type': 'CancelledError' };
  // The stream ended before its message.
  if (written === 'None')
    return { 'error.type': 'stream_incomplete', 'anthropic.stream.outcome': 'incomplete' };
  const reason = REASON.exec(String(written))?.groups?.reason;
  return reason === undefined ? {} : { 'gen_ai.response.finish_reasons': [reason.toLowerCase()] };
}

/** The SDK's exception in OpenTelemetry for Python's format: class and message. */
function sentenceOf(record: TelemetryRecord): string | undefined {
  const { cause, name } = WRAPPED.exec(messageOf(record) ?? '')?.groups ?? {};
  if (cause === undefined || name === undefined) return undefined;
  // Other arguments may contain the key.
  return MESSAGE_ALONE.test(cause) ? `${name}: ${unquoted(cause)}` : name;
}
