// Step 0: failures whose spans do not say at which step.
import type { Rule } from '../rule.ts';
import { unrecognizedFailure } from './unrecognized.ts';

export const unknownRules: readonly Rule[] = [unrecognizedFailure];
