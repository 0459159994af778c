// Alerts on many services together, from span metrics alone: by diagnosis, error type and model, organization and workspace.
import { type Rule, rules } from '@sevenstep/checklist';
import type { Action } from '@sevenstep/semantic-conventions';
import type { Alert, LabelValues } from './alert.ts';
import { ALL_CALL_SPANS, callSpans, MODEL } from './traffic.ts';
import { MINUTE } from './units.ts';

/** Ids of failures: the connector keeps the id of a diagnosis, which tells the rest. */
function idsOf(matches: (rule: Rule) => boolean): LabelValues {
  const [first, ...others] = rules
    .filter((rule) => rule.severity === 'error' && matches(rule))
    .map(({ id }) => id)
    .sort();
  if (first === undefined) throw new Error('no rule is one of these');
  return [first, ...others];
}

const ACCESS: readonly Action[] = ['fix_credentials', 'contact_support', 'add_funds', 'raise_limit'];
const REJECTED = idsOf(({ action }) => ACCESS.includes(action));
const OVER_LIMIT = idsOf(({ id, action }) => id.startsWith('limits.') && action === 'slow_down');
const FLEET = ['anthropic.organization.id', 'anthropic.workspace.id'] as const;
const ORGANIZATION = {
  'anthropic.organization.id': '00000000-0000-4000-8000-000000000000',
  'anthropic.workspace.id': 'wrkspc_1',
} as const;
const failed = (perMinute: number, errorType: string, id: string) =>
  callSpans(perMinute, { ...ORGANIZATION, 'error.type': errorType, 'anthropic.diagnosis.id': id });

export const fleetAlerts: readonly Alert[] = [
  {
    name: 'AnthropicFleetAccessFailing',
    severity: 'page',
    watches:
      'call spans diagnosed as rejected for credentials, billing or quota, by organization and workspace',
    condition: ({ credentialFailures, rejectedShare }) => ({
      kind: 'count',
      // Only calls have a diagnosis, even if their instrumentation names no operation.
      part: { of: 'traces.span.metrics.calls', where: { 'anthropic.diagnosis.id': REJECTED } },
      window: 5 * MINUTE,
      atLeast: credentialFailures,
      moreThan: { share: rejectedShare, of: ALL_CALL_SPANS },
    }),
    by: ['anthropic.diagnosis.id', ...FLEET],
    for: 3 * MINUTE,
    why: 'Three minutes: spans are counted before metrics arrive, and the alerts on metrics must come first.',
    summary:
      '{service.name}: {value} calls rejected in {window}: {anthropic.diagnosis.id} (organization {anthropic.organization.id}, workspace {anthropic.workspace.id})',
    doFirst: 'Check the key, the billing and the quota of that organization and workspace.',
    action: 'fix_credentials',
    dependsOn: ['AnthropicCredentialsFailing', 'AnthropicBillingFailing', 'AnthropicQuotaUsedUp'],
    fires: [
      {
        series: [callSpans(10, ORGANIZATION), failed(1, 'authentication_error', 'identity.key_invalid')],
        labels: { ...ORGANIZATION, 'anthropic.diagnosis.id': 'identity.key_invalid' },
        value: '5',
      },
      // OpenInference names no operation and no type of error.
      {
        series: [
          {
            of: 'traces.span.metrics.calls',
            attributes: {
              'span.name': 'Anthropic Messages',
              'status.code': 'STATUS_CODE_ERROR',
              'anthropic.diagnosis.id': 'identity.key_invalid',
            },
            perMinute: 1,
          },
        ],
        labels: { 'anthropic.diagnosis.id': 'identity.key_invalid' },
        value: '5',
      },
    ],
    quiet: [
      {
        because: 'another kind of failure',
        series: [callSpans(100, ORGANIZATION), failed(1, 'overloaded_error', 'service.overloaded')],
      },
    ],
    drill: {
      call: {
        title: 'The key is rejected',
        faults: [{ response: { error: { type: 'authentication_error', message: 'invalid x-api-key' } } }],
      },
      telemetry: 'no-metrics',
      also: ['AnthropicMetricsSilent'],
      panels: ['span-calls', 'span-errors', 'span-organizations'],
    },
  },
  {
    name: 'AnthropicFleetRateLimited',
    severity: 'ticket',
    watches: 'the share of call spans over a limit, by limit, organization and workspace',
    condition: ({ rateLimitedShare, minimumFailures }) => ({
      kind: 'ratio',
      part: {
        of: 'traces.span.metrics.calls',
        where: { 'gen_ai.operation.name': 'any', 'anthropic.diagnosis.id': OVER_LIMIT },
      },
      whole: ALL_CALL_SPANS,
      per: FLEET,
      window: 10 * MINUTE,
      above: rateLimitedShare,
      atLeast: minimumFailures,
    }),
    by: ['anthropic.diagnosis.id', ...FLEET],
    for: 8 * MINUTE,
    why: 'Eight minutes, so that the alert on metrics comes first and inhibits this one.',
    summary:
      '{service.name}: {value} of calls in {window} of organization {anthropic.organization.id}, workspace {anthropic.workspace.id} were over a limit: {anthropic.diagnosis.id}',
    doFirst: 'Limits belong to an organization. Find the service that uses this one up.',
    action: 'slow_down',
    dependsOn: ['AnthropicRateLimited', 'AnthropicFleetAccessFailing'],
    fires: [
      {
        series: [callSpans(9, ORGANIZATION), failed(1, 'rate_limit_error', 'limits.requests_per_minute')],
        labels: { ...ORGANIZATION, 'anthropic.diagnosis.id': 'limits.requests_per_minute' },
        value: '10%',
      },
    ],
    quiet: [
      {
        because: 'the share is below the threshold',
        series: [callSpans(99, ORGANIZATION), failed(1, 'rate_limit_error', 'limits.requests_per_minute')],
      },
      {
        because: 'only two calls fail',
        series: [failed(0.2, 'rate_limit_error', 'limits.requests_per_minute')],
      },
    ],
    drill: {
      call: {
        title: 'Two of ten calls are over the limit of requests',
        faults: [
          {
            when: { probability: 0.2 },
            response: {
              status: 429,
              error: {
                type: 'rate_limit_error',
                message: 'This request would exceed the rate limit of 50 requests per minute.',
              },
            },
          },
        ],
        call: { maxRetries: 0 },
      },
      telemetry: 'no-metrics',
      also: ['AnthropicMetricsSilent'],
      panels: ['span-calls', 'span-errors', 'span-organizations'],
    },
  },
  {
    name: 'AnthropicFleetFailing',
    severity: 'ticket',
    watches: 'the share of call spans that failed, by error type and model',
    condition: ({ serviceFailureShare, minimumFailures }) => ({
      kind: 'ratio',
      part: {
        of: 'traces.span.metrics.calls',
        // Not every instrumentation names the type of the error.
        where: { 'gen_ai.operation.name': 'any', 'status.code': ['STATUS_CODE_ERROR'] },
      },
      whole: ALL_CALL_SPANS,
      per: ['gen_ai.request.model'],
      window: 10 * MINUTE,
      above: serviceFailureShare,
      atLeast: minimumFailures,
    }),
    by: ['anthropic.diagnosis.id', 'error.type', 'gen_ai.request.model'],
    for: 12 * MINUTE,
    why: 'Twelve minutes, so that each alert that names the cause comes first and inhibits this one.',
    summary:
      '{service.name}: {value} of calls of {gen_ai.request.model} in {window} failed: {anthropic.diagnosis.id} {error.type}',
    doFirst: 'Open its traces in Jaeger: search for the tag anthropic.diagnosis.id.',
    action: 'investigate',
    dependsOn: [
      'AnthropicFleetAccessFailing',
      'AnthropicFleetRateLimited',
      'AnthropicServiceOutage',
      'AnthropicServiceFailing',
      'AnthropicNotReached',
      'AnthropicRequestsInvalid',
      'AnthropicRateLimited',
      'AnthropicStreamsInterrupted',
      'AnthropicCredentialsFailing',
      'AnthropicBillingFailing',
      'AnthropicQuotaUsedUp',
    ],
    fires: [
      {
        series: [callSpans(9), failed(1, 'overloaded_error', 'service.overloaded')],
        labels: {
          'anthropic.diagnosis.id': 'service.overloaded',
          'error.type': 'overloaded_error',
          'gen_ai.request.model': MODEL,
        },
        value: '10%',
      },
      // One call a minute at night.
      {
        series: [failed(1, 'overloaded_error', 'service.overloaded')],
        labels: {
          'anthropic.diagnosis.id': 'service.overloaded',
          'error.type': 'overloaded_error',
          'gen_ai.request.model': MODEL,
        },
        value: '100%',
      },
    ],
    quiet: [
      {
        because: 'the share is below the threshold',
        series: [callSpans(99), failed(1, 'overloaded_error', 'service.overloaded')],
      },
      {
        because: 'only two calls fail',
        series: [failed(0.2, 'overloaded_error', 'service.overloaded')],
      },
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
      telemetry: 'no-metrics',
      also: ['AnthropicMetricsSilent'],
      panels: ['span-calls', 'span-errors'],
    },
  },
];
