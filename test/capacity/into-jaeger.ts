// How many spans a second the collector of the stack takes, and that it counts every one of them.
import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { freePortsFor } from '../../examples/jaeger/src/ports.ts';
import { STACK_PORTS } from '../../examples/observability-stack/src/ports.ts';
import { startStack } from '../../examples/observability-stack/src/start.ts';
import { until } from '../e2e/stack/until.ts';
import { median } from './median.ts';

/** The default batch size of a BatchSpanProcessor. */
const BATCH = 512;
const BATCHES = 100;
const AT_ONCE = 4;
const ROUNDS = 5;

/** Spans a second from the first byte to the last answer; the median of some rounds. */
export async function spansPerSecond(spans: readonly ReadableSpan[]): Promise<number> {
  const ports = await freePortsFor(STACK_PORTS);
  const stack = await startStack(ports, console.error);
  const metricsUrl = `http://127.0.0.1:${ports.JAEGER_METRICS_PORT}/metrics`;
  try {
    const rates: number[] = [];
    for (let round = 1; round <= ROUNDS; round += 1) {
      rates.push(await sendRound(spans.slice(0, BATCH), stack.otlpUrl));
      const sent = round * BATCHES * Math.min(BATCH, spans.length);
      await until(`${sent} spans are counted`, async () => (await counted(metricsUrl)) === sent || undefined);
    }
    return median(rates);
  } finally {
    await stack.stop();
  }
}

async function sendRound(spans: readonly ReadableSpan[], otlpUrl: string): Promise<number> {
  const bodies = Array.from({ length: BATCHES }, () => ofOtherTraces(spans));
  const start = performance.now();
  const send = async (): Promise<void> => {
    for (let body = bodies.pop(); body; body = bodies.pop()) {
      const response = await fetch(`${otlpUrl}/v1/traces`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-protobuf' },
        body,
      });
      if (!response.ok)
        throw new Error(`the collector answered ${response.status}: ${await response.text()}`);
      await response.arrayBuffer();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, send));
  return (BATCHES * spans.length * 1000) / (performance.now() - start);
}

/** The same spans, each in a new trace. */
function ofOtherTraces(spans: readonly ReadableSpan[]): Uint8Array<ArrayBuffer> {
  const hex = (digits: number) =>
    Array.from({ length: digits }, () => Math.floor(Math.random() * 16).toString(16)).join('');
  const others = spans.map((span): ReadableSpan => {
    const context = { ...span.spanContext(), traceId: hex(32) };
    return Object.create(span, { spanContext: { value: () => context } }) as ReadableSpan;
  });
  const body = ProtobufTraceSerializer.serializeRequest(others);
  if (body === undefined) throw new Error('the serializer made nothing');
  return new Uint8Array(body);
}

/** The count of the spanmetrics connector. */
async function counted(metricsUrl: string): Promise<number> {
  const text = await (await fetch(metricsUrl)).text();
  const samples = text.matchAll(/^traces_span_metrics_calls_total\{.*\} (\S+)$/gm);
  return [...samples].reduce((sum, [, value]) => sum + Number(value), 0);
}
