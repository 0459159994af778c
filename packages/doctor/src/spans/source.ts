// The type of a source of spans.
import type { Json } from './span.ts';

/** Takes what is no span: lines of a log, a pasted error. */
export interface RestReader {
  /** A line with its end, or a part of a very long line. @param line its number, from 1. 0 if it is unknown. */
  text(text: string, line: number): void;
  /** A JSON value alone in a line. @param text the line without its end. @returns whether it is a log record. Else it is read as text. */
  record(value: Json, text: string, line: number): boolean;
}

/** A source of spans. */
export interface Source {
  /** For messages: a path, an address, `standard input`. */
  readonly name: string;
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Called with one line for each part that cannot be read while others can. */
  readonly onProblem: (line: string) => void;
  /** Takes secrets out of a text before a part of it is quoted. @default those of a known shape */
  readonly clean?: ((text: string) => string) | undefined;
  /** Says in one line why there may be no spans, if a reason is known. */
  readonly empty?: () => Promise<string>;
  /** Called with each span whose format is not read. */
  readonly onUnread?: (() => void) | undefined;
  /** Where all that is no span goes. Without it, what is no span is a problem. */
  readonly rest?: RestReader | undefined;
}
