// A span as every source gives it, whatever its format was.

/** As OTLP numbers them, from 1. */
export const SPAN_KINDS = ['internal', 'server', 'client', 'producer', 'consumer'] as const;
export type SpanKind = (typeof SPAN_KINDS)[number];

export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string | undefined;
  readonly name: string;
  readonly kind?: SpanKind | undefined;
  /** `service.name` of its resource. */
  readonly service?: string | undefined;
  /** Milliseconds since 1970. */
  readonly start: number;
  /** Never before the start. */
  readonly end: number;
  /** Of a span that had no end when it was written. */
  readonly unended?: true | undefined;
  /** Strings without control characters, so that none reaches a terminal. */
  readonly attributes: Readonly<Record<string, unknown>>;
  /** The description of its status. */
  readonly statusMessage?: string | undefined;
  /** Attributes of what made it: runtime, SDK, host. */
  readonly resource: Readonly<Record<string, unknown>>;
  /** The instrumentation that made it. */
  readonly scope?: { readonly name: string; readonly version?: string | undefined } | undefined;
}

/** What a trace or a number of spans was read into. */
export type Json = Readonly<Record<string, unknown>>;

/** What a date can hold, in milliseconds. */
const MOST_MS = 8.64e15;

/** Start and end as a span may have them: what is no time is none, and no end comes before its start. */
export function times(start: number, end: number | undefined): Pick<Span, 'start' | 'end' | 'unended'> {
  const isTime = (value: number | undefined): value is number =>
    value !== undefined && value > 0 && value <= MOST_MS;
  const from = isTime(start) ? start : isTime(end) ? end : 0;
  return isTime(end) ? { start: from, end: Math.max(from, end) } : { start: from, end: from, unended: true };
}

export const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? printable(value) : undefined;

// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
const CONTROL = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g;

/** Without what moves the cursor, rings the bell or changes the title of a terminal. */
export const printable = (text: string): string => text.replace(CONTROL, '\uFFFD');
