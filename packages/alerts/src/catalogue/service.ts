// Alerts for step 6 and for time: the service fails, or calls are slow.
import type { Alert, BurnWindow } from './alert.ts';
import { FAST_BURN, SLOW_BURN } from './burn-windows.ts';
import { SLOW_CALL_MS, SLOW_FIRST_CHUNK_MS } from './rehearsal.ts';
import {
  ALL_ATTEMPTS,
  ALL_CALLS,
  attempts,
  calls,
  diagnoses,
  firstChunks,
  MODEL,
  oneOfTen,
} from './traffic.ts';
import { HOUR, MINUTE } from './units.ts';

const latencyBurn = (
  name: string,
  severity: Alert['severity'],
  windows: readonly BurnWindow[],
  rest: Pick<Alert, 'for' | 'why' | 'fires' | 'quiet' | 'dependsOn' | 'drill'>,
): Alert => ({
  name,
  severity,
  watches: 'the share of slow calls, against the latency budget',
  condition: ({ slowCallSeconds, latencyObjective, budgetFailures }) => ({
    kind: 'burn',
    of: ALL_CALLS,
    bad: { above: slowCallSeconds },
    objective: latencyObjective,
    windows,
    atLeast: budgetFailures,
  }),
  by: [],
  summary: '{service.name}: {value} of calls are slower than {limit}; the latency budget is burning',
  doFirst:
    'Open Latency on the dashboard to see which models are slow, and Attempts to see whether retries make calls slow.',
  action: 'investigate',
  ...rest,
});

export const serviceAlerts: readonly Alert[] = [
  {
    name: 'AnthropicServiceOutage',
    severity: 'page',
    watches: 'the share of calls that failed at the service',
    condition: ({ outageShare, minimumFailures }) => ({
      kind: 'ratio',
      part: {
        of: 'anthropic.client.diagnoses',
        where: { 'anthropic.diagnosis.severity': ['error'], 'anthropic.diagnosis.step': ['6'] },
      },
      whole: ALL_CALLS,
      window: 5 * MINUTE,
      above: outageShare,
      atLeast: minimumFailures,
    }),
    by: [],
    for: 2 * MINUTE,
    why: 'Two minutes: retries get through shorter failures.',
    summary: '{service.name}: {value} of calls in {window} failed at the service',
    doFirst: 'Look at status.claude.com. Open the circuit breaker and answer without the model.',
    rule: 'service.outage',
    action: 'wait_and_retry',
    fires: [
      {
        series: [
          calls(4),
          calls(6, 2, 'overloaded_error'),
          diagnoses(4, 'service.overloaded', 6, 'error', 'wait_and_retry'),
          diagnoses(2, 'service.internal', 6, 'error', 'wait_and_retry'),
        ],
        value: '60%',
      },
      // One call a minute at night.
      {
        series: [
          calls(1, 2, 'overloaded_error'),
          diagnoses(1, 'service.overloaded', 6, 'error', 'wait_and_retry'),
        ],
        value: '100%',
      },
    ],
    quiet: [
      {
        because: 'most calls succeed',
        series: [
          calls(8),
          calls(2, 2, 'overloaded_error'),
          diagnoses(2, 'service.overloaded', 6, 'error', 'wait_and_retry'),
        ],
      },
      {
        because: 'one replica of ten fails',
        series: oneOfTen(calls(1), [
          calls(1, 2, 'overloaded_error'),
          diagnoses(1, 'service.overloaded', 6, 'error', 'wait_and_retry'),
        ]),
      },
      {
        because: 'only two calls fail',
        series: [
          calls(0.4, 2, 'overloaded_error'),
          diagnoses(0.4, 'service.overloaded', 6, 'error', 'wait_and_retry'),
        ],
      },
    ],
    drill: {
      call: {
        title: 'Nine of ten calls find the service overloaded',
        faults: [
          {
            when: { probability: 0.9 },
            response: { error: { type: 'overloaded_error', message: 'Overloaded' } },
          },
        ],
        call: { maxRetries: 0 },
      },
      panels: ['failed-share', 'errors-by-step', 'errors-by-diagnosis', 'errors-by-type', 'attempts'],
    },
  },
  {
    name: 'AnthropicServiceFailing',
    severity: 'ticket',
    watches: 'the share of attempts that the API answered with 529 or another 5xx, by status',
    condition: ({ serviceFailureShare, minimumAttempts }) => ({
      kind: 'ratio',
      part: {
        of: 'anthropic.client.attempts',
        where: { 'anthropic.attempt.outcome': ['overloaded', 'server'] },
      },
      whole: ALL_ATTEMPTS,
      window: 10 * MINUTE,
      above: serviceFailureShare,
      atLeast: minimumAttempts,
    }),
    by: ['http.response.status_code'],
    for: 5 * MINUTE,
    why: 'Five minutes: retries get through shorter overload, and an outage that pages comes first.',
    summary: '{service.name}: {value} of attempts in {window} were answered with {http.response.status_code}',
    doFirst: 'Retry a few times with growing pauses. Look at status.claude.com if it continues.',
    rule: 'service.overloaded',
    action: 'wait_and_retry',
    dependsOn: ['AnthropicServiceOutage'],
    fires: [
      {
        series: [attempts(9, 'success', '200'), attempts(1, 'overloaded', '529')],
        labels: { 'http.response.status_code': '529' },
        value: '10%',
      },
      // One call a minute at night.
      {
        series: [attempts(1, 'overloaded', '529')],
        labels: { 'http.response.status_code': '529' },
        value: '100%',
      },
      // One replica of ten.
      {
        series: oneOfTen(attempts(1, 'success', '200'), [attempts(1, 'overloaded', '529')]),
        labels: { 'http.response.status_code': '529' },
        value: '10%',
      },
    ],
    quiet: [
      {
        because: 'the share is below the threshold',
        series: [attempts(99, 'success', '200'), attempts(1, 'overloaded', '529')],
      },
      { because: 'only a few attempts fail', series: [attempts(0.4, 'server', '500')] },
    ],
    drill: {
      call: {
        title: 'Two of ten calls find the service overloaded',
        faults: [
          {
            when: { probability: 0.2 },
            response: { error: { type: 'overloaded_error', message: 'Overloaded' } },
          },
        ],
        call: { maxRetries: 0 },
      },
      also: ['AnthropicErrorsBurnFast'],
      panels: ['errors-by-step', 'errors-by-diagnosis', 'attempts'],
    },
  },
  {
    name: 'AnthropicFirstChunkSlow',
    severity: 'ticket',
    watches: 'the time to the first event of a stream, by model',
    condition: ({ slowFirstChunkSeconds, minimumStreams }) => ({
      kind: 'quantile',
      of: { of: 'gen_ai.client.inference.time_to_first_chunk' },
      quantile: 0.95,
      window: 10 * MINUTE,
      above: slowFirstChunkSeconds,
      minimum: minimumStreams,
    }),
    by: ['gen_ai.request.model'],
    for: 5 * MINUTE,
    why: 'Five minutes, so that one slow batch of prompts makes no ticket.',
    summary: '{service.name}: one stream of {gen_ai.request.model} in 20 begins after more than {value}',
    doFirst:
      'Compare the size of prompts and the share of cache reads with last week. Shorter and cached prompts begin sooner.',
    action: 'investigate',
    fires: [
      {
        series: [firstChunks(10, 15)],
        labels: { 'gen_ai.request.model': MODEL },
        value: '19.97s',
      },
    ],
    quiet: [
      { because: 'streams begin soon', series: [firstChunks(10, 2)] },
      { because: 'there are too few streams for a percentile', series: [firstChunks(1, 15)] },
    ],
    drill: {
      call: {
        title: 'Every stream begins after 8 s',
        faults: [{ delayMs: SLOW_FIRST_CHUNK_MS }],
        call: { method: 'create-streamed' },
      },
      panels: ['first-chunk'],
    },
  },
  latencyBurn('AnthropicLatencyBurnsFast', 'page', FAST_BURN, {
    for: 2 * MINUTE,
    why: 'Two minutes are enough: calls must already be slow in both the long and the short window.',
    fires: [
      { series: [calls(2), calls(8, 60)], value: '80%' },
      // One call a minute at night.
      { series: [calls(1, 60)], value: '100%' },
    ],
    quiet: [
      { because: 'one call in ten is slow, which is a ticket', series: [calls(9), calls(1, 60)] },
      { because: 'there are only a few slow calls', series: [calls(0.1, 60)] },
    ],
    drill: {
      call: { title: 'Every answer begins after 14 s', faults: [{ delayMs: SLOW_CALL_MS }] },
      // A budget that burns in an hour also burns too fast over days.
      also: ['AnthropicLatencyBurnsSlowly'],
      panels: ['latency', 'slow-share'],
    },
  }),
  latencyBurn('AnthropicLatencyBurnsSlowly', 'ticket', SLOW_BURN, {
    for: HOUR / 2,
    why: 'Half an hour is short compared with windows of days. If the budget burns faster, another alert pages.',
    dependsOn: ['AnthropicLatencyBurnsFast'],
    fires: [{ series: [calls(9), calls(1, 60)], value: '10%' }],
    quiet: [
      { because: 'the share of slow calls is within the budget', series: [calls(99), calls(1, 60)] },
      { because: 'there are only a few slow calls', series: [calls(0.1, 60)] },
    ],
    drill: {
      call: {
        title: 'Three of twenty answers begin after 14 s',
        faults: [{ when: { probability: 0.15 }, delayMs: SLOW_CALL_MS }],
      },
      panels: ['latency', 'slow-share'],
    },
  }),
];
