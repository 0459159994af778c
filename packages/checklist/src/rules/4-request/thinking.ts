// Thinking outside of its rules.
import { answerEvidence } from '../../evidence.ts';
import { clip } from '../../format.ts';
import { badRequestAbout } from '../../matching/match.ts';
import type { Rule } from '../../rule.ts';

export const thinking: Rule = {
  id: 'request.thinking',
  severity: 'error',
  specificity: 3,
  action: 'fix_request',
  retryable: false,
  summary: 'The request breaks a rule of thinking',
  cause: (facts) => `The API says: "${clip(facts.sentence, 200)}".`,
  fix: 'Set `max_tokens` above `thinking.budget_tokens` (at least 1 024), leave sampling parameters out, and send thinking blocks back unchanged.',
  confirm: 'Send the request once without `thinking`: it passes.',
  sample: 'thinking',
  match: (facts) =>
    badRequestAbout(facts, 'request.thinking', 'thinking') ? answerEvidence(facts) : undefined,
  sources: [
    'https://github.com/deepset-ai/haystack-core-integrations/issues/2146',
    'https://platform.claude.com/docs/en/build-with-claude/extended-thinking',
  ],
};
