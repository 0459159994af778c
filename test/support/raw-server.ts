// An HTTP server that sends given bytes, for cases that the simulator cannot script: CRLF, comments, single bytes.
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** A response of a {@link RawServer}. */
export interface RawReply {
  readonly status?: number;
  /** @default the headers of the API's streams */
  readonly headers?: Readonly<Record<string, string>>;
  /** The parts to send, one by one. A number is a pause in milliseconds; the result of a function is awaited. */
  readonly parts: ReadonlyArray<string | Uint8Array | number | (() => unknown)>;
  /** Milliseconds before the headers. */
  readonly delay?: number;
  /** Whether the connection breaks after the last part, in place of an end: soon, or before anything else happens. */
  readonly cut?: boolean | 'at once';
}

export interface RawServer extends AsyncDisposable {
  readonly url: string;
  /** Answers every request with `reply` from now on. */
  reply(reply: RawReply): void;
}

const STREAM_HEADERS = { 'content-type': 'text/event-stream; charset=utf-8', 'request-id': 'req_raw' };

export async function startRawServer(): Promise<RawServer> {
  let current: RawReply = { parts: [] };
  const server = createServer((request, response) => {
    request.resume();
    // A client that goes away is no failure of the test.
    request.on('end', () => void send(response, current).catch(() => undefined));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    reply: (reply) => {
      current = reply;
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function send(
  response: ServerResponse,
  { status, headers, parts, delay, cut }: RawReply,
): Promise<void> {
  if (delay !== undefined) await wait(delay, undefined, { ref: false });
  response.writeHead(status ?? 200, headers ?? STREAM_HEADERS);
  response.socket?.setNoDelay(true);
  response.flushHeaders();
  for (const part of parts) {
    if (typeof part === 'number') await wait(part, undefined, { ref: false });
    else if (typeof part === 'function') await part();
    else await new Promise<void>((resolve) => response.write(part, () => resolve()));
  }
  if (!cut) response.end();
  else {
    // A reset may overtake what was not read yet.
    if (cut !== 'at once') await wait(30);
    response.destroy();
  }
}
