// LangSmith's wrapper of the TypeScript SDK, which exports its runs as spans. Of LangChain alone, without it, none are made.
import { sharedVersion } from '../../support/packages.ts';
import { installNode } from '../install.ts';
import type { Sender } from '../sender.ts';
import { nodeProgram } from './node-program.ts';
import { OPENTELEMETRY } from './opentelemetry.ts';

const VERSION = '0.12.0';

/** `traceable` ends the run of a stream where its span is not the active one, and the client drops what has none (`client.js`). */
const NO_STREAMS = [
  'endpoint.stream_without_events',
  'healthy.streamed',
  'response.empty',
  'response.slow_consumer',
  'response.stream_abandoned',
  'response.stream_error',
  'response.stream_incomplete',
  'response.stream_interrupted',
  'response.stream_malformed',
  'response.stream_stalled',
  'response.stream_timeout',
] as const;

export const langsmithJs: Sender = {
  id: 'langsmith-js',
  title: `LangSmith, \`wrapAnthropic\` of \`langsmith\` ${VERSION}`,
  dialect: 'langsmith',
  pointAtUs:
    'Set `LANGSMITH_TRACING` to `true`, `LANGSMITH_TRACING_MODE` to `otel` and `OTEL_EXPORTER_OTLP_ENDPOINT` to the doctor, and call `initializeOTEL()`. Outside a span of your own, LangSmith never ends the span of a stream, so it is not exported.',
  cannot: Object.fromEntries(
    NO_STREAMS.map((id) => [id, 'outside another span LangSmith never ends the span of a stream']),
  ),
  install: () =>
    installNode('langsmith-js', {
      ...OPENTELEMETRY,
      '@anthropic-ai/sdk': sharedVersion('@anthropic-ai/sdk'),
      langsmith: VERSION,
    }),
  program: (folder) =>
    nodeProgram(folder, 'langsmith.mjs', {
      LANGSMITH_TRACING: 'true',
      LANGSMITH_TRACING_MODE: 'otel',
      LANGSMITH_API_KEY: 'none',
      ANTHROPIC_OPEN_TELEMETRY: 'false',
    }),
};
