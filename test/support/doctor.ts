// Runs the built command `sevenstep-doctor` as a separate process: piped, or in a pseudo-terminal.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { run } from '../../packages/doctor/test/support/run.ts';
import { exported } from './exported.ts';

/** `npm test` builds it first. */
const DOCTOR = fileURLToPath(new URL('../../packages/doctor/dist/bin.mjs', import.meta.url));

export interface Ended {
  readonly code: number | null;
  /** In a pseudo-terminal, this has both streams. */
  readonly stdout: string;
  readonly stderr: string;
}

interface Outside {
  /** The whole environment of the program, apart from PATH and HOME. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

interface Typed extends Outside {
  /** All that is typed, or piped in. */
  readonly stdin?: string;
}

/** A program under way. */
export interface Started {
  readonly child: ChildProcess;
  /** Resolves with all that was written when the text is there; rejects when the program ends without it. */
  says(text: string): Promise<string>;
  readonly ended: Promise<Ended>;
}

/** Its output goes to pipes, as under a script. */
export const startDoctor = (args: readonly string[], outside: Outside = {}): Started =>
  start(process.execPath, [DOCTOR, ...args], outside);

/** Starts it in a terminal of 100 columns, which `script` of util-linux provides. The terminal echoes the input. */
export const startDoctorInTerminal = (args: readonly string[], { env, ...outside }: Outside = {}): Started =>
  start('script', ['-qec', `stty cols 100; exec ${commandLine(args)}`, '/dev/null'], {
    ...outside,
    env: { TERM: 'xterm-256color', ...env },
  });

/** Ended, with nothing more to type. Mutants are in the sources: a mutation run has it in this process. */
export const runDoctor = (args: readonly string[], { stdin, ...outside }: Typed = {}): Promise<Ended> =>
  process.env.SEVENSTEP_MUTATED === undefined || outside.cwd !== undefined
    ? finish(startDoctor(args, outside), stdin)
    : run(args, { ...outside, ...(stdin !== undefined && { stdin }) });

/** Runs it in a terminal. All output is in `stdout`, because a terminal has one screen. */
export const runDoctorInTerminal = (
  args: readonly string[],
  { stdin, ...outside }: Typed = {},
): Promise<Ended> => finish(startDoctorInTerminal(args, outside), stdin);

/** In a terminal, with the file piped in: the terminal is where its output goes. */
export const runDoctorPipedInTerminal = (file: string, args: readonly string[]): Promise<Ended> =>
  finish(inTerminal(`cat ${quoted(file)} | ${commandLine(args)}`));

/** The same of `tail -f`, which does not end. */
export const startDoctorFollowing = (file: string): Started =>
  inTerminal(`tail -n +1 -f ${quoted(file)} | ${commandLine([])}`);

/** Whether this machine can make a pseudo-terminal: `script` of util-linux does. */
export const hasTerminal: boolean = spawnSync('script', ['--version']).status === 0;

/** Into a reader that has ended before anything is written. The code is that of the doctor. */
export const runDoctorUnread = (
  args: readonly string[],
  stream: 'stdout' | 'stderr' = 'stdout',
): Promise<Ended> =>
  finish(
    start('bash', ['-c', `${commandLine(args)} ${stream === 'stdout' ? '' : '2'}> >(true); exit $?`], {}),
  );

const inTerminal = (line: string): Started =>
  start('script', ['-qec', `stty cols 100; ${line}`, '/dev/null'], { env: { TERM: 'xterm-256color' } });

const commandLine = (args: readonly string[]): string =>
  [process.execPath, DOCTOR, ...args].map(quoted).join(' ');

const quoted = (word: string): string => `'${word.replaceAll("'", String.raw`'\''`)}'`;

function finish({ child, ended }: Started, stdin = ''): Promise<Ended> {
  // A command that does not read its input may end before the input is written.
  child.stdin?.on('error', () => {});
  child.stdin?.end(stdin);
  return ended;
}

function start(command: string, args: readonly string[], { env = {}, cwd }: Outside): Started {
  const child = spawn(command, args, {
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...env },
    ...(cwd !== undefined && { cwd }),
  });
  const written = { stdout: '', stderr: '' };
  const waiting = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const) {
    // A sign of several bytes may be in two chunks.
    child[name].setEncoding('utf8').on('data', (chunk: string) => {
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
