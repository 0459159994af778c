// The checklist: attributes of a call's span in, findings out.
export { type Diagnosis, diagnose, diagnosisAttributes, type Finding } from './diagnose.ts';
export {
  type Facts,
  facts,
  isCall,
  type Limit,
  type RetriedAttempt,
  type SpanInfo,
  type StreamFacts,
} from './facts.ts';
export type { Failure } from './failure.ts';
export type { AttributesLike } from './read.ts';
export type { Rule, RuleId, Specificity, Text } from './rule.ts';
export { findRule, rules } from './rules/index.ts';
