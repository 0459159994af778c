// Receives and keeps exports in OTLP's JSON, and answers as configured.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { exported } from '../../../../test/support/exported.ts';

interface KeyValue {
  readonly key: string;
  readonly value: { readonly stringValue?: string; readonly intValue?: string };
}

export interface DataPoint {
  readonly attributes: readonly KeyValue[];
  readonly asInt?: string;
  readonly count?: string;
  readonly bucketCounts?: readonly string[];
}

export interface Record {
  readonly eventName: string;
  readonly severityText: string;
  readonly body: { readonly stringValue: string };
  readonly attributes: readonly KeyValue[];
}

export interface Sink extends AsyncDisposable {
  readonly url: string;
  /** The status of the next answers. @default 200 */
  status: number;
  readonly paths: readonly string[];
  readonly resource: { readonly [key: string]: string | undefined };
  /** The points of a metric, in the last export of it. */
  points(metric: string): readonly DataPoint[];
  readonly records: readonly Record[];
}

/** Attributes as an object. */
export const valuesOf = (attributes: readonly KeyValue[]): Readonly<{ [key: string]: string | undefined }> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue ?? value.intValue]));

export async function startSink(): Promise<Sink> {
  const paths: string[] = [];
  const records: Record[] = [];
  let resource: Sink['resource'] = {};
  let last: readonly { name: string; gauge?: Data; histogram?: Data }[] = [];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    exported(body, 'output');
    paths.push(request.url ?? '');
    response.writeHead(sink.status).end('{}');
    if (sink.status !== 200) return;
    const { resourceMetrics: [metrics] = [], resourceLogs: [logs] = [] } = JSON.parse(body);
    resource = valuesOf((metrics ?? logs).resource.attributes);
    if (metrics !== undefined) last = metrics.scopeMetrics[0].metrics;
    if (logs !== undefined) records.push(...logs.scopeLogs[0].logRecords);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const sink: Sink = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    status: 200,
    paths,
    records,
    get resource() {
      return resource;
    },
    points(metric) {
      const found = last.find(({ name }) => name === metric);
      return (found?.gauge ?? found?.histogram)?.dataPoints ?? [];
    },
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
  return sink;
}

interface Data {
  readonly dataPoints: readonly DataPoint[];
}
