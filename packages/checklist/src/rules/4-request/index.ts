// Step 4: is the request itself valid and not too large?
import type { Rule } from '../../rule.ts';
import { contextWindow } from './context-window.ts';
import { invalidValue } from './invalid-value.ts';
import { maxTokensTooLarge } from './max-tokens-too-large.ts';
import { missingField } from './missing-field.ts';
import { modelNotFound } from './model-not-found.ts';
import { tooLarge } from './too-large.ts';
import { unrecognizedRequest } from './unrecognized.ts';

export const requestRules: readonly Rule[] = [
  missingField,
  modelNotFound,
  maxTokensTooLarge,
  contextWindow,
  tooLarge,
  invalidValue,
  unrecognizedRequest,
];
