// An OTLP/HTTP receiver on loopback: JSON and protobuf, plain and gzip, of spans; metrics and logs are taken and dropped.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { spansOfRequest } from '../spans/otlp.ts';
import { isRecord, type Json, printable, type Span } from '../spans/span.ts';
import { decodeRequest } from './codec.ts';

export interface ReceiverOptions {
  /** 0 for a free one. */
  readonly port: number;
  /** @default '127.0.0.1' */
  readonly host?: string;
  /** Told of the spans of each request, in its order. */
  readonly onSpans: (spans: readonly Span[]) => void;
  /** Told in one line of a request that is refused. */
  readonly onProblem?: (line: string) => void;
}

export interface Receiver {
  readonly url: string;
  close(): Promise<void>;
}

/** Of one request, packed and unpacked. */
const MAX_BYTES = 32 * 1024 * 1024;

/** @throws the system's error, such as `EADDRINUSE`, when it cannot listen */
export async function startReceiver(options: ReceiverOptions): Promise<Receiver> {
  const { port, host = '127.0.0.1' } = options;
  const server = createServer((request, response) => void serve(request, response, options));
  server.listen(port, host);
  await once(server, 'listening');
  const bound = (server.address() as AddressInfo).port;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    close: () => close(server),
  };
}

/** What is under way may end; a sender that takes its time is not waited for. */
async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), 2_000);
  await closed;
  clearTimeout(timer);
}

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host.startsWith('127.');

/** Why a request is refused, for its sender. */
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
  { onSpans, onProblem }: ReceiverOptions,
): Promise<void> {
  response.on('error', () => undefined);
  const isProtobuf = request.headers['content-type']?.includes('protobuf') === true;
  try {
    const spans = await receive(request);
    onSpans(spans);
    // An empty message: nothing was rejected.
    response.writeHead(200, { 'content-type': isProtobuf ? 'application/x-protobuf' : 'application/json' });
    response.end(isProtobuf ? '' : '{}');
  } catch (error) {
    const refusal =
      error instanceof Refusal ? error : new Refusal(500, `a fault of the doctor itself: ${error}`);
    onProblem?.(printable(`${request.method} ${request.url}: ${refusal.status} ${refusal.message}`));
    // The rest of a body that is too long is not worth reading.
    response.writeHead(refusal.status, { 'content-type': 'application/json', connection: 'close' });
    response.end(JSON.stringify({ message: refusal.message }));
  }
}

async function receive(request: IncomingMessage): Promise<readonly Span[]> {
  const path = request.url?.split('?')[0];
  if (path !== '/v1/traces' && path !== '/v1/metrics' && path !== '/v1/logs') {
    throw new Refusal(404, 'spans are taken at /v1/traces');
  }
  if (request.method !== 'POST') throw new Refusal(405, 'only POST');
  const body = await unpacked(await readBody(request), request.headers['content-encoding']);
  if (path !== '/v1/traces') return [];
  const type = request.headers['content-type']?.split(';')[0]?.trim();
  const content = parsed(body, type);
  try {
    return spansOfRequest(content);
  } catch (error) {
    throw new Refusal(400, `no spans can be read from the body: ${error}`);
  }
}

function parsed(body: Buffer, type: string | undefined): Json {
  try {
    if (type === 'application/x-protobuf') return decodeRequest(body);
    if (type === 'application/json') {
      const value: unknown = JSON.parse(body.toString());
      if (isRecord(value)) return value;
    }
  } catch {
    throw new Refusal(400, `the body is no export request in ${type}`);
  }
  if (type === 'application/json') throw new Refusal(400, 'the body is no object');
  throw new Refusal(415, 'spans are taken as application/x-protobuf or application/json');
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > MAX_BYTES) throw new Refusal(413, `at most ${MAX_BYTES} bytes are taken`);
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal(400, 'The request ended early');
  }
  return Buffer.concat(chunks);
}

async function unpacked(body: Buffer, encoding: string | undefined): Promise<Buffer> {
  if (encoding === undefined || encoding === 'identity') return body;
  if (encoding !== 'gzip') throw new Refusal(415, `content-encoding ${encoding} is not taken, gzip is`);
  try {
    return await promisify(gunzip)(body, { maxOutputLength: MAX_BYTES });
  } catch {
    throw new Refusal(400, `the body is not gzip, or has more than ${MAX_BYTES} bytes in it`);
  }
}
