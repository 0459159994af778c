// Maps attributes of other instrumentations to ours. Theirs are checked against their telemetry, ours by the compiler.
import type { AttributeName } from '@sevenstep/semantic-conventions';
import { sharedVersion } from '../../support/packages.ts';

/** Ours, or nothing; and what differs. */
type Row = readonly [ours: AttributeName | readonly AttributeName[] | undefined, note?: string];

export interface Source {
  readonly page: string;
  /** None for the SDK's own spans. */
  readonly packageName?: string;
  /** Its packages, including the SDK of the run. */
  readonly packages: Readonly<Record<string, string>>;
  readonly attributes: Readonly<Record<string, Row>>;
}

/** Content in the conventions' form, if it is enabled. */
const CONTENT = 'with `captureMessageContent`; off by default';
const same = (...names: AttributeName[]): Record<string, Row> =>
  Object.fromEntries(names.map((name) => [name, [name]]));

const SDK = { '@anthropic-ai/sdk': sharedVersion('@anthropic-ai/sdk') };

const OTEL = {
  '@opentelemetry/api': '1.9.1',
  '@opentelemetry/context-async-hooks': '2.12.0',
  '@opentelemetry/sdk-trace-base': '2.12.1',
};

export const SOURCES: Readonly<Record<string, Source>> = {
  "the SDK's own spans": {
    page: 'from-sdk-spans',
    packages: { ...OTEL, ...SDK },
    attributes: {
      ...same(
        'gen_ai.operation.name',
        'gen_ai.provider.name',
        'gen_ai.request.model',
        'gen_ai.request.max_tokens',
        'gen_ai.request.stream',
        'gen_ai.response.id',
        'gen_ai.response.model',
        'gen_ai.response.time_to_first_chunk',
        'gen_ai.usage.input_tokens',
        'gen_ai.usage.output_tokens',
        'gen_ai.usage.cache_read.input_tokens',
        'gen_ai.usage.cache_write.input_tokens',
        'anthropic.message.stop_reason',
        'anthropic.organization.id',
        'anthropic.request.id',
        'error.type',
        'http.request.method',
        'http.response.status_code',
        'http.route',
        'server.address',
        'server.port',
        'url.full',
        'url.path',
        'url.scheme',
      ),
      'anthropic.response.service_tier': [undefined, 'kept where the SDK has it'],
      'anthropic.usage.cache_creation.ephemeral_1h_input_tokens': [undefined, 'kept where the SDK has it'],
      'anthropic.usage.cache_creation.ephemeral_5m_input_tokens': [undefined, 'kept where the SDK has it'],
    },
  },
  Traceloop: {
    page: 'from-traceloop',
    packageName: '@traceloop/instrumentation-anthropic',
    packages: {
      ...OTEL,
      '@anthropic-ai/sdk': '0.137.0',
      '@traceloop/instrumentation-anthropic': '0.27.0',
    },
    attributes: {
      ...same(
        'gen_ai.operation.name',
        'gen_ai.provider.name',
        'gen_ai.request.model',
        'gen_ai.request.max_tokens',
        'gen_ai.request.temperature',
        'gen_ai.request.top_k',
        'gen_ai.request.top_p',
        'gen_ai.response.model',
        'gen_ai.usage.output_tokens',
        'gen_ai.usage.cache_read.input_tokens',
      ),
      'gen_ai.usage.cache_creation.input_tokens': [
        'gen_ai.usage.cache_write.input_tokens',
        'its name in v0.1.0',
      ],
      'gen_ai.response.finish_reasons': ['gen_ai.response.finish_reasons', "the API's word, for streams too"],
      'gen_ai.usage.input_tokens': ['gen_ai.usage.input_tokens', 'cached tokens are counted in'],
      'gen_ai.usage.total_tokens': [
        ['gen_ai.usage.input_tokens', 'gen_ai.usage.output_tokens'],
        'the conventions have no sum',
      ],
      'gen_ai.input.messages': ['gen_ai.input.messages', CONTENT],
      'gen_ai.output.messages': ['gen_ai.output.messages', CONTENT],
      'gen_ai.system_instructions': ['gen_ai.system_instructions', CONTENT],
    },
  },
  OpenInference: {
    page: 'from-openinference',
    packageName: '@arizeai/openinference-instrumentation-anthropic',
    packages: {
      ...OTEL,
      ...SDK,
      '@arizeai/openinference-instrumentation-anthropic': '0.2.8',
    },
    attributes: {
      'openinference.span.kind': ['gen_ai.operation.name', '`LLM` is `chat`'],
      'llm.provider': ['gen_ai.provider.name'],
      'llm.system': ['gen_ai.provider.name'],
      'llm.model_name': ['gen_ai.request.model'],
      'llm.request.model_name': ['gen_ai.request.model'],
      'llm.response.model_name': ['gen_ai.response.model'],
      'llm.finish_reason': [['gen_ai.response.finish_reasons', 'anthropic.message.stop_reason']],
      'llm.invocation_parameters': [
        ['gen_ai.request.max_tokens', 'gen_ai.request.temperature', 'gen_ai.request.top_p'],
        'one attribute for each parameter; more in the table of attributes',
      ],
      'llm.token_count.prompt': ['gen_ai.usage.input_tokens'],
      'llm.token_count.completion': ['gen_ai.usage.output_tokens'],
      'llm.token_count.total': [
        ['gen_ai.usage.input_tokens', 'gen_ai.usage.output_tokens'],
        'the conventions have no sum',
      ],
      'llm.token_count.prompt_details.cache_read': ['gen_ai.usage.cache_read.input_tokens'],
      'input.mime_type': [undefined, 'always JSON'],
      'output.mime_type': [undefined, 'always JSON'],
      'input.value': ['gen_ai.input.messages', CONTENT],
      'output.value': ['gen_ai.output.messages', CONTENT],
      'llm.input_messages.N.*': ['gen_ai.input.messages', CONTENT],
      'llm.output_messages.N.*': ['gen_ai.output.messages', CONTENT],
      'llm.tools.N.*': ['gen_ai.tool.definitions', `names only, ${CONTENT}`],
    },
  },
};

/** As the tables have it: numbers within a name are `N`, and what follows them is `*`. */
export const generalized = (name: string): string => name.replace(/\.\d+\..*/, '.N.*');
