// Ended spans as plain data, without methods, so that another thread can export them.
import type { Attributes, Link, SpanContext } from '@opentelemetry/api';
import type { resources, tracing } from '@opentelemetry/sdk-node';

/** How an export ended. It starts as `underWay`. */
export const OUTCOME = { underWay: 0, sent: 1, failed: 2 } as const;

export interface LastExport {
  readonly exporterModule: string;
  readonly spans: readonly SentSpan[];
  /** One of {@link OUTCOME}, in memory that both threads share. */
  readonly outcome: Int32Array<SharedArrayBuffer>;
}

/** A context with its `traceState` as text. */
export type SentContext = Omit<SpanContext, 'traceState'> & { readonly traceState?: string };

export type SentSpan = Omit<tracing.ReadableSpan, 'spanContext' | 'parentSpanContext' | 'links'> & {
  readonly context: SentContext;
  readonly parent?: SentContext | undefined;
  readonly links: readonly (Omit<Link, 'context'> & { readonly context: SentContext })[];
};

/** The data of `spans`. Spans of one resource share it, as an exporter groups them by it. */
export function sentSpans(spans: readonly tracing.ReadableSpan[]): readonly SentSpan[] {
  const known = new Map<resources.Resource, resources.Resource>();
  const resourceOf = (resource: resources.Resource): resources.Resource => {
    const plain = known.get(resource) ?? ({ attributes: settled(resource) } as resources.Resource);
    known.set(resource, plain);
    return plain;
  };
  return spans.map((span) => ({
    name: span.name,
    kind: span.kind,
    context: sentContext(span.spanContext()),
    parent: span.parentSpanContext && sentContext(span.parentSpanContext),
    startTime: span.startTime,
    endTime: span.endTime,
    duration: span.duration,
    ended: true,
    status: { ...span.status },
    attributes: { ...span.attributes },
    events: span.events.map((event) => ({ ...event })),
    links: span.links.map((link) => ({ ...link, context: sentContext(link.context) })),
    resource: resourceOf(span.resource),
    instrumentationScope: { ...span.instrumentationScope },
    droppedAttributesCount: span.droppedAttributesCount,
    droppedEventsCount: span.droppedEventsCount,
    droppedLinksCount: span.droppedLinksCount,
  }));
}

/** A span that exporters take, from its data. */
export const spanOf = ({ context, parent, links, ...span }: SentSpan): tracing.ReadableSpan => ({
  ...span,
  spanContext: () => contextOf(context),
  ...(parent && { parentSpanContext: contextOf(parent) }),
  links: links.map((link) => ({ ...link, context: contextOf(link.context) })),
});

/** The context with the methods that another thread cannot get. */
const contextOf = ({ traceState, ...context }: SentContext): SpanContext => ({
  ...context,
  ...(traceState !== undefined && {
    traceState: { serialize: () => traceState } as NonNullable<SpanContext['traceState']>,
  }),
});

/** The attributes that are known by now. Some are found asynchronously: the id of the machine is read from a file. */
function settled(resource: resources.Resource): Attributes {
  if (!resource.asyncAttributesPending) return { ...resource.attributes };
  const known = new Map<string, unknown>();
  // The first of a name counts.
  for (const [name, value] of resource.getRawAttributes())
    if (!(value instanceof Promise || known.has(name))) known.set(name, value);
  return Object.fromEntries(known) as Attributes;
}

const sentContext = ({ traceState, ...context }: SpanContext): SentContext => ({
  ...context,
  ...(traceState && { traceState: traceState.serialize() }),
});
