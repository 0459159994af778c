// Spans of Jaeger's JSON: what its query API answers, and what its page saves as a file.
import { inOurWords, readStrings } from '@sevenstep/checklist';
import { ATTRIBUTES, type AttributeName } from '@sevenstep/semantic-conventions';
import { isRecord, type Json, listOf, printable, SPAN_KINDS, type Span, textOf, times } from './span.ts';

/** The spans of one trace. */
export function spansOfTrace(trace: Json): readonly Span[] {
  const processes = isRecord(trace.processes) ? trace.processes : {};
  return listOf(trace.spans).flatMap((span) => spanOfJaeger(span, processes));
}

function spanOfJaeger(given: unknown, processes: Json): readonly Span[] {
  if (!isRecord(given)) return [];
  const [traceId, spanId] = [textOf(given.traceID), textOf(given.spanID)];
  if (traceId === undefined || spanId === undefined) return [];
  const id = String(given.processID);
  const process = Object.hasOwn(processes, id) ? processes[id] : undefined;
  const attributes = tagsOf(given.tags);
  const scope = textOf(attributes['otel.scope.name']);
  // Microseconds.
  const start = Number(given.startTime) / 1000 || 0;
  return [
    {
      traceId,
      spanId,
      parentSpanId: parentOf(given.references),
      name: textOf(given.operationName) ?? 'span',
      service: isRecord(process) ? textOf(process.serviceName) : undefined,
      kind: SPAN_KINDS.find((kind) => kind === attributes['span.kind']),
      ...times(start, start + (Number(given.duration) / 1000 || 0)),
      ...inOurWords(attributes, {
        failed: attributes.error === true || attributes['otel.status_code'] === 'ERROR',
        statusMessage: textOf(attributes['otel.status_description']),
        exception: exceptionOf(given.logs),
      }),
      resource: isRecord(process) ? tagsOf(process.tags) : {},
      scope:
        scope === undefined ? undefined : { name: scope, version: textOf(attributes['otel.scope.version']) },
    },
  ];
}

/** Of a span's events, which Jaeger calls logs. */
function exceptionOf(logs: unknown): Json | undefined {
  return listOf(logs)
    .map((log) => tagsOf(isRecord(log) ? log.fields : undefined))
    .findLast((fields) => fields.event === 'exception');
}

function parentOf(references: unknown): string | undefined {
  const parent = listOf(references).find((one) => isRecord(one) && one.refType === 'CHILD_OF');
  return isRecord(parent) ? textOf(parent.spanID) : undefined;
}

function tagsOf(tags: unknown): Json {
  const attributes = Object.fromEntries(
    listOf(tags).flatMap((tag) =>
      isRecord(tag) && typeof tag.key === 'string'
        ? [[tag.key, typeof tag.value === 'string' ? printable(tag.value) : tag.value]]
        : [],
    ),
  );
  // Jaeger keeps a list as JSON in a string.
  const lists = Object.keys(attributes)
    .filter(isList)
    .map((name) => [name, readStrings(attributes, name)]);
  return { ...attributes, ...Object.fromEntries(lists) };
}

const isList = (name: string): name is AttributeName =>
  name.startsWith('http.response.header.') ||
  (Object.hasOwn(ATTRIBUTES, name) && ATTRIBUTES[name as AttributeName][0] === 'string[]');
