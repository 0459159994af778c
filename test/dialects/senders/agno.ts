// Agno for Python, observed by OpenInference.
import { installPython } from '../install.ts';
import type { Sender } from '../sender.ts';
import { NO_KEY_FUNCTION, NO_SIGNAL, pythonProgram } from './python-program.ts';

const VERSION = '3.1.10';
const OPENINFERENCE = '1.0.15';

export const agno: Sender = {
  id: 'agno',
  title: `Agno ${VERSION} (Python), \`openinference-instrumentation-agno\` ${OPENINFERENCE}`,
  dialect: 'openinference',
  pointAtUs: 'Set `OTEL_EXPORTER_OTLP_ENDPOINT` to the doctor.',
  // Made up for each run.
  leavesOut: { attributes: /^(?:graph\.node\.id|agno\.agent\.id)$/ },
  cannot: {
    ...NO_SIGNAL,
    ...NO_KEY_FUNCTION,
    'healthy.tool': 'the agent goes on with a call for each answer, without an end',
  },
  install: () =>
    installPython('agno', [
      `agno==${VERSION}`,
      `openinference-instrumentation-agno==${OPENINFERENCE}`,
      'anthropic==2.14.0',
      'opentelemetry-exporter-otlp-proto-http==1.45.2',
    ]),
  program: (folder) => pythonProgram(folder, 'agno_agent.py'),
};
