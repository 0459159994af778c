// Records of logs as OTLP JSON, as an exporter sends them.

export interface StoredRecord {
  readonly body?: string | undefined;
  readonly attributes?: Readonly<Record<string, string | number>>;
  readonly trace?: string;
  readonly span?: string;
  /** Seconds after a fixed moment. */
  readonly at?: number;
  readonly event?: string;
}

const BASE = 1_785_000_000;

/** One export of the service `shop`. */
export function otlpLogs(...records: readonly StoredRecord[]): Readonly<Record<string, unknown>> {
  const list = (attributes: NonNullable<StoredRecord['attributes']>) =>
    Object.entries(attributes).map(([key, value]) => ({
      key,
      value: typeof value === 'number' ? { intValue: String(value) } : { stringValue: value },
    }));
  const logRecords = records.map(({ body, attributes = {}, trace = '', span = '', at = 0, event }) => ({
    timeUnixNano: `${BASE + at}000000000`,
    severityNumber: 17,
    severityText: 'ERROR',
    ...(body !== undefined && { body: { stringValue: body } }),
    attributes: list(attributes),
    traceId: trace,
    spanId: span,
    ...(event !== undefined && { eventName: event }),
  }));
  const resource = { attributes: list({ 'service.name': 'shop' }) };
  return { resourceLogs: [{ resource, scopeLogs: [{ scope: { name: 'app' }, logRecords }] }] };
}
