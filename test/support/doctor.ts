// Runs the built command `sevenstep-doctor`, piped or in a pseudo-terminal.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { exported } from './exported.ts';

const DOCTOR = fileURLToPath(new URL('../../packages/doctor/dist/bin.mjs', import.meta.url));

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Outside {
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Its output goes to pipes, as under a script. */
export function runDoctor(args: readonly string[], outside: Outside = {}): Promise<Ran> {
  return run(process.execPath, [DOCTOR, ...args], outside);
}

/**
 * Its output goes to a terminal of 100 columns, which `script` of util-linux makes. What it writes is all in `stdout`:
 * a terminal has one screen.
 */
export function runDoctorInTerminal(args: readonly string[], outside: Outside = {}): Promise<Ran> {
  const command = ['stty cols 100;', 'exec', ...[process.execPath, DOCTOR, ...args].map(quoted)].join(' ');
  return run('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    ...outside,
    env: { TERM: 'xterm-256color', ...outside.env },
  });
}

/** Into a reader that has ended before anything is written. The code is that of the doctor. */
export function runDoctorUnread(args: readonly string[]): Promise<Ran> {
  const command = [process.execPath, DOCTOR, ...args].map(quoted).join(' ');
  return run('bash', ['-c', `${command} | true; exit \${PIPESTATUS[0]}`], {});
}

const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

function run(command: string, args: readonly string[], { stdin = '', env }: Outside): Promise<Ran> {
  const { FORCE_COLOR: _, NO_COLOR: __, ...inherited } = process.env;
  const child = spawn(command, args, { env: { ...inherited, NODE_OPTIONS: '', ...env } });
  const written = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    written.stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    written.stderr += chunk;
  });
  // A command that does not read has ended before it is written to.
  child.stdin.on('error', () => {});
  child.stdin.end(stdin);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      exported(written.stdout + written.stderr, 'output');
      resolve({ code, ...written });
    });
  });
}
