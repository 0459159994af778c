// A span as it came over the wire, whatever the vendor's format is.

export interface WireSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string | undefined;
  readonly name: string;
  /** `SERVER`, `CLIENT`, …; empty where the format has none. */
  readonly kind: string;
  /** The instrumentation that made it, as far as the format says. */
  readonly scope: string;
  readonly failed: boolean;
  readonly attributes: ReadonlyMap<string, unknown>;
}

/** A request to the backend, unpacked. */
export interface WireRequest {
  readonly path: string;
  readonly contentType: string;
  readonly body: Buffer;
}

/** A vendor's way to send spans. */
export interface WireFormat {
  readonly takes: (request: WireRequest) => boolean;
  readonly spans: (request: WireRequest) => readonly WireSpan[];
  /** How many calls the metrics in a request measure so far: name of a duration metric to count. */
  readonly measured?: (request: WireRequest) => ReadonlyMap<string, number>;
  /** The answer of the vendor's backend. @default `{}` */
  readonly answer?: (request: WireRequest) => string;
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const records = (value: unknown): readonly Readonly<Record<string, unknown>>[] =>
  Array.isArray(value) ? value.filter(isRecord) : [];

export const text = (value: unknown): string => (typeof value === 'string' ? value : '');
