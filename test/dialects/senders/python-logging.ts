// Python's `logging` through OpenTelemetry's handler, which exports each record: alone, and beside the spans of the SDK.
import { join } from 'node:path';
import { installPython, programs } from '../install.ts';
import type { Sender } from '../sender.ts';

const REQUIREMENTS = ['anthropic==2.14.0', 'opentelemetry-exporter-otlp-proto-http==1.45.2'];

const common = {
  cannot: {
    'connection.aborted': 'nothing aborts a call of the synchronous client',
    'connection.deadline': 'the synchronous client has one time limit',
    'response.stream_timeout': 'the synchronous client has one time limit',
    'identity.credentials_unavailable': 'the client takes no function for the key',
    'request.header_characters': 'the client sends any character',
  },
  leavesOut: { attributes: /^code\./ },
  install: () => installPython('sdk-python', REQUIREMENTS),
};

const program =
  (...args: readonly string[]): Sender['program'] =>
  (folder) => ({
    command: join(folder, 'bin/python'),
    args: [join(programs('python'), 'logs.py'), ...args],
    env: { PYTHONDONTWRITEBYTECODE: '1' },
  });

export const pythonLog: Sender = {
  ...common,
  id: 'python-log',
  title: 'Log records of `logging`, OpenTelemetry for Python 1.45.2',
  dialect: 'conventions',
  pointAtUs:
    "Add OpenTelemetry's `LoggingHandler` to the logger, and set `OTEL_EXPORTER_OTLP_ENDPOINT` to the address that `doctor watch` prints. Only `doctor` reads logs.",
  program: program(),
};

export const pythonLogTraced: Sender = {
  ...common,
  id: 'python-log-traced',
  title: "Log records of `logging` beside the SDK's own spans, `anthropic` 2.14.0 (Python)",
  dialect: 'sdk',
  pointAtUs: pythonLog.pointAtUs,
  program: program('traced'),
};
