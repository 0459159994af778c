// Leaves out spans that a program printed over several lines, such as with a console exporter of an OpenTelemetry SDK. They are not errors.
import { READ } from '../bounds.ts';
import type { RestReader } from './source.ts';
import type { Json } from './span.ts';

/** Lines that every printed span has. */
const LINES: readonly RegExp[] = [
  /^\s{1,8}"?trace_?id"?: ["'](?:0x)?[\da-f]{32}["']/im,
  /^\s{1,8}"?(?:span_?)?id"?: ["'](?:0x)?[\da-f]{16}["']/im,
  /^\s{1,8}"?name"?: ["']/im,
  /^\s{1,8}"?(?:duration|end_?time)"?: /im,
];

/** A reader of the rest that leaves printed spans out. Other lines pass unchanged. */
export class WithoutPrintedSpans implements RestReader {
  readonly #rest: RestReader;
  readonly #onSpan: () => void;
  /** The lines of the incomplete object. */
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
    // An object inside the open one.
    if (this.#open.length > 0 && /^\s/.test(text)) return false;
    this.end();
    return this.#rest.record(value, text, line);
  }

  /** Passes on the incomplete object. */
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
