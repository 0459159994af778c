// A command that goes on, run in this process: waits for what it prints, and interrupts it.
import { Readable } from 'node:stream';
import type { Io } from '../../src/io.ts';
import { main } from '../../src/main.ts';
import type { Ran } from './run.ts';

export type Stream = 'stdout' | 'stderr';

export interface UnderWay {
  /** Resolves when the text was printed. */
  until(text: RegExp, name?: Stream): Promise<RegExpExecArray>;
  /** Interrupts it. */
  end(): Promise<Ran>;
  ended(): Promise<Ran>;
}

interface Outside {
  /** Whether standard output is a terminal. @default false */
  readonly isTTY?: boolean;
  readonly env?: Io['env'];
}

export function startCommand(args: readonly string[], { isTTY = false, env = {} }: Outside = {}): UnderWay {
  const interrupt = new AbortController();
  const written = { stdout: '', stderr: '' };
  const waiting = new Set<() => void>();
  const output = (name: Stream) => ({
    isTTY,
    columns: 100,
    write(text: string) {
      written[name] += text;
      for (const look of waiting) look();
    },
  });
  const code = main(args, {
    stdin: Readable.from([]),
    stdout: output('stdout'),
    stderr: output('stderr'),
    env,
    interrupted: () => interrupt.signal,
  });
  const ended = async () => ({ code: await code, ...written });
  return {
    ended,
    until: (text, name = 'stdout') =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = text.exec(written[name]);
          if (found === null) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
        code.then(
          () => reject(new Error(`ended without ${text}: ${written.stdout}${written.stderr}`)),
          reject,
        );
      }),
    end() {
      interrupt.abort();
      return ended();
    },
  };
}
