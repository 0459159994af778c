// The spans of a trace that calls are read from.
import type { Span } from '../spans/span.ts';

export interface Trace {
  /** Of calls, by id. */
  readonly calls: ReadonlyMap<string, Span>;
  /** Of HTTP requests, by id. */
  readonly requests: ReadonlyMap<string, Span>;
  /** Of every span, its parent's id. */
  readonly parents: ReadonlyMap<string, string>;
}
