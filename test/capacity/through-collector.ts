// How many spans a second pass a Collector with the processor of packages/collector, and without it, by the share of calls that failed.
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { SpanKind, TraceFlags } from '@opentelemetry/api';
import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import type { Drill } from '@sevenstep/anthropic-simulator';
import { freePortsFor } from '../../examples/jaeger/src/ports.ts';
import type { Server } from '../../examples/jaeger/src/server.ts';
import { findCollector } from '../../packages/collector/src/run/build.ts';
import { COLLECTOR_PORTS, startCollector } from '../../packages/collector/src/run/start.ts';
import { CALLS, spansOf } from './calls.ts';
import { median } from './median.ts';

const CONFIG = fileURLToPath(new URL('collector.yaml', import.meta.url));

/** Per cent of the calls. */
const FAILED = [0, 1, 10, 100] as const;

/** The default size of a batch of a BatchSpanProcessor. */
const BATCH = 512;
/** Batches that are made before the measurement and sent again and again. Most of them have a failed call when one in a hundred fails. */
const BATCHES = 50;
const AT_ONCE = 4;
const ROUNDS = 5;
const ROUND_MS = 4_000;

const FAILURES: readonly Drill[] = [
  CALLS.refused,
  failure('The service is overloaded', { type: 'overloaded_error', message: 'Overloaded' }),
  failure('The limit of requests is reached', {
    type: 'rate_limit_error',
    message: 'This request would exceed the rate limit of 50 requests per minute.',
  }),
  failure('The model is misspelled', { type: 'not_found_error', message: 'model: claude-sonet-5' }),
];

function failure(title: string, error: { readonly type: string; readonly message: string }): Drill {
  return { title, faults: [{ response: { error } }], call: { maxRetries: 0 } };
}

/** Figures of one pipeline with one share of failed calls. */
interface Throughput {
  readonly spansPerSecond: number;
  readonly cpuMicroseconds: number;
  /** Bytes of a span that leaves the Collector. */
  readonly bytesOut: number;
}

export interface Row {
  /** Per cent of the calls. */
  readonly failed: number;
  /** Bytes of a span that is sent. */
  readonly bytesIn: number;
  readonly without: Throughput;
  readonly with: Throughput;
}

/** Measures both pipelines in turns, so that what else the machine does slows both. The figures are medians of the rounds. */
export async function throughCollector(log: (line: string) => void): Promise<readonly Row[]> {
  const binary = await findCollector(log);
  const backend = await startBackend();
  const pipelines = {
    without: await startPipeline(binary, backend, [
      'yaml:service::pipelines::traces::processors: [memory_limiter]',
    ]),
    with: await startPipeline(binary, backend, []),
  };
  try {
    const healthy = await spansOf(CALLS.healthy, 256, []);
    const failed: ReadableSpan[] = [];
    for (const drill of FAILURES) failed.push(...(await spansOf(drill, 64, [])));
    const rows: Row[] = [];
    for (const percent of FAILED) {
      const bodies = batches(healthy, failed, percent);
      const rounds: Record<keyof typeof pipelines, Throughput[]> = { without: [], with: [] };
      // The first round is not counted: engines start in it.
      for (let round = 0; round <= ROUNDS; round += 1) {
        for (const name of ['without', 'with'] as const) {
          const figures = await pipelines[name].measure(bodies);
          if (round > 0) rounds[name].push(figures);
        }
      }
      const bytesIn = bodies.reduce((sum, { length }) => sum + length, 0) / (BATCHES * BATCH);
      rows.push({ failed: percent, bytesIn, without: medians(rounds.without), with: medians(rounds.with) });
      log(`${percent} % failed: measured`);
    }
    return rows;
  } finally {
    for (const { server } of Object.values(pipelines)) await server.stop();
    await backend.close();
  }
}

const medians = (rounds: readonly Throughput[]): Throughput => ({
  spansPerSecond: median(rounds.map(({ spansPerSecond }) => spansPerSecond)),
  cpuMicroseconds: median(rounds.map(({ cpuMicroseconds }) => cpuMicroseconds)),
  bytesOut: median(rounds.map(({ bytesOut }) => bytesOut)),
});

interface Backend {
  readonly url: string;
  /** Bytes that came since the last time. */
  take(): number;
  close(): Promise<void>;
}

/** Takes spans and drops them. */
async function startBackend(): Promise<Backend> {
  let bytes = 0;
  const server: HttpServer = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
    });
    request.on('end', () => response.setHeader('content-type', 'application/x-protobuf').end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    take: () => {
      const taken = bytes;
      bytes = 0;
      return taken;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

interface Pipeline {
  readonly server: Server;
  measure(bodies: readonly Uint8Array<ArrayBuffer>[]): Promise<Throughput>;
}

async function startPipeline(
  binary: string,
  backend: Backend,
  overrides: readonly string[],
): Promise<Pipeline> {
  const ports = await freePortsFor(COLLECTOR_PORTS);
  const server = await startCollector(binary, ports, { COLLECTOR_BACKEND: backend.url }, [
    CONFIG,
    ...overrides,
  ]);
  const ownMetrics = `http://127.0.0.1:${ports.COLLECTOR_OWN_METRICS_PORT}/metrics`;
  const url = `http://127.0.0.1:${ports.COLLECTOR_OTLP_HTTP_PORT}/v1/traces`;
  return {
    server,
    measure: async (bodies) => {
      backend.take();
      const before = await figuresOf(ownMetrics);
      const start = performance.now();
      let sent = 0;
      const send = async (): Promise<void> => {
        while (performance.now() - start < ROUND_MS) {
          const body = bodies[sent % bodies.length];
          sent += 1;
          await post(url, body);
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, send));
      const seconds = (performance.now() - start) / 1_000;
      const after = await figuresOf(ownMetrics);
      const spans = sent * BATCH;
      if (after.exported - before.exported !== spans)
        throw new Error(`${spans} spans were sent, and ${after.exported - before.exported} came out`);
      return {
        spansPerSecond: spans / seconds,
        cpuMicroseconds: ((after.cpuSeconds - before.cpuSeconds) * 1e6) / spans,
        bytesOut: backend.take() / spans,
      };
    },
  };
}

async function post(url: string, body: Uint8Array<ArrayBuffer> | undefined): Promise<void> {
  const headers = { 'content-type': 'application/x-protobuf' };
  const response = await fetch(url, { method: 'POST', headers, body: body ?? null });
  const answer = await response.text();
  if (!response.ok) throw new Error(`the Collector answered ${response.status}: ${answer}`);
}

/** The Collector's own metrics. */
async function figuresOf(url: string): Promise<{ readonly cpuSeconds: number; readonly exported: number }> {
  const text = await (await fetch(url)).text();
  const sum = (name: string) =>
    [...text.matchAll(new RegExp(`^${name}\\w*(?:\\{.*\\})? (\\S+)$`, 'gm'))].reduce(
      (total, [, value]) => total + Number(value),
      0,
    );
  return {
    cpuSeconds: sum('otelcol_process_cpu_seconds'),
    exported: sum('otelcol_exporter_sent_spans'),
  };
}

/** Batches of traces of two spans, a request of a user and a call in it. */
function batches(
  healthy: readonly ReadableSpan[],
  failed: readonly ReadableSpan[],
  percent: number,
): readonly Uint8Array<ArrayBuffer>[] {
  let call = 0;
  return Array.from({ length: BATCHES }, () => {
    const spans: ReadableSpan[] = [];
    while (spans.length < BATCH) {
      call += 1;
      const isFailed = (call * percent) % 100 < percent;
      const from = isFailed ? failed : healthy;
      spans.push(...traceOf(from[call % from.length] as ReadableSpan, call));
    }
    const body = ProtobufTraceSerializer.serializeRequest(spans);
    if (body === undefined) throw new Error('the serializer made nothing');
    return new Uint8Array(body);
  });
}

/** A call in its own trace, below the span of the request that made it. */
function traceOf(span: ReadableSpan, place: number): readonly ReadableSpan[] {
  const hex = place.toString(16);
  const traceId = `c${hex.padStart(31, '0')}`;
  const contextOf = (first: string) => ({
    traceId,
    spanId: `${first}${hex.padStart(15, '0')}`,
    traceFlags: TraceFlags.SAMPLED,
  });
  const parent = contextOf('a');
  const changed = (changes: Partial<ReadableSpan>, own: typeof parent) =>
    Object.create(
      span,
      Object.fromEntries(
        Object.entries({ ...changes, spanContext: () => own }).map(([name, value]) => [name, { value }]),
      ),
    ) as ReadableSpan;
  const server = changed(
    {
      name: 'POST /chat',
      kind: SpanKind.SERVER,
      attributes: {
        'http.request.method': 'POST',
        'url.path': '/chat',
        'url.scheme': 'http',
        'server.address': 'chat.example.com',
        'http.response.status_code': 200,
      },
      status: { code: 0 },
      events: [],
      instrumentationScope: { name: '@opentelemetry/instrumentation-http', version: '0.223.0' },
    },
    parent,
  );
  return [server, changed({ parentSpanContext: parent }, contextOf('b'))];
}
