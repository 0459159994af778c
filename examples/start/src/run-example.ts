// Runs an example with a simulator and an OTLP receiver, and returns the received spans.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { SIMULATOR_API_KEY, startSimulator } from '@sevenstep/anthropic-simulator';
import { bareEnvironment } from '../../../test/support/bare-environment.ts';
import { startOtlpReceiver } from '../../../test/support/otlp-receiver.ts';
import { EXAMPLES, type Example } from './examples.ts';
import { installIsolated } from './isolated.ts';

interface Span {
  readonly name: string;
  /** `anthropic.diagnosis.id` */
  readonly diagnosis: string | undefined;
}

export interface ExampleRun {
  readonly code: number | null;
  readonly printed: string;
  readonly spans: readonly Span[];
  /** The received spans as JSON lines of OTLP. */
  readonly otlp: string;
  /** Headers of the last export. */
  readonly headers: Readonly<Record<string, unknown>>;
}

export interface Watching {
  /** Receives the example's output. */
  readonly print?: (text: string) => void;
  /** Replaces the requests to the example's pages. It gets the address, and the example stops when it resolves. */
  readonly visit?: (address: string) => Promise<void>;
}

/** @throws Error if the example does not exist, or one of its scripts fails. */
export async function runExample(
  name: string,
  { print = () => {}, visit }: Watching = {},
): Promise<ExampleRun> {
  const example = Object.hasOwn(EXAMPLES, name) ? EXAMPLES[name] : undefined;
  if (!example)
    throw new Error(`there is no example '${name}'; there are ${Object.keys(EXAMPLES).join(', ')}`);
  const simulator = await startSimulator(example.script);
  const receiver = await startOtlpReceiver();
  const folder = fileURLToPath(new URL(`../../${example.folder ?? name}`, import.meta.url));
  const cwd = example.isolated ? await installIsolated(folder, print) : folder;
  const env = {
    ...bareEnvironment(),
    ANTHROPIC_BASE_URL: simulator.url,
    ANTHROPIC_API_KEY: SIMULATOR_API_KEY,
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_METRICS_EXPORTER: 'none',
    OTEL_LOGS_EXPORTER: 'none',
    OTEL_BSP_SCHEDULE_DELAY: '100',
    OTEL_SERVICE_NAME: name,
    PORT: '0',
  };
  let printed = '';
  let code: number | null = 0;
  try {
    for (const script of example.scripts ?? ['start']) {
      const child = spawn('npm', ['run', '-s', script], { cwd, env, detached: true });
      const note = (chunk: Buffer) => {
        printed += chunk;
        print(chunk.toString());
      };
      child.stdout.on('data', note);
      child.stderr.on('data', note);
      const ended = once(child, 'close');
      const isServer = example.visits && script === (example.scripts ?? ['start']).at(-1);
      if (isServer) {
        const address = await addressOf(child);
        await (visit ?? visitAll(example))(address);
        await arrived(example, () => spansOf(receiver.lines()));
        stop(child);
      }
      [code] = (await ended) as [number | null];
      if (code !== 0 && !isServer) throw new Error(`npm run ${script} ended with code ${code}:\n${printed}`);
    }
    const otlp = receiver.lines();
    return { code, printed, spans: spansOf(otlp), otlp, headers: receiver.headers() };
  } finally {
    await receiver.close();
    await simulator.close();
  }
}

/** Stops its process group, which has npm, its shell and the server. */
function stop({ pid }: ChildProcess): void {
  if (pid !== undefined) process.kill(-pid, 'SIGTERM');
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk) => {
      text += chunk;
      const address = /(?:listening on|Local:)\s+(http:\/\/\S+)/.exec(text)?.[1];
      if (address) resolve(address);
    });
    child.once('close', () => reject(new Error(`it ended before it listened:\n${text}`)));
  });
}

const visitAll =
  (example: Example) =>
  async (address: string): Promise<void> => {
    for (const path of example.visits ?? []) await (await fetch(new URL(path, address))).text();
  };

/** Waits until the expected number of call spans has arrived, because a server exports them a little later. */
async function arrived(example: Example, spans: () => readonly Span[]): Promise<void> {
  const calls = (names: readonly string[]) => names.filter((name) => name.startsWith('chat ')).length;
  const deadline = Date.now() + 60_000;
  while (calls(spans().map(({ name }) => name)) < calls(example.spans) && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

interface OtlpSpan {
  readonly name: string;
  readonly attributes?: readonly {
    readonly key: string;
    readonly value: { readonly stringValue?: string };
  }[];
}

function spansOf(otlp: string): Span[] {
  const exports = otlp
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  const spans: OtlpSpan[] = exports
    .flatMap(({ resourceSpans = [] }) => resourceSpans)
    .flatMap(({ scopeSpans }) => scopeSpans)
    .flatMap((scope) => scope.spans);
  return spans.map(({ name, attributes = [] }) => ({
    name,
    diagnosis: attributes.find(({ key }) => key === 'anthropic.diagnosis.id')?.value.stringValue,
  }));
}
