// The server: counts requests, answers each, keeps the journal, and ends when told to.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Attempts } from './attempts.ts';
import { addEntry, type JournalEntry } from './journal.ts';
import { type Reply, replyTo } from './reply.ts';
import { authHeaders, describeRequest, readBody } from './request.ts';
import { checkScript } from './script/check-script.ts';
import type { Script } from './script/script.ts';
import { type Sent, sendReply } from './send-reply.ts';

/** Where the simulator listens and who hears of each request. */
export interface SimulatorOptions {
  /** Default: 0, a free port. */
  readonly port?: number;
  /** Default: `127.0.0.1`. Any other lets other machines in. */
  readonly host?: string;
  /** Called with each journal entry, once its response has ended. */
  readonly onEntry?: (entry: JournalEntry) => void;
}

/** A running simulator. */
export interface Simulator extends AsyncDisposable {
  /** The base URL for a client, such as `http://127.0.0.1:8787`. */
  readonly url: string;
  readonly port: number;
  /** What happened since the script was loaded, by ordinal; the newest 10 000 requests. */
  readonly journal: readonly JournalEntry[];
  /**
   * Replaces the script, counts requests from 1 again and clears the journal. A request under way keeps its script
   * and is in no journal.
   *
   * @throws as {@link startSimulator} does; the script in force stays.
   */
  load(script: Script | string): void;
  /** Resolves when no response is under way: the journal is then final. Waits for a `hang` until its client leaves. */
  settled(): Promise<void>;
  /** Stops listening, ends every connection, and resolves when all of them have ended. */
  close(): Promise<void>;
}

/** What one loaded script has seen. */
interface Run {
  readonly script: Script;
  readonly journal: JournalEntry[];
  readonly attempts: Attempts;
  ordinal: number;
}

/**
 * Starts an HTTP server that speaks the Claude Messages API and fails as the script says.
 *
 * @param script - Faults, typed or in the text form. Default: none; every request is answered as the healthy API would.
 * @throws `ScriptSyntaxError` for text that does not follow the grammar, `TypeError` for a script with a wrong field,
 *   and the system's error, such as `EADDRINUSE`, when it cannot listen.
 * @example
 * await using simulator = await startSimulator('1: 529 retry-after=1; 2: ok');
 * const client = new Anthropic({ baseURL: simulator.url, apiKey: 'sk-ant-simulator-0000' });
 */
export async function startSimulator(
  script: Script | string = { faults: [] },
  { port = 0, host = '127.0.0.1', onEntry }: SimulatorOptions = {},
): Promise<Simulator> {
  let run: Run = newRun(script);
  const underWay = new Set<Promise<void>>();

  const server = createServer((request, response) => {
    const mine = run;
    const serving = serve(request, response, mine, (entry) => {
      if (mine === run) onEntry?.(entry);
    }).finally(() => underWay.delete(serving));
    underWay.add(serving);
  });
  // Longer than any client's: a connection that ends while a request is on its way is a fault nobody asked for.
  server.keepAliveTimeout = 120_000;

  server.listen(port, host);
  // Rejects with the server's error when it cannot listen.
  await once(server, 'listening');
  const bound = (server.address() as AddressInfo).port;

  const settled = async (): Promise<void> => {
    while (underWay.size > 0) await Promise.allSettled([...underWay]);
  };
  const close = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await Promise.all([closed, settled()]);
  };
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    port: bound,
    get journal() {
      return run.journal;
    },
    load(next) {
      run = newRun(next);
    },
    settled,
    close,
    [Symbol.asyncDispose]: close,
  };
}

const newRun = (script: Script | string): Run => ({
  script: checkScript(script),
  journal: [],
  attempts: new Attempts(),
  ordinal: 0,
});

/** Whether the client got no whole answer that it can read. */
const hasFailed = ({ status, isUnreadable }: Reply, { outcome, began, errorType }: Sent): boolean =>
  outcome !== 'answered' || !began || status >= 400 || errorType !== undefined || isUnreadable;

/** Answers one request and enters it in the journal. */
async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  run: Run,
  onEntry: (entry: JournalEntry) => void,
): Promise<void> {
  const startedAt = Date.now();
  const start = performance.now();
  const ordinal = ++run.ordinal;
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  // A client that leaves while we write is an outcome, not an error.
  response.on('error', () => gone.abort());
  const body = await readBody(request).catch(() => undefined);
  const { attempt, ended } = run.attempts.number(request, body?.text ?? '');
  const described = describeRequest(request, body ?? { text: '', bytes: 0 }, { ordinal, attempt });
  const reply = replyTo(described, run.script, startedAt);
  const sent = body
    ? await sendReply(reply, response, request.socket, gone.signal)
    : { outcome: 'client_gone' as const, began: false, errorType: undefined, events: [], bytes: 0 };
  ended(hasFailed(reply, sent));
  const entry: JournalEntry = {
    ordinal,
    attempt: described.attempt,
    method: described.method,
    path: described.path,
    model: described.model,
    stream: described.stream,
    auth: authHeaders(described.headers),
    requestBytes: described.bodyBytes,
    fault: body && reply.fault,
    status: sent.began ? reply.status : undefined,
    requestId: sent.began ? reply.requestId : undefined,
    errorType: sent.errorType,
    headers: sent.began ? reply.headers : {},
    eventsSent: sent.events,
    bytesSent: sent.bytes,
    outcome: sent.outcome,
    startedAt,
    durationMs: performance.now() - start,
  };
  addEntry(run.journal, entry);
  onEntry(entry);
}
