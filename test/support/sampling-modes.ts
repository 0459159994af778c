// Who records spans and who propagates them: every mode that a call can meet, side by side in one process.
import {
  type Context,
  createContextKey,
  ProxyTracerProvider,
  propagation,
  ROOT_CONTEXT,
  type TextMapPropagator,
  TraceFlags,
  type TracerProvider,
  trace,
} from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BasicTracerProvider,
  ParentBasedSampler,
} from '@opentelemetry/sdk-trace-base';

export interface SamplingMode {
  readonly title: string;
  /** For the client's `openTelemetry.tracerProvider`. */
  readonly provider: () => TracerProvider;
  /** The context of the calls. */
  readonly context: Context;
}

/** In a context whose trace is not propagated. */
const UNPROPAGATED = createContextKey('not propagated');
const WITHOUT_PROPAGATOR = ROOT_CONTEXT.setValue(UNPROPAGATED, true);

const calledWith = (traceFlags: TraceFlags): Context =>
  trace.setSpanContext(ROOT_CONTEXT, {
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: 'b7ad6b7169203331',
    traceFlags,
    isRemote: true,
  });

const dropping = (): TracerProvider => new BasicTracerProvider({ sampler: new AlwaysOffSampler() });
const followingItsParent = (): TracerProvider =>
  new BasicTracerProvider({ sampler: new ParentBasedSampler({ root: new AlwaysOnSampler() }) });
/** The API's provider before an application registers one. */
const none = (): TracerProvider => new ProxyTracerProvider();

export const SAMPLING_MODES: readonly SamplingMode[] = [
  { title: 'recorded', provider: () => new BasicTracerProvider(), context: ROOT_CONTEXT },
  {
    title: 'recorded, without a propagator',
    provider: () => new BasicTracerProvider(),
    context: WITHOUT_PROPAGATOR,
  },
  { title: 'sampled out', provider: dropping, context: ROOT_CONTEXT },
  { title: 'sampled out, without a propagator', provider: dropping, context: WITHOUT_PROPAGATOR },
  {
    title: 'beneath a remote parent that is not sampled',
    provider: followingItsParent,
    context: calledWith(TraceFlags.NONE),
  },
  { title: 'without a provider', provider: none, context: ROOT_CONTEXT },
  {
    title: 'without a provider, beneath a sampled remote parent',
    provider: none,
    context: calledWith(TraceFlags.SAMPLED),
  },
  {
    title: 'without a provider, beneath a remote parent that is not sampled',
    provider: none,
    context: calledWith(TraceFlags.NONE),
  },
];

/** Registers the W3C propagator of NodeSDK, but for the modes that are without one. */
export function registerPropagator(): void {
  const w3c = new W3CTraceContextPropagator();
  const propagator: TextMapPropagator = {
    inject: (context, carrier, setter) => {
      if (!context.getValue(UNPROPAGATED)) w3c.inject(context, carrier, setter);
    },
    extract: (context, carrier, getter) => w3c.extract(context, carrier, getter),
    fields: () => w3c.fields(),
  };
  propagation.setGlobalPropagator(propagator);
}
