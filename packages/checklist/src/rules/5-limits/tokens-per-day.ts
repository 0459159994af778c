// The tokens of a day are used up.

import { says } from '../../conditions/basic.ts';
import { isDaily, isQuota } from '../../conditions/rate-limit.ts';
import type { Facts } from '../../facts/facts.ts';
import * as phrases from '../../phrases/index.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import { count } from '../../texts/format.ts';
import type { RuleCore } from '../rule.ts';

const figure = (facts: Facts): string => {
  const limit = says(facts, phrases.perDay)?.limit;
  return limit === undefined ? '' : `: limit ${count(Number(limit.replaceAll(',', '')))}`;
};

export const tokensPerDay: RuleCore = {
  id: 'limits.tokens_per_day',
  severity: 'error',
  specificity: 3,
  action: 'raise_limit',
  retryable: false,
  summary: (facts) => `The limit of tokens per day is used up${figure(facts)}`,
  cause: 'The limit counts a day, not a minute: retries in the next minutes fail, too.',
  fix: 'Stop retrying until the day is over, or have the limit raised on the Limits page of the Claude Console.',
  match: (facts) => (isDaily(facts) && !isQuota(facts) ? answerEvidence(facts) : undefined),
};
