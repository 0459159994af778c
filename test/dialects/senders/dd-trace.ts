// Datadog's tracer, which sends OTLP to the given address.
import { sharedVersion } from '../../support/packages.ts';
import { installNode } from '../install.ts';
import type { Sender } from '../sender.ts';
import { nodeProgram } from './node-program.ts';

const VERSION = '6.21.0';

export const ddTrace: Sender = {
  id: 'dd-trace',
  title: `Datadog, \`dd-trace\` ${VERSION}`,
  dialect: 'dd-trace',
  pointAtUs:
    'Set `OTEL_TRACES_EXPORTER=otlp` and `OTEL_EXPORTER_OTLP_ENDPOINT`. Its spans do not pass through span processors of OpenTelemetry, so only the doctor reads them.',
  settleMs: 300,
  // Attributes that others have in the resource.
  leavesOut: {
    attributes:
      /^(?:_dd\.(?!integration$)|_sampling_priority|runtime-id$|process_id$|service$|resource\.name$|language$)/,
  },
  install: () =>
    installNode('dd-trace', {
      '@anthropic-ai/sdk': sharedVersion('@anthropic-ai/sdk'),
      '@opentelemetry/api': '1.9.1',
      'dd-trace': VERSION,
    }),
  program: (folder) =>
    nodeProgram(folder, 'dd-trace.mjs', {
      OTEL_TRACES_EXPORTER: 'otlp',
      DD_TRACE_AGENT_URL: 'http://127.0.0.1:9',
      DD_SERVICE: 'app',
      DD_INSTRUMENTATION_TELEMETRY_ENABLED: 'false',
      DD_TRACE_DNS_ENABLED: 'false',
      DD_TRACE_NET_ENABLED: 'false',
      DD_REMOTE_CONFIGURATION_ENABLED: 'false',
    }),
};
