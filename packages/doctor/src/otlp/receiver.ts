// An OTLP/HTTP receiver on loopback for spans and logs, in JSON or protobuf, plain or gzip. It accepts metrics and drops them.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGunzip } from 'node:zlib';
import { RECEIVED } from '../bounds.ts';
import { parseJson } from '../spans/json.ts';
import { spansOfRequest } from '../spans/otlp.ts';
import { isRecord, type Json, printable, type Span } from '../spans/span.ts';
import { decodeLogs, decodeRequest } from './codec.ts';
import { isOwnHost } from './own-host.ts';

export interface ReceiverOptions {
  /** 0 for a free one. */
  readonly port: number;
  /** @default '127.0.0.1' */
  readonly host?: string;
  /** Names that requests may call it by, beside its address. */
  readonly allowedHosts?: readonly string[] | undefined;
  /** Called with the spans of each request, in its order. */
  readonly onSpans: (spans: readonly Span[]) => void;
  /** Called with each export of logs, in the form of OTLP's JSON. @default they are dropped */
  readonly onLogs?: (request: Json) => void;
  /** Called with one line for each rejected request. */
  readonly onProblem?: (line: string) => void;
}

export interface Receiver {
  readonly url: string;
  close(): Promise<void>;
}

/** @throws the system's error, such as `EADDRINUSE`, when it cannot listen */
export async function startReceiver(options: ReceiverOptions): Promise<Receiver> {
  const { port, host = '127.0.0.1' } = options;
  const room = new Room();
  // Cuts off slow senders, because the bytes that they have sent occupy memory.
  const server = createServer(
    {
      requestTimeout: RECEIVED.requestMs,
      headersTimeout: RECEIVED.headersMs,
      connectionsCheckingInterval: 1_000,
    },
    (request, response) => void serve(request, response, options, room),
  );
  const told = new Set<string>();
  const tellOnce = (notice: string) => {
    if (!told.has(notice)) options.onProblem?.(notice);
    told.add(notice);
  };
  server.on('drop', () => tellOnce(CROWDED));
  server.on('clientError', (error: ClientError, socket) => {
    const notice = noticeOf(error.rawPacket);
    if (notice !== undefined) tellOnce(notice);
    // The response that Node.js gives without a listener.
    if (socket.writable) socket.end(`HTTP/1.1 ${BROKEN.get(error.code) ?? BAD}\r\nConnection: close\r\n\r\n`);
    else socket.destroy();
  });
  server.maxConnections = RECEIVED.connections;
  server.listen(port, host);
  await once(server, 'listening');
  const bound = (server.address() as AddressInfo).port;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    close: () => close(server),
  };
}

/** The maximum length of a DNS name, RFC 1035 section 2.3.4. */
const MAX_HOST = 255;

/** An error for bytes that are not a request. */
interface ClientError extends Error {
  readonly code?: string;
  readonly rawPacket?: Buffer;
}

const BAD = '400 Bad Request';
const BROKEN: ReadonlyMap<string | undefined, string> = new Map([
  ['HPE_HEADER_OVERFLOW', '431 Request Header Fields Too Large'],
  ['ERR_HTTP_REQUEST_TIMEOUT', '408 Request Timeout'],
]);

/** The first bytes of an HTTP/2 connection. */
const HTTP2 = 'PRI * HTTP/2.0';
const GRPC =
  'a sender speaks gRPC, which is not supported: set OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf there';
const TLS = 'a sender speaks TLS, which is not supported: its OTEL_EXPORTER_OTLP_ENDPOINT needs plain HTTP';

const CROWDED = `more than ${RECEIVED.connections} connections at once: it closes further ones, and their spans may be lost`;

/** The message for a connection whose first bytes are not HTTP/1.1. */
function noticeOf(bytes: Buffer | undefined): string | undefined {
  if (bytes?.toString('latin1', 0, HTTP2.length) === HTTP2) return GRPC;
  // A TLS handshake, RFC 8446 section 5.1.
  return bytes?.[0] === 22 && bytes[1] === 3 ? TLS : undefined;
}

/** Lets current requests end, but does not wait for a slow sender. */
async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), 2_000);
  await closed;
  clearTimeout(timer);
}

/** The reason of a rejected request, for its sender. */
class Refusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  options: ReceiverOptions,
  room: Room,
): Promise<void> {
  const { host = '127.0.0.1', allowedHosts, onProblem } = options;
  response.on('error', () => undefined);
  const isProtobuf = request.headers['content-type']?.toLowerCase().includes('protobuf') === true;
  try {
    if (!isOwnHost(request.headers.host, host, allowedHosts)) {
      const named = request.headers.host?.replace(/:\d+$/, '').slice(0, MAX_HOST) || 'no host';
      throw new Refusal(403, `the request names ${named}, not this host; see --allow-host`);
    }
    await receive(request, options, room);
    // An empty response means that the receiver rejected nothing.
    response.writeHead(200, { 'content-type': isProtobuf ? 'application/x-protobuf' : 'application/json' });
    response.end(isProtobuf ? '' : '{}');
  } catch (error) {
    if (response.headersSent) return;
    const refusal = error instanceof Refusal ? error : new Refusal(500, `a bug in the doctor: ${error}`);
    onProblem?.(printable(`${request.method} ${request.url}: ${refusal.status} ${refusal.message}`));
    // Drops the rest of a body that is too long.
    response.writeHead(refusal.status, {
      'content-type': 'application/json',
      connection: 'close',
      // The exporter retries.
      ...(refusal.status === 503 && { 'retry-after': '1' }),
    });
    response.end(JSON.stringify({ message: refusal.message }));
  }
}

async function receive(
  request: IncomingMessage,
  { onSpans, onLogs }: ReceiverOptions,
  room: Room,
): Promise<void> {
  const path = request.url?.split('?')[0];
  if (path !== '/v1/traces' && path !== '/v1/metrics' && path !== '/v1/logs') {
    throw new Refusal(404, 'expected POST to /v1/traces or /v1/logs');
  }
  if (request.method !== 'POST') throw new Refusal(405, 'only POST');
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  await room.within(async (take) => {
    const body = await unpacked(await readBody(request, take), request.headers['content-encoding'], take);
    if (path === '/v1/metrics' || (path === '/v1/logs' && onLogs === undefined)) return;
    const content = parsed(body, type, path === '/v1/logs' ? decodeLogs : decodeRequest);
    if (path === '/v1/logs') onLogs?.(content);
    else onSpans(spansIn(content));
  });
}

function spansIn(content: Json): readonly Span[] {
  try {
    return spansOfRequest(content);
  } catch (error) {
    throw new Refusal(400, `no spans can be read from the body: ${error}`);
  }
}

/** The memory that all requests share. */
class Room {
  #taken = 0;

  /** Runs `run` with a function that reserves bytes until it ends. */
  async within<T>(run: (take: (bytes: number) => void) => Promise<T>): Promise<T> {
    let mine = 0;
    try {
      return await run((bytes) => {
        this.#taken += bytes;
        mine += bytes;
        if (this.#taken > RECEIVED.totalBytes) {
          throw new Refusal(503, 'too much data at the same time; try again');
        }
      });
    } finally {
      this.#taken -= mine;
    }
  }
}

function parsed(body: Buffer, type: string | undefined, decode: (bytes: Uint8Array) => Json): Json {
  try {
    if (type === 'application/x-protobuf') return decode(body);
    if (type === 'application/json') {
      const value = parseJson(body);
      if (isRecord(value)) return value;
    }
  } catch {
    throw new Refusal(400, `the body is not an export request in ${type}`);
  }
  if (type === 'application/json') throw new Refusal(400, 'the body is not a JSON object');
  throw new Refusal(415, 'expected content-type application/x-protobuf or application/json');
}

async function readBody(request: IncomingMessage, take: (bytes: number) => void): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > RECEIVED.requestBytes) {
        throw new Refusal(413, `the body has more than ${RECEIVED.requestBytes} bytes`);
      }
      take(chunk.length);
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal(400, 'The request ended early');
  }
  return Buffer.concat(chunks);
}

async function unpacked(
  body: Buffer,
  given: string | undefined,
  take: (bytes: number) => void,
): Promise<Buffer> {
  const encoding = given?.toLowerCase();
  if (encoding === undefined || encoding === 'identity') return body;
  if (encoding !== 'gzip') throw new Refusal(415, `expected content-encoding gzip, got ${encoding}`);
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    const unzip = createGunzip();
    unzip.end(body);
    for await (const chunk of unzip as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > RECEIVED.requestBytes) break;
      take(chunk.length);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof Refusal) throw error;
    bytes = Number.POSITIVE_INFINITY;
  }
  if (bytes <= RECEIVED.requestBytes) return Buffer.concat(chunks);
  throw new Refusal(400, `the body is not gzip, or has more than ${RECEIVED.requestBytes} bytes in it`);
}
