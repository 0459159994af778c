// Runs a command in a drill, and collects the spans that it sends.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { KEPT } from '../bounds.ts';
import { InputError } from '../exit.ts';
import { startReceiver } from '../otlp/receiver.ts';
import type { Span } from '../spans/span.ts';

interface Rehearsal {
  /** The exit code, or the name of the signal that ended it. */
  readonly ended: number | string;
  readonly spans: readonly Span[];
  /** Requests with spans that could not be read. */
  readonly problems: readonly string[];
}

/**
 * @param environment the environment of the command, for the receiver's address
 * @param stdout a file descriptor for its output
 * @throws InputError if the command does not start
 */
export async function rehearse(
  [program = '', ...args]: readonly string[],
  environment: (receiver: string) => NodeJS.ProcessEnv,
  stdout: 1 | 2,
  signal: AbortSignal,
): Promise<Rehearsal> {
  const spans: Span[] = [];
  const problems: string[] = [];
  const receiver = await startReceiver({
    port: 0,
    onSpans: (more) => {
      for (const span of more) if (spans.length < KEPT.drillSpans) spans.push(span);
    },
    onProblem: (line) => {
      if (problems.length < KEPT.problems) problems.push(line);
    },
  });
  try {
    const child = spawn(program, args, {
      stdio: ['inherit', stdout, 'inherit'],
      env: environment(receiver.url),
    });
    // A terminal's interrupt also reaches the command, but a signal to this process does not.
    signal.addEventListener('abort', () => child.kill('SIGTERM'), { once: true });
    const [code, name] = (await once(child, 'close').catch((error: NodeJS.ErrnoException) => {
      throw new InputError(`${program} cannot be started: ${error.code}; check the command after --`);
    })) as [number | null, string | null];
    return { ended: code ?? name ?? '', spans, problems };
  } finally {
    await receiver.close();
  }
}
