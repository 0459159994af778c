// AG2 for Python, by its own middleware.
import { installPython } from '../install.ts';
import type { Sender } from '../sender.ts';
import { NO_KEY_FUNCTION, pythonProgram } from './python-program.ts';

const NO_MODEL = 'nothing on the span shows that the call is one of Claude';
const VERSION = '1.2.1';

export const ag2: Sender = {
  id: 'ag2',
  title: `AG2 ${VERSION} (Python), its \`TelemetryMiddleware\``,
  dialect: 'ag2',
  pointAtUs:
    'Add `TelemetryMiddleware()` to the `middleware` of the agent, and register a `TracerProvider` that exports to the doctor.',
  cannot: {
    ...NO_KEY_FUNCTION,
    'healthy.tool': 'the agent goes on with a call for each answer, without an end',
    'connection.aborted': NO_MODEL,
    'connection.deadline': NO_MODEL,
    'endpoint.malformed_response': NO_MODEL,
    'endpoint.stream_without_events': NO_MODEL,
    'response.stream_timeout': NO_MODEL,
    'response.slow_consumer': 'it reads the stream itself',
    'response.stream_abandoned': 'it reads the stream itself',
  },
  install: () =>
    installPython('ag2', [
      `ag2[anthropic,tracing]==${VERSION}`,
      'anthropic==1.17.0',
      'opentelemetry-exporter-otlp-proto-http==1.45.2',
    ]),
  program: (folder) => pythonProgram(folder, 'ag2_agent.py'),
};
