// Finds the provider of a span's model, and whether the span is a call of Claude.
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
    // A cloud, or the name of a framework in its place.
    (!isVendor(provider) && /claude/i.test(readString(attributes, 'gen_ai.request.model') ?? ''))
  );
}

/** Providers of other models, also by the conventions' names: requests to them are not calls of Claude, under any name. */
const VENDORS =
  /openai|azure|gemini|google(?:_genai|\.genai|ai$)|cohere|mistral|groq|deepseek|^x_?ai$|perplexity|watson|ollama|together|fireworks|hugging|replicate|nvidia|moonshot|openrouter/;

/** Whether a provider is another vendor; the name of a cloud, and of a framework, says nothing of the model. */
export const isVendor = (provider: string | undefined): boolean => VENDORS.test(provider ?? '');
