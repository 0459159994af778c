// Alerts for steps 1 to 4: calls that do not reach the API, are rejected, or have an invalid request.
import type { Drill } from '@sevenstep/anthropic-simulator';
import type { Alert } from './alert.ts';
import { ALL_CALLS, calls, diagnoses, once, oneOfTen } from './traffic.ts';
import { HOUR, MINUTE } from './units.ts';

const REJECTED_KEY = diagnoses(2, 'identity.key_invalid', 3, 'error', 'fix_credentials');
const KEY_INVALID = {
  'anthropic.diagnosis.id': 'identity.key_invalid',
  'anthropic.diagnosis.action': 'fix_credentials',
} as const;
const REFUSED = {
  'anthropic.diagnosis.id': 'connection.refused',
  'anthropic.diagnosis.action': 'fix_network',
} as const;
/** The actions of failures that neither a retry nor time repairs. */
const REJECTED = ['fix_credentials', 'contact_support', 'add_funds', 'raise_limit'] as const;

const rejected = (status: number, type: string, message: string): Drill => ({
  title: `${status} ${type}`,
  faults: [{ response: { status, error: { type, message } } }],
});

export const accessAlerts: readonly Alert[] = [
  {
    name: 'AnthropicCredentialsFailing',
    severity: 'page',
    watches: 'calls rejected for their key, token, permission or organization',
    condition: ({ credentialFailures, rejectedShare }) => ({
      kind: 'count',
      part: {
        of: 'anthropic.client.diagnoses',
        where: {
          'anthropic.diagnosis.severity': ['error'],
          'anthropic.diagnosis.action': ['fix_credentials', 'contact_support'],
        },
      },
      window: 5 * MINUTE,
      atLeast: credentialFailures,
      moreThan: { share: rejectedShare, of: ALL_CALLS },
    }),
    by: ['anthropic.diagnosis.id', 'anthropic.diagnosis.action'],
    for: 0,
    why: 'A rejected key stays rejected until its owner changes it, so waiting shows nothing new.',
    summary:
      '{service.name}: calls rejected (401/403) in {window}: {value} ({anthropic.diagnosis.id}, {anthropic.diagnosis.action})',
    doFirst:
      'Check the key of this service. The page of the diagnosis says whether the API or a gateway rejects it. Retries do not help.',
    fires: [
      { series: [calls(10), REJECTED_KEY], labels: KEY_INVALID, value: '10' },
      // The first failure of a healthy service.
      { series: [calls(0.5), once(REJECTED_KEY, 23)], labels: KEY_INVALID, value: '1' },
      // The first call of a new service.
      {
        series: [once(calls(1, 0.1, 'authentication_error'), 23), once(REJECTED_KEY, 23)],
        labels: KEY_INVALID,
        value: '1',
      },
      // A restart with the same instance id after a gap without its series.
      {
        series: [calls(0.5), { ...REJECTED_KEY, samples: '3x2 _x19 1x3' }],
        labels: KEY_INVALID,
        value: '1',
      },
      // One replica of ten has a wrong key.
      {
        series: oneOfTen(calls(1), [
          calls(1, 0.1, 'authentication_error'),
          diagnoses(1, 'identity.key_invalid', 3, 'error', 'fix_credentials'),
        ]),
        labels: KEY_INVALID,
        value: '5',
      },
    ],
    quiet: [
      {
        because: 'calls with a warning succeeded, and an invalid request has nothing to do with credentials',
        series: [
          calls(10),
          diagnoses(5, 'identity.retried', 3, 'warning', 'fix_credentials'),
          diagnoses(5, 'request.missing_field', 4, 'error', 'fix_request'),
        ],
      },
      {
        because: 'one call of hundreds was rejected, which is a ticket',
        series: [calls(100), once(REJECTED_KEY, 23)],
      },
      { because: 'the call was rejected a while ago', series: [calls(0.5), once(REJECTED_KEY, 2)] },
      {
        because: 'it is the first scrape, so its failures do not count as new',
        series: [once(calls(1), 23), once(REJECTED_KEY, 23)],
        scrapedFrom: 23,
      },
    ],
    drill: {
      call: rejected(401, 'authentication_error', 'invalid x-api-key'),
      panels: ['errors-by-step', 'errors-by-diagnosis', 'diagnoses-page'],
    },
  },
  {
    name: 'AnthropicBillingFailing',
    severity: 'page',
    watches: 'calls rejected for billing',
    condition: ({ billingFailures, rejectedShare }) => ({
      kind: 'count',
      part: {
        of: 'anthropic.client.diagnoses',
        where: { 'anthropic.diagnosis.severity': ['error'], 'anthropic.diagnosis.action': ['add_funds'] },
      },
      window: 5 * MINUTE,
      atLeast: billingFailures,
      moreThan: { share: rejectedShare, of: ALL_CALLS },
    }),
    by: ['anthropic.diagnosis.id', 'anthropic.diagnosis.action'],
    for: 0,
    why: 'Every call fails until the account is paid, so waiting shows nothing new.',
    summary:
      '{service.name}: calls rejected for billing in {window}: {value} ({anthropic.diagnosis.id}, {anthropic.diagnosis.action})',
    doFirst: 'Add credit or correct the payment details. Every call fails until then.',
    fires: [
      {
        series: [calls(10), diagnoses(3, 'identity.billing', 3, 'error', 'add_funds')],
        labels: { 'anthropic.diagnosis.id': 'identity.billing', 'anthropic.diagnosis.action': 'add_funds' },
        value: '15',
      },
    ],
    quiet: [
      {
        because: 'a quota has its own alert',
        series: [calls(10), diagnoses(5, 'limits.quota', 5, 'error', 'raise_limit')],
      },
    ],
    drill: {
      call: rejected(402, 'billing_error', 'Your credit balance is too low to access the Anthropic API.'),
      panels: ['errors-by-step', 'errors-by-diagnosis', 'diagnoses-page'],
    },
  },
  {
    name: 'AnthropicCallsRejected',
    severity: 'ticket',
    watches: 'single calls rejected for credentials, billing or quota, while most calls pass',
    condition: ({ credentialFailures }) => ({
      kind: 'count',
      part: {
        of: 'anthropic.client.diagnoses',
        where: { 'anthropic.diagnosis.severity': ['error'], 'anthropic.diagnosis.action': REJECTED },
      },
      window: HOUR,
      atLeast: credentialFailures,
    }),
    by: ['anthropic.diagnosis.id', 'anthropic.diagnosis.action'],
    for: 2 * MINUTE,
    why: 'Two minutes, so that an alert that pages for the same calls comes first and inhibits this one.',
    keepFiring: 0,
    summary:
      '{service.name}: a few calls rejected in {window}: {value} ({anthropic.diagnosis.id}, {anthropic.diagnosis.action})',
    doFirst: 'Find out which callers use another key, model or workspace: open the traces of this diagnosis.',
    dependsOn: ['AnthropicCredentialsFailing', 'AnthropicBillingFailing', 'AnthropicQuotaUsedUp'],
    fires: [
      {
        series: [calls(1_000), once(REJECTED_KEY, 40)],
        labels: KEY_INVALID,
        value: '1',
      },
    ],
    quiet: [
      {
        because: 'a limit per minute refills by itself',
        series: [calls(100), diagnoses(1, 'limits.requests_per_minute', 5, 'error', 'slow_down')],
      },
      {
        because: 'the calls were retried and succeeded',
        series: [calls(100), diagnoses(1, 'identity.retried', 3, 'warning', 'fix_credentials')],
      },
    ],
    drill: {
      call: {
        title: 'One call of two hundred has a key that is rejected',
        faults: [
          {
            when: { request: [10, 210, 410, 610] },
            response: { status: 401, error: { type: 'authentication_error', message: 'invalid x-api-key' } },
          },
        ],
      },
      panels: ['errors-by-step', 'errors-by-diagnosis', 'diagnoses-page'],
    },
  },
  {
    name: 'AnthropicNotReached',
    severity: 'page',
    watches: 'the share of calls that no API answered: connection, proxy, gateway, wrong path',
    condition: ({ connectionFailureShare, minimumFailures }) => ({
      kind: 'ratio',
      part: {
        of: 'anthropic.client.diagnoses',
        where: { 'anthropic.diagnosis.severity': ['error'], 'anthropic.diagnosis.step': ['1', '2'] },
      },
      whole: ALL_CALLS,
      window: 10 * MINUTE,
      above: connectionFailureShare,
      atLeast: minimumFailures,
    }),
    by: ['anthropic.diagnosis.id', 'anthropic.diagnosis.action'],
    for: 2 * MINUTE,
    why: 'Two minutes: a change of a load balancer or a DNS entry breaks connections for a shorter time.',
    summary:
      '{service.name}: {value} of calls in {window} got no answer from the API: {anthropic.diagnosis.id}, {anthropic.diagnosis.action}',
    doFirst:
      'If the action is `fix_network` or `fix_endpoint`, call the API from the same host without proxy and gateway, then add them back one by one. For another action, follow the page of the diagnosis.',
    fires: [
      {
        series: [
          calls(8),
          calls(2, 1, 'ECONNREFUSED'),
          diagnoses(2, 'connection.refused', 1, 'error', 'fix_network'),
        ],
        labels: REFUSED,
        value: '20%',
      },
      // One call a minute at night.
      {
        series: [calls(1, 1, 'ECONNREFUSED'), diagnoses(1, 'connection.refused', 1, 'error', 'fix_network')],
        labels: REFUSED,
        value: '100%',
      },
      // One replica of ten.
      {
        series: oneOfTen(calls(1), [
          calls(1, 1, 'ECONNREFUSED'),
          diagnoses(1, 'connection.refused', 1, 'error', 'fix_network'),
        ]),
        labels: REFUSED,
        value: '10%',
      },
    ],
    quiet: [
      {
        because: 'the share is below the threshold',
        series: [
          calls(98),
          calls(2, 1, 'ECONNREFUSED'),
          diagnoses(2, 'connection.refused', 1, 'error', 'fix_network'),
        ],
      },
      {
        because: 'only two calls fail',
        series: [
          calls(1),
          calls(0.2, 1, 'ECONNREFUSED'),
          diagnoses(0.2, 'connection.refused', 1, 'error', 'fix_network'),
        ],
      },
    ],
    drill: {
      call: {
        title: 'Three of ten connections break',
        faults: [{ when: { probability: 0.3 }, connection: 'reset' }],
        call: { maxRetries: 0 },
      },
      panels: ['errors-by-step', 'errors-by-diagnosis', 'errors-by-type'],
    },
  },
  {
    name: 'AnthropicRequestsInvalid',
    severity: 'ticket',
    watches: 'the share of calls whose request was rejected as invalid, too large or for an unknown model',
    condition: ({ requestFailureShare, minimumFailures }) => ({
      kind: 'ratio',
      part: {
        of: 'anthropic.client.diagnoses',
        where: { 'anthropic.diagnosis.severity': ['error'], 'anthropic.diagnosis.step': ['4'] },
      },
      whole: ALL_CALLS,
      window: 10 * MINUTE,
      above: requestFailureShare,
      atLeast: minimumFailures,
    }),
    by: ['anthropic.diagnosis.id', 'anthropic.diagnosis.action'],
    for: 5 * MINUTE,
    why: 'Five minutes: if one user sends the same bad input a few times, that needs no ticket.',
    summary:
      '{service.name}: {value} of calls in {window} had an invalid request: {anthropic.diagnosis.id}, {anthropic.diagnosis.action}',
    doFirst: 'Look at the last deployment. The same request fails again until it is changed.',
    fires: [
      {
        series: [
          calls(9),
          calls(1, 0.1, 'invalid_request_error'),
          diagnoses(1, 'request.context_window', 4, 'error', 'fix_request'),
        ],
        labels: {
          'anthropic.diagnosis.id': 'request.context_window',
          'anthropic.diagnosis.action': 'fix_request',
        },
        value: '10%',
      },
      // One call a minute at night.
      {
        series: [
          calls(1, 0.1, 'invalid_request_error'),
          diagnoses(1, 'request.context_window', 4, 'error', 'fix_request'),
        ],
        labels: {
          'anthropic.diagnosis.id': 'request.context_window',
          'anthropic.diagnosis.action': 'fix_request',
        },
        value: '100%',
      },
    ],
    quiet: [
      {
        because: 'the share is below the threshold',
        series: [
          calls(99),
          calls(1, 0.1, 'invalid_request_error'),
          diagnoses(1, 'request.context_window', 4, 'error', 'fix_request'),
        ],
      },
      {
        because: 'only two calls fail',
        series: [
          calls(0.2, 0.1, 'invalid_request_error'),
          diagnoses(0.2, 'request.context_window', 4, 'error', 'fix_request'),
        ],
      },
    ],
    drill: {
      call: {
        title: 'Three of ten prompts are too long',
        faults: [
          {
            when: { probability: 0.3 },
            response: {
              status: 400,
              error: {
                type: 'invalid_request_error',
                message: 'prompt is too long: 208310 tokens > 200000 maximum',
              },
            },
          },
        ],
      },
      also: ['AnthropicErrorsBurnFast'],
      panels: ['errors-by-step', 'errors-by-diagnosis', 'errors-by-type'],
    },
  },
];
