// Takes OTLP JSON over HTTP and keeps what it gets, an export a line: the form of the Collector's file exporter.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface OtlpReceiver {
  /** For the `url` of a trace exporter. */
  readonly tracesUrl: string;
  /** All exports so far, as JSON lines. */
  lines(): string;
  close(): Promise<void>;
}

export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const exports: string[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    exports.push(JSON.stringify(JSON.parse(Buffer.concat(chunks).toString())));
    response.setHeader('content-type', 'application/json');
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    tracesUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/traces`,
    lines: () => exports.map((line) => `${line}\n`).join(''),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
