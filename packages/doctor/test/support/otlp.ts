// Spans as OTLP JSON, one line each, as the Collector's file exporter writes them.

export interface StoredSpan {
  readonly id?: string;
  readonly parent?: string;
  readonly trace?: string;
  readonly name?: string;
  readonly kind?: number;
  readonly service?: string;
  readonly scope?: string;
  /** Seconds after a fixed moment; no end for a span that had none when it was written. */
  readonly at?: readonly [start: number, end?: number];
  readonly attributes?: Readonly<Record<string, string | number | readonly string[]>>;
}

const BASE = 1_785_000_000;
const nanos = (seconds: number): string => `${BigInt(Math.round((BASE + seconds) * 1000))}000000`;

const value = (given: string | number | readonly string[]) => {
  if (typeof given === 'number') return { intValue: String(given) };
  if (typeof given === 'string') return { stringValue: given };
  return { arrayValue: { values: given.map((text) => ({ stringValue: text })) } };
};

const list = (attributes: NonNullable<StoredSpan['attributes']>) =>
  Object.entries(attributes).map(([key, given]) => ({ key, value: value(given) }));

/** One span with its resource and scope; a call of Claude unless its attributes say otherwise. */
export function otlpLine({
  id = 'c1',
  parent = '',
  trace = 't1',
  name = 'chat',
  kind = 3,
  service = 'shop',
  scope = 'test',
  at = [0, 1],
  attributes = { 'gen_ai.provider.name': 'anthropic', 'http.response.status_code': 200 },
}: StoredSpan): string {
  const span = {
    traceId: trace,
    spanId: id,
    parentSpanId: parent,
    name,
    kind,
    startTimeUnixNano: nanos(at[0]),
    ...(at[1] !== undefined && { endTimeUnixNano: nanos(at[1]) }),
    attributes: list(attributes),
  };
  const resource = { attributes: list({ 'service.name': service }) };
  return `${JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ scope: { name: scope }, spans: [span] }] }] })}\n`;
}
