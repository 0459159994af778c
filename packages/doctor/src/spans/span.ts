// A span as every source gives it, whatever its format was: its parts have known types, and lengths within bounds.
import { createHash } from 'node:crypto';
import type { Role } from '@sevenstep/checklist';
import { SPAN } from '../bounds.ts';

/** As OTLP numbers them, from 1. */
export const SPAN_KINDS = ['internal', 'server', 'client', 'producer', 'consumer'] as const;
export type SpanKind = (typeof SPAN_KINDS)[number];

export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string | undefined;
  readonly name: string;
  readonly kind?: SpanKind | undefined;
  /** Its role; `undefined` for a span that is not of a call. */
  readonly role?: Role | undefined;
  /** `service.name` of its resource. */
  readonly service?: string | undefined;
  /** Milliseconds since 1970. */
  readonly start: number;
  /** Never before the start. */
  readonly end: number;
  /** Set if the span had no end when it was written. */
  readonly unended?: true | undefined;
  /** Under the names of the conventions. Strings without control characters, so that none reaches a terminal. */
  readonly attributes: Readonly<Record<string, unknown>>;
  /** The description of its status. */
  readonly statusMessage?: string | undefined;
  /** The attributes of an exception in a log record. Such an item has the ids of the span around it. */
  readonly exception?: Json | undefined;
  /** Attributes of what made it: runtime, SDK, host. */
  readonly resource: Readonly<Record<string, unknown>>;
  /** The instrumentation that made it. */
  readonly scope?: { readonly name: string; readonly version?: string | undefined } | undefined;
}

/** JSON from outside, parsed. */
export type Json = Readonly<Record<string, unknown>>;

/** Start and end as a span may have them: invalid times are left out, and an end is not before its start. */
export function times(start: number, end: number | undefined): Pick<Span, 'start' | 'end' | 'unended'> {
  const isTime = (value: number | undefined): value is number =>
    value !== undefined && value > 0 && value <= SPAN.time;
  const from = isTime(start) ? start : isTime(end) ? end : 0;
  return isTime(end) ? { start: from, end: Math.max(from, end) } : { start: from, end: from, unended: true };
}

export const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** A name; `undefined` for a value that is not text. */
export const textWithin = (value: unknown, length: number = SPAN.nameLength): string | undefined =>
  typeof value === 'string' && value !== '' ? printable(cut(value, length)) : undefined;

/** A number, or a number as a string; NaN for other values. Never calls a method of the input. */
export const numberOf = (value: unknown): number =>
  typeof value === 'number' || (typeof value === 'string' && value.length <= 40) ? Number(value) : NaN;

/**
 * The id of a span or a trace, if it has one. An invalid id, such as a text of 400 kB, becomes its hash: the span still
 * counts, and its trace is still one trace.
 */
export function idOf(value: unknown): string | undefined {
  if (typeof value !== 'string' || value === '') return undefined;
  if (value.length <= SPAN.idLength && /^[\w+/=.-]+$/.test(value)) return value;
  return createHash('sha256').update(value).digest('hex').slice(0, 32);
}

/** Attributes by name, as many as are read, with values that are texts, numbers, booleans or lists of them. */
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

/** A value with parts becomes its JSON, so that no code calls a method of the input. */
function single(value: unknown): unknown {
  if (typeof value === 'string') return printable(cut(value, SPAN.textLength));
  if (typeof value !== 'object' || value === null) return value;
  return printable(cut(JSON.stringify(value), SPAN.textLength));
}

const cut = (text: string, length: number): string =>
  text.length <= length ? text : text.slice(0, length).toWellFormed();

// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
const CONTROL = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g;

/** Without what moves the cursor, rings the bell or changes the title of a terminal. */
export const printable = (text: string): string => text.replace(CONTROL, '\uFFFD');
