// Semantic Kernel's model diagnostics for Python (`semantic-kernel` 1.45.0, `utils/telemetry/model_diagnostics/decorators.py`).
import { classOf } from '../facts/error-class.ts';
import { OLDER_NAMES, roleOfOperation } from './conventions.ts';
import type { Dialect, FactAttributes, TelemetryRecord } from './dialect.ts';
import { messageOf } from './failure.ts';
import { unquoted } from './stack.ts';

/** The two arguments of its connectors' exception: their sentence, and the exception of the SDK. */
const WRAPPED =
  /^(?:\w{1,60}: )?\((?<quote>["'])<class '[\w.]{1,200}'> service failed to complete the request\k<quote>, (?<cause>(?<name>\w{1,60})\(.*\))\)$/s;

/** `repr()` of an exception with a message and nothing else. */
const MESSAGE_ALONE = /^\w{1,60}\((?<quote>["'])(?:\\.|(?!\k<quote>)[^\\])*\k<quote>\)$/s;

/** The end of a stop reason, `FinishReason.LENGTH`: `str()` of a Python enumeration. */
const REASON = /^FinishReason\.(?<reason>\w{1,40})$/;

/** `completions[0]` of a stream without a message. */
const NO_MESSAGE = 'IndexError: list index out of range';
/** The SDK returns the text of an answer that is no JSON. */
const NO_JSON = "AttributeError: 'str' object has no attribute 'id'";

export const semanticKernel: Dialect = {
  id: 'semantic-kernel',
  title: 'Semantic Kernel',
  speaks: ({ scope }) => scope?.startsWith('semantic_kernel.') === true,
  // Its loops around calls and tools have no operation, and repeat the error of the call within.
  roleOf: (record) =>
    record.attributes['gen_ai.operation.name'] === undefined ? undefined : roleOfOperation(record),
  names: OLDER_NAMES,
  facts: (record) => (record.failed === true ? failureOf(record) : endOf(record)),
  message: (record) => (record.failed === true ? sentenceOf(record) : undefined),
};

/** Its `error.type` is `str()` of the class: `<class 'KeyError'>`. */
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

/** A call that went well has a reason in any case. */
function endOf({ attributes }: TelemetryRecord): FactAttributes {
  const written = attributes['gen_ai.response.finish_reason'];
  // A cancelled task, and a stream that is no longer read, end the span without a message.
  if (written === undefined) return { 'error.type': 'CancelledError' };
  // A stream that ended before its message did.
  if (written === 'None')
    return { 'error.type': 'stream_incomplete', 'anthropic.stream.outcome': 'incomplete' };
  const reason = REASON.exec(String(written))?.groups?.reason;
  return reason === undefined ? {} : { 'gen_ai.response.finish_reasons': [reason.toLowerCase()] };
}

/** The exception of the SDK as OpenTelemetry for Python writes one: its class, and its message. */
function sentenceOf(record: TelemetryRecord): string | undefined {
  const { cause, name } = WRAPPED.exec(messageOf(record) ?? '')?.groups ?? {};
  if (cause === undefined || name === undefined) return undefined;
  // Other arguments may be the key.
  return MESSAGE_ALONE.test(cause) ? `${name}: ${unquoted(cause)}` : name;
}
