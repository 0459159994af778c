// Takes OTLP JSON over HTTP and keeps what it gets, an export a line: the form of the Collector's file exporter.
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { exported } from './exported.ts';

export interface OtlpReceiver {
  /** For `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  readonly url: string;
  /** For the `url` of a trace exporter. */
  readonly tracesUrl: string;
  /** All exports so far, as JSON lines. */
  lines(): string;
  /** Headers of the last export. */
  headers(): IncomingHttpHeaders;
  close(): Promise<void>;
}

export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const exports: string[] = [];
  let headers: IncomingHttpHeaders = {};
  const server = createServer(async (request, response) => {
    // A process that ends may leave an export half sent.
    const body = await text(request).catch(() => undefined);
    if (body === undefined) return;
    headers = request.headers;
    exported(body, 'output');
    exports.push(JSON.stringify(JSON.parse(body)));
    response.setHeader('content-type', 'application/json');
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    tracesUrl: `${url}/v1/traces`,
    headers: () => headers,
    lines: () => exports.map((line) => `${line}\n`).join(''),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
