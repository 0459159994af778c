// Steps 1 to 4: calls that do not reach the API, are not let in, or ask for what cannot be.
import type { Drill } from '@sevenstep/anthropic-simulator';
import type { Alert } from './alert.ts';
import { ALL_CALLS, calls, diagnoses, once } from './traffic.ts';
import { MINUTE } from './units.ts';

const REFUSED_KEY = diagnoses(2, 'identity.key_invalid', 3, 'error', 'fix_credentials');

const refused = (status: number, type: string, message: string): Drill => ({
  title: `${status} ${type}`,
  faults: [{ response: { status, error: { type, message } } }],
});

export const accessAlerts: readonly Alert[] = [
  {
    name: 'AnthropicCredentialsFailing',
    severity: 'page',
    watches: 'calls refused for their key, token, permission or organization',
    condition: ({ credentialFailures }) => ({
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
    }),
    by: ['anthropic.diagnosis.id', 'anthropic.diagnosis.action'],
    for: 0,
    summary:
      '{service.name}: {value} calls in {window} were not let in: {anthropic.diagnosis.id}, {anthropic.diagnosis.action}',
    doFirst: 'Look at the key this service runs with and at its workspace; retrying does not help.',
    fires: [
      {
        series: [calls(10), REFUSED_KEY],
        labels: {
          'anthropic.diagnosis.id': 'identity.key_invalid',
          'anthropic.diagnosis.action': 'fix_credentials',
        },
        value: '10',
      },
      {
        series: [calls(10), once(REFUSED_KEY, 13)],
        labels: {
          'anthropic.diagnosis.id': 'identity.key_invalid',
          'anthropic.diagnosis.action': 'fix_credentials',
        },
        value: '1',
      },
    ],
    quiet: [
      {
        because: 'a warning is no refusal, and a refused request no matter of credentials',
        series: [
          calls(10),
          diagnoses(5, 'identity.retried', 3, 'warning', 'fix_credentials'),
          diagnoses(5, 'request.missing_field', 4, 'error', 'fix_request'),
        ],
      },
      {
        because: 'it was refused a while ago, not now',
        series: [calls(10), once(REFUSED_KEY, 2)],
      },
      {
        because: 'nothing of the service was scraped until now, so nothing in it is new',
        series: [{ ...calls(10), from: 13 }, once(REFUSED_KEY, 13)],
      },
    ],
    drill: {
      call: refused(401, 'authentication_error', 'invalid x-api-key'),
      panels: ['errors-by-step', 'errors-by-diagnosis', 'diagnoses-page'],
    },
  },
  {
    name: 'AnthropicBillingFailing',
    severity: 'page',
    watches: 'calls refused because the account cannot pay',
    condition: ({ billingFailures }) => ({
      kind: 'count',
      part: {
        of: 'anthropic.client.diagnoses',
        where: { 'anthropic.diagnosis.severity': ['error'], 'anthropic.diagnosis.action': ['add_funds'] },
      },
      window: 5 * MINUTE,
      atLeast: billingFailures,
    }),
    by: ['anthropic.diagnosis.id', 'anthropic.diagnosis.action'],
    for: 0,
    summary:
      '{service.name}: {value} calls in {window} could not be paid for: {anthropic.diagnosis.id}, {anthropic.diagnosis.action}',
    doFirst: 'Add credit or correct the payment details; every call fails until then.',
    fires: [
      {
        series: [calls(10), diagnoses(3, 'identity.billing', 3, 'error', 'add_funds')],
        labels: { 'anthropic.diagnosis.id': 'identity.billing', 'anthropic.diagnosis.action': 'add_funds' },
        value: '15',
      },
    ],
    quiet: [
      {
        because: 'a quota is another matter',
        series: [calls(10), diagnoses(5, 'limits.quota', 5, 'error', 'raise_limit')],
      },
    ],
    drill: {
      call: refused(402, 'billing_error', 'Your credit balance is too low to access the Anthropic API.'),
      panels: ['errors-by-step', 'errors-by-diagnosis', 'diagnoses-page'],
    },
  },
  {
    name: 'AnthropicNotReached',
    severity: 'page',
    watches: 'the share of calls that no API answered: connection, proxy, gateway, wrong path',
    condition: ({ connectionFailureShare, minimumCalls }) => ({
      kind: 'ratio',
      part: {
        of: 'anthropic.client.diagnoses',
        where: { 'anthropic.diagnosis.severity': ['error'], 'anthropic.diagnosis.step': ['1', '2'] },
      },
      whole: ALL_CALLS,
      window: 10 * MINUTE,
      above: connectionFailureShare,
      minimum: minimumCalls,
    }),
    by: ['anthropic.diagnosis.id', 'anthropic.diagnosis.action'],
    for: 2 * MINUTE,
    summary:
      '{service.name}: {value} of calls in {window} did not reach the API: {anthropic.diagnosis.id}, {anthropic.diagnosis.action}',
    doFirst: 'Make one call from the same host without proxy and gateway, then put them back one by one.',
    fires: [
      {
        series: [
          calls(8),
          calls(2, 1, 'ECONNREFUSED'),
          diagnoses(2, 'connection.refused', 1, 'error', 'fix_network'),
        ],
        labels: {
          'anthropic.diagnosis.id': 'connection.refused',
          'anthropic.diagnosis.action': 'fix_network',
        },
        value: '20%',
      },
    ],
    quiet: [
      {
        because: 'it is less than the share',
        series: [
          calls(98),
          calls(2, 1, 'ECONNREFUSED'),
          diagnoses(2, 'connection.refused', 1, 'error', 'fix_network'),
        ],
      },
      {
        because: 'there are too few calls to judge',
        series: [calls(1, 1, 'ECONNREFUSED'), diagnoses(1, 'connection.refused', 1, 'error', 'fix_network')],
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
    watches:
      'the share of calls whose request was refused as invalid, too large or for a model that is not there',
    condition: ({ requestFailureShare, minimumCalls }) => ({
      kind: 'ratio',
      part: {
        of: 'anthropic.client.diagnoses',
        where: { 'anthropic.diagnosis.severity': ['error'], 'anthropic.diagnosis.step': ['4'] },
      },
      whole: ALL_CALLS,
      window: 10 * MINUTE,
      above: requestFailureShare,
      minimum: minimumCalls,
    }),
    by: ['anthropic.diagnosis.id', 'anthropic.diagnosis.action'],
    for: 5 * MINUTE,
    summary:
      '{service.name}: {value} of calls in {window} were refused: {anthropic.diagnosis.id}, {anthropic.diagnosis.action}',
    doFirst: 'Look at what was deployed last: the same request fails again until it is changed.',
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
    ],
    quiet: [
      {
        because: 'it is less than the share',
        series: [
          calls(99),
          calls(1, 0.1, 'invalid_request_error'),
          diagnoses(1, 'request.context_window', 4, 'error', 'fix_request'),
        ],
      },
      {
        because: 'there are too few calls to judge',
        series: [
          calls(1, 0.1, 'invalid_request_error'),
          diagnoses(1, 'request.context_window', 4, 'error', 'fix_request'),
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
      panels: ['errors-by-step', 'errors-by-diagnosis', 'errors-by-type'],
    },
  },
];
