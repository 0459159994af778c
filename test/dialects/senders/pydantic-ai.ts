// Pydantic AI for Python, by its own spans.
import { installPython } from '../install.ts';
import type { Sender } from '../sender.ts';
import { NO_KEY_FUNCTION, pythonProgram } from './python-program.ts';

const VERSION = '2.68.0';

export const pydanticAi: Sender = {
  id: 'pydantic-ai',
  title: `Pydantic AI ${VERSION} (Python)`,
  dialect: 'pydantic-ai',
  pointAtUs:
    'Call `Agent.instrument_all()` once, and register a `TracerProvider` that exports to the doctor.',
  // Without what no reader uses, so that the record stays small.
  leavesOut: {
    attributes:
      /^(?:logfire\.|model_request_parameters$|pydantic_ai\.|final_result$|gen_ai\.(?:aggregated_usage|usage\.details|agent|conversation|system$)|operation\.cost|server\.|agent_name|model_name|exception\.escaped)/,
  },
  cannot: {
    ...NO_KEY_FUNCTION,
    'connection.aborted': 'the first call of the process ends before its request',
  },
  // The deadline cancels the task.
  truth: { 'connection.deadline': 'connection.aborted' },
  install: () =>
    installPython('pydantic-ai', [
      `pydantic-ai-slim[anthropic]==${VERSION}`,
      'anthropic==2.14.0',
      'opentelemetry-exporter-otlp-proto-http==1.45.2',
    ]),
  program: (folder) => pythonProgram(folder, 'pydantic_ai_agent.py'),
};
