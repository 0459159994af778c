// A library looked for credentials and found no usable ones.

import {
  type CredentialsFault,
  credentialsFault,
  credentialsVendor,
  type Vendor,
} from '../../conditions/credentials.ts';
import type { Facts } from '../../facts/facts.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import { clip, list } from '../../texts/format.ts';
import type { RuleCore } from '../rule.ts';

const OWNERS: Readonly<Record<Vendor, string>> = {
  aws: ' of AWS',
  google: ' of Google Cloud',
  azure: ' of Azure',
  anthropic: '',
};

const owner = (facts: Facts): string => {
  const vendor = credentialsVendor(facts);
  return vendor === undefined ? '' : OWNERS[vendor];
};

const SUMMARIES: Readonly<Record<Exclude<CredentialsFault, 'signed_out'>, (facts: Facts) => string>> = {
  project: () => 'The cloud project or region of the call is not set',
  file: (facts) => `The file or profile with the credentials${owner(facts)} cannot be read`,
  metadata: (facts) => `The metadata server gave no credentials${owner(facts)}`,
  none: (facts) => `The credentials${owner(facts)} could not be found`,
};

const FIND: Readonly<Record<Vendor, string>> = {
  aws: 'Set AWS_PROFILE, AWS_BEARER_TOKEN_BEDROCK, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment of this process, or run it under a role.',
  google:
    'Run `gcloud auth application-default login`, set GOOGLE_APPLICATION_CREDENTIALS to a key file, or run this process under a service account.',
  azure:
    'Run `az login`, set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET, or set ANTHROPIC_FOUNDRY_API_KEY.',
  anthropic:
    'Correct what the sentence in the evidence names: the `apiKey` function, `credentials`, `config` or `profile` of the client.',
};

const METADATA =
  'Check that this machine, pod or function has a role or service account. It must reach the metadata server: no proxy, a hop limit above 1 in containers.';

const FIXES: Readonly<Record<Exclude<CredentialsFault, 'signed_out'>, (facts: Facts) => string>> = {
  project: (facts) =>
    credentialsVendor(facts) === 'aws'
      ? 'Set AWS_REGION in the environment of this process, or `awsRegion` on the client.'
      : 'Set ANTHROPIC_VERTEX_PROJECT_ID in the environment of this process, or `projectId` on the client.',
  file: () =>
    'Correct the path or profile that the sentence in the evidence names, and let the user of this process read the file.',
  metadata: () => METADATA,
  none: (facts) => {
    const vendor = credentialsVendor(facts);
    return vendor === undefined ? 'Set the credentials in the environment of this process.' : FIND[vendor];
  },
};

const faultOf = (facts: Facts): Exclude<CredentialsFault, 'signed_out'> | undefined => {
  const fault = credentialsFault(facts);
  return fault === 'signed_out' ? undefined : fault;
};

export const credentialsUnavailable: RuleCore = {
  id: 'identity.credentials_unavailable',
  severity: 'error',
  specificity: 3,
  action: 'fix_credentials',
  retryable: false,
  summary: (facts) => SUMMARIES[faultOf(facts) ?? 'none'](facts),
  cause: (facts) =>
    `A library found no usable credentials in variables, files or metadata, so the request was not sent.${facts.attempts > 1 ? ' The SDK takes that for a connection error and retries it.' : ''}`,
  fix: (facts) => FIXES[faultOf(facts) ?? 'none'](facts),
  match: (facts) =>
    faultOf(facts) === undefined
      ? undefined
      : [
          ...answerEvidence(facts),
          ...list(facts.causeCode !== undefined && `cause ${clip(facts.causeCode, 60)}`),
        ],
};
