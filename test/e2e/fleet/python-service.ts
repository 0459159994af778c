// A service in Python, whose SDK makes the spans as in the Collector's README, and a simulator for its calls.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Drill } from '@sevenstep/anthropic-simulator';
import { SIMULATOR_API_KEY, type Simulator, startSimulator } from '@sevenstep/anthropic-simulator';
import { installPython } from '../../dialects/install.ts';
import { bareEnvironment } from '../../support/bare-environment.ts';

const PROGRAM = fileURLToPath(new URL('summaries.py', import.meta.url));

/** The packages of the Collector's README, with versions. */
const REQUIREMENTS = [
  'anthropic==2.14.0',
  'opentelemetry-distro==0.66b2',
  'opentelemetry-exporter-otlp==1.45.2',
];

export interface PythonService {
  /** From now on its calls meet these faults. */
  call(drill: Drill): void;
  /** Calls since the last {@link call}. */
  calls(): number;
  /** Ends the process as a deployment does, so that it sends its last spans. */
  stop(): Promise<void>;
}

/** @param variables of OpenTelemetry. */
export async function startPythonService(
  name: string,
  variables: Readonly<Record<string, string>>,
): Promise<PythonService> {
  const folder = await installPython('fleet', REQUIREMENTS);
  const simulator: Simulator = await startSimulator();
  const child: ChildProcess = spawn(
    join(folder, 'bin/python'),
    // As the command opentelemetry-instrument, whose first line has the path of a folder that is renamed.
    [
      '-c',
      'from opentelemetry.instrumentation.auto_instrumentation import run; run()',
      join(folder, 'bin/python'),
      PROGRAM,
    ],
    {
      env: {
        ...bareEnvironment(),
        PYTHONDONTWRITEBYTECODE: '1',
        ...variables,
        OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
        OTEL_SERVICE_NAME: name,
        ANTHROPIC_BASE_URL: simulator.url,
        ANTHROPIC_API_KEY: SIMULATOR_API_KEY,
      },
      stdio: ['pipe', 'inherit', 'inherit'],
    },
  );
  const ended = once(child, 'exit');
  await once(child, 'spawn');
  return {
    call: ({ faults = [] }) => simulator.load({ faults }),
    calls: () => simulator.journal.length,
    stop: async () => {
      child.stdin?.end();
      await ended;
      await simulator.close();
    },
  };
}
