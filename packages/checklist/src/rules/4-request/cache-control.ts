// Marks for the prompt cache that the API does not accept.

import { isBadRequest, says } from '../../conditions/basic.ts';
import type { Facts } from '../../facts/facts.ts';
import * as phrases from '../../phrases/index.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

type CacheControlFault = 'count' | 'empty' | 'order';

const faultOf = (facts: Facts): CacheControlFault | undefined => {
  if (!isBadRequest(facts)) return undefined;
  const found = says(facts, phrases.cacheControl);
  if (found === undefined) return undefined;
  if (found.bound !== undefined) return 'count';
  return found.ttl === undefined ? 'empty' : 'order';
};

const TEXTS: Readonly<Record<CacheControlFault, { summary: string; cause: string; fix: string }>> = {
  count: {
    summary: 'The request has more than 4 blocks with `cache_control`',
    cause:
      'Tools, system prompt and messages count together. Frameworks, gateways and the conversation so far each add marks.',
    fix: 'Remove `cache_control` from older blocks: one mark at the end of a prefix covers all of it.',
  },
  empty: {
    summary: 'A block that cannot be cached has `cache_control`',
    cause: 'An empty text block or a thinking block cannot be a mark of the prompt cache.',
    fix: 'Remove empty text blocks, and set `cache_control` on the last block that has text.',
  },
  order: {
    summary: 'The lifetimes of `cache_control` are in the wrong order',
    cause:
      'The API reads tools, then system, then messages. A block with `ttl: "1h"` must come before those with 5 minutes.',
    fix: 'Set the same `ttl` on every `cache_control`, or the longer one on the earlier blocks.',
  },
};

const textOf = (facts: Facts) => TEXTS[faultOf(facts) ?? 'count'];

export const cacheControl: RuleCore = {
  id: 'request.cache_control',
  severity: 'error',
  specificity: 3,
  action: 'fix_request',
  retryable: false,
  summary: (facts) => textOf(facts).summary,
  cause: (facts) => textOf(facts).cause,
  fix: (facts) => textOf(facts).fix,
  match: (facts) => (faultOf(facts) === undefined ? undefined : answerEvidence(facts)),
};
