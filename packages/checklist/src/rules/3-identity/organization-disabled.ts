// The organization is switched off.

import { answered, codedAs, isBadRequest, saysAny } from '../../conditions/basic.ts';
import type { Facts } from '../../facts/facts.ts';
import * as phrases from '../../phrases/index.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

const isDisabled = (facts: Facts): boolean =>
  codedAs(facts, 'identity.organization_disabled') ||
  ((isBadRequest(facts) || answered(facts, 403, 'permission_error')) &&
    saysAny(facts, phrases.organizationDisabled));

export const organizationDisabled: RuleCore = {
  id: 'identity.organization_disabled',
  severity: 'error',
  specificity: 3,
  action: 'contact_support',
  retryable: false,
  summary: 'The organization that the key belongs to is disabled',
  cause: 'No key of the organization works until it is enabled again; the request itself does not matter.',
  fix: "Check that the key is the intended organization's; if it is, contact Anthropic support with the request id, or appeal.",
  match: (facts) => (isDisabled(facts) ? answerEvidence(facts) : undefined),
};
