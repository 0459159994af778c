// A message, whole or as far as its stream got, as span attributes: ids, stop reason and token counts.
import type { SpanAttributes } from '../index.ts';
import { asCount, asString, field, isObject } from './values.ts';

/** What is known of a message. A stream adds to it event by event. */
export interface MessageFacts {
  id?: string | undefined;
  model?: string | undefined;
  stopReason?: string | undefined;
  contentBlocks?: number | undefined;
  usage?: UsageFacts | undefined;
}

export interface UsageFacts {
  input?: number | undefined;
  output?: number | undefined;
  cacheRead?: number | undefined;
  cacheWrite?: number | undefined;
  reasoning?: number | undefined;
}

/** The facts of a parsed response body. Of something that is no message, none. */
export function messageFacts(message: unknown): MessageFacts {
  const usage = field(message, 'usage');
  const content = field(message, 'content');
  return {
    id: asString(field(message, 'id')),
    model: asString(field(message, 'model')),
    stopReason: asString(field(message, 'stop_reason')),
    contentBlocks: Array.isArray(content) ? content.length : undefined,
    usage: isObject(usage) ? usageFacts(usage) : undefined,
  };
}

/** The facts of `message_start`. Its `output_tokens` is a placeholder, so it is left out. */
export function messageStartFacts(message: unknown): MessageFacts {
  const facts = messageFacts(message);
  return facts.usage ? { ...facts, usage: { ...facts.usage, output: undefined } } : facts;
}

/** `facts` after a `message_delta`. Its totals are for the whole message: those it has replace the earlier ones. */
export function withMessageDelta(facts: MessageFacts, event: unknown): MessageFacts {
  const usage = usageFacts(field(event, 'usage'));
  return {
    ...facts,
    stopReason: asString(field(field(event, 'delta'), 'stop_reason')) ?? facts.stopReason,
    usage: {
      input: usage.input ?? facts.usage?.input,
      output: usage.output ?? facts.usage?.output,
      cacheRead: usage.cacheRead ?? facts.usage?.cacheRead,
      cacheWrite: usage.cacheWrite ?? facts.usage?.cacheWrite,
      reasoning: usage.reasoning ?? facts.usage?.reasoning,
    },
  };
}

export function messageAttributes(facts: MessageFacts): SpanAttributes {
  const usage = facts.usage ?? {};
  return {
    'gen_ai.response.id': facts.id,
    'gen_ai.response.model': facts.model,
    'gen_ai.response.finish_reasons': facts.stopReason === undefined ? undefined : [facts.stopReason],
    'anthropic.message.stop_reason': facts.stopReason,
    'anthropic.message.content_blocks': facts.contentBlocks,
    'gen_ai.usage.input_tokens': allInput(usage),
    'gen_ai.usage.output_tokens': usage.output,
    'gen_ai.usage.cache_read.input_tokens': usage.cacheRead,
    // Under both names until a release of the conventions settles on one.
    'gen_ai.usage.cache_creation.input_tokens': usage.cacheWrite,
    'gen_ai.usage.cache_write.input_tokens': usage.cacheWrite,
    'gen_ai.usage.reasoning.output_tokens': usage.reasoning,
  };
}

/** The conventions count cached tokens as input; the API's `input_tokens` leaves them out. */
function allInput(usage: UsageFacts): number | undefined {
  if (usage.input === undefined) return undefined;
  return usage.input + (usage.cacheRead ?? 0) + (usage.cacheWrite ?? 0);
}

function usageFacts(usage: unknown): UsageFacts {
  return {
    input: asCount(field(usage, 'input_tokens')),
    output: asCount(field(usage, 'output_tokens')),
    cacheRead: asCount(field(usage, 'cache_read_input_tokens')),
    cacheWrite: asCount(field(usage, 'cache_creation_input_tokens')),
    reasoning: asCount(field(field(usage, 'output_tokens_details'), 'thinking_tokens')),
  };
}
