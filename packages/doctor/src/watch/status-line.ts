// The last line of a terminal, written again as things change. Other outputs do not get it.
import { redactSecrets } from '@sevenstep/wire';
import type { Output } from '../io.ts';
import { oneLine } from '../terminal.ts';

/** Carriage return, and erase to the end of the line. */
const CLEAR = '\r\u001B[K';

export class StatusLine {
  readonly #output: Output | undefined;

  constructor(output: Output, quiet: boolean) {
    this.#output = output.isTTY === true && !quiet ? output : undefined;
  }

  /** Cut to the width: a line that wraps cannot be taken back. */
  show(text: string): void {
    this.#output?.write(`${CLEAR}${oneLine(redactSecrets(text)).slice(0, (this.#output.columns ?? 80) - 1)}`);
  }

  clear(): void {
    this.#output?.write(CLEAR);
  }
}
