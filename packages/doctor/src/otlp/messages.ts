// The messages of OTLP that carry spans, as far as they are read here: name to field to number and type.
// https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto

/** Type, and number; a type that ends with `[]` is repeated. */
type Field = readonly [type: string, number: number];

// biome-ignore format: a table is read by column
export const MESSAGES: Readonly<Record<string, Readonly<Record<string, Field>>>> = {
  ExportTraceServiceRequest: { resourceSpans: ['ResourceSpans[]', 1] },
  ResourceSpans: { resource: ['Resource', 1], scopeSpans: ['ScopeSpans[]', 2] },
  Resource: { attributes: ['KeyValue[]', 1] },
  ScopeSpans: { scope: ['InstrumentationScope', 1], spans: ['Span[]', 2] },
  InstrumentationScope: { name: ['string', 1], version: ['string', 2] },
  Span: {
    traceId: ['bytes', 1], spanId: ['bytes', 2], parentSpanId: ['bytes', 4], name: ['string', 5], kind: ['int32', 6],
    startTimeUnixNano: ['fixed64', 7], endTimeUnixNano: ['fixed64', 8], attributes: ['KeyValue[]', 9], events: ['Event[]', 11], status: ['Status', 15],
  },
  Event: { name: ['string', 2], attributes: ['KeyValue[]', 3] },
  Status: { message: ['string', 2], code: ['int32', 3] },
  KeyValue: { key: ['string', 1], value: ['AnyValue', 2] },
  AnyValue: {
    stringValue: ['string', 1], boolValue: ['bool', 2], intValue: ['int64', 3], doubleValue: ['double', 4],
    arrayValue: ['ArrayValue', 5], kvlistValue: ['KeyValueList', 6], bytesValue: ['bytes', 7],
  },
  ArrayValue: { values: ['AnyValue[]', 1] },
  KeyValueList: { values: ['KeyValue[]', 1] },
};

/** Fields that OTLP's JSON writes in hexadecimal. */
export const IDS = ['traceId', 'spanId', 'parentSpanId'] as const;
