// Whether the code of a cloud's error means a rule.
import { ruleOfCloudCode } from '../facts/cloud-codes.ts';
import type { Facts } from '../facts/facts.ts';
import type { RuleId } from '../ids/rule-id.ts';
import { cloudPhrases } from '../phrases/cloud.ts';
import { saysAny } from './basic.ts';

/** The code of a cloud's error means this rule. */
export function cloudCodeMeans({ failure, servedBy, status, errorCode }: Facts, id: RuleId): boolean {
  return failure === 'answer' && ruleOfCloudCode(servedBy, status, errorCode) === id;
}

/** As above, if no sentence of a cloud, which is the closer fact, names the situation. */
export function cloudCodedAs(facts: Facts, id: RuleId): boolean {
  return cloudCodeMeans(facts, id) && !saysAny(facts, ...cloudPhrases);
}
