// Runs the built program as a process of its own: piped, or in a pseudo-terminal.
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { exported } from '../../../../test/support/exported.ts';

/** `npm test` builds it first. */
export const BIN: string = fileURLToPath(new URL('../../dist/bin.mjs', import.meta.url));

export interface Ended {
  readonly code: number | null;
  /** Of a pseudo-terminal, both streams. */
  readonly stdout: string;
  readonly stderr: string;
}

export interface BinOptions {
  /** All that the program has of the environment, beside PATH and HOME. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly stdin?: string;
}

/** A program under way. */
export interface Started {
  readonly child: ChildProcess;
  /** Resolves with all that was written when the text is there; rejects when the program ends without it. */
  says(text: string): Promise<string>;
  readonly ended: Promise<Ended>;
}

const environment = (env: BinOptions['env']): Record<string, string> => ({
  PATH: process.env.PATH ?? '',
  HOME: process.env.HOME ?? '',
  ...env,
});

export const startBin = (args: readonly string[], options: BinOptions = {}): Started =>
  start(process.execPath, [BIN, ...args], options);

/** Ended, with nothing more to type. */
export async function runBin(args: readonly string[], options: BinOptions = {}): Promise<Ended> {
  const { child, ended } = startBin(args, options);
  child.stdin?.end(options.stdin ?? '');
  return ended;
}

/** In a pseudo-terminal that util-linux `script` makes. What is typed is echoed. */
export function startTerminal(args: readonly string[], { env, ...options }: BinOptions = {}): Started {
  const line = [process.execPath, BIN, ...args].map((word) => `'${word.replaceAll("'", String.raw`'\''`)}'`);
  return start('script', ['-qec', `exec ${line.join(' ')}`, '/dev/null'], {
    ...options,
    env: { TERM: 'xterm', ...env },
  });
}

function start(command: string, args: readonly string[], { env, cwd }: BinOptions): Started {
  const child = spawn(command, args, { env: environment(env), ...(cwd !== undefined && { cwd }) });
  const written = { stdout: '', stderr: '' };
  const waiting = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].on('data', (chunk) => {
      written[name] += chunk;
      for (const look of waiting) look();
    });
  }
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      exported(written.stdout + written.stderr, 'output');
      resolve({ code, ...written });
    });
  });
  return {
    child,
    ended,
    says: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!written.stdout.includes(text) && !written.stderr.includes(text)) return;
          waiting.delete(look);
          resolve(written.stdout + written.stderr);
        };
        waiting.add(look);
        look();
        ended.then(
          ({ stdout, stderr }) => reject(new Error(`ended without "${text}":\n${stdout}${stderr}`)),
          reject,
        );
      }),
  };
}
