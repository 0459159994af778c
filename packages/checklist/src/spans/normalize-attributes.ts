// Attributes of other instrumentations under the names of the conventions, with failures that only the span's status and
// its exception show.
import type { AttributeName } from '@sevenstep/semantic-conventions';
import type { AttributesLike } from './read-attributes.ts';
import { withoutDiagnosis } from './status-description.ts';

/**
 * A name of another convention, and what it is here: of OpenInference (its specification, "LLM spans"), of the GenAI
 * conventions before 1.27, and of the HTTP conventions before 1.23.
 */
const NAMES: readonly (readonly [other: string, standard: AttributeName])[] = [
  ['llm.provider', 'gen_ai.provider.name'],
  ['llm.system', 'gen_ai.provider.name'],
  ['llm.request.model_name', 'gen_ai.request.model'],
  ['llm.model_name', 'gen_ai.request.model'],
  ['llm.response.model_name', 'gen_ai.response.model'],
  ['llm.token_count.prompt', 'gen_ai.usage.input_tokens'],
  ['llm.token_count.completion', 'gen_ai.usage.output_tokens'],
  ['gen_ai.usage.prompt_tokens', 'gen_ai.usage.input_tokens'],
  ['gen_ai.usage.completion_tokens', 'gen_ai.usage.output_tokens'],
  ['http.method', 'http.request.method'],
  ['http.status_code', 'http.response.status_code'],
];

/** What a span says of a failure besides its attributes. */
export interface SpanErrorInfo {
  /** Whether its status is an error. */
  readonly failed: boolean;
  readonly statusMessage?: string | undefined;
  /** The attributes of its last `exception` event. */
  readonly exception?: AttributesLike | undefined;
}

/** The attributes with the conventions' names added, and the sentence of the failure. */
export function normalizeAttributes(
  attributes: AttributesLike,
  { failed, statusMessage, exception = {} }: SpanErrorInfo,
): { readonly attributes: AttributesLike; readonly statusMessage: string | undefined } {
  const known: Record<string, unknown> = { ...attributes };
  for (const [other, standard] of NAMES) known[standard] ??= attributes[other];
  // Only here is it known that the span failed: its attributes may not say so.
  if (failed) known['error.type'] ??= textOf(exception['exception.type']) ?? '_OTHER';
  return {
    attributes: Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)),
    statusMessage: withoutDiagnosis(attributes, statusMessage) ?? textOf(exception['exception.message']),
  };
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;
