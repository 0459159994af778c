// An OTLP/HTTP receiver that keeps exports of spans and logs as they came, in the form of OTLP's JSON, read by the doctor's codec.
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { decodeLogs, decodeRequest } from '../../packages/doctor/src/otlp/codec.ts';
import type { Json } from '../../packages/doctor/src/spans/span.ts';

export interface CaptureReceiver {
  /** For `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  readonly url: string;
  /** The exports since the last time, in the order in which they came. */
  take(): readonly Json[];
  /** Requested paths that the receiver lacks, for a sender that exports to another one. */
  readonly refused: ReadonlySet<string>;
  close(): Promise<void>;
}

export async function startCaptureReceiver(): Promise<CaptureReceiver> {
  let exports: Json[] = [];
  const refused = new Set<string>();
  const server = createServer(async (request, response) => {
    // A process that ends may leave an export half sent.
    const body = await buffer(request).catch(() => undefined);
    if (body === undefined) return;
    const isProtobuf = request.headers['content-type']?.includes('protobuf') === true;
    const decode = DECODERS.get(request.url?.split('?', 1)[0] ?? '');
    if (decode === undefined) refused.add(`${request.method} ${request.url}`);
    else
      exports.push(isProtobuf ? decode(unpacked(request, body)) : JSON.parse(`${unpacked(request, body)}`));
    response.setHeader('content-type', isProtobuf ? 'application/x-protobuf' : 'application/json');
    response.writeHead(decode === undefined ? 404 : 200).end(isProtobuf ? '' : '{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    refused,
    take() {
      const taken = exports;
      exports = [];
      return taken;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const DECODERS: ReadonlyMap<string, (bytes: Uint8Array) => Json> = new Map([
  ['/v1/traces', decodeRequest],
  ['/v1/logs', decodeLogs],
  // Taken and dropped.
  ['/v1/metrics', () => ({})],
]);

const unpacked = (request: IncomingMessage, body: Buffer): Buffer =>
  request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
