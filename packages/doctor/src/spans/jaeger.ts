// Reads spans of Jaeger's JSON: responses of its query API, and files saved from its page.
import { readStrings, readTelemetry, type TelemetryEvent } from '@sevenstep/checklist';
import { ATTRIBUTES, type AttributeName } from '@sevenstep/semantic-conventions';
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

/** The spans of one trace. */
export function spansOfTrace(trace: Json): readonly Span[] {
  const processes = isRecord(trace.processes) ? trace.processes : {};
  return listOf(trace.spans).flatMap((given) => {
    const span = spanOfJaeger(given);
    return span === undefined ? [] : [withProcess(span, processes)];
  });
}

/** A span whose process may come later, after all spans of its trace. */
export interface JaegerSpan {
  readonly span: Span;
  readonly process: string | undefined;
}

/** The span without its process; `undefined` for other values. */
export function spanOfJaeger(given: unknown): JaegerSpan | undefined {
  if (!isRecord(given)) return undefined;
  const [traceId, spanId] = [idOf(given.traceID), idOf(given.spanID)];
  if (traceId === undefined || spanId === undefined) return undefined;
  const tags = tagsOf(given.tags);
  const scope = textWithin(tags['otel.scope.name']);
  const name = textWithin(given.operationName) ?? 'span';
  const { role, attributes, statusMessage } = readTelemetry({
    attributes: tags,
    scope,
    name,
    failed: tags.error === true || tags['otel.status_code'] === 'ERROR',
    statusMessage: textWithin(tags['otel.status_description'], SPAN.textLength),
    events: eventsOf(given.logs),
  });
  // Microseconds.
  const start = numberOf(given.startTime) / 1000 || 0;
  const span: Span = {
    traceId,
    spanId,
    parentSpanId: parentOf(given.references),
    name,
    service: undefined,
    kind: SPAN_KINDS.find((kind) => kind === tags['span.kind']),
    role,
    ...times(start, start + (numberOf(given.duration) / 1000 || 0)),
    attributes,
    statusMessage,
    resource: {},
    scope: scope === undefined ? undefined : { name: scope, version: textWithin(tags['otel.scope.version']) },
  };
  return { span, process: typeof given.processID === 'string' ? given.processID : undefined };
}

export function withProcess({ span, process: id }: JaegerSpan, processes: Json): Span {
  const process = id !== undefined && Object.hasOwn(processes, id) ? processes[id] : undefined;
  if (!isRecord(process)) return span;
  return { ...span, service: textWithin(process.serviceName), resource: tagsOf(process.tags) };
}

/** Jaeger calls a span's events logs, and stores the name among the fields. */
const eventsOf = (logs: unknown): TelemetryEvent[] =>
  listOf(logs)
    .slice(-SPAN.events)
    .map((log) => tagsOf(isRecord(log) ? log.fields : undefined))
    .map((attributes) => ({
      name: typeof attributes.event === 'string' ? attributes.event : '',
      attributes,
    }));

function parentOf(references: unknown): string | undefined {
  const parent = listOf(references).find((one) => isRecord(one) && one.refType === 'CHILD_OF');
  return isRecord(parent) ? idOf(parent.spanID) : undefined;
}

function tagsOf(tags: unknown): Json {
  const attributes = attributesFrom(taggedIn(listOf(tags)));
  // Jaeger stores a list as JSON in a string.
  const lists = Object.keys(attributes)
    .filter(isList)
    .map((name) => [name, readStrings(attributes, name)]);
  return { ...attributes, ...Object.fromEntries(lists) };
}

function* taggedIn(tags: readonly unknown[]): Generator<readonly [string, unknown]> {
  for (const tag of tags) if (isRecord(tag) && typeof tag.key === 'string') yield [tag.key, tag.value];
}

const isList = (name: string): name is AttributeName =>
  name.startsWith('http.response.header.') ||
  (Object.hasOwn(ATTRIBUTES, name) && ATTRIBUTES[name as AttributeName][0] === 'string[]');
