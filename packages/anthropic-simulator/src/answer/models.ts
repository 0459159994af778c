// The models of `/v1/models`, with names from the SDK's `Model` type. Unknown values are null.

import type { Json } from '../api/json.ts';
import { isModel } from '../request/request-check.ts';
import { FAULT_MODEL_PREFIX, isName } from '../shapes.ts';

const MODELS: readonly (readonly [id: string, displayName: string])[] = [
  ['claude-opus-5', 'Claude Opus 5'],
  ['claude-sonnet-5', 'Claude Sonnet 5'],
  ['claude-haiku-4-5', 'Claude Haiku 4.5'],
];

/** One page with every model. */
export const modelList = (): Json => ({
  data: MODELS.map(([id, name]) => modelInfo(id, name)),
  has_more: false,
  first_id: MODELS[0]?.[0] ?? null,
  last_id: MODELS.at(-1)?.[0] ?? null,
});

/** A model by its id; `undefined` for a model as which the simulator does not answer. */
export function findModel(id: string): Json | undefined {
  const known = MODELS.find(([known]) => known === id);
  if (known) return modelInfo(...known);
  return isModel(id) && isName(id) && !id.startsWith(FAULT_MODEL_PREFIX) ? modelInfo(id, id) : undefined;
}

const modelInfo = (id: string, displayName: string): Json => ({
  type: 'model',
  id,
  display_name: displayName,
  // The API sends the epoch if it does not know the date.
  created_at: '1970-01-01T00:00:00Z',
  lifecycle: 'active',
  line: null,
  capabilities: null,
  max_input_tokens: null,
  max_tokens: null,
  deprecated_at: null,
  retires_at: null,
});
