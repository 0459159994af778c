// The last line of a terminal, written again as things change. Other outputs do not get it.
import { oneLine } from '@sevenstep/wire';
import type { Output } from '../io.ts';

/** Carriage return, and erase to the end of the line. */
const CLEAR = '\r\u001B[K';

export class StatusLine {
  readonly #output: Output | undefined;
  readonly #clean: (text: string) => string;

  /** @param clean takes secrets out of a text */
  constructor(output: Output, quiet: boolean, clean: (text: string) => string) {
    this.#clean = clean;
    this.#output = output.isTTY === true && !quiet ? output : undefined;
  }

  /** Cut to the width: a line that wraps cannot be taken back. */
  show(text: string): void {
    const shown = oneLine(this.#clean(text));
    this.#output?.write(`${CLEAR}${shown.slice(0, (this.#output.columns ?? 80) - 1)}`);
  }

  clear(): void {
    this.#output?.write(CLEAR);
  }
}
