// Generates the part of a Collector's or Jaeger's configuration that makes metrics from spans. Merge it into yours.
import { Document } from 'yaml';
import { SPAN_DIMENSIONS, SPAN_DURATION_BUCKETS } from '../catalogue/signals.ts';

/** The most series of one service that the connector keeps separate. */
const CARDINALITY_LIMIT = 2_000;

/** The spanmetrics connector, with the settings that `prometheus/spans.rules.yml` and the dashboard need. */
export const spanmetricsConfig = (): object => ({
  connectors: {
    spanmetrics: {
      histogram: { unit: 'ms', explicit: { buckets: SPAN_DURATION_BUCKETS.map((bound) => `${bound}ms`) } },
      dimensions: SPAN_DIMENSIONS.map((name) => ({ name })),
      // Not the whole resource, because process ids would make new series at every restart.
      resource_metrics_key_attributes: ['service.name', 'service.instance.id'],
      metrics_flush_interval: '15s',
      // Drops series of ended processes. Longer than the rules remember a series, or they would miss that it is new again.
      metrics_expiration: '2h',
      aggregation_cardinality_limit: CARDINALITY_LIMIT,
    },
  },
});

/** The same as YAML: `jaeger --config jaeger.yaml --config spanmetrics.yaml`. */
export const spanmetricsYaml = (): string => new Document(spanmetricsConfig()).toString({ lineWidth: 0 });
