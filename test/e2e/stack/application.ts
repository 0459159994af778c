// Starts the application in a separate process, with its telemetry complete or with a part missing.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { AlertDrill } from '@sevenstep/alerts';
import type { Traffic } from './app.ts';

const file = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** The missing part of its telemetry. With `stopped` there is no application. */
type Missing = Exclude<AlertDrill['telemetry'], 'stopped'>;

const VARIABLES: Readonly<Record<NonNullable<Missing>, Record<string, string>>> = {
  'no-spans': { OTEL_TRACES_EXPORTER: 'none' },
  'no-metrics': { OTEL_METRICS_EXPORTER: 'none' },
  'no-diagnoses': {},
};

export class Application {
  readonly service: string;
  readonly #variables: Readonly<Record<string, string>>;
  #process: ChildProcess | undefined;
  #starts = 0;

  /** @param variables of OpenTelemetry. */
  constructor(service: string, variables: Readonly<Record<string, string>>) {
    this.service = service;
    this.#variables = variables;
  }

  /** Starts it; when it runs, it is ended first. */
  async start(traffic: Traffic, missing?: Missing): Promise<void> {
    await this.stop();
    this.#starts += 1;
    const telemetry = missing === 'no-diagnoses' ? file('without-processor.ts') : '@sevenstep/register';
    const child = fork(file('app.ts'), {
      // The folder from which its start-up packages are found.
      cwd: file('.'),
      execArgv: ['--import', telemetry],
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        ...this.#variables,
        ...(missing ? VARIABLES[missing] : {}),
        OTEL_SERVICE_NAME: this.service,
        OTEL_RESOURCE_ATTRIBUTES: `service.instance.id=${this.service}-${this.#starts}`,
      },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#process = child;
    await this.#says(child, 'ready');
    this.call(traffic);
  }

  /** From now on it calls like this. */
  call(traffic: Traffic): void {
    this.#process?.send(traffic);
  }

  /** Resolves when it has made all its requests. */
  async done(): Promise<void> {
    if (this.#process) await this.#says(this.#process, 'done');
  }

  async #says(child: ChildProcess, word: 'ready' | 'done'): Promise<void> {
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`the application ${this.service} ended with code ${code} before it was ${word}`);
    });
    const [said] = await Promise.race([once(child, 'message'), ended]);
    if (said !== word) throw new Error(`the application ${this.service} said ${said}, not ${word}`);
  }

  /** Ends it as a deployment does, so that it sends what is left. */
  async stop(): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}
