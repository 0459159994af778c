// Step 0: failures whose spans do not say at which step.
import type { RuleCore } from '../rule.ts';
import { unrecognizedFailure } from './unrecognized.ts';

export const unknownRules: readonly RuleCore[] = [unrecognizedFailure];
