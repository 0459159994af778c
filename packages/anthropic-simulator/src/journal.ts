// The journal: for each request, what really happened. Never a key, never a prompt.
import type { Usage } from './script/script.ts';

/** One request and what became of it. */
export interface JournalEntry {
  /** Counts the requests since the script was loaded, from 1. */
  readonly ordinal: number;
  /** The try within its call, from 1, as `when.attempt` of a fault counts it. */
  readonly attempt: number;
  readonly method: string;
  /** Without the query. A part that is not of the API's paths is `*`. */
  readonly path: string;
  /** A name of Anthropic's models; `claude-*`, `simulate:*` or `*` for others. */
  readonly model: string | undefined;
  /** Whether the request was for a stream. */
  readonly stream: boolean;
  /** The headers that carried a credential, never the credential. */
  readonly auth: readonly ('x-api-key' | 'authorization')[];
  /** The body's size in bytes. */
  readonly requestBytes: number;
  /** The fault that was met: its name, else what it does. Undefined where none was. */
  readonly fault: string | undefined;
  /** Undefined where no response began. */
  readonly status: number | undefined;
  /** As sent; undefined where it was left out or no response began. */
  readonly requestId: string | undefined;
  /** The error type of the envelope or of the `error` event that was sent. */
  readonly errorType: string | undefined;
  /** The token counts of the answer; undefined for other responses. A cut stream counts in full: it is billed. */
  readonly usage: Usage | undefined;
  /** The response's headers, without those of the connection. */
  readonly headers: Readonly<Record<string, string>>;
  /** The types of the events sent whole, in order, `ping` and `error` among them. */
  readonly eventsSent: readonly string[];
  /** Bytes of the response's body handed to the connection. */
  readonly bytesSent: number;
  readonly outcome: ReplyEnd;
  /** Milliseconds since the epoch, when the request's head had arrived. */
  readonly startedAt: number;
  /** Milliseconds from then to the end of the response. */
  readonly durationMs: number;
}

/**
 * How a response ended. `answered`: whole. `reset` and `closed`: the connection, before any of it. `hung`: it never
 * began. `cut`: the connection broke inside the stream. `ended_early`: a stream's clean end before its last event.
 * `client_gone`: the client, or the simulator's `close()`, ended the connection first.
 */
export type ReplyEnd = 'answered' | 'reset' | 'closed' | 'hung' | 'cut' | 'ended_early' | 'client_gone';

/** How many entries a journal keeps; the oldest go first. */
export const JOURNAL_LIMIT = 10_000;

/** Adds an entry in the order of the requests, whichever response ended first. */
export function addEntry(journal: JournalEntry[], entry: JournalEntry): void {
  const after = journal.findLastIndex(({ ordinal }) => ordinal < entry.ordinal);
  journal.splice(after + 1, 0, entry);
  if (journal.length > JOURNAL_LIMIT) journal.shift();
}
