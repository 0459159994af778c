// `doctor check --every` in a separate process, with a simulator whose faults its checks meet.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { SIMULATOR_API_KEY, type Simulator, startSimulator } from '@sevenstep/anthropic-simulator';
import type { Traffic } from './app.ts';

const DOCTOR = fileURLToPath(new URL('../../../packages/doctor/dist/bin.mjs', import.meta.url));

export class CheckingDoctor {
  readonly #service: string;
  readonly #variables: Readonly<Record<string, string>>;
  #simulator: Simulator | undefined;
  #process: ChildProcess | undefined;

  /** @param variables of OpenTelemetry */
  constructor(service: string, variables: Readonly<Record<string, string>>) {
    this.#service = service;
    this.#variables = variables;
  }

  /** Starts it; when it runs, it is ended first. */
  async start(traffic: Traffic): Promise<void> {
    await this.stop();
    this.#simulator ??= await startSimulator();
    this.call(traffic);
    this.#process = spawn(process.execPath, [DOCTOR, 'check', '--every', '1s', '--retries', '0'], {
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        ...this.#variables,
        OTEL_SERVICE_NAME: this.#service,
        // The stack takes no logs.
        OTEL_LOGS_EXPORTER: 'none',
        ANTHROPIC_BASE_URL: this.#simulator.url,
        ANTHROPIC_API_KEY: SIMULATOR_API_KEY,
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }

  /** From now on its checks meet these faults. */
  call({ drill }: Traffic): void {
    this.#simulator?.load({ faults: drill.faults ?? [] });
  }

  /** Ends it as a deployment does, so that it sends what is left. */
  async stop(): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  }

  /** With its simulator, too. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    await this.#simulator?.close();
  }
}
