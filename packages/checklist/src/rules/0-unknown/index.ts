// Step 0: calls whose spans do not say at which step an attempt or all of them failed.
import type { RuleCore } from '../rule.ts';
import { unknownRecovered } from './recovered.ts';
import { unrecognizedFailure } from './unrecognized.ts';

export const unknownRules: readonly RuleCore[] = [unrecognizedFailure, unknownRecovered];
