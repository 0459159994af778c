// The journal: the facts of each request, without keys and prompts.
import type { Usage } from './script/script.ts';

/** One request and its result. */
export interface JournalEntry {
  /** Counts the requests since the script was loaded, from 1. */
  readonly ordinal: number;
  /** The attempt within its call, from 1, as in a fault's `when.attempt`. */
  readonly attempt: number;
  readonly method: string;
  /** The path without the query. Parts that the API's paths lack are `*`. */
  readonly path: string;
  /** The name of an Anthropic model, else `claude-*`, `simulate:*` or `*`. */
  readonly model: string | undefined;
  /** Whether the request asked for a stream. */
  readonly stream: boolean;
  /** The names of the headers with a credential. */
  readonly auth: readonly ('x-api-key' | 'authorization')[];
  /** The body's size in bytes. */
  readonly requestBytes: number;
  /** The fault's name, else its effect; `undefined` without a fault. */
  readonly fault: string | undefined;
  /** Undefined if no response began. */
  readonly status: number | undefined;
  /** The sent id; `undefined` if it was left out, or no response began. */
  readonly requestId: string | undefined;
  /** The error type of the envelope or of the `error` event. */
  readonly errorType: string | undefined;
  /** The token counts of the answer; `undefined` for other responses. A cut stream counts in full, because it is billed. */
  readonly usage: Usage | undefined;
  /** The response's headers, except those of the connection. */
  readonly headers: Readonly<Record<string, string>>;
  /** The types of the completely sent events, in order, including `ping` and `error`. */
  readonly eventsSent: readonly string[];
  /** Bytes of the response's body that were passed to the connection. */
  readonly bytesSent: number;
  readonly outcome: ReplyEnd;
  /** The time when the request's head had arrived, in milliseconds since the epoch. */
  readonly startedAt: number;
  /** Milliseconds from then to the end of the response. */
  readonly durationMs: number;
}

/**
 * How a response ended. `answered`: completely. `reset`, `closed`: the connection ended before any byte. `hung`: no response
 * began. `cut`: the connection broke during the stream. `ended_early`: the stream ended cleanly before its last event.
 * `client_gone`: the client, or the simulator's `close()`, ended the connection first.
 */
export type ReplyEnd = 'answered' | 'reset' | 'closed' | 'hung' | 'cut' | 'ended_early' | 'client_gone';

/** The most entries in a journal. The oldest are dropped first. */
export const JOURNAL_LIMIT = 10_000;

/** Inserts an entry in the order of the requests, whatever the order in which their responses ended. */
export function addEntry(journal: JournalEntry[], entry: JournalEntry): void {
  const after = journal.findLastIndex(({ ordinal }) => ordinal < entry.ordinal);
  journal.splice(after + 1, 0, entry);
  if (journal.length > JOURNAL_LIMIT) journal.shift();
}
