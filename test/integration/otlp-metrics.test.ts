// The doctor exports the same bytes as OpenTelemetry's own SDK for the same measurements.
import { ValueType } from '@opentelemetry/api';
import { JsonMetricsSerializer, ProtobufMetricsSerializer } from '@opentelemetry/otlp-transformer';
import {
  AggregationTemporality,
  AggregationType,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { expect, test } from 'vitest';
import { encodeMetrics } from '../../packages/doctor/src/otlp/codec.ts';

test('a gauge and a histogram, with their zeros', async () => {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const provider = new MeterProvider({
    readers: [new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 })],
    views: [
      {
        instrumentName: 'anthropic.check.duration',
        aggregation: {
          type: AggregationType.EXPLICIT_BUCKET_HISTOGRAM,
          options: { boundaries: [0.01, 1], recordMinMax: false },
        },
      },
    ],
  });
  const meter = provider.getMeter('sevenstep-doctor', '0.1.0');
  const status = meter.createGauge('anthropic.check.status', {
    unit: '{check}',
    description: 'A state',
    valueType: ValueType.INT,
  });
  status.record(1, { 'anthropic.check.state': 'pass', 'server.port': 443 });
  status.record(0, { 'anthropic.check.state': 'fail', 'server.port': 443 });
  const duration = meter.createHistogram('anthropic.check.duration', { unit: 's', description: 'A time' });
  duration.record(0, { 'anthropic.check.name': 'identity' });
  duration.record(0.5, { 'anthropic.check.name': 'connection' });
  await provider.forceFlush();
  const [measured] = exporter.getMetrics();
  if (measured === undefined) throw new Error('nothing was measured');
  const json = JSON.parse(new TextDecoder().decode(JsonMetricsSerializer.serializeRequest(measured)));
  const [{ scopeMetrics }] = json.resourceMetrics;
  const theirs = Buffer.from(ProtobufMetricsSerializer.serializeRequest(measured) ?? []);
  // Without the header of the request and of its only group, which have a tag and a length of two bytes each.
  const ours = Buffer.from(encodeMetrics({ resourceMetrics: [{ scopeMetrics }] })).subarray(6);
  expect(ours.length).toBeGreaterThan(200);
  expect(theirs.toString('hex')).toContain(ours.toString('hex'));
  await provider.shutdown();
});
