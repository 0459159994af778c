// Passes recorded telemetry of Sevenstep to OpenTelemetry without reading the call: the least that telemetry of this size costs.
import { readFileSync } from 'node:fs';
import { type Attributes, type AttributeValue, context, metrics, type Span, trace } from '@opentelemetry/api';
import { addedTo, type Handed, type HandedSpan, type Measurement } from './handed.ts';
import type { Client, Subject, WorkName } from './subject.ts';
import { type ByHand, type HelperByHand, watchHelper, watchStream } from './watch-stream.ts';
import { WORK } from './work.ts';

/** The file with each subject's telemetry for one call of each work. The bench writes it next to this file. */
export const SAME_FILE = 'same.json';
export type Same = Readonly<Record<'owned' | 'adopted' | 'sdk', Readonly<Record<WorkName, Handed>>>>;

function handedBy(subject: keyof Same, work: WorkName): Handed {
  const same = JSON.parse(readFileSync(SAME_FILE, 'utf8')) as Same;
  // Without a provider it is the same that is handed over, and nothing becomes of it.
  return same[subject][work === 'noProvider' ? 'call' : work];
}

/** The attributes and spans that our instrumentation adds to the SDK's own. */
function handedOnSdk(work: WorkName): Handed & { readonly added: Pairs } {
  const [own, sdk] = [handedBy('adopted', work), handedBy('sdk', work)];
  const [call, ...spans] = own.spans;
  const added = addedTo(sdk.spans[0]?.ended?.attributes ?? {}, call?.ended?.attributes ?? {});
  return { ...own, spans, added: Object.entries(added) };
}

/** Hands over the measurements of a call: some of them with its events, the others when it is over. */
interface Measuring {
  over(): void;
  event(): void;
}

type Measure = () => void;

function measuring(measurements: readonly Measurement[], work: WorkName): Measuring {
  const { units, atOnce } = WORK[work];
  const meter = metrics.getMeter('same');
  const measures = measurements.map(({ create, name, options, value, attributes }): Measure => {
    const instrument = meter[create](name, options);
    return 'record' in instrument
      ? () => instrument.record(value, attributes)
      : () => instrument.add(value, attributes);
  });
  const isOfEvent = measurements.map(({ name }) => name === OF_EVENTS);
  const ofEvents = measures.filter((_, index) => isOfEvent[index]);
  const others = measures.filter((_, index) => !isOfEvent[index]);
  const [ofEvent] = ofEvents;
  const every = units / atOnce / ofEvents.length;
  let count = 0;
  return {
    over: () => {
      for (const measure of others) measure();
    },
    event: () => {
      count += 1;
      if (count < every) return;
      count -= every;
      ofEvent?.();
    },
  };
}

/** The only instrument that is measured with events. */
const OF_EVENTS = 'gen_ai.client.inference.time_per_output_chunk';

type Pairs = ReadonlyArray<readonly [name: string, value: AttributeValue | undefined]>;

function set(span: Span, pairs: Pairs): void {
  for (const [name, value] of pairs) if (value !== undefined) span.setAttribute(name, value);
}

/** Makes a span and ends it. */
type Make = () => void;

function making({ name, kind, atStart, ended }: HandedSpan): Make {
  const tracer = trace.getTracer('same');
  const later = laterOf(atStart, ended?.attributes);
  return () => {
    const span = tracer.startSpan(name, { kind, attributes: atStart, startTime: Date.now() });
    finish(span, later, ended);
    span.end(Date.now());
  };
}

const laterOf = (atStart: Attributes, attributes: Attributes = {}): Pairs =>
  Object.entries(addedTo(atStart, attributes));

function finish(span: Span, later: Pairs, ended: HandedSpan['ended']): void {
  if (!ended) return;
  set(span, later);
  for (const event of ended.events) span.addEvent(event.name, event.attributes);
  if (ended.status.code !== 0) span.setStatus(ended.status);
}

function makeAll(make: readonly Make[]): void {
  for (const one of make) one();
}

/** Everything of a call: its span, those of its attempts, its measurements. */
export const same: Subject = {
  sdkSpans: false,
  start: () => undefined,
  wrap: (client, work = 'call') => {
    const { spans, measurements } = handedBy('owned', work);
    const [call, ...attempts] = spans;
    if (!call) throw new Error(`${SAME_FILE} has no span of ${work}`);
    const { name, kind, atStart, ended } = call;
    const later = laterOf(atStart, ended?.attributes);
    const make = attempts.map(making);
    const measured = measuring(measurements, work);
    /** Runs `send` with a span active, and gives it what is to be called when the call is over. */
    const recording = <Result>(send: (over: () => void) => Result): Result =>
      trace.getTracer('same').startActiveSpan(name, { kind, attributes: atStart }, (span) => {
        const within = context.active();
        return send(() => {
          finish(span, later, ended);
          if (make.length > 0) context.with(within, () => makeAll(make));
          measured.over();
          span.end();
        });
      });
    return handing(client, work, measured, recording);
  },
};

/** Observes a client by hand as each work needs it. */
function handing(
  client: Client,
  work: WorkName,
  { event }: Measuring,
  recording: <Result>(send: (over: () => void) => Result) => Result,
): Client {
  const create = (params: never): Promise<unknown> =>
    recording(async (over) => {
      const answer = await client.messages.create(params);
      if (work === 'streamEvent') watchStream(answer as unknown as ByHand, event, over);
      else over();
      return answer;
    });
  const stream = (params: never): unknown =>
    recording((over) => watchHelper(client.messages.stream(params) as unknown as HelperByHand, event, over));
  return { messages: { create, stream } } as unknown as Client;
}

/** The SDK sends its own `Headers`. */
const retryCount = (init?: RequestInit): string | null =>
  init?.headers instanceof Headers ? init.headers.get('x-stainless-retry-count') : null;

/** On the SDK's own span: the attributes that it lacks, the other spans and the measurements, at once while the last attempt is sent. */
export const sameOnSdk: Subject = {
  sdkSpans: true,
  start: () => undefined,
  wrapFetch: (fetch, work = 'call') => {
    const { added, spans, measurements } = handedOnSdk(work);
    const make = spans.map(making);
    const measured = measuring(measurements, work);
    const lastAttempt = work === 'retriedCall' ? '2' : undefined;
    return (url, init) => {
      if (lastAttempt === undefined || retryCount(init) === lastAttempt) {
        const span = trace.getActiveSpan();
        if (span) set(span, added);
        makeAll(make);
        measured.over();
      }
      return fetch(url, init);
    };
  },
  wrap: (client, work = 'call') => {
    if (work !== 'streamEvent' && work !== 'helperEvent') return client;
    const measured = measuring(handedOnSdk(work).measurements, work);
    return handing(client, work, measured, (send) => send(() => undefined));
  },
};
