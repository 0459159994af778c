// What the GenAI conventions declare: the official suite's coverage model of August 2026, with the names of the release v0.1.0.
// https://github.com/open-telemetry/semantic-conventions-genai (reference/coverage-model.json)

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
const USAGE = [
  'gen_ai.usage.cache_write.input_tokens',
  'gen_ai.usage.cache_read.input_tokens',
  'gen_ai.usage.input_tokens',
  'gen_ai.usage.output_tokens',
];

export const SPANS: Readonly<Record<string, SpanModel>> = {
  'gen_ai.client.inference': {
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
      'gen_ai.usage.reasoning.output_tokens',
      'server.address',
    ],
    optIn: [...CONTENT, 'gen_ai.prompt.variable'],
  },
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
  'gen_ai.usage.cache_write.input_tokens',
  'gen_ai.usage.cache_read.input_tokens',
  'gen_ai.tool.description',
  'gen_ai.conversation.compacted',
  'gen_ai.request.model',
  'gen_ai.request.previous_response.id',
  'gen_ai.request.reasoning.level',
  'gen_ai.response.time_to_first_chunk',
  'gen_ai.usage.reasoning.output_tokens',
]);

/** Client events and metrics of the conventions that an inference client can have. */
export const EVENTS: readonly string[] = [
  'gen_ai.client.inference.operation.details',
  'gen_ai.client.inference.exception',
];
export const METRICS: readonly string[] = [
  'gen_ai.client.inference.duration',
  'gen_ai.client.inference.operation.input_tokens',
  'gen_ai.client.inference.operation.output_tokens',
  'gen_ai.client.inference.time_per_output_chunk',
  'gen_ai.client.inference.time_to_first_chunk',
  'gen_ai.client.inference.usage.cache_read.input_tokens',
  'gen_ai.client.inference.usage.cache_write.input_tokens',
  'gen_ai.client.inference.usage.input_tokens',
  'gen_ai.client.inference.usage.output_tokens',
  'gen_ai.client.inference.usage.reasoning.output_tokens',
  'gen_ai.execute_tool.duration',
  'gen_ai.invoke_agent.duration',
  'gen_ai.invoke_agent.inference_calls',
  'gen_ai.invoke_agent.tool_calls',
];

/** Every attribute that a span type declares. */
export const declared = (model: SpanModel): readonly string[] => [
  ...model.required,
  ...model.conditionallyRequired,
  ...model.recommended,
  ...model.optIn,
];

/** What is in a registry that the suite checks against. */
const REGISTERED: ReadonlySet<string> = new Set([
  ...Object.values(SPANS).flatMap(declared),
  'gen_ai.token.modality',
  'exception.message',
  'exception.stacktrace',
  'exception.type',
]);
export const isRegistered = (attribute: string): boolean => REGISTERED.has(attribute);
