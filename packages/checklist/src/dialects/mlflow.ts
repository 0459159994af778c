// MLflow's tracing, exported as OTLP (`mlflow` 3.17.2, `entities/span.py`, `anthropic/autolog.py`). It writes each value as JSON.
import { field, safeJson } from '@sevenstep/wire';
import type { AttributesLike } from '../spans/read-attributes.ts';
import type { Dialect, FactAttributes, Role, TelemetryRecord } from './dialect.ts';

// `SpanType`. Other types are functions around calls, and repeat the error of the call inside.
const ROLES: ReadonlyMap<unknown, Role> = new Map<unknown, Role>([
  ['CHAT_MODEL', 'call'],
  ['LLM', 'call'],
  ['TOOL', 'tool'],
  ['AGENT', 'agent'],
]);

/** A longer answer is not parsed: its stop reason comes behind its text. */
const LONGEST_ANSWER = 1_000_000;

export const mlflow: Dialect = {
  id: 'mlflow',
  title: 'MLflow',
  speaks: ({ attributes }) => attributes['mlflow.spanType'] !== undefined,
  roleOf: ({ attributes }) => ROLES.get(parsed(attributes['mlflow.spanType'])),
  facts(record) {
    const { attributes } = record;
    const text = (value: AttributesLike[string]) => textOf(parsed(value));
    const tokens = parsed(attributes['mlflow.chat.tokenUsage']);
    const provider = text(attributes['mlflow.llm.provider']) ?? text(attributes['mlflow.message.format']);
    const model = text(attributes['mlflow.llm.model']);
    const [input, output] = [numberIn(tokens, 'input_tokens'), numberIn(tokens, 'output_tokens')];
    return {
      ...(provider !== undefined && { 'gen_ai.provider.name': provider }),
      ...(model !== undefined && { 'gen_ai.request.model': model }),
      ...(input !== undefined && { 'gen_ai.usage.input_tokens': input }),
      ...(output !== undefined && { 'gen_ai.usage.output_tokens': output }),
      ...answerOf(record),
    };
  },
};

/** The facts of the message that the call returned. For a stream, it is the text of an object without a message. */
function answerOf({ attributes, failed }: TelemetryRecord): FactAttributes {
  if (failed === true) return {};
  const message = parsed(attributes['mlflow.spanOutputs']);
  const [id, reason, content] = ['id', 'stop_reason', 'content'].map((name) => field(message, name));
  if (field(message, 'type') !== 'message' || typeof id !== 'string') return {};
  return {
    'gen_ai.response.id': id,
    ...(typeof reason === 'string' && { 'gen_ai.response.finish_reasons': [reason] }),
    ...(Array.isArray(content) && { 'anthropic.message.content_blocks': content.length }),
  };
}

const parsed = (value: AttributesLike[string]): unknown =>
  typeof value === 'string' && value.length <= LONGEST_ANSWER ? safeJson(value) : undefined;

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

function numberIn(value: unknown, name: string): number | undefined {
  const found = field(value, name);
  return typeof found === 'number' ? found : undefined;
}
