// The server: counts and answers requests, keeps the journal, and stops on request.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Attempts } from './attempts.ts';
import { addEntry, type JournalEntry } from './journal.ts';
import { type Reply, replyTo } from './reply.ts';
import { BodyBudget } from './request/body-budget.ts';
import { isMeant } from './request/host-check.ts';
import { authHeaders, describeRequest, type RequestBody, readRequestBody } from './request/request.ts';
import { checkScript } from './script/check-script.ts';
import type { Script } from './script/script.ts';
import { type SentReply, sendReply } from './send-reply.ts';
import { journalErrorType, journalModel, journalPath } from './shapes.ts';

/** Where the simulator listens and who hears of each request. */
export interface SimulatorOptions {
  /** Default: 0, a free port. */
  readonly port?: number;
  /** Default: `127.0.0.1`, which other machines cannot reach. */
  readonly host?: string;
  /**
   * More names that requests may have in `Host`, in addition to those of this machine, while it listens on loopback. Others are
   * answered with 421: a page whose name was rebound to loopback has its own name there.
   */
  readonly allowedHosts?: readonly string[];
  /**
   * Whether to refuse every request that the API is known to refuse, as `lintRequest` of the checklist does. Otherwise
   * a model, `max_tokens` and a message are enough.
   *
   * @default false
   */
  readonly strict?: boolean;
  /** Called with each journal entry, once its response has ended. */
  readonly onEntry?: (entry: JournalEntry) => void;
}

/** A running simulator. */
export interface Simulator extends AsyncDisposable {
  /** The base URL for a client, such as `http://127.0.0.1:8787`. */
  readonly url: string;
  readonly port: number;
  /** The requests since the script was loaded, by ordinal. It keeps the latest 10 000. */
  readonly journal: readonly JournalEntry[];
  /**
   * Replaces the script, counts requests from 1 again and clears the journal. An unfinished request keeps its script
   * and is in no journal.
   *
   * @throws as {@link startSimulator} does. The previous script stays.
   */
  load(script: Script | string): void;
  /** Resolves when no response is unfinished and the journal is final. It waits for a `hang` until the client leaves. */
  settled(): Promise<void>;
  /** Stops listening, and resolves when every connection has ended. */
  close(): Promise<void>;
}

/** The state of a loaded script. */
interface Run {
  readonly script: Script;
  readonly journal: JournalEntry[];
  readonly attempts: Attempts;
  /** A time of `performance.now()`. */
  readonly loadedAt: number;
  ordinal: number;
  inFlight: number;
}

/** The parts of the server that serve a request. */
interface Serving {
  readonly run: Run;
  readonly strict: boolean;
  readonly budget: BodyBudget;
  readonly onEntry: (entry: JournalEntry) => void;
}

/**
 * Starts an HTTP server that speaks the Claude Messages API and fails as in the script.
 *
 * @param script - Faults, typed or in the text form. Default: none; every request is answered as the healthy API would.
 * @throws `ScriptSyntaxError` for text that does not follow the grammar. `TypeError` for a script with a wrong field.
 *   The system's error, such as `EADDRINUSE`, when it cannot listen.
 * @example
 * await using simulator = await startSimulator('1: 529 retry-after=1; 2: ok');
 * const client = new Anthropic({ baseURL: simulator.url, apiKey: 'sk-ant-simulator-0000' });
 */
export async function startSimulator(
  script: Script | string = { faults: [] },
  { port = 0, host = '127.0.0.1', allowedHosts, strict = false, onEntry }: SimulatorOptions = {},
): Promise<Simulator> {
  let run: Run = newRun(script);
  const underWay = new Set<Promise<void>>();
  const budget = new BodyBudget();

  const server = createServer((request, response) => {
    if (!isMeant(request.headers.host, host, allowedHosts)) {
      request.resume();
      refuse(response, 421, 'This Host is not allowed. Name it in allowedHosts, or with --allow-host.');
      return;
    }
    const mine = run;
    const entered = (entry: JournalEntry) => {
      if (mine === run) onEntry?.(entry);
    };
    mine.inFlight += 1;
    const serving = serve(request, response, { run: mine, strict, budget, onEntry: entered })
      .catch((problem: unknown) => failed(response, problem))
      .finally(() => {
        mine.inFlight -= 1;
        underWay.delete(serving);
      });
    underWay.add(serving);
  });
  // Longer than any client's, because a connection that ends under a request would be a fault outside the script.
  server.keepAliveTimeout = 120_000;

  server.listen(port, host);
  // Rejects with the server's error if it cannot listen.
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
  loadedAt: performance.now(),
  ordinal: 0,
  inFlight: 0,
});

/** Whether the client got no complete answer that it can read. */
const hasFailed = (
  { status, isUnreadable }: Pick<Decision, 'status' | 'isUnreadable'>,
  { outcome, began, errorType }: SentReply,
): boolean => outcome !== 'answered' || !began || status >= 400 || errorType !== undefined || isUnreadable;

/** The journal entry of a request and its planned reply, without a reference to the body. */
interface Decision
  extends Pick<JournalEntry, 'ordinal' | 'attempt' | 'method' | 'path' | 'model' | 'stream' | 'auth'>,
    Pick<JournalEntry, 'requestBytes' | 'fault'>,
    Pick<Reply, 'status' | 'requestId' | 'usage' | 'isUnreadable' | 'isAsked'> {
  readonly headers: Readonly<Record<string, string>>;
}

/** Answers one request and adds it to the journal. */
async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  { run, strict, budget, onEntry }: Serving,
): Promise<void> {
  const startedAt = Date.now();
  const start = performance.now();
  const ordinal = ++run.ordinal;
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  // A client that leaves during the answer is an outcome, not an error.
  response.on('error', () => gone.abort());
  const body = await readRequestBody(request, budget);
  const { isWhole } = body;
  const { decision, reply, ended } = decide(request, body, run, { ordinal, startedAt, start, strict });
  budget.give(body.held);
  const sent = isWhole
    ? await sendReply(reply, response, request.socket, gone.signal)
    : { outcome: 'client_gone' as const, began: false, errorType: undefined, events: [], bytes: 0 };
  ended(hasFailed(decision, sent));
  const { isUnreadable: _, isAsked, ...known } = decision;
  const { errorType } = sent;
  const entry: JournalEntry = {
    ...known,
    fault: isWhole ? known.fault : undefined,
    status: sent.began ? known.status : undefined,
    requestId: sent.began ? known.requestId : undefined,
    errorType: isAsked && errorType !== undefined ? journalErrorType(errorType) : errorType,
    usage: sent.began ? known.usage : undefined,
    headers: sent.began ? known.headers : {},
    eventsSent: sent.events,
    bytesSent: sent.bytes,
    outcome: sent.outcome,
    startedAt,
    durationMs: performance.now() - start,
  };
  addEntry(run.journal, entry);
  onEntry(entry);
}

/** Reads the request and decides the reply. It releases the body, however long the reply takes. */
function decide(
  request: IncomingMessage,
  body: RequestBody,
  run: Run,
  {
    ordinal,
    startedAt,
    start,
    strict,
  }: { ordinal: number; startedAt: number; start: number; strict: boolean },
): { decision: Decision; reply: Reply; ended: (failed: boolean) => void } {
  const { attempt, ended } = run.attempts.number(request, body.text);
  const described = describeRequest(request, body, {
    ordinal,
    attempt,
    elapsedMs: start - run.loadedAt,
    inFlight: run.inFlight,
  });
  const reply = replyTo(described, run.script, startedAt, strict);
  const decision: Decision = {
    ordinal,
    attempt,
    method: described.method,
    path: journalPath(described.path),
    model: described.model === undefined ? undefined : journalModel(described.model),
    stream: described.stream,
    auth: authHeaders(described.headers),
    requestBytes: described.bodyBytes,
    fault: reply.fault,
    status: reply.status,
    requestId: reply.journalHeaders['request-id'],
    headers: reply.journalHeaders,
    usage: reply.usage,
    isUnreadable: reply.isUnreadable,
    isAsked: reply.isAsked,
  };
  return { decision, reply, ended };
}

/** Handles bugs. An error in our own code or in `onEntry` becomes a warning, and the client gets an answer or the connection ends. */
function failed(response: ServerResponse, problem: unknown): void {
  const name = problem instanceof Error ? problem.name : typeof problem;
  process.emitWarning(`The simulator could not answer a request: ${name}`, {
    code: 'SEVENSTEP_SIMULATOR',
    ...(problem instanceof Error && problem.stack !== undefined && { detail: frames(problem.stack) }),
  });
  if (response.headersSent) response.destroy();
  else refuse(response, 500, 'The simulator failed. Its warning says where.');
}

/** A stack without its message, because the message may quote a request. */
const frames = (stack: string): string =>
  stack
    .split('\n')
    .filter((line) => /^ {4}at /.test(line))
    .slice(0, 10)
    .join('\n');

function refuse(response: ServerResponse, status: number, message: string): void {
  response.on('error', () => {});
  response.writeHead(status, { 'content-type': 'text/plain', connection: 'close' }).end(`${message}\n`);
}
