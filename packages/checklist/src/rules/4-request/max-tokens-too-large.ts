// More output asked for than the model can write.

import { isBadRequest, says } from '../../conditions/basic.ts';
import type { Facts } from '../../facts/facts.ts';
import * as phrases from '../../phrases/index.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import { clip, count, list } from '../../texts/format.ts';
import type { RuleCore } from '../rule.ts';

const bounds = (facts: Facts): { asked: string; bound: string } | undefined => {
  const found = isBadRequest(facts)
    ? (says(facts, phrases.maxTokensTooLarge) ?? says(facts, phrases.bedrockMaxTokens))
    : undefined;
  if (found === undefined) return undefined;
  const asked = found.asked === undefined ? facts.maxTokens : Number(found.asked);
  return { asked: asked === undefined ? 'more' : count(asked), bound: count(Number(found.bound)) };
};

export const maxTokensTooLarge: RuleCore = {
  id: 'request.max_tokens_too_large',
  severity: 'error',
  specificity: 3,
  action: 'fix_request',
  retryable: false,
  summary: (facts) =>
    `\`max_tokens\` is ${bounds(facts)?.asked}, and the model writes at most ${bounds(facts)?.bound}`,
  cause: 'Each model has its own bound on output tokens.',
  fix: (facts) =>
    `Set \`max_tokens\` to ${bounds(facts)?.bound} or less${facts.model === undefined ? '' : `, or use another model than ${clip(facts.model, 60)}`}.`,
  match: (facts) => {
    const found = bounds(facts);
    return found === undefined
      ? undefined
      : [...answerEvidence(facts), ...list(`asked ${found.asked}`, `bound ${found.bound}`)];
  },
};
