// Checks before a start which ports are in use, and by which processes.
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** @throws Error with each port in use, its variable and its process. */
export async function assertPortsFree(ports: Readonly<Record<string, number>>): Promise<void> {
  const checked = await Promise.all(
    Object.entries(ports).map(async ([variable, port]) =>
      (await isFree(port))
        ? undefined
        : `Port ${port} is taken by ${await holderOf(port)}. Stop it, or set ${variable} to another port.`,
    ),
  );
  const taken = checked.filter((line) => line !== undefined);
  if (taken.length > 0) throw new Error(taken.join('\n'));
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}

/** Commands that find the process on a port: `lsof` for macOS and many Linux systems, `ss` for the others. */
const LISTS: readonly (readonly [command: string, args: (port: number) => string[], found: RegExp])[] = [
  ['lsof', (port) => ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'], /^p(?<pid>\d+)\nc(?<name>.+)$/m],
  ['ss', (port) => ['-Hltnp', `sport = :${port}`], /\(\("(?<name>[^"]+)",pid=(?<pid>\d+)/],
];

/** The process that listens on a port, such as `node (process 4711)`. */
export async function holderOf(port: number): Promise<string> {
  for (const [command, args, found] of LISTS) {
    const { stdout } = await run(command, args(port)).catch(() => ({ stdout: '' }));
    const { name, pid } = found.exec(stdout)?.groups ?? {};
    if (name !== undefined) return `${name} (process ${pid})`;
  }
  return 'another process';
}
