// The declarations of the GenAI conventions 0.1.0 for an inference client's telemetry, with types: its registry as data.
// https://github.com/open-telemetry/semantic-conventions-genai/tree/v0.1.0/model
import type { RegistryType } from './core.ts';

/** A span type: its kind, and the attributes it declares. */
export interface SpanModel {
  readonly kind: 'client' | 'internal';
  readonly operations: readonly string[];
  /** The attribute that follows the operation in the span's name. */
  readonly nameKey: string;
  /** Declared attributes by requirement level. */
  readonly required: readonly string[];
  readonly conditionallyRequired: readonly string[];
  readonly recommended: readonly string[];
  readonly optIn: readonly string[];
}

const CONTENT = [
  'gen_ai.input.messages',
  'gen_ai.output.messages',
  'gen_ai.system_instructions',
  'gen_ai.tool.definitions',
];
const SAMPLING = [
  'gen_ai.request.frequency_penalty',
  'gen_ai.request.max_tokens',
  'gen_ai.request.presence_penalty',
  'gen_ai.request.stop_sequences',
  'gen_ai.request.temperature',
  'gen_ai.request.top_p',
];
const USAGE = ['gen_ai.usage.input_tokens', 'gen_ai.usage.output_tokens'];
/** Recommended when available and non-zero. The API does not tell text, images and audio apart. */
const USAGE_PARTS = [
  'gen_ai.usage.audio.cache_read.input_tokens',
  'gen_ai.usage.audio.input_tokens',
  'gen_ai.usage.audio.output_tokens',
  'gen_ai.usage.cache_read.input_tokens',
  'gen_ai.usage.cache_write.input_tokens',
  'gen_ai.usage.image.cache_read.input_tokens',
  'gen_ai.usage.image.input_tokens',
  'gen_ai.usage.image.output_tokens',
  'gen_ai.usage.reasoning.output_tokens',
  'gen_ai.usage.text.cache_read.input_tokens',
  'gen_ai.usage.text.input_tokens',
  'gen_ai.usage.text.output_tokens',
];

/** The span of a call. */
export const INFERENCE: SpanModel = {
  kind: 'client',
  operations: ['chat', 'generate_content', 'text_completion'],
  nameKey: 'gen_ai.request.model',
  required: ['gen_ai.operation.name', 'gen_ai.provider.name'],
  conditionallyRequired: [
    'error.type',
    'gen_ai.conversation.id',
    'gen_ai.output.type',
    'gen_ai.prompt.name',
    'gen_ai.prompt.version',
    'gen_ai.request.choice.count',
    'gen_ai.request.model',
    'gen_ai.request.seed',
    'gen_ai.request.stream',
    'gen_ai.request.top_k',
    'server.port',
  ],
  recommended: [
    'gen_ai.conversation.compacted',
    ...SAMPLING,
    'gen_ai.request.previous_response.id',
    'gen_ai.request.reasoning.level',
    'gen_ai.response.finish_reasons',
    'gen_ai.response.id',
    'gen_ai.response.model',
    'gen_ai.response.time_to_first_chunk',
    ...USAGE,
    ...USAGE_PARTS,
    'server.address',
  ],
  optIn: CONTENT,
};

export const SPANS: Readonly<Record<string, SpanModel>> = {
  'gen_ai.client.inference': INFERENCE,
  'gen_ai.execute_tool.internal': {
    kind: 'internal',
    operations: ['execute_tool'],
    nameKey: 'gen_ai.tool.name',
    required: ['gen_ai.operation.name', 'gen_ai.tool.name'],
    conditionallyRequired: ['error.type', 'gen_ai.agent.name'],
    recommended: ['gen_ai.tool.call.id', 'gen_ai.tool.description', 'gen_ai.tool.type'],
    optIn: ['gen_ai.tool.call.arguments', 'gen_ai.tool.call.result'],
  },
  'gen_ai.invoke_agent.internal': {
    kind: 'internal',
    operations: ['invoke_agent'],
    nameKey: 'gen_ai.agent.name',
    required: ['gen_ai.operation.name'],
    conditionallyRequired: [
      'error.type',
      'gen_ai.agent.description',
      'gen_ai.agent.name',
      'gen_ai.conversation.id',
      'gen_ai.data_source.id',
      'gen_ai.output.type',
      'gen_ai.request.choice.count',
      'gen_ai.request.seed',
    ],
    recommended: ['gen_ai.request.model', ...SAMPLING, 'gen_ai.response.finish_reasons', ...USAGE],
    optIn: CONTENT,
  },
};

/** Recommended under a condition, such as that the request has them: the suite expects every other recommended one. */
export const WHEN_KNOWN: ReadonlySet<string> = new Set([
  ...SAMPLING,
  ...USAGE_PARTS,
  'gen_ai.tool.description',
  'gen_ai.conversation.compacted',
  'gen_ai.request.model',
  'gen_ai.request.previous_response.id',
  'gen_ai.request.reasoning.level',
  'gen_ai.response.time_to_first_chunk',
]);

/** Attributes of other types than `string`, or than `int` where they count tokens. */
const TYPES: Readonly<Record<string, RegistryType>> = {
  'gen_ai.conversation.compacted': 'boolean',
  'gen_ai.input.messages': 'any',
  'gen_ai.output.messages': 'any',
  'gen_ai.request.choice.count': 'int',
  'gen_ai.request.frequency_penalty': 'double',
  'gen_ai.request.max_tokens': 'int',
  'gen_ai.request.presence_penalty': 'double',
  'gen_ai.request.seed': 'int',
  'gen_ai.request.stop_sequences': 'string[]',
  'gen_ai.request.stream': 'boolean',
  'gen_ai.request.temperature': 'double',
  'gen_ai.request.top_k': 'int',
  'gen_ai.request.top_p': 'double',
  'gen_ai.response.finish_reasons': 'string[]',
  'gen_ai.response.time_to_first_chunk': 'double',
  'gen_ai.system_instructions': 'any',
  'gen_ai.tool.call.arguments': 'any',
  'gen_ai.tool.call.result': 'any',
  'gen_ai.tool.definitions': 'any',
};

/** An event: its severity, and the attributes it has. */
export interface EventModel {
  readonly severity: number;
  readonly required: readonly string[];
  readonly attributes: readonly string[];
}

/** A metric: every point of it has the attributes that are required. */
export interface MetricModel {
  readonly instrument: 'histogram' | 'counter';
  readonly unit: string;
  readonly required: readonly string[];
  readonly attributes: readonly string[];
}

const WARN = 13;
const DEBUG = 5;

/** Client events of the conventions that an inference client can have. */
export const EVENTS: Readonly<Record<string, EventModel>> = {
  'gen_ai.client.inference.exception': {
    severity: WARN,
    required: [],
    attributes: ['exception.message', 'exception.stacktrace', 'exception.type'],
  },
  'gen_ai.client.inference.operation.details': {
    severity: DEBUG,
    required: [],
    attributes: declared(INFERENCE),
  },
};

const OF_A_CALL = {
  required: ['gen_ai.operation.name', 'gen_ai.provider.name'],
  attributes: ['gen_ai.request.model', 'gen_ai.response.model', 'server.address', 'server.port'],
};
const times = (...more: readonly string[]): MetricModel => ({
  instrument: 'histogram',
  unit: 's',
  ...OF_A_CALL,
  attributes: [...OF_A_CALL.attributes, ...more],
});
const tokens: MetricModel = { ...times('error.type'), unit: '{token}' };
const total: MetricModel = {
  instrument: 'counter',
  unit: '{token}',
  ...OF_A_CALL,
  required: [...OF_A_CALL.required, 'gen_ai.token.modality'],
};
const ofAnAgent = (unit: string, ...more: readonly string[]): MetricModel => ({
  instrument: 'histogram',
  unit,
  required: [],
  attributes: ['gen_ai.agent.name', ...more],
});

/** Client metrics of the conventions that an inference client can have. */
export const METRICS: Readonly<Record<string, MetricModel>> = {
  'gen_ai.client.inference.duration': times('error.type'),
  'gen_ai.client.inference.time_per_output_chunk': times(),
  'gen_ai.client.inference.time_to_first_chunk': times(),
  'gen_ai.client.inference.operation.input_tokens': tokens,
  'gen_ai.client.inference.operation.output_tokens': tokens,
  'gen_ai.client.inference.usage.cache_read.input_tokens': total,
  'gen_ai.client.inference.usage.cache_write.input_tokens': total,
  'gen_ai.client.inference.usage.input_tokens': total,
  'gen_ai.client.inference.usage.output_tokens': total,
  'gen_ai.client.inference.usage.reasoning.output_tokens': total,
  'gen_ai.execute_tool.duration': ofAnAgent('s', 'error.type', 'gen_ai.tool.name', 'gen_ai.tool.type'),
  'gen_ai.invoke_agent.duration': ofAnAgent('s', 'error.type', 'gen_ai.request.model'),
  'gen_ai.invoke_agent.inference_calls': ofAnAgent('{inference_call}'),
  'gen_ai.invoke_agent.tool_calls': ofAnAgent('{tool_call}'),
};

/** Every attribute that a span type declares. */
export function declared(model: SpanModel): readonly string[] {
  return [...model.required, ...model.conditionallyRequired, ...model.recommended, ...model.optIn];
}

const typeOf = (name: string): RegistryType =>
  TYPES[name] ?? (name.startsWith('gen_ai.usage.') ? 'int' : 'string');

/** The attributes that it declares itself, each with its type. */
export const ATTRIBUTES: Readonly<Record<string, RegistryType>> = Object.fromEntries(
  [...new Set(Object.values(SPANS).flatMap(declared)), 'gen_ai.token.modality']
    .filter((name) => name.startsWith('gen_ai.'))
    .sort()
    .map((name) => [name, typeOf(name)]),
);
