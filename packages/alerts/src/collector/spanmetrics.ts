// The part of a Collector's or Jaeger's configuration that makes metrics of spans, to be merged into yours.
import { Document } from 'yaml';
import { SPAN_DIMENSIONS, SPAN_DURATION_BUCKETS } from '../catalogue/signals.ts';

/** Series of one service beyond which the connector keeps no more apart. */
const CARDINALITY_LIMIT = 2_000;

/** The spanmetrics connector as the rules in `prometheus/spans.rules.yml` and the dashboard need it. */
export const spanmetricsConfig = (): object => ({
  connectors: {
    spanmetrics: {
      histogram: { unit: 'ms', explicit: { buckets: SPAN_DURATION_BUCKETS.map((bound) => `${bound}ms`) } },
      dimensions: SPAN_DIMENSIONS.map((name) => ({ name })),
      // Not the whole resource: process ids would make new series of every restart.
      resource_metrics_key_attributes: ['service.name', 'service.instance.id'],
      metrics_flush_interval: '15s',
      // Processes come and go. Longer than rules remember a series, or one that comes back would not be new to them.
      metrics_expiration: '2h',
      aggregation_cardinality_limit: CARDINALITY_LIMIT,
    },
  },
});

/** The same as YAML: `jaeger --config jaeger.yaml --config spanmetrics.yaml`. */
export const spanmetricsYaml = (): string => new Document(spanmetricsConfig()).toString({ lineWidth: 0 });
