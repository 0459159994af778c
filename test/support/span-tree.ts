// A call's spans as text that is the same on every run: ids, ports and times are masked, the usual is left out.
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';

/** Attributes whose value is a time that passed. */
const TIMES: ReadonlySet<string> = new Set([
  'anthropic.retry.delay',
  'anthropic.stream.consumer_wait',
  'anthropic.stream.longest_gap',
  'anthropic.stream.silence',
  'gen_ai.response.time_to_first_chunk',
]);
const RATE_LIMIT = /^anthropic\.ratelimit\.(.+)\.(limit|remaining|reset)$/;

/** An attribute of a span with its value as text. */
export type Lines = Readonly<Record<string, string>>;

/** A span as text. */
export interface SpanText {
  /** Name, kind and status. */
  readonly head: string;
  readonly lines: Lines;
  readonly children: readonly SpanText[];
}

/** The spans beneath `span`, and itself. `isOurs` picks attributes. */
export function spanText(
  span: ReadableSpan,
  all: readonly ReadableSpan[],
  isOurs: (name: string) => boolean,
): SpanText {
  const children = all.filter((other) => other.parentSpanContext?.spanId === span.spanContext().spanId);
  const { code, message } = span.status;
  const status = message === undefined ? SpanStatusCode[code] : `${SpanStatusCode[code]} ${quoted(message)}`;
  return {
    head: `${span.name} [${SpanKind[span.kind]}] ${status}`,
    lines: attributeLines(span, isOurs),
    children: children.map((child) => spanText(child, all, isOurs)),
  };
}

/** The tree, two blanks deeper at each level. */
export function treeText({ head, lines, children }: SpanText, depth = 0): string {
  const indent = '  '.repeat(depth);
  return [
    indent + head,
    ...Object.entries(lines).map(([name, value]) => `${indent}  ${name}: ${value}`),
    ...children.map((child) => treeText(child, depth + 1)),
  ].join('\n');
}

function attributeLines({ attributes }: ReadableSpan, isOurs: (name: string) => boolean): Lines {
  const lines: Record<string, string> = {};
  const limits: Record<string, Record<string, unknown>> = {};
  for (const [name, value] of Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [, kind, part] = RATE_LIMIT.exec(name) ?? [];
    if (kind !== undefined && part !== undefined) limits[kind] = { ...limits[kind], [part]: value };
    else if (isOurs(name)) {
      const varies = TIMES.has(name);
      lines[name] = varies ? `<${typeof value}>` : withoutPort(JSON.stringify(value));
    }
  }
  const kinds = Object.entries(limits).map(
    ([kind, { limit, remaining, reset }]) =>
      `${kind} ${remaining}/${limit}${reset === undefined ? '' : ' <reset>'}`,
  );
  return kinds.length > 0 ? { ...lines, 'anthropic.ratelimit.*': kinds.join(', ') } : lines;
}

const withoutPort = (text: string): string => text.replace(/(127\.0\.0\.1|localhost):\d+/g, '$1:<port>');
const quoted = (text: string): string => JSON.stringify(withoutPort(text));
