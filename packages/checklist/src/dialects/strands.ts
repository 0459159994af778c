// Strands Agents for Python (`strands-agents` 1.62.0, `telemetry/tracer.py`). An empty stream has the stop reason `end_turn`.
import { readProvider } from '../spans/provider.ts';
import { readNumber } from '../spans/read-attributes.ts';
import { conventions } from './conventions.ts';
import type { Dialect, FactAttributes, TelemetryRecord } from './dialect.ts';

export const strands: Dialect = {
  ...conventions,
  id: 'strands',
  title: 'Strands Agents',
  speaks: ({ attributes }) => readProvider(attributes) === 'strands-agents',
  facts: (record) => (record.failed === true || hasAnswer(record) ? {} : NO_EVENTS),
};

const NO_EVENTS: FactAttributes = {
  'error.type': 'stream_incomplete',
  'anthropic.stream.outcome': 'incomplete',
  'anthropic.stream.events': 0,
};

/** Some gateways send no tokens, so the time of the first one counts, too. */
const hasAnswer = ({ attributes }: TelemetryRecord): boolean =>
  readNumber(attributes, 'gen_ai.usage.input_tokens') !== 0 ||
  readNumber(attributes, 'gen_ai.usage.output_tokens') !== 0 ||
  attributes['gen_ai.server.time_to_first_token'] !== undefined;
