// Step 6 and time: the service fails, or takes longer than it may.
import type { Alert, BurnWindow } from './alert.ts';
import { FAST_BURN, SLOW_BURN } from './burn-windows.ts';
import { SLOW_CALL_MS, SLOW_FIRST_CHUNK_MS } from './rehearsal.ts';
import { ALL_ATTEMPTS, ALL_CALLS, attempts, calls, diagnoses, firstChunks, MODEL } from './traffic.ts';
import { HOUR, MINUTE } from './units.ts';

const latencyBurn = (
  name: string,
  severity: Alert['severity'],
  windows: readonly BurnWindow[],
  rest: Pick<Alert, 'for' | 'fires' | 'quiet' | 'dependsOn' | 'drill'>,
): Alert => ({
  name,
  severity,
  watches: 'the share of calls slower than they may be, against the budget of slow calls',
  condition: ({ slowCallSeconds, latencyObjective, minimumCalls }) => ({
    kind: 'burn',
    of: ALL_CALLS,
    good: slowCallSeconds,
    objective: latencyObjective,
    windows,
    minimum: minimumCalls,
  }),
  by: [],
  summary:
    '{service.name}: {value} of calls are slower than they may be, and the budget of slow calls burns too fast',
  doFirst: 'See under Latency which models are slow, and under Attempts whether retries make them so.',
  rule: 'connection.request_timeout',
  action: 'raise_timeout',
  ...rest,
});

export const serviceAlerts: readonly Alert[] = [
  {
    name: 'AnthropicServiceOutage',
    severity: 'page',
    watches: 'the share of calls that failed at the service',
    condition: ({ outageShare, minimumCalls }) => ({
      kind: 'ratio',
      part: {
        of: 'anthropic.client.diagnoses',
        where: { 'anthropic.diagnosis.severity': ['error'], 'anthropic.diagnosis.step': ['6'] },
      },
      whole: ALL_CALLS,
      window: 5 * MINUTE,
      above: outageShare,
      minimum: minimumCalls,
    }),
    by: [],
    for: 2 * MINUTE,
    summary: '{service.name}: {value} of calls in {window} failed at the service',
    doFirst: 'Look at status.claude.com; open the circuit breaker and answer without the model.',
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
        because: 'there are too few calls to judge',
        series: [
          calls(2, 2, 'overloaded_error'),
          diagnoses(2, 'service.overloaded', 6, 'error', 'wait_and_retry'),
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
    watches: 'the share of attempts that the service answered with 529 or another 5xx, by status',
    condition: ({ serviceFailureShare, minimumAttempts }) => ({
      kind: 'ratio',
      part: {
        of: 'anthropic.client.attempts',
        where: { 'anthropic.attempt.outcome': ['overloaded', 'server'] },
      },
      whole: ALL_ATTEMPTS,
      window: 10 * MINUTE,
      above: serviceFailureShare,
      minimum: minimumAttempts,
    }),
    by: ['http.response.status_code'],
    for: 5 * MINUTE,
    summary: '{service.name}: {value} of attempts in {window} were answered with {http.response.status_code}',
    doFirst: 'Retry with growing pauses, at most a few times; look at status.claude.com when it goes on.',
    rule: 'service.overloaded',
    action: 'wait_and_retry',
    dependsOn: ['AnthropicServiceOutage'],
    fires: [
      {
        series: [attempts(9, 'success', '200'), attempts(1, 'overloaded', '529')],
        labels: { 'http.response.status_code': '529' },
        value: '10%',
      },
    ],
    quiet: [
      {
        because: 'it is less than the share',
        series: [attempts(99, 'success', '200'), attempts(1, 'overloaded', '529')],
      },
      { because: 'there are too few attempts to judge', series: [attempts(1, 'server', '500')] },
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
    summary: '{service.name}: one stream of {gen_ai.request.model} in 20 begins after more than {value}',
    doFirst:
      'Compare with the size of prompts and the share of cache reads; shorter and cached prompts begin sooner.',
    action: 'raise_timeout',
    rule: 'connection.request_timeout',
    fires: [
      {
        series: [firstChunks(10, 15)],
        labels: { 'gen_ai.request.model': MODEL },
        value: '19.97s',
      },
    ],
    quiet: [
      { because: 'streams begin soon enough', series: [firstChunks(10, 2)] },
      { because: 'there are too few streams to judge', series: [firstChunks(1, 15)] },
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
    fires: [{ series: [calls(2), calls(8, 60)], value: '80%' }],
    quiet: [
      { because: 'one call in ten may be slow for a while', series: [calls(9), calls(1, 60)] },
      { because: 'there are too few calls to judge', series: [calls(0.5, 60)] },
    ],
    drill: {
      call: { title: 'Every answer begins after 14 s', faults: [{ delayMs: SLOW_CALL_MS }] },
      // What is burnt in an hour is missing for days.
      also: ['AnthropicLatencyBurnsSlowly'],
      panels: ['latency', 'slow-share'],
    },
  }),
  latencyBurn('AnthropicLatencyBurnsSlowly', 'ticket', SLOW_BURN, {
    for: HOUR / 2,
    dependsOn: ['AnthropicLatencyBurnsFast'],
    fires: [{ series: [calls(9), calls(1, 60)], value: '10%' }],
    quiet: [
      { because: 'the budget lasts', series: [calls(99), calls(1, 60)] },
      { because: 'there are too few calls to judge', series: [calls(0.1, 60)] },
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
