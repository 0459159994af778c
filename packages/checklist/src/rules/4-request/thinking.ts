// Thinking outside of its rules.

import { badRequestAbout, says } from '../../conditions/basic.ts';
import type { Facts } from '../../facts/facts.ts';
import * as phrases from '../../phrases/index.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import { clip } from '../../texts/format.ts';
import type { RuleCore } from '../rule.ts';

/** The model does not take the requested kind. */
const isKind = (facts: Facts): boolean =>
  says(facts, phrases.thinking)?.kind !== undefined ||
  /^(?:adaptive thinking is not supported|thinking: input tag)/i.test(facts.sentence);

/** The change to make, in the words of the sentence. */
function fix(facts: Facts): string {
  if (/\boutput_config\.effort\b.{0,40} is not supported when/i.test(facts.sentence))
    return 'Lower `output_config.effort` to what the sentence in the evidence names, or leave thinking on for this call.';
  if (/\btool_choice\b/.test(facts.sentence))
    return 'Set `tool_choice` to `{ type: "auto" }`, or leave thinking off for the calls that must use a tool.';
  return isKind(facts)
    ? 'Set `thinking` to a kind that the model takes: `{ type: "adaptive" }` with `output_config.effort` on newer models, a budget on older ones.'
    : 'Set `max_tokens` above `thinking.budget_tokens` (at least 1 024) where the model takes a budget, leave sampling parameters out, and send thinking blocks back unchanged.';
}

export const thinking: RuleCore = {
  id: 'request.thinking',
  severity: 'error',
  specificity: 3,
  action: 'fix_request',
  retryable: false,
  summary: (facts) =>
    isKind(facts) ? 'The model takes another kind of thinking' : 'The request breaks a rule of thinking',
  cause: (facts) => `The API says: "${clip(facts.sentence, 200)}".`,
  fix,
  match: (facts) =>
    badRequestAbout(facts, 'request.thinking', phrases.thinking) ? answerEvidence(facts) : undefined,
};
