// Says which ports are taken, and by which process, before anything is started.
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** @throws Error that names each taken port, its variable and the process that holds it. */
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

/** What lists the process that listens on a port: `lsof` of macOS and many a Linux, `ss` of the others. */
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
