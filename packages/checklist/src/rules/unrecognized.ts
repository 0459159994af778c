// The honest finding of last resort: a failed call whose step is known and nothing more.
import type { Action, AnyCheck } from '@sevenstep/semantic-conventions';
import { failedCheck } from '../conditions/failed-check.ts';
import type { Facts } from '../facts/facts.ts';
import { answerEvidence, connectionEvidence, gatewayEvidence, streamEvidence } from '../texts/evidence.ts';
import type { Page, RuleCore } from './rule.ts';

interface Texts {
  readonly action: Action;
  readonly retryable: boolean;
  readonly summary: RuleCore['summary'];
  readonly cause: RuleCore['cause'];
  readonly fix: RuleCore['fix'];
}

/** The rule `<check>.unrecognized`. */
export function unrecognized(check: AnyCheck, texts: Texts): RuleCore {
  return {
    id: `${check}.unrecognized`,
    severity: 'error',
    specificity: 0,
    ...texts,
    match: (facts) => (failedCheck(facts) === check ? everything(facts) : undefined),
  };
}

/** The page of each of them has the same. */
export const unrecognizedPage: Page = {
  confirm: 'Read the evidence of several such calls, and look for what they share.',
  fixedBy: { by: 'outside', where: 'anthropic_support', sample: 'requestId' },
  sources: ['https://platform.claude.com/docs/en/api/errors'],
};

// It is unknown which fact matters here, so all of them are shown.
function everything(facts: Facts): readonly string[] {
  return [
    ...new Set([
      ...answerEvidence(facts),
      ...(facts.failure === 'connection' || facts.failure === 'unknown' ? connectionEvidence(facts) : []),
      ...(facts.failure === 'stream' ? streamEvidence(facts) : []),
      ...(facts.failure === 'answer' && !facts.fromApi ? gatewayEvidence(facts) : []),
    ]),
  ];
}
