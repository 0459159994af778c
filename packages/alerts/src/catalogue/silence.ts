// Alerts on missing telemetry: if the pipeline is broken, no other alert fires.
import type { Alert } from './alert.ts';
import {
  ALL_CALL_SPANS,
  ALL_CALLS,
  callSpans,
  calls,
  diagnoses,
  OWN_CALL_SPANS,
  ownCallSpans,
} from './traffic.ts';
import { HOUR, MINUTE } from './units.ts';

const HEALTHY = { title: 'A plain answer' } as const;
const DO_FIRST =
  'Check the exporter of the application (`OTEL_LOG_LEVEL=warn` prints its log), then the Collector, then its scrape.';

export const silenceAlerts: readonly Alert[] = [
  {
    name: 'AnthropicMetricsAbsent',
    severity: 'ticket',
    watches: 'whether any service sends the metrics of calls',
    condition: () => ({ kind: 'absent', signal: 'gen_ai.client.inference.duration' }),
    by: [],
    ofService: false,
    for: 10 * MINUTE,
    why: 'Ten minutes: a restart of the Collector or of Prometheus is shorter.',
    keepFiring: 0,
    summary: 'No service sends metrics of Claude API calls, so the other alerts cannot fire',
    doFirst: DO_FIRST,
    action: 'none',
    fires: [{ series: [{ ...calls(5), until: 1 }], value: '1' }],
    quiet: [{ because: 'metrics arrive, though no calls are made', series: [calls(0)] }],
    drill: { call: HEALTHY, telemetry: 'stopped', panels: [] },
  },
  {
    name: 'AnthropicServiceGone',
    severity: 'ticket',
    watches: 'services that sent metrics of calls within the last hour and send none now',
    condition: () => ({ kind: 'gone', signal: 'gen_ai.client.inference.duration', window: HOUR }),
    by: [],
    for: 15 * MINUTE,
    why: 'Fifteen minutes: longer than a rollout, and than the alert on all services.',
    keepFiring: 0,
    summary: '{service.name} no longer sends metrics of Claude API calls',
    doFirst: DO_FIRST,
    action: 'none',
    dependsOn: ['AnthropicMetricsAbsent'],
    fires: [{ series: [{ ...calls(5), until: 40 }], value: '1' }],
    quiet: [{ because: 'it sends metrics, though it makes no calls', series: [calls(0)] }],
    drill: { call: HEALTHY, telemetry: 'stopped', panels: [] },
  },
  {
    name: 'AnthropicDiagnosesSilent',
    severity: 'ticket',
    watches: 'whether failed calls get a diagnosis',
    condition: ({ minimumCalls }) => ({
      kind: 'silent',
      signal: { of: 'anthropic.client.diagnoses' },
      // A gateway writes diagnoses only on spans.
      or: { of: 'traces.span.metrics.calls', where: { 'anthropic.diagnosis.id': 'any' } },
      while: { of: 'gen_ai.client.inference.duration', where: { 'error.type': 'any' } },
      window: 30 * MINUTE,
      minimum: minimumCalls,
    }),
    by: [],
    for: 10 * MINUTE,
    why: 'Ten minutes: spans may arrive later than metrics.',
    summary: '{service.name}: {value} calls failed in {window}, and none has a diagnosis',
    doFirst:
      'Check that DiagnosisSpanProcessor is among the span processors, or that the gateway has the processor in its pipeline. Check that calls are sampled.',
    action: 'none',
    fires: [{ series: [calls(9), calls(1, 1, 'overloaded_error')], value: '30' }],
    quiet: [
      {
        because: 'failed calls have a diagnosis',
        series: [
          calls(9),
          calls(1, 1, 'overloaded_error'),
          diagnoses(1, 'service.overloaded', 6, 'error', 'wait_and_retry'),
        ],
      },
      {
        because: 'a gateway diagnoses, so that the spans of failed calls have a diagnosis',
        series: [
          calls(9),
          calls(1, 1, 'overloaded_error'),
          callSpans(1, { 'error.type': 'overloaded_error', 'anthropic.diagnosis.id': 'service.overloaded' }),
        ],
      },
      { because: 'nothing failed', series: [calls(10)] },
    ],
    drill: {
      call: {
        title: 'Every call is rejected, and no processor says why',
        faults: [{ response: { error: { type: 'not_found_error', message: 'model: claude-none' } } }],
      },
      telemetry: 'no-diagnoses',
      also: ['AnthropicFleetFailing', 'AnthropicAllCallsFailing', 'AnthropicErrorsBurnFast'],
      panels: ['failed-share', 'errors-by-type'],
    },
  },
  {
    name: 'AnthropicSpansSilent',
    severity: 'ticket',
    watches: 'whether calls that are measured have spans',
    condition: ({ minimumCalls }) => ({
      kind: 'silent',
      signal: ALL_CALL_SPANS,
      while: ALL_CALLS,
      window: 30 * MINUTE,
      minimum: minimumCalls,
    }),
    by: [],
    for: 10 * MINUTE,
    why: 'Ten minutes: spans may arrive later than metrics.',
    summary: '{service.name}: {value} calls were measured in {window}, and none has a span',
    doFirst: DO_FIRST,
    action: 'none',
    fires: [{ series: [calls(1)], value: '30' }],
    quiet: [
      { because: 'those calls have spans', series: [calls(10), callSpans(10)] },
      { because: 'there are only a few calls', series: [calls(0.1)] },
    ],
    drill: { call: HEALTHY, telemetry: 'no-spans', panels: [] },
  },
  {
    name: 'AnthropicMetricsSilent',
    severity: 'ticket',
    watches: 'whether calls of this instrumentation that have spans are measured',
    condition: ({ minimumCalls }) => ({
      kind: 'silent',
      signal: ALL_CALLS,
      while: OWN_CALL_SPANS,
      window: 30 * MINUTE,
      minimum: minimumCalls,
    }),
    by: [],
    for: 20 * MINUTE,
    why: 'Twenty minutes, so that the alert on a service that is gone comes first and inhibits this one.',
    summary: '{service.name}: {value} calls have spans in {window}, and none was measured',
    doFirst:
      'Check that the application has a MeterProvider with an exporter. Spans alone do not make these metrics.',
    action: 'none',
    dependsOn: ['AnthropicMetricsAbsent', 'AnthropicServiceGone'],
    fires: [{ series: [ownCallSpans(1)], value: '30' }],
    quiet: [
      { because: 'those calls have metrics', series: [calls(10), ownCallSpans(10)] },
      { because: 'there are only a few calls', series: [ownCallSpans(0.1)] },
      { because: 'another instrumentation makes the spans, such as one in Python', series: [callSpans(10)] },
    ],
    drill: { call: HEALTHY, telemetry: 'no-metrics', panels: ['span-calls'] },
  },
];
