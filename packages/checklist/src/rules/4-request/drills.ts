// The drills of this step, by the id of the rule that each one shows.
import type { Drill } from '@sevenstep/anthropic-simulator';
import { contextWindowDrill } from './context-window.drill.ts';
import { invalidValueDrill } from './invalid-value.drill.ts';
import { maxTokensTooLargeDrill } from './max-tokens-too-large.drill.ts';
import { missingFieldDrill } from './missing-field.drill.ts';
import { modelNotFoundDrill } from './model-not-found.drill.ts';
import { tooLargeDrill } from './too-large.drill.ts';
import { unrecognizedRequestDrill } from './unrecognized.drill.ts';

export const requestDrills: Readonly<Record<string, Drill>> = {
  'request.context_window': contextWindowDrill,
  'request.invalid_value': invalidValueDrill,
  'request.max_tokens_too_large': maxTokensTooLargeDrill,
  'request.missing_field': missingFieldDrill,
  'request.model_not_found': modelNotFoundDrill,
  'request.too_large': tooLargeDrill,
  'request.unrecognized': unrecognizedRequestDrill,
};
