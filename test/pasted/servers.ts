// Servers between a client and the simulator. Each starts once, and ends with this process.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { bareEnvironment } from '../support/bare-environment.ts';
import { deadEndpoint } from '../support/dead-endpoint.ts';

/** How a server is started. */
export interface ServerOptions {
  readonly command: string;
  /** It gets the folder with its files, where it also runs. */
  readonly args: (folder: string) => readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Name to text. */
  readonly files: Readonly<Record<string, string>>;
  /** Where it listens on loopback once it is up. */
  readonly ports: readonly number[];
}

/** A port without a listener. */
export const freePort = async (): Promise<number> => Number(new URL(await deadEndpoint()).port);

/**
 * Starts a server that ends with this process.
 *
 * @returns how to stop it before.
 * @throws Error when it does not listen within a minute.
 */
export async function startServer({
  command,
  args,
  env = {},
  files,
  ports,
}: ServerOptions): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'server-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const child = spawn(command, [...args(folder)], {
    cwd: folder,
    env: { ...bareEnvironment(), ...env, HOME: folder },
    stdio: 'ignore',
  });
  child.unref();
  const stop = () => {
    process.off('exit', stop);
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', stop);
  await Promise.all(ports.map(untilItListens));
  return stop;
}

async function untilItListens(port: number): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    if (await listens(port)) return;
    await pause(100);
  }
  throw new Error(`no server listens at port ${port}`);
}

const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    }).on('error', () => resolve(false));
  });
