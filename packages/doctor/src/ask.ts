// Asks the person at the terminal.
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { oneLine } from '@sevenstep/wire';
import type { Io } from './io.ts';

/** `undefined` without a terminal. */
export async function ask(
  { stdin, stderr }: Io,
  question: string,
  clean: (text: string) => string,
): Promise<boolean | undefined> {
  if (stdin.isTTY !== true) return undefined;
  stderr.write(`${oneLine(clean(question))} [y/N] `);
  const lines = createInterface({ input: stdin });
  try {
    const [answer] = (await Promise.race([once(lines, 'line'), once(lines, 'close')])) as [string?];
    return /^y(es)?$/i.test(answer?.trim() ?? '');
  } finally {
    lines.close();
  }
}
