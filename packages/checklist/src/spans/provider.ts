// Who serves the model of a span, and whether that is a call of Claude.
import { platformOf } from './platform.ts';
import { type AttributesLike, readString } from './read-attributes.ts';

/**
 * `gen_ai.system` was the name until version 1.36 of the conventions. Traceloop's instrumentation for Python writes
 * `Anthropic` and `AWS` (its `opentelemetry/instrumentation/anthropic/__init__.py`).
 */
export function readProvider(attributes: AttributesLike): string | undefined {
  const provider = attributes['gen_ai.provider.name'] ?? attributes['gen_ai.system'];
  return typeof provider === 'string' ? provider.toLowerCase() : undefined;
}

/** Whether the model is Claude. A cloud's name alone does not say it: other vendors' models are there, too. */
export function isClaude(attributes: AttributesLike): boolean {
  const provider = readProvider(attributes);
  return (
    provider === 'anthropic' ||
    // The AI SDK's provider, of the API or behind Vertex AI (`@ai-sdk/anthropic`).
    /(?:^|\.)anthropic\.messages$/.test(provider ?? '') ||
    ((provider === undefined || platformOf(provider, undefined) !== undefined) &&
      /claude/i.test(readString(attributes, 'gen_ai.request.model') ?? ''))
  );
}
