// The type of a source of spans.
import type { Json } from './span.ts';

/** Reads everything except spans, such as lines of a log or a pasted error. */
export interface RestReader {
  /** A line with its end, or a part of a very long line. @param line its number from 1, or 0 if unknown. */
  text(text: string, line: number): void;
  /** A JSON value alone in a line. @param text the line without its end. @returns whether it is a log record. If not, it is read as text. */
  record(value: Json, text: string, line: number): boolean;
}

/** A source of spans. */
export interface Source {
  /** The name for messages: a path, an address, `standard input`. */
  readonly name: string;
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Called with one line for each unreadable part, while other parts can be read. */
  readonly onProblem: (line: string) => void;
  /** Redacts secrets in a text before a part of it is quoted. @default secrets of a known shape */
  readonly clean?: ((text: string) => string) | undefined;
  /** Explains in one line why no spans were found, if a reason is known. */
  readonly empty?: () => Promise<string>;
  /** Called with each span in an unsupported format. */
  readonly onUnread?: (() => void) | undefined;
  /** Receives everything except spans. If unset, anything else is a problem. */
  readonly rest?: RestReader | undefined;
}
