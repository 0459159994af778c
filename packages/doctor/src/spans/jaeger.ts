// Spans of Jaeger's JSON: what its query API answers, and what its page saves as a file.
import { normalizeAttributes, readStrings } from '@sevenstep/checklist';
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

/** A span whose process may come later, behind all spans of its trace. */
export interface JaegerSpan {
  readonly span: Span;
  readonly process: string | undefined;
}

/** The span without its process; `undefined` for what is no span. */
export function spanOfJaeger(given: unknown): JaegerSpan | undefined {
  if (!isRecord(given)) return undefined;
  const [traceId, spanId] = [idOf(given.traceID), idOf(given.spanID)];
  if (traceId === undefined || spanId === undefined) return undefined;
  const attributes = tagsOf(given.tags);
  const scope = textWithin(attributes['otel.scope.name']);
  // Microseconds.
  const start = numberOf(given.startTime) / 1000 || 0;
  const span: Span = {
    traceId,
    spanId,
    parentSpanId: parentOf(given.references),
    name: textWithin(given.operationName) ?? 'span',
    service: undefined,
    kind: SPAN_KINDS.find((kind) => kind === attributes['span.kind']),
    ...times(start, start + (numberOf(given.duration) / 1000 || 0)),
    ...normalizeAttributes(attributes, {
      failed: attributes.error === true || attributes['otel.status_code'] === 'ERROR',
      statusMessage: textWithin(attributes['otel.status_description'], SPAN.textLength),
      exception: exceptionOf(given.logs),
    }),
    resource: {},
    scope:
      scope === undefined
        ? undefined
        : { name: scope, version: textWithin(attributes['otel.scope.version']) },
  };
  return { span, process: typeof given.processID === 'string' ? given.processID : undefined };
}

export function withProcess({ span, process: id }: JaegerSpan, processes: Json): Span {
  const process = id !== undefined && Object.hasOwn(processes, id) ? processes[id] : undefined;
  if (!isRecord(process)) return span;
  return { ...span, service: textWithin(process.serviceName), resource: tagsOf(process.tags) };
}

/** Of a span's events, which Jaeger calls logs. */
function exceptionOf(logs: unknown): Json | undefined {
  return listOf(logs)
    .slice(-SPAN.events)
    .map((log) => tagsOf(isRecord(log) ? log.fields : undefined))
    .findLast((fields) => fields.event === 'exception');
}

function parentOf(references: unknown): string | undefined {
  const parent = listOf(references).find((one) => isRecord(one) && one.refType === 'CHILD_OF');
  return isRecord(parent) ? idOf(parent.spanID) : undefined;
}

function tagsOf(tags: unknown): Json {
  const attributes = attributesFrom(taggedIn(listOf(tags)));
  // Jaeger keeps a list as JSON in a string.
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
