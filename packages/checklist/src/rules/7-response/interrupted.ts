// A body that broke off.
import { elapsed } from '../../texts/evidence.ts';
import { clip, list } from '../../texts/format.ts';
import type { RuleCore } from '../rule.ts';

export const interrupted: RuleCore = {
  id: 'response.interrupted',
  severity: 'error',
  specificity: 2,
  action: 'fix_network',
  retryable: true,
  summary: 'The connection broke in the middle of the answer',
  cause: 'The answer had begun, and its body did not arrive whole. The SDK does not retry from there.',
  fix: 'Send the request again; stream long answers, and raise the read timeouts of proxies.',
  match: (facts) =>
    facts.failure === 'body'
      ? list(
          facts.status !== undefined && `status ${facts.status}`,
          facts.causeCode !== undefined && clip(facts.causeCode, 60),
          facts.sentence !== '' && `"${clip(facts.sentence, 200)}"`,
          elapsed(facts),
        )
      : undefined,
};
