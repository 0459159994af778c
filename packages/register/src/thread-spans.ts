// Hands the spans of worker threads to the main thread, which exports them. `worker.terminate()` leaves a thread no time for that.
import {
  BroadcastChannel,
  getEnvironmentData,
  isMainThread,
  type MessagePort,
  receiveMessageOnPort,
  setEnvironmentData,
} from 'node:worker_threads';
import { diag, TraceFlags } from '@opentelemetry/api';
import type { tracing } from '@opentelemetry/sdk-node';
import { sayOnce, shownProblem } from './say.ts';
import { type SentSpan, sentSpans, spanOf } from './sent-span.ts';

/** The name of the channel, and of the data that says that the main thread listens to it. */
const NAME = '@sevenstep/register/spans.v1';

/** This was measured in Node.js only. */
const isNode: boolean = !process.versions.bun && !process.versions.deno;

/** More than the threads of a pool, each of which has its own resource. */
const MANY_RESOURCES = 100;

/** The channel of the main thread. */
let received: BroadcastChannel | undefined;
let takeOne: (span: SentSpan | undefined) => void = () => undefined;

/**
 * Calls `take` with each span of threads that start from now on, and with nothing when a thread has started to observe. Keeps no
 * process alive.
 */
export function receiveThreadSpans(take: (span?: tracing.ReadableSpan) => void): void {
  if (!isMainThread || !isNode) return;
  const resources = new Map<string, tracing.ReadableSpan['resource']>();
  const takeSpan = (span: SentSpan | undefined): void => {
    if (!span) {
      take();
      return;
    }
    // Exporters group spans by the identity of the resource.
    const key = JSON.stringify(span.resource.attributes);
    const resource = resources.get(key) ?? span.resource;
    if (resources.size > MANY_RESOURCES) resources.clear();
    resources.set(key, resource);
    take(spanOf({ ...span, resource }));
  };
  takeOne = (span) => {
    try {
      takeSpan(span);
    } catch (problem) {
      // An error in a listener of the channel would end the process.
      sayOnce(`a span of a worker thread could not be exported: ${shownProblem(problem)}`);
    }
  };
  received = new BroadcastChannel(NAME);
  received.onmessage = (message: unknown) => takeOne((message as { data?: SentSpan }).data);
  received.unref();
  setEnvironmentData(NAME, exportVariables());
}

/** Takes the spans that the event loop has not delivered yet. */
export function takeThreadSpans(): void {
  if (!received) return;
  // Node.js takes a BroadcastChannel, too, which its types leave out.
  const port = received as unknown as MessagePort;
  for (let next = receiveMessageOnPort(port); next; next = receiveMessageOnPort(port))
    takeOne(next.message as SentSpan | undefined);
}

/** On a worker thread, the processor that hands spans to the main thread, if that thread exports them to the same place. */
export function threadSpanProcessor(): tracing.SpanProcessor | undefined {
  if (isMainThread || !isNode || getEnvironmentData(NAME) !== exportVariables()) return undefined;
  sendToMainThread();
  return {
    onStart: () => undefined,
    onEnd: (span) => {
      if (span.spanContext().traceFlags & TraceFlags.SAMPLED) sendToMainThread(span);
    },
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
}

let sending: BroadcastChannel | undefined;

function sendToMainThread(span?: tracing.ReadableSpan): void {
  try {
    sending ??= channelOfThisTurn();
    sending.postMessage(span && sentSpans([span])[0]);
  } catch (problem) {
    diag.warn('@sevenstep/register: a span could not be handed to the main thread:', shownProblem(problem));
  }
}

/** A channel that is open until the event loop turns. While open, it also queues the spans of other threads. */
function channelOfThisTurn(): BroadcastChannel {
  const channel = new BroadcastChannel(NAME);
  channel.unref();
  setImmediate(() => {
    channel.close();
    sending = undefined;
  }).unref();
  return channel;
}

/** The variables that say where spans are exported. A thread may have its own. */
function exportVariables(): string {
  const given = Object.entries(process.env).filter(([name]) =>
    /^OTEL_(?:EXPORTER|TRACES_EXPORTER)/.test(name),
  );
  return JSON.stringify(given.toSorted());
}
