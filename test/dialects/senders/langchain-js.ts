// LangChain for JavaScript, observed by OpenInference and by Traceloop.
import { installNode } from '../install.ts';
import type { Sender } from '../sender.ts';
import { nodeProgram } from './node-program.ts';

const LANGCHAIN = '1.5.11';
const OPENINFERENCE = '4.1.1';
const TRACELOOP = '0.27.0';

const COMMON: Pick<Sender, 'cannot' | 'install'> = {
  cannot: {
    'identity.credentials_unavailable': 'LangChain takes no function for the key',
    'identity.missing_credentials': 'LangChain throws before it starts a span',
    'request.invalid_value': 'LangChain refuses the value before it starts a span',
    'request.sampling': 'LangChain refuses the value before it starts a span',
    'request.thinking': 'LangChain refuses the value before it starts a span',
    'response.stream_abandoned': 'it never ends the span of a stream that the application stops reading',
  },
  install: () =>
    installNode('langchain', {
      '@arizeai/openinference-instrumentation-langchain': OPENINFERENCE,
      '@langchain/anthropic': LANGCHAIN,
      '@langchain/core': '1.4.0',
      '@opentelemetry/api': '1.9.1',
      '@opentelemetry/context-async-hooks': '2.12.0',
      '@opentelemetry/exporter-trace-otlp-proto': '0.223.0',
      '@opentelemetry/sdk-trace-base': '2.12.0',
      '@traceloop/instrumentation-langchain': TRACELOOP,
    }),
};

export const langchainOpeninferenceJs: Sender = {
  ...COMMON,
  id: 'langchain-openinference-js',
  title: `OpenInference, \`@arizeai/openinference-instrumentation-langchain\` ${OPENINFERENCE}`,
  dialect: 'openinference',
  pointAtUs:
    'Set `OTEL_EXPORTER_OTLP_ENDPOINT` to the doctor, or add `DiagnosisSpanProcessor` to the `spanProcessors`.',
  program: (folder) => nodeProgram(folder, 'langchain.mjs', { OBSERVED_BY: 'openinference' }),
};

export const langchainTraceloopJs: Sender = {
  ...COMMON,
  id: 'langchain-traceloop-js',
  title: `Traceloop, \`@traceloop/instrumentation-langchain\` ${TRACELOOP}`,
  dialect: 'traceloop',
  pointAtUs:
    'Set `TRACELOOP_BASE_URL` to the doctor, or add `DiagnosisSpanProcessor` to the `spanProcessors`.',
  program: (folder) => nodeProgram(folder, 'langchain.mjs', { OBSERVED_BY: 'traceloop' }),
};
