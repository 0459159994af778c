// The key looks right and is rejected.

import { answeredAs, saysAny } from '../../conditions/basic.ts';
import { UNSENDABLE_SHAPES } from '../../conditions/unsendable-header.ts';
import type { Facts } from '../../facts/facts.ts';
import * as phrases from '../../phrases/index.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

// These have their own rules.
const SHAPES_THAT_EXPLAIN: ReadonlySet<string | undefined> = new Set([...UNSENDABLE_SHAPES, 'other_vendor']);

const isRejected = (facts: Facts): boolean =>
  answeredAs(facts, 401, 'authentication_error') &&
  !SHAPES_THAT_EXPLAIN.has(facts.keyShape) &&
  (saysAny(facts, phrases.keyRejected) || (facts.sentence === '' && facts.keyShape !== 'missing'));

export const keyInvalid: RuleCore = {
  id: 'identity.key_invalid',
  severity: 'error',
  specificity: 2,
  action: 'fix_credentials',
  retryable: false,
  summary: 'The API does not accept the key',
  cause:
    'The key is misspelled, revoked, expired, deleted or only minutes old, or belongs to another environment.',
  fix: "Check the key's status in the Claude Console and replace it. Then restart what still has the old value, and rebuild images that contain it.",
  match: (facts) => (isRejected(facts) ? answerEvidence(facts) : undefined),
};
