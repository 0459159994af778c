// The checklist: attributes of a call's span in, findings out.
export { type Checklist, type ChecklistOptions, createChecklist, diagnose } from './checklist.ts';
export { type Diagnosis, diagnosisAttributes, type Finding } from './diagnose.ts';
export { type Ending, inOurWords } from './facts/dialect.ts';
export type { Facts, Limit, RetriedAttempt, SpanInfo, StreamFacts } from './facts/facts.ts';
export type { Failure } from './facts/failure.ts';
export { isCall } from './facts/is-call.ts';
export type { Platform } from './facts/platform.ts';
export { type AttributesLike, readNumber, readString, readStrings } from './facts/read.ts';
export { facts } from './facts/read-facts.ts';
export { clip, count, duration, plural, wait } from './format.ts';
export { nearest } from './nearest.ts';
export { type Pattern, type PatternText, patternFinding, type Tally } from './pattern.ts';
export { findPattern, patterns } from './patterns.ts';
export { currentId, findId, pageOf, RELEASED, RENAMED, RETIRED } from './released.ts';
export type { Page, Rule, RuleCore, RuleId, Specificity, Text } from './rule.ts';
export { findRule, rules } from './rules/index.ts';
export {
  apart,
  isFailed,
  isOwnAttempt,
  isOwnCall,
  isSameCall,
  makerOf,
  mayBeSame,
  type Sighting,
} from './same-call.ts';
export type { SampleName } from './samples.ts';
export { DEFAULT_THRESHOLDS, type Thresholds, withThresholds } from './thresholds.ts';
