// Sends a reply. All writing, waiting and breaking of connections is here.
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import type { StreamStep } from './answer/stream-plan.ts';
import type { ReplyEnd } from './journal.ts';
import type { Reply } from './reply.ts';

/** The part of a reply that was sent. */
export interface SentReply {
  outcome: ReplyEnd;
  /** Whether a response began. */
  began: boolean;
  errorType: string | undefined;
  readonly events: string[];
  bytes: number;
}

/**
 * The wait between the last byte and a reset, in milliseconds. A reset may overtake data: the sender drops
 * unsent bytes, some receivers drop unread bytes, and undici drops the body's buffer.
 * The bytes before the cut must reach the application. So the simulator waits until they have left, and the client has had
 * time to read them. The event-loop turns after the wait are for a client in the same process, which could not read before.
 */
const RESET_GRACE_MS = 50;
const RESET_GRACE_TURNS = 10;

/** Sends the reply, and returns what it sent. `gone` is aborted if the client leaves first. */
export async function sendReply(
  reply: Reply,
  response: ServerResponse,
  socket: Socket,
  gone: AbortSignal,
): Promise<SentReply> {
  const sent: SentReply = { outcome: 'answered', began: false, errorType: undefined, events: [], bytes: 0 };
  await pause(reply.delayMs, gone);
  if (gone.aborted) return { ...sent, outcome: 'client_gone' };
  switch (reply.connection) {
    case 'reset':
      reset(socket);
      return { ...sent, outcome: 'reset' };
    case 'close':
      socket.destroy();
      return { ...sent, outcome: 'closed' };
    case 'hang':
      await aborted(gone);
      return { ...sent, outcome: 'hung' };
  }
  sent.began = true;
  sent.errorType = reply.errorType;
  if ('text' in reply.body) {
    const bytes = Buffer.from(reply.body.text);
    response.writeHead(reply.status, {
      ...(reply.status !== 204 && { 'content-length': bytes.length }),
      ...reply.headers,
    });
    sent.bytes = bytes.length;
    response.end(bytes);
    await ended(response, gone);
  } else {
    response.writeHead(reply.status, reply.headers);
    response.flushHeaders();
    await walk(reply.body.steps, sent, response, socket, gone);
  }
  if (gone.aborted && sent.outcome !== 'cut' && !response.writableFinished) sent.outcome = 'client_gone';
  return sent;
}

/** Without a listener, a closed socket would throw an error. */
const reset = (socket: Socket): void => {
  if (!socket.destroyed) socket.resetAndDestroy();
};

async function walk(
  steps: readonly StreamStep[],
  sent: SentReply,
  response: ServerResponse,
  socket: Socket,
  gone: AbortSignal,
): Promise<void> {
  for (const step of steps) {
    if (gone.aborted) return;
    switch (step.do) {
      case 'send':
        sent.bytes += step.bytes.length;
        if (step.completes !== undefined) sent.events.push(step.completes);
        sent.errorType = step.errorType ?? sent.errorType;
        if (!response.write(step.bytes)) await drained(response, gone);
        break;
      case 'wait':
        await pause(step.ms, gone);
        break;
      case 'reset':
        await flushed(response, gone);
        await pause(RESET_GRACE_MS, gone);
        for (let i = 0; i < RESET_GRACE_TURNS; i++) await turn();
        if (gone.aborted) return;
        sent.outcome = 'cut';
        reset(socket);
        return;
      case 'end':
        if (step.early) sent.outcome = 'ended_early';
        response.end();
        await ended(response, gone);
        return;
    }
  }
}

/** Waits until the time is over or the client leaves. */
const pause = async (ms: number, gone: AbortSignal): Promise<void> => {
  if (ms > 0) await sleep(ms, undefined, { signal: gone }).catch(() => {});
};

const drained = async (response: ServerResponse, gone: AbortSignal): Promise<void> => {
  await once(response, 'drain', { signal: gone }).catch(() => {});
};

const ended = async (response: ServerResponse, gone: AbortSignal): Promise<void> => {
  if (!response.writableFinished) await once(response, 'finish', { signal: gone }).catch(() => {});
};

/** Resolves when all written bytes have left this process. */
const flushed = (response: ServerResponse, gone: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    response.write('', () => resolve());
    aborted(gone).then(resolve);
  });

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
