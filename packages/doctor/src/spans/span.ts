// The common form of a span from any source. Its parts have known types and bounded lengths.
import { createHash } from 'node:crypto';
import type { Role } from '@sevenstep/checklist';
import { SPAN } from '../bounds.ts';

/** Numbered from 1, as in OTLP. */
export const SPAN_KINDS = ['internal', 'server', 'client', 'producer', 'consumer'] as const;
export type SpanKind = (typeof SPAN_KINDS)[number];

export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string | undefined;
  readonly name: string;
  readonly kind?: SpanKind | undefined;
  /** Its role; `undefined` if the span is not about a call. */
  readonly role?: Role | undefined;
  /** The `service.name` of its resource. */
  readonly service?: string | undefined;
  /** Milliseconds since 1970. */
  readonly start: number;
  /** Never earlier than the start. */
  readonly end: number;
  /** Set if the span had no end when it was written. */
  readonly unended?: true | undefined;
  /** Attributes under the conventions' names. Strings have no control characters, so that none reaches a terminal. */
  readonly attributes: Readonly<Record<string, unknown>>;
  /** The description of its status. */
  readonly statusMessage?: string | undefined;
  /** The attributes of an exception that was logged in a span, or that an agent's span has. Such an item has the ids of the span around it. */
  readonly exception?: Json | undefined;
  /** Attributes of the process: runtime, SDK, host. */
  readonly resource: Readonly<Record<string, unknown>>;
  /** The instrumentation that made the span. */
  readonly scope?: { readonly name: string; readonly version?: string | undefined } | undefined;
}

/** JSON from outside, parsed. */
export type Json = Readonly<Record<string, unknown>>;

/** Start and end in valid form. Invalid times are left out, and an end is never before its start. */
export function times(start: number, end: number | undefined): Pick<Span, 'start' | 'end' | 'unended'> {
  const isTime = (value: number | undefined): value is number =>
    value !== undefined && value > 0 && value <= SPAN.time;
  const from = isTime(start) ? start : isTime(end) ? end : 0;
  return isTime(end) ? { start: from, end: Math.max(from, end) } : { start: from, end: from, unended: true };
}

export const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** A name; `undefined` if the value is not text. */
export const textWithin = (value: unknown, length: number = SPAN.nameLength): string | undefined =>
  typeof value === 'string' && value !== '' ? printable(cut(value, length)) : undefined;

/** A number, or a number in a string; NaN for other values. It never calls a method of the input. */
export const numberOf = (value: unknown): number =>
  typeof value === 'number' || (typeof value === 'string' && value.length <= 40) ? Number(value) : NaN;

/**
 * The id of a span or a trace, if any. An invalid id, such as a text of 400 kB, becomes its hash. So the span
 * counts, and its trace is still one trace.
 */
export function idOf(value: unknown): string | undefined {
  if (typeof value !== 'string' || value === '') return undefined;
  if (value.length <= SPAN.idLength && /^[\w+/=.-]+$/.test(value)) return value;
  return createHash('sha256').update(value).digest('hex').slice(0, 32);
}

/** Attributes by name, up to the bound. Values are texts, numbers, booleans or lists of them. */
export function attributesFrom(entries: Iterable<readonly [key: string, value: unknown]>): Json {
  const attributes = new Map<string, unknown>();
  for (const [key, value] of entries) {
    if (attributes.size >= SPAN.attributes) break;
    attributes.set(cut(key, SPAN.keyLength), attributeOf(value));
  }
  return Object.fromEntries(attributes);
}

function attributeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, SPAN.listLength).map(single);
  return single(value);
}

/** A composite value becomes JSON, so that no code calls a method of the input. */
function single(value: unknown): unknown {
  if (typeof value === 'string') return printable(cut(value, SPAN.textLength));
  if (typeof value !== 'object' || value === null) return value;
  return printable(cut(JSON.stringify(value), SPAN.textLength));
}

const cut = (text: string, length: number): string =>
  text.length <= length ? text : text.slice(0, length).toWellFormed();

// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
const CONTROL = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g;

/** Removes characters that move the cursor, ring the bell or change the title of a terminal. */
export const printable = (text: string): string => text.replace(CONTROL, '\uFFFD');
