// Attributes on their way to a span: without undefined ones, of bounded length, and the vital ones past the span's limit.
import type { Attributes, Span } from '@opentelemetry/api';
import {
  isExtension,
  MAX_ATTRIBUTE_ITEMS,
  MAX_ATTRIBUTE_LENGTH,
  type SpanAttributes,
} from '@sevenstep/semantic-conventions';

/** Those of `given` that the option `attributes` keeps. */
export const wanted = <Given extends Attributes>(which: 'all' | 'conventions', given: Given): Given =>
  which === 'all'
    ? given
    : (Object.fromEntries(Object.entries(given).filter(([name]) => !isExtension(name))) as Given);

/** All of `parts` as one; of two values with a name, the later. */
export function defined<Given extends Attributes>(...parts: readonly (Given | undefined | false)[]): Given {
  const result: Attributes = {};
  for (const part of parts) {
    if (!part) continue;
    // All of them are objects made here. This is several times as fast as their entries, and each call does it often.
    for (const name in part) {
      const value: Attributes[string] = part[name];
      if (value !== undefined) result[name] = bounded(value);
    }
  }
  return result as Given;
}

/** Adds those of `more` that are there to `attributes`, over what it has. */
export function assignDefined(attributes: Attributes, more: Attributes | undefined): void {
  for (const name in more) {
    const value = more[name];
    if (value !== undefined) attributes[name] = value;
  }
}

/**
 * The attributes for the result of a call. OpenTelemetry drops new attributes of a span that has as many as its limit
 * (128). These few are written past it.
 */
const VITAL: ReadonlySet<string> = new Set([
  'error.type',
  'http.response.status_code',
  'http.request.resend_count',
  'server.address',
  'gen_ai.operation.name',
  'gen_ai.provider.name',
  'gen_ai.request.model',
  'gen_ai.usage.input_tokens',
  'gen_ai.usage.output_tokens',
  'anthropic.sdk.method',
  'anthropic.request.id',
  'anthropic.error.type',
  'anthropic.error.code',
  'anthropic.error.message',
  'anthropic.error.body',
  'anthropic.error.cause_code',
  'anthropic.retry.outcome',
  'anthropic.stream.outcome',
  'anthropic.message.stop_reason',
] satisfies (keyof SpanAttributes)[]);
const DIAGNOSIS = 'anthropic.diagnosis.';

/** Puts those of `given` that are there on a span. */
export function write(span: Span, given: Attributes): void {
  // Every SDK's span (1.30 to 3.1) keeps what it exports in an object.
  const { attributes } = span as Partial<ReadableAttributes>;
  for (const name in given) {
    const value = bounded(given[name]);
    // The Anthropic SDK has put most of them on its own span.
    if (value !== undefined && attributes?.[name] !== value) span.setAttribute(name, value);
  }
  // It also counts what it drops.
  if (attributes === undefined || !(span as unknown as ReadableAttributes).droppedAttributesCount) return;
  for (const name in given) {
    const isDropped = given[name] !== undefined && attributes[name] === undefined;
    if (isDropped && (VITAL.has(name) || name.startsWith(DIAGNOSIS))) attributes[name] = bounded(given[name]);
  }
}

interface ReadableAttributes {
  readonly attributes: Attributes;
  readonly droppedAttributesCount: number;
}

/** Puts the defined ones of `given` on a span that other code has ended, before a batch exports it. */
export function writeLate(span: Span, given: Attributes): void {
  const { attributes } = span as { readonly attributes?: Attributes };
  if (attributes) Object.assign(attributes, defined(given));
}

/** Puts content on a span. Content has its own limit. */
export function writeWhole(span: Span, content: Attributes): void {
  const { attributes } = span as { readonly attributes?: Attributes };
  if (span.isRecording()) span.setAttributes(content);
  else if (attributes) Object.assign(attributes, content);
}

/** Attributes of the SDK's own span with a server's words. Ours have checked shapes. */
const OF_SERVERS = [
  'gen_ai.response.id',
  'gen_ai.response.model',
  'gen_ai.response.finish_reasons',
  'anthropic.request.id',
  'anthropic.organization.id',
  'anthropic.workspace.id',
  'anthropic.response.service_tier',
  'anthropic.message.stop_reason',
] as const satisfies readonly (keyof SpanAttributes)[];

/**
 * Takes off a span what another has written there of an answer and `given` leaves out. The API of OpenTelemetry has no way
 * to, so it is in the object that every SDK's span keeps what it exports in.
 */
export function leaveOut(span: Span, given: SpanAttributes, more: SpanAttributes | undefined): void {
  const { attributes } = span as { readonly attributes?: Attributes };
  if (attributes === undefined) return;
  for (const name of OF_SERVERS) {
    if (given[name] === undefined && more?.[name] === undefined && attributes[name] !== undefined)
      Reflect.deleteProperty(attributes, name);
  }
}

function bounded(value: Attributes[string]): Attributes[string] {
  if (typeof value === 'string') return boundedText(value);
  if (typeof value !== 'object' || !Array.isArray(value)) return value;
  // Nearly every list is a list of one.
  const [first] = value;
  if (value.length === 1 && typeof first === 'string') return [boundedText(first)];
  return (value as string[]).slice(0, MAX_ATTRIBUTE_ITEMS).map(boundedText);
}

/** Half a surrogate pair is not text: exporters differ in how they write it. */
export const boundedText = (value: string): string => {
  const cut = value.length > MAX_ATTRIBUTE_LENGTH ? value.slice(0, MAX_ATTRIBUTE_LENGTH) : value;
  return cut.isWellFormed() ? cut : cut.toWellFormed();
};
