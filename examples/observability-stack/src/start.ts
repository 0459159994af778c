// Starts Jaeger, Prometheus and Alertmanager from local binaries, with the configuration files of this folder.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, stringify } from 'yaml';
import { findJaegerBinary, portVariables } from '../../jaeger/src/find.ts';
import { type Server, type ServerCommand, startServer } from '../../jaeger/src/server.ts';
import { healthUrl, jaegerUrls } from '../../jaeger/src/start.ts';
import { debianTool, type Found } from './debian-tools.ts';
import { type StackPorts, withPorts } from './ports.ts';

/** The folder of the configuration files. */
export const STACK_FOLDER: string = fileURLToPath(new URL('..', import.meta.url));
const GENERATED = '../../packages/alerts';

/** The changes for a rehearsal that runs faster than real time. Everything else is as in the files. */
export interface Rehearsal {
  /** Rule files to use in place of those in `prometheus.yml`: patterns or paths. */
  readonly ruleFiles: readonly string[];
  /** Replaces the file in `packages/alerts`. */
  readonly alertmanagerFile: string;
  /** Addresses without a scheme that Prometheus scrapes in place of Jaeger's metrics. */
  readonly scraped?: readonly string[];
  /** The interval for scrape and evaluation, such as `500ms`. */
  readonly interval: string;
  /** How far Prometheus looks back for a sample. Prometheus's default is five minutes. */
  readonly lookback: string;
  /** Variables of `jaeger.yaml`. */
  readonly jaeger: Readonly<Record<string, string>>;
}

interface StartOptions {
  /** The changes for a rehearsal. */
  readonly rehearsal?: Rehearsal;
  /** An Alertmanager in place of Debian's. */
  readonly alertmanager?: Found;
  /** Stops the start. */
  readonly signal?: AbortSignal;
}

/** The addresses of the servers, and a way to stop them. */
export interface Stack {
  /** For `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  readonly otlpUrl: string;
  /** The address of Jaeger's page and query API. */
  readonly queryUrl: string;
  readonly prometheusUrl: string;
  readonly alertmanagerUrl: string;
  /** Settles with the name of the first server that ends. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

/**
 * Starts the servers. Their data is in a folder that is removed when they stop.
 *
 * @param log receives a line for each long step.
 * @throws Error that says what to install, or with the end of the output of a server that does not start.
 */
export async function startStack(
  ports: StackPorts,
  log: (line: string) => void = () => undefined,
  { rehearsal, alertmanager: given, signal }: StartOptions = {},
): Promise<Stack> {
  const { binary: jaeger } = await findJaegerBinary(log, signal);
  // One after the other, because installations cannot run at the same time.
  const prometheus = await debianTool('prometheus');
  const alertmanager = given ?? (await debianTool('alertmanager'));
  signal?.throwIfAborted();
  const data = await mkdtemp(join(tmpdir(), 'sevenstep-stack-'));
  const at = (port: keyof StackPorts) => `127.0.0.1:${ports[port]}`;
  const alertmanagerFile = await writeConfiguration(
    join(data, 'alertmanager.yml'),
    rehearsal?.alertmanagerFile ?? `${GENERATED}/alertmanager/alertmanager.yml`,
    (text) => withPorts(text, ports),
  );
  const prometheusFile = await writeConfiguration(join(data, 'prometheus.yml'), 'prometheus.yml', (text) =>
    withPorts(prometheusConfiguration(text, rehearsal), ports),
  );
  const commands: readonly ServerCommand[] = [
    {
      name: 'Jaeger',
      command: jaeger,
      args: ['--config', `${GENERATED}/collector/spanmetrics.yaml`, '--config', 'jaeger.yaml'],
      environment: { ...portVariables(ports), ...rehearsal?.jaeger },
      healthUrl: healthUrl(ports),
    },
    {
      name: 'Alertmanager',
      command: alertmanager.command,
      args: [
        ...alertmanager.args,
        `--config.file=${alertmanagerFile}`,
        `--storage.path=${join(data, 'alertmanager')}`,
        `--web.listen-address=${at('ALERTMANAGER_PORT')}`,
        // A single Alertmanager has no cluster.
        '--cluster.listen-address=',
      ],
      healthUrl: `http://${at('ALERTMANAGER_PORT')}/-/ready`,
    },
    {
      name: 'Prometheus',
      command: prometheus.command,
      args: [
        ...prometheus.args,
        `--config.file=${prometheusFile}`,
        `--storage.tsdb.path=${join(data, 'prometheus')}`,
        `--web.listen-address=${at('PROMETHEUS_PORT')}`,
        ...(rehearsal ? [`--query.lookback-delta=${rehearsal.lookback}`] : []),
      ],
      healthUrl: `http://${at('PROMETHEUS_PORT')}/-/ready`,
    },
  ];
  const { servers, stop } = await startAll(
    commands,
    () => rm(data, { recursive: true, force: true }),
    signal,
  );
  return {
    ...jaegerUrls(ports),
    prometheusUrl: `http://${at('PROMETHEUS_PORT')}`,
    alertmanagerUrl: `http://${at('ALERTMANAGER_PORT')}`,
    ended: Promise.race(
      servers.map(async ({ ended }, index) => {
        await ended;
        return commands[index]?.name ?? '';
      }),
    ),
    stop,
  };
}

/** Starts all servers or none. If one does not start, the others stop. */
async function startAll(
  commands: readonly ServerCommand[],
  afterwards: () => Promise<void>,
  signal: AbortSignal | undefined,
): Promise<{ servers: readonly Server[]; stop: () => Promise<void> }> {
  const starting = commands.map((command) => startServer({ folder: STACK_FOLDER, ...command }, signal));
  const settled = await Promise.allSettled(starting);
  const servers = settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const stop = async () => {
    await Promise.all(servers.map((server) => server.stop()));
    await afterwards();
  };
  const failed = settled.find((result) => result.status === 'rejected');
  if (failed) {
    await stop();
    throw failed.reason;
  }
  return { servers, stop };
}

/** The file with absolute paths, and with the changes of a rehearsal. */
export function prometheusConfiguration(text: string, rehearsal?: Rehearsal): string {
  const { global, rule_files, scrape_configs, ...others } = parse(text) as {
    global: object;
    rule_files: string[];
    scrape_configs: object[];
  };
  const { interval, scraped } = rehearsal ?? {};
  return stringify({
    global: interval
      ? { ...global, scrape_interval: interval, scrape_timeout: interval, evaluation_interval: interval }
      : global,
    rule_files: rehearsal?.ruleFiles ?? rule_files.map((file) => resolve(STACK_FOLDER, file)),
    scrape_configs: scraped
      ? scrape_configs.map((one) => ({ ...one, static_configs: [{ targets: scraped }] }))
      : scrape_configs,
    ...others,
  });
}

async function writeConfiguration(
  to: string,
  from: string,
  change: (text: string) => string,
): Promise<string> {
  await writeFile(to, change(await readFile(resolve(STACK_FOLDER, from), 'utf8')));
  return to;
}
