// Genkit with its plugin for Anthropic, by its own spans.
import { installNode } from '../install.ts';
import type { Sender } from '../sender.ts';
import { nodeProgram } from './node-program.ts';

const VERSION = '1.42.0';
const PLUGIN = '0.3.0';

export const genkit: Sender = {
  id: 'genkit',
  title: `Genkit ${VERSION}, \`@genkit-ai/anthropic\` ${PLUGIN}`,
  dialect: 'genkit',
  pointAtUs:
    'Call `enableTelemetry({ spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())] })` of `genkit/tracing` once, with the doctor as `OTEL_EXPORTER_OTLP_ENDPOINT`.',
  cannot: {
    'identity.credentials_unavailable': 'the plugin takes no function for the key',
  },
  install: () =>
    installNode('genkit', {
      genkit: VERSION,
      '@genkit-ai/anthropic': PLUGIN,
      '@anthropic-ai/sdk': '0.97.1',
      // As in `@genkit-ai/core`.
      '@opentelemetry/sdk-trace-base': '1.25.1',
      '@opentelemetry/exporter-trace-otlp-proto': '0.52.1',
    }),
  program: (folder) => nodeProgram(folder, 'genkit.mjs'),
};
