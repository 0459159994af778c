// Thinking outside of its rules.
import { answerEvidence } from '../../evidence.ts';
import type { Facts } from '../../facts/facts.ts';
import { clip } from '../../format.ts';
import { badRequestAbout, says } from '../../matching/match.ts';
import type { Rule } from '../../rule.ts';

/** The kind that the model does not take. */
const kind = (facts: Facts): string | undefined => says(facts, 'thinking')?.kind;

export const thinking: Rule = {
  id: 'request.thinking',
  severity: 'error',
  specificity: 3,
  action: 'fix_request',
  retryable: false,
  summary: (facts) =>
    kind(facts) === undefined
      ? 'The request breaks a rule of thinking'
      : 'The model takes another kind of thinking',
  cause: (facts) => `The API says: "${clip(facts.sentence, 200)}".`,
  fix: (facts) =>
    kind(facts) === undefined
      ? 'Set `max_tokens` above `thinking.budget_tokens` (at least 1 024) where the model takes a budget, leave sampling parameters out, and send thinking blocks back unchanged.'
      : 'Set `thinking` to the kind that the sentence in the evidence names: `{ type: "adaptive" }` with `output_config.effort` on newer models, a budget on older ones.',
  confirm: 'Send the request once without `thinking`: it passes.',
  sample: 'thinking',
  match: (facts) =>
    badRequestAbout(facts, 'request.thinking', 'thinking') ? answerEvidence(facts) : undefined,
  sources: [
    'https://github.com/deepset-ai/haystack-core-integrations/issues/2146',
    'https://github.com/zhukunpenglinyutong/jetbrains-cc-gui/issues/1003',
    'https://platform.claude.com/docs/en/build-with-claude/extended-thinking',
  ],
};
