// What spans are read from.
import type { Json } from './span.ts';

/** Takes what is no span: lines of a log, a pasted error. */
export interface RestReader {
  /** A line with its end, or a part of one that is very long. @param line its number, from 1; 0 where it is not known */
  text(text: string, line: number): void;
  /** A JSON value that stands alone in a line. @param text the line without its end @returns whether it is a record of a log; else it is read as text */
  record(value: Json, text: string, line: number): boolean;
}

/** What is read. */
export interface Source {
  /** For messages: a path, an address, `standard input`. */
  readonly name: string;
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Called with one line for each part that cannot be read while others can. */
  readonly onProblem: (line: string) => void;
  /** Says in one line why there may be no spans, where more is known than that there are none. */
  readonly empty?: () => Promise<string>;
  /** Where all that is no span goes. Without it, what is no span is a problem. */
  readonly rest?: RestReader | undefined;
}
