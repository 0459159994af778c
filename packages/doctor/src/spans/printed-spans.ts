// Spans that a program printed over several lines, as the console exporters of the OpenTelemetry SDKs do, are no text to diagnose.
import { READ } from '../bounds.ts';
import type { RestReader } from './source.ts';
import type { Json } from './span.ts';

/** Lines of a printed span; each has them all. */
const LINES: readonly RegExp[] = [
  /^\s{1,8}"?trace_?id"?: ["'](?:0x)?[\da-f]{32}["']/im,
  /^\s{1,8}"?(?:span_?)?id"?: ["'](?:0x)?[\da-f]{16}["']/im,
  /^\s{1,8}"?name"?: ["']/im,
  /^\s{1,8}"?(?:duration|end_?time)"?: /im,
];

/** A reader of the rest that leaves them out. Other lines pass as they are. */
export class WithoutPrintedSpans implements RestReader {
  readonly #rest: RestReader;
  readonly #onSpan: () => void;
  /** The lines of an object that is not at its end. */
  #open: { readonly text: string; readonly line: number }[] = [];
  #length = 0;

  constructor(rest: RestReader, onSpan: () => void) {
    this.#rest = rest;
    this.#onSpan = onSpan;
  }

  text(text: string, line: number): void {
    const shown = text.trimEnd();
    if (shown === '{') this.end();
    else if (this.#open.length === 0) {
      this.#rest.text(text, line);
      return;
    }
    this.#open.push({ text, line });
    this.#length += text.length;
    if (shown === '}') this.#close();
    else if (this.#length > READ.textBytes) this.end();
  }

  record(value: Json, text: string, line: number): boolean {
    // An object within the open one.
    if (this.#open.length > 0 && /^\s/.test(text)) return false;
    this.end();
    return this.#rest.record(value, text, line);
  }

  /** Passes on the object that is not at its end. */
  end(): void {
    const lines = this.#open;
    this.#open = [];
    this.#length = 0;
    for (const { text, line } of lines) this.#rest.text(text, line);
  }

  #close(): void {
    const object = this.#open.map(({ text }) => text).join('');
    if (LINES.every((line) => line.test(object))) {
      this.#open = [];
      this.#onSpan();
    }
    this.end();
  }
}
