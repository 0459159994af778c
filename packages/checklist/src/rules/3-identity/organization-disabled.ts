// The organization is switched off.
import { answerEvidence } from '../../evidence.ts';
import type { Facts } from '../../facts.ts';
import { says } from '../../match.ts';
import type { Rule } from '../../rule.ts';

const isDisabled = (facts: Facts): boolean =>
  facts.failure === 'answer' &&
  !facts.foreign &&
  (facts.status === 400 || facts.status === 403) &&
  (facts.errorCode === 'organization_on_hold' || says(facts, 'organizationDisabled') !== undefined);

export const organizationDisabled: Rule = {
  id: 'identity.organization_disabled',
  severity: 'error',
  specificity: 3,
  action: 'contact_support',
  retryable: false,
  summary: 'The organization that the key belongs to is disabled',
  cause: 'No key of the organization works until it is enabled again; the request itself does not matter.',
  fix: "Check that the key is the intended organization's; if it is, contact Anthropic support with the request id, or appeal.",
  match: (facts) => (isDisabled(facts) ? answerEvidence(facts) : undefined),
  sources: [
    '@anthropic-ai/sdk 1.12.0 src/resources/shared.ts OrganizationOnHoldError',
    'https://github.com/anthropics/claude-code/issues/60359',
  ],
};
