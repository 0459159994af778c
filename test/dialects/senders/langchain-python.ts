// LangChain and LangGraph for Python, as LangSmith exports their runs, and observed by OpenInference and by Traceloop.
import { installPython } from '../install.ts';
import type { Sender } from '../sender.ts';
import { NO_KEY_FUNCTION, NO_SIGNAL, pythonProgram } from './python-program.ts';

const LANGSMITH = '0.15.1';
const OPENINFERENCE = '0.1.80';
const TRACELOOP = '0.62.4';

const COMMON: Pick<Sender, 'cannot' | 'install'> = {
  cannot: {
    ...NO_SIGNAL,
    ...NO_KEY_FUNCTION,
    'request.header_characters': 'LangChain encodes headers as UTF-8, and the call succeeds',
  },
  install: () =>
    installPython('langchain', [
      'langchain-anthropic==1.7.10',
      'langgraph==1.2.24',
      `langsmith[otel]==${LANGSMITH}`,
      `openinference-instrumentation-langchain==${OPENINFERENCE}`,
      `opentelemetry-instrumentation-langchain==${TRACELOOP}`,
      'opentelemetry-exporter-otlp-proto-http==1.45.2',
    ]),
};

const SET_ENDPOINT = 'Set `OTEL_EXPORTER_OTLP_ENDPOINT` to the doctor.';

export const langsmithPython: Sender = {
  ...COMMON,
  id: 'langsmith-python',
  title: `LangSmith, \`langsmith[otel]\` ${LANGSMITH} (Python), of LangChain and LangGraph`,
  dialect: 'langsmith',
  pointAtUs:
    'Set `LANGSMITH_TRACING`, `LANGSMITH_OTEL_ENABLED` and `LANGSMITH_OTEL_ONLY` to `true`, and register a `TracerProvider` that exports to the doctor.',
  program: (folder) => pythonProgram(folder, 'langchain_chat.py', 'langsmith'),
};

export const langchainOpeninferencePython: Sender = {
  ...COMMON,
  id: 'langchain-openinference-python',
  title: `OpenInference, \`openinference-instrumentation-langchain\` ${OPENINFERENCE} (Python)`,
  dialect: 'openinference',
  pointAtUs: SET_ENDPOINT,
  program: (folder) => pythonProgram(folder, 'langchain_chat.py', 'openinference'),
};

export const langchainTraceloopPython: Sender = {
  ...COMMON,
  id: 'langchain-traceloop-python',
  title: `Traceloop, \`opentelemetry-instrumentation-langchain\` ${TRACELOOP} (Python)`,
  dialect: 'traceloop',
  pointAtUs: SET_ENDPOINT,
  program: (folder) => pythonProgram(folder, 'langchain_chat.py', 'traceloop'),
};
