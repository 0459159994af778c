// The table of span types: meaning, kind, name and attributes. It is the source of the registry. Not shipped.
import { ATTRIBUTE_FAMILIES, ATTRIBUTES, type AttributeName, isExtension } from './attributes.ts';

/** A fixed attribute name, or the form of a family's names. */
export type SpanAttributeName = AttributeName | keyof typeof ATTRIBUTE_FAMILIES;

/** One row of {@link SPANS}. */
export interface SpanSpec {
  /** The span type of the conventions that it extends. It also has the attributes of that type. */
  readonly refines?: string;
  readonly kind: 'client';
  /** Its name, with attributes in braces. */
  readonly name: string;
  readonly brief: string;
  readonly attributes: readonly SpanAttributeName[];
  /** The attributes that every such span has. */
  readonly required: readonly SpanAttributeName[];
}

/** The limits in a response. Limits of earlier attempts are on their own spans. */
const LIMITS = [
  'anthropic.ratelimit.<kind>.limit',
  'anthropic.ratelimit.<kind>.remaining',
  'anthropic.ratelimit.<kind>.reset',
  'anthropic.ratelimit.<kind>.utilization',
] as const;

const names = Object.keys({ ...ATTRIBUTES, ...ATTRIBUTE_FAMILIES }) as SpanAttributeName[];
const COUNTED: SpanAttributeName = 'anthropic.message.count_tokens.input_tokens';
const OURS = names.filter(isExtension);
/** Attributes of the HTTP conventions on spans of other conventions. */
const HTTP = names.filter((name) => /^(http|url)\./.test(name));

/** Every span type with attributes of this project. Spans of tools and agents are types of the GenAI conventions. */
export const SPANS: Readonly<Record<string, SpanSpec>> = {
  'anthropic.client.inference': {
    refines: 'gen_ai.client.inference',
    kind: 'client',
    name: '{gen_ai.operation.name} {gen_ai.request.model}',
    brief:
      'A call of the Messages API or of the older Completions API, with all its attempts and to the end of its stream',
    attributes: [...HTTP, ...OURS.filter((name) => name !== COUNTED)],
    required: ['anthropic.sdk.method'],
  },
  'anthropic.client.request': {
    kind: 'client',
    name: 'anthropic.{anthropic.sdk.method}',
    brief:
      'A call of any other endpoint, such as models, files, batches or the counting of tokens, with all its attempts',
    attributes: [
      'gen_ai.provider.name',
      'gen_ai.conversation.id',
      'gen_ai.output.type',
      ...names.filter((name) => name.startsWith('gen_ai.request.')),
      'server.address',
      'server.port',
      'error.type',
      ...HTTP,
      ...OURS,
    ],
    required: ['anthropic.sdk.method', 'gen_ai.provider.name'],
  },
  'anthropic.client.attempt': {
    refines: 'http.client',
    kind: 'client',
    name: '{http.request.method} {url.template}',
    brief:
      'One HTTP request of a call. A call has these spans if it took more than one attempt, or always, by an option',
    attributes: [
      'url.template',
      'anthropic.request.id',
      'anthropic.error.type',
      'anthropic.error.message',
      'anthropic.error.cause_code',
      'anthropic.retry.after',
      'anthropic.retry.delay',
      ...LIMITS,
    ],
    required: ['url.template'],
  },
};
