// Which spans stand for a call of Claude, whoever made them.
import { platformOf } from './platform.ts';
import { type AttributesLike, readString } from './read-attributes.ts';

// Spans of the SDK's and of agent frameworks that carry the provider's name but are not one API call.
const NOT_CALLS: ReadonlySet<string | undefined> = new Set([
  'execute_tool',
  'invoke_agent',
  'create_agent',
  'invoke_workflow',
]);

/**
 * `gen_ai.system` was the name until version 1.36 of the conventions. Traceloop's instrumentation for Python writes
 * `Anthropic` and `AWS` (its `opentelemetry/instrumentation/anthropic/__init__.py`).
 */
export function readProvider(attributes: AttributesLike): string | undefined {
  const provider = attributes['gen_ai.provider.name'] ?? attributes['gen_ai.system'];
  return typeof provider === 'string' ? provider.toLowerCase() : undefined;
}

/**
 * Whether a span stands for a whole call of Claude. Attempts are not: they carry neither the provider nor the method.
 * A cloud's name alone does not say it: other vendors' models are there, too.
 */
export function isCall(attributes: AttributesLike): boolean {
  // Callers in JavaScript pass what they have.
  if (typeof attributes !== 'object' || attributes === null) return false;
  const provider = readProvider(attributes);
  const method = attributes['anthropic.sdk.method'];
  const claude =
    provider === 'anthropic' ||
    // The AI SDK's provider, of the API or behind Vertex AI (`@ai-sdk/anthropic`).
    /(?:^|\.)anthropic\.messages$/.test(provider ?? '') ||
    (typeof method === 'string' && method !== '') ||
    (platformOf(provider, undefined) !== undefined &&
      /claude/i.test(readString(attributes, 'gen_ai.request.model') ?? ''));
  return claude && !NOT_CALLS.has(readString(attributes, 'gen_ai.operation.name'));
}
