// Drills as stored traces: made by the real SDK, sent by OpenTelemetry's own exporter, kept as OTLP JSON.
import Anthropic from '@anthropic-ai/sdk';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { type Drill, runDrill, startSimulator } from '@sevenstep/anthropic-simulator';
import { startOtlpReceiver } from './otlp-receiver.ts';
import { clientOptionsFor, startTestTelemetry } from './telemetry.ts';

export interface StoredTraces {
  readonly spans: readonly ReadableSpan[];
  /** A drill's title to the id of its trace. */
  readonly traceIds: ReadonlyMap<string, string>;
}

/** Runs each drill once. */
export async function runDrills(drills: readonly Drill[]): Promise<StoredTraces> {
  const telemetry = startTestTelemetry();
  const simulator = await startSimulator();
  const spans: ReadableSpan[] = [];
  const traceIds = new Map<string, string>();
  try {
    for (const drill of drills) {
      simulator.load({ name: drill.title, faults: drill.faults ?? [] });
      const options = { baseURL: simulator.url, clientOptions: clientOptionsFor('adopted') };
      await runDrill(Anthropic, drill, options);
      const made = telemetry.takeSpans();
      spans.push(...made);
      traceIds.set(drill.title, made[0]?.spanContext().traceId ?? '');
    }
  } finally {
    telemetry.stop();
    await simulator.close();
  }
  return { spans, traceIds };
}

/** Sends the spans to a receiver of OTLP over HTTP. */
export async function exportSpans(spans: readonly ReadableSpan[], url: string): Promise<void> {
  const exporter = new OTLPTraceExporter({ url });
  const { code, error } = await new Promise<{ code: number; error?: Error }>((resolve) =>
    exporter.export([...spans], resolve),
  );
  await exporter.shutdown();
  if (code !== 0) throw error ?? new Error(`the export to ${url} failed`);
}

/** The spans as an exporter sends them: a line for each `perLine` of them. */
export async function asOtlpLines(spans: readonly ReadableSpan[], perLine = 4): Promise<string> {
  const receiver = await startOtlpReceiver();
  try {
    for (let at = 0; at < spans.length; at += perLine) {
      await exportSpans(spans.slice(at, at + perLine), receiver.tracesUrl);
    }
    return receiver.lines();
  } finally {
    await receiver.close();
  }
}
