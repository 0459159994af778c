// Keeps a client's process for all its calls: a call per line of its stdin, and the printed text per line of its stdout.
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { bareEnvironment } from '../support/bare-environment.ts';
import type { CallSpec, Printed } from './client.ts';

/** How the process is started. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

interface Running {
  readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly lines: AsyncIterator<string>;
  /** The last that it wrote to stderr. */
  complaints: string;
}

const running = new Map<string, Running>();

/**
 * Makes a call with the process of the program.
 *
 * @throws Error that says what the process said when it ends or fails itself
 */
export async function converse(program: Program, call: CallSpec): Promise<Printed> {
  const { forms, broken } = (await exchange(program, call)) as { forms?: Printed; broken?: string };
  if (forms === undefined) throw new Error(`${program.command} failed in ${call.situation}:\n${broken}`);
  return forms;
}

/**
 * Sends a call to the process of the program, which is started with the first one, and waits for its answer.
 *
 * @returns the line that it answered with, as JSON
 * @throws Error that says what the process said when it ends
 */
export async function exchange({ command, args, env = {} }: Program, call: CallSpec): Promise<unknown> {
  const key = JSON.stringify([command, args, env]);
  const process = running.get(key) ?? start(command, args, env);
  running.set(key, process);
  process.child.stdin.write(`${JSON.stringify(call)}\n`);
  const { value: line, done } = await process.lines.next();
  if (done) throw new Error(`${command} ended in ${call.situation}:\n${process.complaints}`);
  return JSON.parse(line);
}

function start(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Running {
  const child = spawn(command, args, {
    env: { ...bareEnvironment(), NO_COLOR: '1', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const one: Running = {
    child,
    lines: createInterface(child.stdout)[Symbol.asyncIterator](),
    complaints: '',
  };
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    one.complaints = (one.complaints + text).slice(-2_000);
  });
  // It ends with its stdin, at our own end, and keeps nothing alive until then.
  child.unref();
  for (const pipe of [child.stdin, child.stdout, child.stderr] as unknown as Socket[]) pipe.unref();
  return one;
}
