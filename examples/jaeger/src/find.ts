// Finds a Jaeger to run: JAEGER_BIN, else Docker if it runs, else a build through Go modules.
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildJaeger, builtJaeger } from './build.ts';
import { DEFAULT_PORTS, type Ports } from './ports.ts';

const IMAGE = 'jaegertracing/jaeger:2.13.0';
/** The folder of `config.yaml` and the files that it names. */
export const JAEGER_FOLDER: string = fileURLToPath(new URL('..', import.meta.url));

/** A command line that runs Jaeger in the foreground, and how to describe it. */
export interface JaegerCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly origin: string;
}

/**
 * @param log receives a line for each long step.
 * @param signal stops a build.
 * @throws Error that says what to install if Jaeger cannot run.
 */
export async function findJaeger(
  ports: Ports,
  log: (line: string) => void,
  signal?: AbortSignal,
): Promise<JaegerCommand> {
  if (!process.env.JAEGER_BIN && succeeds('docker', ['info'])) return docker(ports);
  const { binary, origin } = await findJaegerBinary(log, signal, 'start Docker, or install Go');
  return {
    command: binary,
    args: ['--config', 'config.yaml'],
    environment: portVariables(ports),
    origin,
  };
}

/**
 * A Jaeger to run without Docker: JAEGER_BIN, else a build through Go modules.
 *
 * @param signal stops a build.
 * @param advice an alternative for the error message.
 * @throws Error with the advice, if Jaeger is not found.
 */
export async function findJaegerBinary(
  log: (line: string) => void,
  signal?: AbortSignal,
  advice = 'or install Go',
): Promise<{ readonly binary: string; readonly origin: string }> {
  const binary = process.env.JAEGER_BIN;
  if (binary) {
    assertExecutable(binary);
    return { binary, origin: `JAEGER_BIN (${binary})` };
  }
  const built = builtJaeger() ?? (hasGo() ? await buildJaeger(log, signal) : undefined);
  if (built) return { binary: built, origin: 'built from Go modules' };
  throw new Error(`There is no Jaeger here: set JAEGER_BIN to a Jaeger v2 binary, ${advice}`);
}

/** The container uses Jaeger's default ports, and publishes them on loopback as in `ports`. */
function docker(ports: Ports): JaegerCommand {
  const names = Object.keys(DEFAULT_PORTS) as (keyof Ports)[];
  const publish = names.flatMap((name) => ['-p', `127.0.0.1:${ports[name]}:${DEFAULT_PORTS[name]}`]);
  const mount = ['-v', `${JAEGER_FOLDER}:/jaeger:ro`, '-w', '/jaeger', '-e', 'JAEGER_LISTEN_HOST=0.0.0.0'];
  return {
    command: 'docker',
    args: ['run', '--rm', '--init', ...publish, ...mount, IMAGE, '--config', 'config.yaml'],
    environment: {},
    origin: `Docker image ${IMAGE}`,
  };
}

/** Ports as environment variables for the process that listens on them. */
export const portVariables = (ports: Readonly<Record<string, number>>): Record<string, string> =>
  Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, String(port)]));

function assertExecutable(file: string): void {
  try {
    accessSync(file, constants.X_OK);
  } catch {
    throw new Error(`JAEGER_BIN is ${file}, which is not an executable file`);
  }
}

export const hasGo = (): boolean => succeeds('go', ['version']);

const succeeds = (command: string, args: string[]): boolean =>
  spawnSync(command, args, { stdio: 'ignore', timeout: 20_000 }).status === 0;
