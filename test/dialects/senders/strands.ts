// Strands Agents for Python, by its own spans.
import { installPython } from '../install.ts';
import type { Sender } from '../sender.ts';
import { NO_KEY_FUNCTION, pythonProgram } from './python-program.ts';

const NO_SPAN = 'it never ends the span of a call that is cancelled';
const VERSION = '1.62.0';

export const strands: Sender = {
  id: 'strands',
  title: `Strands Agents ${VERSION} (Python)`,
  dialect: 'strands',
  pointAtUs:
    'Call `StrandsTelemetry().setup_otlp_exporter()` once, and set `OTEL_EXPORTER_OTLP_ENDPOINT` to the doctor.',
  cannot: {
    ...NO_KEY_FUNCTION,
    'connection.aborted': NO_SPAN,
    'connection.deadline': NO_SPAN,
    'healthy.tool': 'the agent goes on with a call for each answer, without an end',
    'response.stream_abandoned': NO_SPAN,
    'response.stream_timeout': NO_SPAN,
  },
  // It always streams.
  truth: {
    'endpoint.malformed_response': 'endpoint.stream_without_events',
    'response.interrupted': 'response.stream_interrupted',
  },
  install: () =>
    installPython('strands', [
      `strands-agents[anthropic,otel]==${VERSION}`,
      'anthropic==0.125.0',
      'opentelemetry-exporter-otlp-proto-http==1.45.1',
    ]),
  program: (folder) => pythonProgram(folder, 'strands_agent.py'),
};
