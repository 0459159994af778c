// Mastra's own spans, by its exporter for OpenTelemetry.
import { installNode } from '../install.ts';
import type { Sender } from '../sender.ts';
import { nodeProgram } from './node-program.ts';

const VERSION = '1.71.0';
const EXPORTER = '1.4.0';

export const mastra: Sender = {
  id: 'mastra',
  title: `Mastra, \`@mastra/core\` ${VERSION} with \`@mastra/otel-exporter\` ${EXPORTER}`,
  dialect: 'mastra',
  pointAtUs:
    'Set `provider: { custom: { endpoint } }` of the `OtelExporter` to the doctor, with `/v1/traces` at its end.',
  exportsItself: true,
  // Written once, at the start of the process.
  leavesOut: {
    records: /^No `storage` configured/,
    attributes:
      /^mastra\.(?!span\.type|completion_start_time|log\.(?:error|provider))|^gen_ai\.(?:agent\.|system_instructions)/,
  },
  cannot: {
    'connection.request_timeout': 'it has no option for a timeout',
    'identity.credentials_unavailable': 'it takes no function for the key',
  },
  // As the AI SDK, Mastra keeps only the name of the status of another body.
  truth: {
    'identity.cloud_credentials': 'endpoint.gateway_refused',
    'limits.cloud_quota': 'endpoint.gateway_limit',
    'request.streaming_required': 'endpoint.gateway_error',
  },
  install: () =>
    installNode('mastra', {
      '@mastra/core': VERSION,
      '@mastra/observability': '1.17.9',
      '@mastra/otel-exporter': EXPORTER,
      '@ai-sdk/anthropic': '4.0.105',
      '@opentelemetry/exporter-trace-otlp-proto': '0.223.0',
      zod: '4.6.7',
    }),
  program: (folder) => nodeProgram(folder, 'mastra.mjs'),
};
