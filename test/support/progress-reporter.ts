// Says every 10 seconds how many test files are done. In a terminal, the default reporter's live view does that.
import type { Reporter } from 'vitest/node';

const EVERY_MS = 10_000;

export default class ProgressReporter implements Reporter {
  #timer: NodeJS.Timeout | undefined;
  #begun = Date.now();
  #files = 0;
  #done = 0;

  onInit(): void {
    if (process.stdout.isTTY) return;
    this.#begun = Date.now();
    this.#timer = setInterval(() => this.#say(), EVERY_MS).unref();
  }

  onTestRunStart(files: readonly unknown[]): void {
    this.#files = files.length;
    this.#done = 0;
  }

  onTestModuleEnd(): void {
    this.#done += 1;
  }

  onTestRunEnd(): void {
    clearInterval(this.#timer);
  }

  #say(): void {
    const state = this.#files === 0 ? 'preparing' : `${this.#done} of ${this.#files} test files are done`;
    console.log(` … ${state}, after ${Math.round((Date.now() - this.#begun) / 1000)} s`);
  }
}
