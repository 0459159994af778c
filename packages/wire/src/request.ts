// Checks of a request before it is sent: the doctor's, and the simulator's.
export { checkRequest } from './request/check-request.ts';
export { REQUEST_CHECKS, type RequestCheck } from './request/checks.ts';
export { REQUEST } from './request/fields.ts';
export type { RequestContext } from './request/given-request.ts';
export {
  MODELS,
  MODELS_READ,
  type ModelFacts,
  modelFacts,
  RETIRED_MODELS,
  type ThinkingKind,
} from './request/models.ts';
export type { RequestProblem, RequestRuleId } from './request/problem.ts';
export { MAX_BODY_BYTES } from './request/size.ts';
