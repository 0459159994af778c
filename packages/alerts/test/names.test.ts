// Names in Prometheus, compared with those that a real Collector's exporter wrote for our metrics and spans.
// `fixtures/collector-series.json` is from `/metrics` of Jaeger 2.13 (collector-contrib 0.140.1), after all drills of the checklist. It used the `prometheus`
// exporter's defaults and `collector/spanmetrics.yaml`, with both sets of names. It maps series to labels and bounds.
import { describe, expect, test } from 'vitest';
import { labelName, SIGNALS, type SignalName, seriesName } from '../src/index.ts';
import { boundText } from '../src/prometheus/names.ts';
import real from './fixtures/collector-series.json' with { type: 'json' };

interface Series {
  readonly labels: readonly string[];
  readonly le?: readonly string[];
}

const SERIES: Readonly<Record<string, Series>> = real;
const PARTS = { histogram: ['bucket', 'count', 'sum'], counter: ['count'], gauge: ['count'] } as const;
/** Labels that the exporter adds: of the resource, of a histogram, of the scope. `service_name` is the connector's. */
const ADDED = /^(job|instance|le|otel_scope_\w+)$/;
const signals = Object.entries(SIGNALS) as [SignalName, (typeof SIGNALS)[SignalName]][];

describe.each(signals)('%s', (name, { instrument, attributes, buckets, source }) => {
  test.each(PARTS[instrument])('its %s series has the name and the labels it is said to have', (part) => {
    const found = SERIES[seriesName(name, part)];
    const wanted = attributes.map(labelName);
    const ofConnector = source === 'spans' ? ['service_name'] : [];
    expect(found?.labels.filter((label) => !ADDED.test(label)).sort()).toEqual(
      [...wanted, ...ofConnector].sort(),
    );
    expect(found?.labels).toContain(labelName('service.name'));
  });

  test.runIf(instrument === 'histogram')('its bounds are written so', () => {
    const bounds = [...(buckets ?? []), Number.POSITIVE_INFINITY].map(boundText);
    expect(SERIES[seriesName(name, 'bucket')]?.le).toEqual(bounds);
  });
});

test('there is no other series', () => {
  const wanted = signals.flatMap(([name, { instrument }]) =>
    PARTS[instrument].map((part) => seriesName(name, part)),
  );
  expect(Object.keys(SERIES).sort()).toEqual(wanted.sort());
});
