// The spans of a trace, sorted for reading its calls.
import type { Span } from '../spans/span.ts';

export interface Trace {
  /** Spans of calls, by the key of their id. */
  readonly calls: ReadonlyMap<string, Span>;
  /** Functions of a framework around its calls, by the key of their id. */
  readonly steps?: ReadonlyMap<string, Span>;
  /** Spans of HTTP requests, by the key of their id. */
  readonly requests: ReadonlyMap<string, Span>;
  /** The key of each span's parent, by the key of the span. */
  readonly parents: ReadonlyMap<string, string>;
}

/** The most parents to follow, in case they form a cycle. Real traces are less deep. */
export const MOST_PARENTS = 100;

/** Turns an id into a key, because some formats write ids in capitals, and some drop leading zeros. */
export const idKey = (id: string): string => id.toLowerCase().replace(/^0+/, '');
