// Langfuse's observations around calls of the TypeScript SDK, which makes a span within each.
import { sharedVersion } from '../../support/packages.ts';
import { installNode } from '../install.ts';
import type { Sender } from '../sender.ts';
import { nodeProgram } from './node-program.ts';
import { OPENTELEMETRY } from './opentelemetry.ts';

const VERSION = '5.11.1';

export const langfuseJs: Sender = {
  id: 'langfuse-js',
  title: `Langfuse, \`@langfuse/tracing\` ${VERSION} around the TypeScript SDK`,
  dialect: 'langfuse',
  pointAtUs:
    'Put `DiagnosisSpanProcessor` before `LangfuseSpanProcessor`. Set the `model` of each generation: without it, nothing shows that it is a call of Claude.',
  install: () =>
    installNode('langfuse-js', {
      ...OPENTELEMETRY,
      '@anthropic-ai/sdk': sharedVersion('@anthropic-ai/sdk'),
      '@langfuse/otel': VERSION,
      '@langfuse/tracing': VERSION,
      '@opentelemetry/core': '2.12.0',
      '@opentelemetry/sdk-trace-node': '2.12.1',
      '@opentelemetry/exporter-trace-otlp-http': '0.223.0',
    }),
  program: (folder) => nodeProgram(folder, 'langfuse.mjs'),
};
