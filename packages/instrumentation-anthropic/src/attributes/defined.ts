// Writes attributes on a span: drops undefined ones, bounds lengths, and writes the vital ones past the span's limit.
import type { Attributes, Span } from '@opentelemetry/api';
import {
  isExtension,
  MAX_ATTRIBUTE_ITEMS,
  MAX_ATTRIBUTE_LENGTH,
  type SpanAttributes,
} from '@sevenstep/semantic-conventions';

/** The attributes in `given` that the option `attributes` keeps. */
export const wanted = <Given extends Attributes>(which: 'all' | 'conventions', given: Given): Given =>
  which === 'all'
    ? given
    : (Object.fromEntries(Object.entries(given).filter(([name]) => !isExtension(name))) as Given);

/** Merges `parts`, without undefined values. A later value replaces an earlier one of the same name. */
export function defined<Given extends Attributes>(...parts: readonly (Given | undefined | false)[]): Given {
  const result: Attributes = {};
  for (const part of parts) {
    if (!part) continue;
    // `for in` would add what code put on `Object.prototype`, and `Object.entries()` is several times as slow.
    for (const name of Object.keys(part)) {
      const value: Attributes[string] = part[name];
      if (value !== undefined) result[name] = bounded(value);
    }
  }
  return result as Given;
}

/** Assigns the defined values of `more` to `attributes`. */
export function assignDefined(attributes: Attributes, more: Attributes | undefined): void {
  if (more === undefined) return;
  for (const name of Object.keys(more)) {
    const value = more[name];
    if (value !== undefined) attributes[name] = value;
  }
}

/**
 * The attributes that describe the result of a call. A span that has reached its limit (128) drops new attributes; these
 * few are written past the limit.
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

/** Writes the defined values of `given` on a span. */
export function write(span: Span, given: Attributes): void {
  for (const name of Object.keys(given)) {
    const value = bounded(given[name]);
    if (value !== undefined) span.setAttribute(name, value);
  }
  writeVital(span, given);
}

/** {@link write} on a span of the Anthropic SDK, which has already set most of the values. */
export function writeMissing(span: Span, given: Attributes): void {
  const { attributes } = span as Partial<ReadableAttributes>;
  for (const name of Object.keys(given)) {
    const value = bounded(given[name]);
    const isThere = attributes !== undefined && attributes[name] === value;
    if (value !== undefined && !isThere) span.setAttribute(name, value);
  }
  writeVital(span, given);
}

/** Writes what a full span has dropped of {@link VITAL}. */
function writeVital(span: Span, given: Attributes): void {
  // The span of every OpenTelemetry SDK (1.30 to 3.1) exports this object.
  const { attributes } = span as Partial<ReadableAttributes>;
  // It counts the attributes that it drops.
  if (attributes === undefined || !(span as unknown as ReadableAttributes).droppedAttributesCount) return;
  for (const name of Object.keys(given)) {
    const isDropped = given[name] !== undefined && attributes[name] === undefined;
    if (isDropped && (VITAL.has(name) || name.startsWith(DIAGNOSIS))) attributes[name] = bounded(given[name]);
  }
}

interface ReadableAttributes {
  readonly attributes: Attributes;
  readonly droppedAttributesCount: number;
}

/** Writes the defined values of `given` on a span that other code has ended, before a batch exports it. */
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

/** The SDK copies these from a response to its own span unchecked. We check the form of our values. */
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
 * Removes from a span the {@link OF_SERVERS} attributes that `given` and `more` lack. OpenTelemetry's API cannot remove an
 * attribute, so this deletes it from the object that the span exports.
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
  // Nearly every list has one item.
  const [first] = value;
  if (value.length === 1 && typeof first === 'string') return [boundedText(first)];
  return (value as string[]).slice(0, MAX_ATTRIBUTE_ITEMS).map(boundedText);
}

/** Cuts `value`, and replaces lone surrogates, which each exporter writes differently. */
export const boundedText = (value: string): string => {
  const cut = value.length > MAX_ATTRIBUTE_LENGTH ? value.slice(0, MAX_ATTRIBUTE_LENGTH) : value;
  return cut.isWellFormed() ? cut : cut.toWellFormed();
};
