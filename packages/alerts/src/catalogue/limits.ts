// Alerts for step 5: exhausted limits, limits that are nearly exhausted, and the cost of retries.
import type { Alert } from './alert.ts';
import { ALL_ATTEMPTS, ALL_CALLS, attempts, calls, diagnoses, limits, MODEL, waits } from './traffic.ts';
import { MINUTE } from './units.ts';

const ERROR = ['error'] as const;

export const limitAlerts: readonly Alert[] = [
  {
    name: 'AnthropicQuotaUsedUp',
    severity: 'page',
    watches: 'calls rejected by a quota that waiting does not refill',
    condition: ({ quotaFailures, rejectedShare }) => ({
      kind: 'count',
      part: {
        of: 'anthropic.client.diagnoses',
        where: { 'anthropic.diagnosis.severity': ERROR, 'anthropic.diagnosis.action': ['raise_limit'] },
      },
      window: 5 * MINUTE,
      atLeast: quotaFailures,
      moreThan: { share: rejectedShare, of: ALL_CALLS },
    }),
    by: ['anthropic.diagnosis.id', 'anthropic.diagnosis.action'],
    for: 0,
    why: 'A used-up quota stays used up for longer than calls wait, so waiting shows nothing new.',
    summary:
      '{service.name}: calls rejected by a quota in {window}: {value} ({anthropic.diagnosis.id}, {anthropic.diagnosis.action})',
    doFirst:
      'Stop what uses the quota up. The page of the diagnosis says whose quota it is, and who raises it: the Claude Console, a cloud, or a gateway.',
    fires: [
      {
        series: [calls(10), diagnoses(1, 'limits.quota', 5, 'error', 'raise_limit')],
        labels: { 'anthropic.diagnosis.id': 'limits.quota', 'anthropic.diagnosis.action': 'raise_limit' },
        value: '5',
      },
    ],
    quiet: [
      {
        because: 'a limit per minute refills by itself',
        series: [calls(100), diagnoses(1, 'limits.requests_per_minute', 5, 'error', 'slow_down')],
      },
    ],
    drill: {
      call: {
        title: "The tier's spend limit is reached",
        faults: [
          {
            response: {
              status: 429,
              error: {
                type: 'rate_limit_error',
                message:
                  'You have reached your specified API usage limits. You will regain access on 2026-12-01.',
              },
              headers: { 'x-should-retry': 'false' },
            },
          },
        ],
      },
      panels: ['errors-by-step', 'errors-by-diagnosis'],
    },
  },
  {
    name: 'AnthropicRateLimited',
    severity: 'ticket',
    watches: 'the share of calls that failed with a 429, by limit',
    condition: ({ rateLimitedShare, minimumFailures }) => ({
      kind: 'ratio',
      part: {
        of: 'anthropic.client.diagnoses',
        where: {
          'anthropic.diagnosis.severity': ERROR,
          'anthropic.diagnosis.step': ['5'],
          'anthropic.diagnosis.action': ['slow_down'],
        },
      },
      whole: ALL_CALLS,
      window: 10 * MINUTE,
      above: rateLimitedShare,
      atLeast: minimumFailures,
    }),
    by: ['anthropic.diagnosis.id', 'anthropic.diagnosis.action'],
    for: 5 * MINUTE,
    why: 'Five minutes: limits are per minute, so a burst is over by then.',
    summary:
      '{service.name}: {value} of calls in {window} were over a limit: {anthropic.diagnosis.id}, {anthropic.diagnosis.action}',
    doFirst: 'Queue calls or cap the calls in flight. Then find the service that uses the limit up.',
    dependsOn: ['AnthropicQuotaUsedUp'],
    fires: [
      {
        series: [
          calls(9),
          calls(1, 1, 'rate_limit_error'),
          diagnoses(1, 'limits.input_tokens_per_minute', 5, 'error', 'slow_down'),
        ],
        labels: {
          'anthropic.diagnosis.id': 'limits.input_tokens_per_minute',
          'anthropic.diagnosis.action': 'slow_down',
        },
        value: '10%',
      },
      // One call a minute at night.
      {
        series: [
          calls(1, 1, 'rate_limit_error'),
          diagnoses(1, 'limits.input_tokens_per_minute', 5, 'error', 'slow_down'),
        ],
        labels: {
          'anthropic.diagnosis.id': 'limits.input_tokens_per_minute',
          'anthropic.diagnosis.action': 'slow_down',
        },
        value: '100%',
      },
    ],
    quiet: [
      {
        because: 'the calls were retried and succeeded',
        series: [calls(10), diagnoses(5, 'limits.recovered', 5, 'info', 'slow_down')],
      },
      {
        because: 'only two calls fail',
        series: [
          calls(0.2, 1, 'rate_limit_error'),
          diagnoses(0.2, 'limits.input_tokens_per_minute', 5, 'error', 'slow_down'),
        ],
      },
    ],
    drill: {
      call: {
        title: 'Two of ten calls are over the limit of input tokens',
        faults: [
          {
            when: { probability: 0.2 },
            response: {
              status: 429,
              error: {
                type: 'rate_limit_error',
                message: 'This request would exceed the rate limit of 50,000 input tokens per minute.',
              },
            },
          },
        ],
        call: { maxRetries: 0 },
      },
      also: ['AnthropicErrorsBurnFast'],
      panels: ['errors-by-step', 'errors-by-diagnosis', 'limits'],
    },
  },
  {
    name: 'AnthropicHeadroomLow',
    severity: 'ticket',
    watches: 'what is left of each rate limit, by the last response of each process',
    condition: ({ headroomShare }) => ({
      kind: 'headroom',
      remaining: 'anthropic.client.ratelimit.remaining',
      limit: 'anthropic.client.ratelimit.limit',
      // Without a response the value is from an earlier response.
      used: { ...ALL_ATTEMPTS, where: { 'http.response.status_code': 'any' } },
      per: ['gen_ai.request.model'],
      window: 5 * MINUTE,
      below: headroomShare,
    }),
    by: ['anthropic.ratelimit.kind', 'gen_ai.request.model'],
    for: 10 * MINUTE,
    why: 'Ten minutes: a limit refills every minute, and this alert is about a limit that stays low.',
    summary:
      '{service.name}: {value} of the limit of {anthropic.ratelimit.kind} is left for {gen_ai.request.model}',
    doFirst: 'Delay calls that can wait, or raise the limit, before calls fail.',
    rule: 'limits.near',
    action: 'slow_down',
    dependsOn: ['AnthropicRateLimited', 'AnthropicQuotaUsedUp'],
    fires: [
      {
        series: [attempts(10, 'success', '200'), ...limits('input_tokens', 4_000, 50_000)],
        labels: { 'anthropic.ratelimit.kind': 'input_tokens', 'gen_ai.request.model': MODEL },
        value: '8%',
      },
    ],
    quiet: [
      {
        because: 'there is enough left',
        series: [attempts(10, 'success', '200'), ...limits('input_tokens', 10_000, 50_000)],
      },
      {
        because: 'no call was made recently, so the figure is old',
        series: [attempts(0, 'success', '200'), ...limits('input_tokens', 0, 50_000)],
      },
      {
        because: 'no call was answered recently, so the figure is old',
        series: [attempts(10, 'connection'), ...limits('input_tokens', 0, 50_000)],
      },
    ],
    drill: {
      call: {
        title: 'Answers say that 5 % of a limit is left',
        faults: [
          {
            response: {
              headers: {
                'anthropic-ratelimit-input-tokens-limit': '50000',
                'anthropic-ratelimit-input-tokens-remaining': '2500',
              },
            },
          },
        ],
      },
      panels: ['headroom', 'least-headroom', 'limits'],
    },
  },
  {
    name: 'AnthropicRetryStorm',
    severity: 'ticket',
    watches: 'the share of attempts that are retries',
    condition: ({ retryShare, minimumAttempts }) => ({
      kind: 'ratio',
      part: { of: 'anthropic.client.retry.delay' },
      whole: ALL_ATTEMPTS,
      window: 5 * MINUTE,
      above: retryShare,
      atLeast: minimumAttempts,
    }),
    by: [],
    for: 6 * MINUTE,
    why: 'Six minutes, so that an outage or a limit that causes the retries comes first and inhibits this one.',
    summary: '{service.name}: {value} of attempts in {window} are retries',
    doFirst: 'Retry in one layer only, and wait as long as `retry-after` says.',
    rule: 'limits.retry_storm',
    action: 'slow_down',
    dependsOn: ['AnthropicServiceOutage', 'AnthropicRateLimited'],
    fires: [
      {
        series: [attempts(10, 'success', '200'), attempts(15, 'connection'), waits(15, 0.5)],
        value: '60%',
      },
      // One call a minute at night.
      {
        series: [attempts(1, 'success', '200'), attempts(2, 'connection'), waits(2, 0.5)],
        value: '66.67%',
      },
    ],
    quiet: [
      {
        because: 'there are fewer retries than calls',
        series: [attempts(10, 'success', '200'), attempts(5, 'connection'), waits(5, 0.5)],
      },
      {
        because: 'there are only a few retries',
        series: [attempts(0.2, 'success', '200'), attempts(0.6, 'connection'), waits(0.6, 0.5)],
      },
    ],
    drill: {
      call: {
        title: 'Each call gets through at its third attempt',
        faults: [{ when: { attempt: [1, 2] }, connection: 'reset' }],
      },
      panels: ['attempts', 'retry-waits', 'retry-share', 'waiting-share'],
    },
  },
  {
    name: 'AnthropicRetryCost',
    severity: 'ticket',
    watches: 'the share of their time that calls spend waiting for a retry',
    condition: ({ waitingShare, minimumAttempts }) => ({
      kind: 'ratio',
      part: { of: 'anthropic.client.retry.delay', measure: 'sum' },
      whole: { of: 'gen_ai.client.inference.duration', measure: 'sum' },
      window: 30 * MINUTE,
      above: waitingShare,
      atLeast: minimumAttempts,
      counted: { of: 'anthropic.client.retry.delay' },
    }),
    by: [],
    for: 10 * MINUTE,
    why: 'Ten minutes, so that an alert that names the cause comes first and inhibits this one.',
    summary: '{service.name}: {value} of the time of calls in {window} was spent waiting for a retry',
    doFirst: 'Open Attempts on the dashboard and see which attempts fail. Users wait for their retries.',
    rule: 'limits.retry_storm',
    action: 'slow_down',
    dependsOn: [
      'AnthropicRetryStorm',
      'AnthropicServiceOutage',
      'AnthropicServiceFailing',
      'AnthropicRateLimited',
    ],
    fires: [{ series: [calls(10, 4), waits(5, 4)], value: '50%' }],
    quiet: [
      { because: 'calls wait for a small part of their time', series: [calls(10, 4), waits(1, 4)] },
      { because: 'there are only a few retries', series: [calls(0.2, 4), waits(0.1, 4)] },
    ],
    drill: {
      call: {
        title: 'Three of ten calls get through at their second attempt',
        faults: [{ when: { attempt: 1, probability: 0.3 }, connection: 'reset' }],
      },
      panels: ['attempts', 'retry-waits', 'waiting-share'],
    },
  },
];
