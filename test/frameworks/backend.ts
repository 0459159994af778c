// Where an application's telemetry goes: one server that takes every vendor's format and keeps the spans.
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { AZURE } from './wire/azure.ts';
import { DATADOG } from './wire/datadog.ts';
import { OTLP } from './wire/otlp.ts';
import { SENTRY } from './wire/sentry.ts';
import type { WireFormat, WireRequest, WireSpan } from './wire/span.ts';

/** The first that takes a request reads it. */
const FORMATS: readonly WireFormat[] = [OTLP, SENTRY, DATADOG, AZURE];

export interface Backend {
  readonly url: string;
  readonly spans: readonly WireSpan[];
  /** Name of a metric of durations to the calls that it has measured, as of the last export. */
  readonly measured: ReadonlyMap<string, number>;
  /** Requests that no format takes, or whose body it cannot read. */
  readonly problems: readonly string[];
  close(): Promise<void>;
}

export async function startBackend(): Promise<Backend> {
  const spans: WireSpan[] = [];
  const measured = new Map<string, number>();
  const problems: string[] = [];
  const server = createServer(async (incoming, response) => {
    const packed = await buffer(incoming).catch(() => undefined);
    // A process that ends may leave an export half sent.
    if (!packed) return;
    const name = `${incoming.method} ${incoming.url}`;
    response.setHeader('content-type', 'application/json');
    try {
      const request = unpack(incoming, packed);
      const format = FORMATS.find(({ takes }) => takes(request));
      if (format) spans.push(...format.spans(request));
      for (const [metric, count] of format?.measured?.(request) ?? []) measured.set(metric, count);
      if (!format) problems.push(`no format takes ${name}`);
      response.statusCode = format ? 200 : 404;
      response.end(format?.answer?.(request) ?? '{}');
    } catch (error) {
      problems.push(`${name}: ${(error as Error).message}`);
      response.statusCode = 400;
      response.end('{}');
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    measured,
    problems,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

const UNPACK = new Map<string, (body: Buffer) => Buffer>([
  ['gzip', gunzipSync],
  ['deflate', inflateSync],
  ['br', brotliDecompressSync],
]);

function unpack({ url = '', headers }: IncomingMessage, body: Buffer): WireRequest {
  return {
    path: url.split('?')[0] ?? '',
    contentType: headers['content-type'] ?? '',
    body: UNPACK.get(headers['content-encoding'] ?? '')?.(body) ?? body,
  };
}
