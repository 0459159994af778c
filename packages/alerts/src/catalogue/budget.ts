// Alerts on all failed calls together: no call succeeds, or the error budget burns. The breakdown lists their diagnoses.
import type { Alert, BurnWindow, Selection } from './alert.ts';
import { FAST_BURN, SLOW_BURN } from './burn-windows.ts';
import { ALL_CALLS, calls, diagnoses, once, oneOfTen } from './traffic.ts';
import { HOUR, MINUTE } from './units.ts';

const FAILED_CALLS: Selection = { ...ALL_CALLS, where: { 'error.type': 'any' } };

/** Alerts that page for one cause. */
const CAUSES = [
  'AnthropicCredentialsFailing',
  'AnthropicBillingFailing',
  'AnthropicQuotaUsedUp',
  'AnthropicNotReached',
  'AnthropicServiceOutage',
] as const;

const failing = (perMinute: number) => calls(perMinute, 1, 'overloaded_error');

/** Three causes, each too small for its own alert. */
const THREE_CAUSES = [
  calls(91),
  calls(4, 1, 'overloaded_error'),
  diagnoses(4, 'service.overloaded', 6, 'error', 'wait_and_retry'),
  calls(3, 1, 'rate_limit_error'),
  diagnoses(3, 'limits.requests_per_minute', 5, 'error', 'slow_down'),
  calls(2, 1, 'invalid_request_error'),
  diagnoses(2, 'request.context_window', 4, 'error', 'fix_request'),
];

const errorBurn = (
  name: string,
  severity: Alert['severity'],
  windows: readonly BurnWindow[],
  rest: Pick<Alert, 'for' | 'why' | 'fires' | 'quiet' | 'dependsOn' | 'drill'>,
): Alert => ({
  name,
  severity,
  watches: 'the share of failed calls of any cause, against the error budget',
  condition: ({ successObjective, budgetFailures }) => ({
    kind: 'burn',
    of: ALL_CALLS,
    bad: FAILED_CALLS,
    objective: successObjective,
    windows,
    atLeast: budgetFailures,
  }),
  by: [],
  breakdown: true,
  summary: '{service.name}: {value} of calls failed; the error budget is burning',
  doFirst:
    'Start with the most frequent diagnosis. The annotation `diagnoses` and the dashboard, under Health, list the diagnoses by frequency.',
  action: 'investigate',
  ...rest,
});

export const budgetAlerts: readonly Alert[] = [
  {
    name: 'AnthropicAllCallsFailing',
    severity: 'page',
    watches: 'services whose calls all fail, even if they make few calls',
    condition: ({ allFailing }) => ({
      kind: 'ratio',
      part: FAILED_CALLS,
      whole: ALL_CALLS,
      window: HOUR / 2,
      above: 0.99,
      atLeast: allFailing,
    }),
    by: [],
    for: 3 * MINUTE,
    why: 'Three minutes, so that an alert that names the cause comes first and inhibits this one.',
    breakdown: true,
    summary: '{service.name}: {value} of calls in {window} failed',
    doFirst:
      'Start with the most frequent diagnosis. If there is no diagnosis, run `npx @sevenstep/doctor check` on the host of the service.',
    action: 'investigate',
    dependsOn: CAUSES,
    fires: [
      { series: [failing(10)], value: '100%' },
      // One call in five minutes.
      { series: [failing(0.2)], value: '100%' },
      // A new service whose first calls fail.
      { series: [{ ...once(failing(1), 27), total: 3 }], value: '100%' },
    ],
    quiet: [
      { because: 'some calls succeed', series: [calls(1), failing(9)] },
      { because: 'only two calls fail', series: [{ ...once(failing(1), 27), total: 2 }] },
      { because: 'one replica of ten fails', series: oneOfTen(calls(1), [failing(1)]) },
    ],
    drill: {
      call: {
        title: 'Every call is for a model that is not there',
        faults: [{ response: { error: { type: 'not_found_error', message: 'model: claude-none' } } }],
      },
      also: ['AnthropicErrorsBurnFast', 'AnthropicRequestsInvalid'],
      panels: ['failed-share', 'errors-by-step', 'errors-by-diagnosis', 'errors-by-type'],
    },
  },
  errorBurn('AnthropicErrorsBurnFast', 'page', FAST_BURN, {
    for: 6 * MINUTE,
    why: 'Six minutes, so that an alert that names the cause comes first and inhibits this one.',
    dependsOn: [...CAUSES, 'AnthropicAllCallsFailing'],
    fires: [
      { series: [calls(8), failing(2)], value: '20%' },
      // One call a minute at night, half of them failing.
      { series: [calls(0.5), failing(0.5)], value: '50%' },
      // One replica of ten, for six hours.
      { series: oneOfTen(calls(1), [failing(1)]), value: '10%' },
      // 9 % for six hours.
      {
        series: THREE_CAUSES,
        value: '9%',
        diagnoses: '240 service.overloaded, 180 limits.requests_per_minute, 120 request.context_window',
      },
    ],
    quiet: [
      { because: 'five calls of a hundred fail, which is a ticket', series: [calls(95), failing(5)] },
      { because: 'one call of thousands fails', series: [calls(100), once(failing(1), 55)] },
      { because: 'only a few calls fail', series: [calls(0.1), failing(0.1)] },
    ],
    drill: {
      call: {
        title: 'One call in ten is invalid, and one in ten finds the service overloaded',
        faults: [
          {
            when: { probability: 0.1 },
            response: {
              status: 400,
              error: {
                type: 'invalid_request_error',
                message: 'prompt is too long: 208310 tokens > 200000 maximum',
              },
            },
          },
          {
            when: { probability: 0.1 },
            response: { error: { type: 'overloaded_error', message: 'Overloaded' } },
          },
        ],
        call: { maxRetries: 0 },
      },
      also: ['AnthropicRequestsInvalid', 'AnthropicServiceFailing'],
      panels: ['failed-share', 'errors-by-step', 'errors-by-diagnosis', 'errors-by-type'],
    },
  }),
  errorBurn('AnthropicErrorsBurnSlowly', 'ticket', SLOW_BURN, {
    for: HOUR / 2,
    why: 'Half an hour is short compared with windows of days. If the budget burns faster, another alert pages.',
    dependsOn: [...CAUSES, 'AnthropicAllCallsFailing', 'AnthropicErrorsBurnFast'],
    fires: [
      { series: [calls(95), failing(5)], value: '5%' },
      // Three calls a minute.
      { series: [calls(2.85), failing(0.15)], value: '5%' },
    ],
    quiet: [
      { because: 'the error rate is within the budget', series: [calls(995), failing(5)] },
      { because: 'only a few calls fail', series: [calls(1), failing(0.01)] },
    ],
    drill: {
      call: {
        title: 'One call in forty finds the service overloaded',
        faults: [
          {
            when: { probability: 0.025 },
            response: { error: { type: 'overloaded_error', message: 'Overloaded' } },
          },
        ],
        call: { maxRetries: 0 },
      },
      // A rehearsal turns minutes into seconds, in which by chance more than one call in twenty fails.
      also: ['AnthropicServiceFailing', 'AnthropicFleetFailing'],
      panels: ['failed-share', 'errors-by-step', 'errors-by-diagnosis', 'errors-by-type'],
    },
  }),
];
