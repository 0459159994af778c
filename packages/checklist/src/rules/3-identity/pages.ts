// The parts that the pages of the identity rules add, by the rules' ids.
import type { Page } from '../rule.ts';
import { unrecognizedPage } from '../unrecognized.ts';

export const identityPages: Readonly<Record<string, Page>> = {
  'identity.missing_credentials': {
    confirm: 'Ask this process: `process.env.ANTHROPIC_API_KEY === undefined`.',
    fixedBy: { by: 'code', sample: 'key', then: 'healthy' },
    sources: [
      'G0',
      'G3',
      '@anthropic-ai/sdk 1.12.0 src/client.ts validateHeaders',
      'https://github.com/n8n-io/n8n/issues/37930',
    ],
  },
  'identity.header_stripped': {
    confirm: 'Send the same key straight to the API: it is accepted there.',
    fixedBy: { by: 'proxy', configs: ['nginxKey'], then: 'healthy' },
    sources: ['G0', 'https://github.com/n8n-io/n8n/issues/37930'],
  },
  'identity.key_whitespace': {
    confirm: 'Look for blanks and quotes in this process: `/[\\s"\']/.test(apiKey)` is `true`.',
    fixedBy: { by: 'code', sample: 'trimmedKey', then: 'healthy' },
    sources: [
      'G0',
      'https://fetch.spec.whatwg.org/#concept-header-value-normalize',
      'https://github.com/nodejs/undici/blob/main/lib/web/fetch/headers.js',
    ],
  },
  'identity.key_wrong_provider': {
    confirm: 'Print the first characters of the key in this process: `apiKey.slice(0, 7)`.',
    fixedBy: { by: 'code', sample: 'key', then: 'healthy' },
    sources: ['https://platform.claude.com/docs/en/api/errors', 'G1', 'G2'],
  },
  'identity.key_placeholder': {
    confirm: 'Print the first characters of the key in this process: `apiKey.slice(0, 7)`.',
    fixedBy: { by: 'code', sample: 'key', then: 'healthy' },
    sources: ['https://platform.claude.com/docs/en/api/errors', 'G3'],
  },
  'identity.token_expired': {
    confirm: 'Compare the time of the error with the time when the token or session ends.',
    fixedBy: { by: 'code', sample: 'token', then: 'healthy' },
    sources: [
      'https://github.com/anthropics/claude-code/issues/6459',
      'https://github.com/anthropics/claude-code/issues/9635',
      'https://github.com/cline/cline/issues/4080',
      'https://github.com/aws/aws-sdk-js-v3/blob/main/packages/credential-provider-sso/src/resolveSSOCredentials.ts',
    ],
  },
  'identity.key_invalid': {
    confirm:
      'Call `client.models.list()` with the key of this process; compare its last characters with the Claude Console.',
    fixedBy: { by: 'setting', sample: 'newKey', then: 'healthy' },
    sources: [
      'https://platform.claude.com/docs/en/api/errors',
      'G0',
      'G1',
      'G2',
      'G3',
      'https://github.com/eyaltoledano/claude-task-master/issues/222',
    ],
  },
  'identity.permission': {
    confirm: 'Call `client.models.list()` with the key: it shows what the key may use.',
    fixedBy: { by: 'setting', sample: 'newKey', then: 'healthy' },
    sources: ['G0', 'G1', 'G2', 'G4', 'https://platform.claude.com/docs/en/api/errors'],
  },
  'identity.billing': {
    confirm: 'Open the Billing page of the Claude Console with the organization of the key.',
    fixedBy: { by: 'outside', where: 'console', sample: 'probe' },
    sources: [
      'G0',
      'G3',
      'https://platform.claude.com/docs/en/api/errors',
      'https://github.com/anthropics/claude-code/issues/66314',
      'https://github.com/anthropics/claude-code/issues/45052',
    ],
  },
  'identity.browser_access': {
    confirm: 'Send the same request with curl, which sends no `Origin`: it is answered.',
    fixedBy: { by: 'setting', sample: 'ownServer', then: 'healthy' },
    sources: [
      '@anthropic-ai/sdk 1.12.0 src/client.ts constructor',
      'https://github.com/mengxi-ream/read-frog/issues/557',
      'https://github.com/brianpetro/obsidian-smart-connections/issues/1000',
      'https://simonwillison.net/2024/Aug/23/anthropic-dangerous-direct-browser-access/',
    ],
  },
  'identity.organization_disabled': {
    confirm:
      'Sign in to the Claude Console as a member of the organization. The Console shows it as disabled.',
    fixedBy: { by: 'outside', where: 'anthropic_support', sample: 'probe' },
    sources: [
      '@anthropic-ai/sdk 1.12.0 src/resources/shared.ts OrganizationOnHoldError',
      'https://github.com/anthropics/claude-code/issues/60359',
    ],
  },
  'identity.cloud_credentials': {
    confirm: 'Ask the cloud who the process is: `aws sts get-caller-identity`, or `gcloud auth list`.',
    fixedBy: { by: 'outside', where: 'cloud', sample: 'probe' },
    sources: [
      'G4',
      'https://docs.aws.amazon.com/bedrock/latest/APIReference/CommonErrors.html',
      'https://github.com/microsoft/vscode/issues/294841',
    ],
  },
  'identity.cloud_permission': {
    confirm:
      "Invoke the same model with the cloud's own command line, under the same role and in the same region.",
    fixedBy: { by: 'outside', where: 'cloud', sample: 'probe' },
    sources: [
      'G4',
      'https://docs.aws.amazon.com/bedrock/latest/userguide/model-access.html',
      'https://github.com/anthropics/claude-code/issues/536',
    ],
  },
  'identity.credential_scope': {
    confirm:
      'Compare the prefixes: tokens of a subscription begin with `sk-ant-oat`, API keys with `sk-ant-api`.',
    fixedBy: { by: 'setting', sample: 'newKey', then: 'healthy' },
    sources: [
      'https://github.com/anthropics/claude-code/issues/8046',
      'https://github.com/anthropics/claude-code/issues/6752',
    ],
  },
  'identity.credentials_unavailable': {
    confirm:
      'Ask the cloud, from this process, who it is: `aws sts get-caller-identity`, `gcloud auth list` or `az account show`.',
    fixedBy: { by: 'setting', sample: 'awsCredentials', then: 'healthy' },
    sources: [
      'https://github.com/anthropics/claude-code-action/issues/1090',
      'https://github.com/anomalyco/opencode/issues/553',
      'https://github.com/Azure/azure-sdk-for-js/issues/31080',
      'https://github.com/anthropics/anthropic-sdk-typescript/blob/main/packages/bedrock-sdk/src/core/auth.ts',
    ],
  },
  'identity.encryption_key': {
    confirm: 'Look the key up in the key management service: its state, and the last refused use.',
    fixedBy: { by: 'outside', where: 'cloud', sample: 'probe' },
    sources: [
      '@anthropic-ai/sdk 1.12.0 src/resources/shared.ts CMEKKeyDisabledError, CMEKKeyNetworkBlockedError',
    ],
  },
  'identity.human_review': {
    confirm:
      "Read the settings of the key's workspace with the Admin API: its `inference_data_privacy.human_review` is `disabled`.",
    fixedBy: { by: 'setting', sample: 'newKey', then: 'healthy' },
    sources: ['@anthropic-ai/sdk 1.14.0 src/resources/shared.ts WorkspaceHumanReviewDisabledError'],
  },
  'identity.key_characters': {
    confirm: 'Look for characters that are not printable ASCII: `/[^\\x21-\\x7e]/.test(apiKey)`.',
    fixedBy: { by: 'code', sample: 'plainKey', then: 'healthy' },
    sources: [
      'https://github.com/craft-ai-agents/craft-agents-oss/issues/540',
      'https://github.com/twentyhq/twenty/issues/20656',
      'https://fetch.spec.whatwg.org/#headers-class',
    ],
  },
  'identity.key_creator_left': {
    confirm: 'Look up who created the key on the API keys page of the Claude Console.',
    fixedBy: { by: 'setting', sample: 'newKey', then: 'healthy' },
    sources: ['@anthropic-ai/sdk 1.12.0 src/resources/shared.ts ClaudeCodeKeyCreatorNotMemberError'],
  },
  'identity.linked_billing': {
    confirm: 'Send the same request without the user profile: it is billed to this organization.',
    fixedBy: { by: 'outside', where: 'console', sample: 'probe' },
    sources: ['@anthropic-ai/sdk 1.12.0 src/resources/shared.ts LinkedOrganizationBillingUnavailableError'],
  },
  'identity.retried': {
    confirm: 'Count the attempts of the call. Each 401 costs a request and makes the user wait.',
    fixedBy: { by: 'code', sample: 'token', then: 'healthy' },
    sources: ['G4', '@anthropic-ai/sdk 1.12.0 src/client.ts shouldRetry'],
  },
  'identity.user_profile': {
    confirm: 'Look the profile up with the key of the same organization.',
    fixedBy: { by: 'setting', sample: 'userProfile', then: 'healthy' },
    sources: ['@anthropic-ai/sdk 1.12.0 src/resources/user-profiles/user-profiles.ts'],
  },
  'identity.unrecognized': unrecognizedPage,
};
