// The parts that the pages of the service rules add, by the rules' ids.
import type { Page } from '../rule.ts';
import { unrecognizedPage } from '../unrecognized.ts';

export const servicePages: Readonly<Record<string, Page>> = {
  'service.overloaded': {
    confirm: 'Look at status.claude.com; calls of other organizations fail at the same time.',
    fixedBy: { by: 'setting', sample: 'backoff', then: 'service.recovered' },
    sources: [
      'G3',
      'https://platform.claude.com/docs/en/api/errors',
      'https://github.com/anthropics/claude-code/issues/8113',
    ],
  },
  'service.internal': {
    confirm: 'Look at status.claude.com, and whether other requests pass at the same time.',
    fixedBy: { by: 'setting', sample: 'backoff', then: 'service.recovered' },
    sources: ['G1', 'G2', 'G3', 'https://platform.claude.com/docs/en/api/errors'],
  },
  'service.unavailable': {
    confirm: 'Look at status.claude.com at the time of the call.',
    fixedBy: { by: 'code', sample: 'breaker', then: 'contained' },
    sources: ['G1', 'https://platform.claude.com/docs/en/api/errors'],
  },
  'service.timeout': {
    confirm: 'Compare the duration of several such calls, and whether they have `stream: true`.',
    fixedBy: { by: 'code', sample: 'stream', then: 'healthy' },
    sources: ['G0', 'G2', 'https://platform.claude.com/docs/en/api/errors'],
  },
  'service.request_timeout': {
    confirm: 'Compare the size of the body with the upload speed of this network.',
    fixedBy: { by: 'setting', sample: 'backoff', then: 'service.recovered' },
    sources: [
      'https://www.rfc-editor.org/rfc/rfc9110.html#section-15.5.9',
      '@anthropic-ai/sdk 1.12.0 src/client.ts shouldRetry',
    ],
  },
  'service.conflict': {
    confirm: 'Look at what else the application sent at the same moment with the same ids.',
    fixedBy: { by: 'setting', sample: 'backoff', then: 'service.recovered' },
    sources: [
      'https://platform.claude.com/docs/en/api/errors',
      '@anthropic-ai/sdk 1.12.0 src/client.ts shouldRetry',
    ],
  },
  'service.compaction_unavailable': {
    confirm: 'Send the same request again: it passes after a while.',
    fixedBy: { by: 'setting', sample: 'backoff', then: 'service.recovered' },
    sources: ['@anthropic-ai/sdk 1.12.0 src/resources/messages/messages.ts CompactionUnavailableError'],
  },
  'service.encryption_unavailable': {
    confirm: 'Look at the state of the key management service, and whether other workspaces are served.',
    fixedBy: { by: 'outside', where: 'cloud', sample: 'probe' },
    sources: [
      '@anthropic-ai/sdk 1.12.0 src/resources/shared.ts CMEKKeyUnreachableError, CMEKContextUnavailableError',
    ],
  },
  'service.recovered': {
    confirm: 'Look at the attempts of the call: the failed ones have a `request-id` each.',
    fixedBy: { by: 'outside', where: 'service', sample: 'probe' },
    sources: ['https://platform.claude.com/docs/en/api/errors', 'G3'],
  },
  'service.unrecognized': unrecognizedPage,
};
