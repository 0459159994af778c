// Finds a Jaeger to run: JAEGER_BIN, else Docker when there is an engine, else one built through Go modules.
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { buildJaeger, builtJaeger } from './build.ts';
import { DEFAULT_PORTS, type Ports } from './ports.ts';

const IMAGE = 'jaegertracing/jaeger:2.13.0';
const CONFIG: string = new URL('../config.yaml', import.meta.url).pathname;

/** A command line that runs Jaeger in the foreground, and what to say of it. */
export interface JaegerCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly origin: string;
  /** Whether it has the web page. */
  readonly hasPage: boolean;
}

/**
 * @param log gets a line for each thing that takes long.
 * @throws Error that says what to install when there is no way to run Jaeger.
 */
export async function findJaeger(ports: Ports, log: (line: string) => void): Promise<JaegerCommand> {
  const binary = process.env.JAEGER_BIN;
  if (binary) {
    assertExecutable(binary);
    return native(binary, ports, `JAEGER_BIN (${binary})`);
  }
  if (succeeds('docker', ['info'])) return docker(ports);
  const built = builtJaeger() ?? (succeeds('go', ['version']) ? await buildJaeger(log) : undefined);
  if (built) return native(built, ports, 'built from Go modules');
  throw new Error(
    'There is no Jaeger here: set JAEGER_BIN to a Jaeger v2 binary, start Docker, or install Go',
  );
}

function native(command: string, ports: Ports, origin: string): JaegerCommand {
  return {
    command,
    args: ['--config', CONFIG],
    environment: environment(ports),
    origin,
    hasPage: Boolean(process.env.JAEGER_UI_ASSETS),
  };
}

/** In the container Jaeger has its default ports, published on loopback as `ports` says. */
function docker(ports: Ports): JaegerCommand {
  const names = Object.keys(DEFAULT_PORTS) as (keyof Ports)[];
  const publish = names.flatMap((name) => ['-p', `127.0.0.1:${ports[name]}:${DEFAULT_PORTS[name]}`]);
  const mount = ['-v', `${CONFIG}:/config.yaml:ro`, '-e', 'JAEGER_LISTEN_HOST=0.0.0.0'];
  return {
    command: 'docker',
    args: ['run', '--rm', '--init', ...publish, ...mount, IMAGE, '--config', '/config.yaml'],
    environment: {},
    origin: `Docker image ${IMAGE}`,
    hasPage: true,
  };
}

const environment = (ports: Ports): Record<string, string> =>
  Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, String(port)]));

function assertExecutable(file: string): void {
  try {
    accessSync(file, constants.X_OK);
  } catch {
    throw new Error(`JAEGER_BIN is ${file}, which is not an executable file`);
  }
}

const succeeds = (command: string, args: string[]): boolean =>
  spawnSync(command, args, { stdio: 'ignore', timeout: 20_000 }).status === 0;
