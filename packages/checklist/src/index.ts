// The checklist: attributes of a call's span in, findings out.
export { diagnose } from './catalogue.ts';
export { type Checklist, type ChecklistOptions, createChecklist } from './checklist.ts';
export { type Diagnosis, diagnosisAttributes, tellsOfCall } from './diagnosis/diagnosis.ts';
export type { Role, TelemetryEvent, TelemetryRecord } from './dialects/dialect.ts';
export {
  instrumentationOf,
  isCall,
  readTelemetry,
  retriesBeside,
  type TelemetryReading,
} from './dialects/index.ts';
export type { Facts, Limit, RetriedAttempt, SpanInfo, StreamFacts } from './facts/facts.ts';
export type { FailureStage } from './facts/failure-stage.ts';
export { readFacts } from './facts/read-facts.ts';
export { type AttemptSpan, withAttempts } from './facts/with-attempts.ts';
export type { Finding } from './findings/finding.ts';
export { nearest } from './ids/nearest.ts';
export { currentId, findId, pageOf, RELEASED, RENAMED, RETIRED } from './ids/released.ts';
export type { RuleId } from './ids/rule-id.ts';
export { bestOf, isApiLevel, type JoinedFacts, joinFacts, type SpanTold } from './one-call.ts';
export { findPattern, patterns } from './patterns/index.ts';
export { type Pattern, type PatternFigures, type PatternText, patternFinding } from './patterns/pattern.ts';
export type { AfterFix, FixedBy, FixPlace } from './rules/fixed-by.ts';
export { findRule, rules } from './rules/index.ts';
export type { Page, Rule, RuleCore, RuleText, Specificity } from './rules/rule.ts';
export { isOwnAttempt, isOwnCall } from './spans/own-spans.ts';
export type { Platform } from './spans/platform.ts';
export { type AttributesLike, readNumber, readString, readStrings } from './spans/read-attributes.ts';
export {
  isFailed,
  isSameCall,
  mayBeSameCall,
  type SpanOfCall,
  timeTolerance,
  wasCut,
} from './spans/same-call.ts';
export { describeStatus } from './spans/status-description.ts';
export { clip, count, duration, plural, wait } from './texts/format.ts';
export type { ProxyConfigName } from './texts/proxy-configs.ts';
export type { SampleName } from './texts/samples/index.ts';
export { DEFAULT_THRESHOLDS, type Thresholds, withThresholds } from './thresholds.ts';
