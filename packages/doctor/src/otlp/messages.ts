// The parts of OTLP's messages for spans, logs and metrics that the doctor reads or writes. Each field has its number and type.
// https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto
// https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/logs/v1/logs.proto
// https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/metrics/v1/metrics.proto

/** Type and number. A type with `[]` is repeated. */
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
  ExportLogsServiceRequest: { resourceLogs: ['ResourceLogs[]', 1] },
  ResourceLogs: { resource: ['Resource', 1], scopeLogs: ['ScopeLogs[]', 2] },
  ScopeLogs: { scope: ['InstrumentationScope', 1], logRecords: ['LogRecord[]', 2] },
  LogRecord: {
    timeUnixNano: ['fixed64', 1], severityNumber: ['int32', 2], severityText: ['string', 3], body: ['AnyValue', 5], attributes: ['KeyValue[]', 6],
    traceId: ['bytes', 9], spanId: ['bytes', 10], observedTimeUnixNano: ['fixed64', 11], eventName: ['string', 12],
  },
  ExportMetricsServiceRequest: { resourceMetrics: ['ResourceMetrics[]', 1] },
  ResourceMetrics: { resource: ['Resource', 1], scopeMetrics: ['ScopeMetrics[]', 2] },
  ScopeMetrics: { scope: ['InstrumentationScope', 1], metrics: ['Metric[]', 2] },
  Metric: {
    name: ['string', 1], description: ['string', 2], unit: ['string', 3], gauge: ['Gauge', 5], histogram: ['Histogram', 9],
  },
  Gauge: { dataPoints: ['NumberDataPoint[]', 1] },
  NumberDataPoint: { startTimeUnixNano: ['fixed64', 2], timeUnixNano: ['fixed64', 3], asInt: ['sfixed64', 6], attributes: ['KeyValue[]', 7] },
  Histogram: { dataPoints: ['HistogramDataPoint[]', 1], aggregationTemporality: ['int32', 2] },
  HistogramDataPoint: {
    startTimeUnixNano: ['fixed64', 2], timeUnixNano: ['fixed64', 3], count: ['fixed64', 4], sum: ['double', 5],
    bucketCounts: ['fixed64[]', 6], explicitBounds: ['double[]', 7], attributes: ['KeyValue[]', 9],
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
  // The responses for all three signals use the same numbers.
  ExportResponse: { partialSuccess: ['PartialSuccess', 1] },
  PartialSuccess: { rejected: ['int64', 1], errorMessage: ['string', 2] },
};

/** Fields with explicit presence, for which a zero is also written: message to the name of the group and its fields. */
export const WITH_PRESENCE: ReadonlyMap<string, readonly [group: string, fields: readonly string[]]> =
  new Map([
    ['AnyValue', ['value', Object.keys(MESSAGES.AnyValue ?? {})]],
    ['NumberDataPoint', ['value', ['asInt']]],
    ['HistogramDataPoint', ['_sum', ['sum']]],
  ]);

/** Fields that OTLP's JSON encodes in hexadecimal. */
export const IDS = ['traceId', 'spanId', 'parentSpanId'] as const;
