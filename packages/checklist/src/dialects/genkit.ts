// Genkit's own spans (`@genkit-ai/core` 1.42.0, `src/tracing/instrumentation.ts`, and its plugins). Each value is text or JSON.
import { field, safeJson } from '@sevenstep/wire';
import type { Dialect, FactAttributes, TelemetryRecord } from './dialect.ts';
import { exceptionOf, messageOf } from './failure.ts';

// `genkit:metadata:subtype`. Flows, prompts and `generate` are functions around calls, and repeat the error of the call inside.
const ROLES: ReadonlyMap<unknown, 'call' | 'tool'> = new Map([
  ['model', 'call'],
  ['tool', 'tool'],
]);

/** The name of a model's action: the plugin, then the model. */
const MODEL = /^(?<plugin>[\w-]{1,60})\/(?<model>\S{1,200})$/;

/** The status of `GenkitError` before the message of the SDK, such as `UNKNOWN: Connection error.` */
const STATUS = /^[A-Z][A-Z_]{1,30}: /;

/** A longer answer is not parsed. */
const LONGEST_ANSWER = 1_000_000;

export const genkit: Dialect = {
  id: 'genkit',
  title: 'Genkit',
  speaks: ({ attributes }) => attributes['genkit:type'] !== undefined,
  roleOf: ({ attributes }) => ROLES.get(attributes['genkit:metadata:subtype']),
  facts: (record) => ({
    ...modelOf(record),
    ...(record.failed === true ? failureOf(record) : answerOf(record)),
  }),
  message: (record) => messageOf(record)?.replace(STATUS, ''),
};

function modelOf({ attributes }: TelemetryRecord): FactAttributes {
  const { plugin, model } = MODEL.exec(String(attributes['genkit:name']))?.groups ?? {};
  return plugin === undefined ? {} : { 'gen_ai.provider.name': plugin, 'gen_ai.request.model': model };
}

/** `MessageStream` of the SDK throws each error of a stream again as an `Error`. Without a stream, it has its own class. */
const IN_STREAM: readonly (readonly [words: RegExp, type: string])[] = [
  [/^terminated$/, 'stream_interrupted'],
  [/\bJSON\b/, 'stream_malformed'],
];

/** The code of the exception is the status that Genkit maps its own status to: 500 also for a lost connection. */
function failureOf(record: TelemetryRecord): FactAttributes {
  const type = exceptionOf(record)['exception.type'];
  if (type === 'Error') {
    const found = IN_STREAM.find(([words]) => words.test(messageOf(record) ?? ''));
    return found === undefined ? {} : { 'error.type': found[1] };
  }
  return typeof type === 'string' && /^\d+$/.test(type) ? { 'error.type': 'GenkitError' } : {};
}

/** The facts of the API's message, which the plugin keeps as `custom`. */
function answerOf({ attributes }: TelemetryRecord): FactAttributes {
  const output = attributes['genkit:output'];
  if (typeof output !== 'string' || output.length > LONGEST_ANSWER) return {};
  const message = field(safeJson(output), 'custom');
  if (field(message, 'type') !== 'message') return {};
  const [id, reason, content] = ['id', 'stop_reason', 'content'].map((name) => field(message, name));
  return {
    ...(typeof id === 'string' && { 'gen_ai.response.id': id }),
    ...(typeof reason === 'string' && { 'gen_ai.response.finish_reasons': [reason] }),
    ...(Array.isArray(content) && { 'anthropic.message.content_blocks': content.length }),
  };
}
