// OpenInference's instrumentation of the TypeScript SDK.
import { installNode } from '../install.ts';
import type { Sender } from '../sender.ts';
import { nodeProgram } from './node-program.ts';

const VERSION = '0.2.8';

export const openinferenceJs: Sender = {
  id: 'openinference-js',
  title: `OpenInference, \`@arizeai/openinference-instrumentation-anthropic\` ${VERSION}`,
  dialect: 'openinference',
  pointAtUs:
    'Set `OTEL_EXPORTER_OTLP_ENDPOINT` to the doctor, or add `DiagnosisSpanProcessor` to the `spanProcessors`.',
  install: () =>
    installNode('openinference', {
      '@arizeai/openinference-instrumentation-anthropic': VERSION,
      '@anthropic-ai/sdk': '1.14.0',
      '@opentelemetry/api': '1.9.1',
      '@opentelemetry/exporter-trace-otlp-proto': '0.223.0',
      '@opentelemetry/sdk-trace-base': '2.12.0',
      '@opentelemetry/context-async-hooks': '2.12.0',
    }),
  program: (folder) => nodeProgram(folder, 'openinference.mjs'),
};
