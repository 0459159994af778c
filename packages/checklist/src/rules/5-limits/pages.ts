// The parts that the pages of the limits rules add, by the rules' ids.
import type { Page } from '../rule.ts';
import { unrecognizedPage } from '../unrecognized.ts';
import { perMinutePage } from './per-minute.ts';

export const limitsPages: Readonly<Record<string, Page>> = {
  'limits.quota': {
    confirm: 'Open the Billing page of the Claude Console: the usage of this month has reached the limit.',
    fixedBy: { by: 'outside', where: 'console', sample: 'probe' },
    sources: [
      'G0',
      'https://platform.claude.com/docs/en/api/rate-limits',
      'https://support.claude.com/en/articles/11145838',
      '@anthropic-ai/sdk 1.12.0 src/resources/shared.ts EnforcedSpendLimitReachedError',
    ],
  },
  'limits.requests_per_minute': perMinutePage('requests', 'pace'),
  'limits.input_tokens_per_minute': perMinutePage('input_tokens', 'cache'),
  'limits.output_tokens_per_minute': perMinutePage('output_tokens', 'paceTokens'),
  'limits.tokens_per_minute': perMinutePage('tokens', 'limits'),
  'limits.concurrency': {
    confirm: 'Count the calls in flight at the same time, in all processes of the organization.',
    fixedBy: { by: 'code', sample: 'queue', then: 'healthy' },
    sources: ['G0', 'G4', 'https://github.com/cline/cline/issues/4351'],
  },
  'limits.acceleration': {
    confirm: 'Compare the calls per minute now with those of an hour ago.',
    fixedBy: { by: 'code', sample: 'ramp', then: 'healthy' },
    sources: [
      '@anthropic-ai/sdk 1.12.0 src/resources/shared.ts RampLimitExceededError',
      'https://platform.claude.com/docs/en/api/rate-limits',
    ],
  },
  'limits.cloud_quota': {
    confirm:
      'Look the quota up in the cloud: Service Quotas of AWS, IAM quotas of Google Cloud, or the deployment in Foundry.',
    fixedBy: { by: 'outside', where: 'cloud', sample: 'probe' },
    sources: [
      'G4',
      'https://github.com/anthropics/claude-code/issues/1440',
      'https://github.com/anthropics/claude-code/issues/1466',
    ],
  },
  'limits.file_storage': {
    confirm: 'List them: `client.beta.files.list()`.',
    fixedBy: { by: 'code', sample: 'deleteFiles', then: 'healthy' },
    sources: ['@anthropic-ai/sdk 1.12.0 src/resources/files.ts StorageQuotaExceededError'],
  },
  'limits.long_context': {
    confirm: 'Send the request with a short prompt: it passes.',
    fixedBy: { by: 'code', sample: 'trimHistory', then: 'healthy' },
    sources: ['https://github.com/anthropics/claude-code/issues/50784'],
  },
  'limits.tokens_per_day': {
    confirm: 'Compare the usage of the last 24 hours with the Limits page of the Claude Console.',
    fixedBy: { by: 'outside', where: 'console', sample: 'probe' },
    sources: ['G2', 'https://github.com/SakanaAI/AI-Scientist/issues/115'],
  },
  'limits.near': {
    confirm: 'Read the `anthropic-ratelimit-*` headers of the next answers: they keep falling.',
    fixedBy: { by: 'code', sample: 'limits', then: 'healthy' },
    sources: ['G3', 'https://platform.claude.com/docs/en/api/rate-limits#response-headers'],
  },
  'limits.recovered': {
    confirm: 'Look at the attempts of the call: which got a 429, and how long the SDK waited.',
    fixedBy: { by: 'code', sample: 'pace', then: 'healthy' },
    sources: ['https://platform.claude.com/docs/en/api/rate-limits', 'G0', 'G3'],
  },
  'limits.unrecognized': unrecognizedPage,
};
