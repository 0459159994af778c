// Reads spans of OTLP JSON by the protocol's rules: int64 as strings, values wrapped in their type.
import { readTelemetry, type TelemetryEvent } from '@sevenstep/checklist';
import { SPAN } from '../bounds.ts';
import {
  attributesFrom,
  idOf,
  isRecord,
  type Json,
  listOf,
  numberOf,
  SPAN_KINDS,
  type Span,
  textWithin,
  times,
} from './span.ts';

/** The resource and instrumentation of a span. */
interface Surroundings {
  readonly resource?: unknown;
  readonly scope?: unknown;
}

/** The spans of one export request, or of one line of the Collector's file exporter. */
export function spansOfRequest(request: Json): readonly Span[] {
  return listOf(request.resourceSpans).flatMap((group) => {
    if (!isRecord(group)) return [];
    return listOf(group.scopeSpans).flatMap((scoped) => {
      if (!isRecord(scoped)) return [];
      const surroundings = { resource: group.resource, scope: scoped.scope };
      return listOf(scoped.spans).flatMap((span) => spanOfOtlp(span, surroundings));
    });
  });
}

/** A list with the span; an empty list for other values. An unreadable span does not affect later ones. */
export function spanOfOtlp(given: unknown, surroundings: Surroundings = {}): readonly Span[] {
  if (!isRecord(given)) return [];
  try {
    return read(given, surroundings);
  } catch {
    return [];
  }
}

function read(given: Json, { resource, scope }: Surroundings): readonly Span[] {
  const [traceId, spanId] = [idOf(given.traceId), idOf(given.spanId)];
  if (traceId === undefined || spanId === undefined) return [];
  const of = otlpAttributes(isRecord(resource) ? resource.attributes : undefined);
  const name = textWithin(given.name) ?? 'span';
  const madeBy = scopeOf(scope);
  const { code, message } = isRecord(given.status) ? given.status : {};
  const { role, attributes, statusMessage, exception } = readTelemetry({
    attributes: otlpAttributes(given.attributes),
    scope: madeBy?.name,
    name,
    failed: code === 2 || code === 'STATUS_CODE_ERROR',
    statusMessage: textWithin(message, SPAN.textLength),
    events: eventsOf(given.events),
  });
  const span: Span = {
    traceId,
    spanId,
    parentSpanId: idOf(given.parentSpanId),
    name,
    service: textWithin(of['service.name']),
    kind: kindOf(given.kind),
    role,
    ...times(millisecondsOf(given.startTimeUnixNano) ?? 0, millisecondsOf(given.endTimeUnixNano)),
    attributes,
    statusMessage,
    resource: of,
    scope: madeBy,
  };
  return exception === undefined
    ? [span]
    : [span, { ...span, parentSpanId: undefined, role: undefined, exception: { ...exception } }];
}

/** A number, or a name such as `SPAN_KIND_CLIENT`. */
const kindOf = (kind: unknown): Span['kind'] =>
  SPAN_KINDS.find((name, index) => kind === index + 1 || kind === `SPAN_KIND_${name.toUpperCase()}`);

/** Attributes of events are read on access, because those of successful calls are never used. */
const eventsOf = (events: unknown): TelemetryEvent[] =>
  listOf(events)
    .slice(-SPAN.events)
    .flatMap((event) =>
      isRecord(event) && typeof event.name === 'string'
        ? [
            {
              name: event.name,
              get attributes() {
                return otlpAttributes(event.attributes);
              },
            },
          ]
        : [],
    );

function scopeOf(scope: unknown): Span['scope'] {
  const name = isRecord(scope) ? textWithin(scope.name) : undefined;
  return name === undefined ? undefined : { name, version: textWithin((scope as Json).version) };
}

/** A list of keys and typed values as in OTLP, or a plain record. */
export function otlpAttributes(given: unknown): Json {
  if (isRecord(given))
    return attributesFrom(lazily(Object.entries(given), ([key, value]) => [key, plain(value)]));
  return attributesFrom(
    lazily(listOf(given), (pair) =>
      isRecord(pair) && typeof pair.key === 'string' ? [pair.key, anyValue(pair.value)] : undefined,
    ),
  );
}

/** Yields items one by one, so that items beyond the bound are not read. */
function* lazily<T>(
  items: readonly T[],
  entryOf: (item: T) => readonly [string, unknown] | undefined,
): Generator<readonly [string, unknown]> {
  for (const item of items) {
    const entry = entryOf(item);
    if (entry !== undefined) yield entry;
  }
}

const plain = (value: unknown): unknown => (isRecord(value) ? anyValue(value) : value);

/** The field of an `AnyValue` and the function that reads it. */
const VALUES: ReadonlyMap<string, (value: unknown) => unknown> = new Map(
  Object.entries({
    stringValue: (value) => value,
    boolValue: (value) => value,
    intValue: numberOf,
    doubleValue: numberOf,
    arrayValue: (value) =>
      isRecord(value) ? listOf(value.values).slice(0, SPAN.listLength).map(anyValue) : undefined,
    kvlistValue: (value) => (isRecord(value) ? otlpAttributes(value.values) : undefined),
  }),
);

function anyValue(value: unknown): unknown {
  if (!isRecord(value)) return value;
  for (const [field, held] of Object.entries(value)) {
    const read = VALUES.get(field);
    if (read) return read(held);
  }
  return undefined;
}

export function millisecondsOf(nanoseconds: unknown): number | undefined {
  const value = numberOf(nanoseconds);
  return Number.isFinite(value) ? Math.round(value / 1e3) / 1e3 : undefined;
}
