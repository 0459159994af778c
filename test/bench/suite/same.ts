// What Sevenstep records of a call, recorded by hand and without looking at the call: the least that telemetry of this size costs.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import {
  type Attributes,
  context,
  type Histogram,
  metrics,
  SpanKind,
  type SpanStatus,
  trace,
} from '@opentelemetry/api';
import type * as Conventions from '@sevenstep/semantic-conventions';
import type { CpuMeasure } from './cpu.ts';
import type { Client, Subject } from './subject.ts';
import { type ByHand, type HelperByHand, type Seen, watchHelper, watchStream } from './watch-stream.ts';

/** A span as `recording.ts` prints it. */
export interface RecordedSpan {
  readonly name: string;
  readonly kind: SpanKind;
  readonly attributes: Attributes;
  readonly status: SpanStatus;
}

export interface RecordedCall extends RecordedSpan {
  readonly attempts: readonly RecordedSpan[];
}

/** What is made by hand, and what of it also on the SDK's own span. */
export const BY_HAND: readonly CpuMeasure[] = ['call', 'streamEvent', 'helperEvent', 'retriedCall'];
export type OnSdkMeasure = Exclude<CpuMeasure, 'retriedCall'>;
export const BY_HAND_ON_SDK: readonly OnSdkMeasure[] = ['call', 'streamEvent', 'helperEvent'];

/** What is to be recorded by hand, in the file that the bench writes beside this one. */
export const SAME_FILE = 'same.json';
export interface Same {
  readonly own: Readonly<Record<CpuMeasure, RecordedCall>>;
  /** What ours adds to the span that the SDK makes. */
  readonly onSdk: Readonly<Record<OnSdkMeasure, Attributes>>;
}

const read = (): Same => JSON.parse(readFileSync(SAME_FILE, 'utf8')) as Same;

/** These are known when a call starts, the others when it has ended. */
const AT_START = /^(gen_ai\.(operation|provider|request)|http\.(request|route)|server|anthropic\.sdk)/;

/** The attributes for which `isWanted` holds. */
const only = (attributes: Attributes, isWanted: (name: string) => boolean): Attributes =>
  Object.fromEntries(Object.entries(attributes).filter(([name]) => isWanted(name)));

/** Records metrics. */
interface Measuring {
  call(attempts: number): void;
  /** @param count of events so far. @param gap before this one, in milliseconds. */
  event(count: number, gap: number): void;
}

/** Records the metrics of a call that has `attributes`, as often as it is told to. */
function measuring(attributes: Attributes): Measuring {
  const { METRICS } = createRequire(import.meta.url)('@sevenstep/semantic-conventions') as typeof Conventions;
  const meter = metrics.getMeter('same');
  const histogram = (name: keyof typeof METRICS): Histogram =>
    meter.createHistogram(name, {
      advice: { explicitBucketBoundaries: [...(METRICS[name].buckets ?? [])] },
    });
  const duration = histogram('gen_ai.client.operation.duration');
  const tokens = histogram('gen_ai.client.token.usage');
  const firstEvent = histogram('gen_ai.client.operation.time_to_first_chunk');
  const events = histogram('gen_ai.client.operation.time_per_output_chunk');
  const delay = histogram('anthropic.client.retry.delay');
  const kept: readonly string[] = METRICS['gen_ai.client.operation.duration'].attributes;
  const ofCall = only(attributes, (name) => kept.includes(name));
  const input = { ...ofCall, 'gen_ai.token.type': 'input' };
  const output = { ...ofCall, 'gen_ai.token.type': 'output' };
  const ofAttempt = { 'anthropic.attempt.outcome': 'rate_limit', 'http.response.status_code': 429 };
  const isStream = 'gen_ai.response.time_to_first_chunk' in attributes;
  return {
    call: (attempts) => {
      duration.record(0.01, ofCall);
      tokens.record(812, input);
      tokens.record(140, output);
      if (isStream) firstEvent.record(0.005, ofCall);
      for (let retry = 1; retry < attempts; retry += 1) delay.record(0.001, ofAttempt);
    },
    // As many as by default.
    event: (count, gap) => {
      if (count <= 16 || count % 64 === 0) events.record(gap / 1000, ofCall);
    },
  };
}

/** Everything of a call: its span, those of its attempts, its metrics. */
export const same: Subject = {
  sdkSpans: false,
  start: () => undefined,
  wrap: (client, measure = 'call') => {
    const call = read().own[measure];
    const atStart = only(call.attributes, (name) => AT_START.test(name));
    const atEnd = only(call.attributes, (name) => !AT_START.test(name));
    const measured = measuring(call.attributes);
    /** Runs `send` with a span active, and gives it what is to be called with what was seen when the call is over. */
    const recording = <Result>(send: (over: (seen?: Seen) => void) => Result): Result => {
      const tracer = trace.getTracer('same');
      const options = { kind: SpanKind.CLIENT, attributes: atStart };
      return tracer.startActiveSpan(call.name, options, (span) => {
        const parent = context.active();
        return send((seen) => {
          span.setAttributes(atEnd);
          if (seen) span.setAttributes({ ...seen });
          for (const { name, kind, attributes, status } of call.attempts) {
            const attempt = tracer.startSpan(name, { kind, startTime: Date.now() }, parent);
            attempt.setAttributes(attributes).setStatus(status).end(Date.now());
          }
          measured.call(call.attempts.length);
          span.end();
        });
      });
    };
    const create = (params: never): Promise<unknown> =>
      recording(async (over) => {
        const answer = await client.messages.create(params);
        if (measure === 'streamEvent') watchStream(answer as unknown as ByHand, measured.event, over);
        else over();
        return answer;
      });
    const stream = (params: never): unknown =>
      recording((over) =>
        watchHelper(client.messages.stream(params) as unknown as HelperByHand, measured.event, over),
      );
    return { messages: { create, stream } } as unknown as Client;
  },
};

/** On the SDK's own span: the attributes that it lacks and the metrics, at once while it sends the request. */
export const sameOnSdk: Subject = {
  sdkSpans: true,
  start: () => undefined,
  wrapFetch: (fetch, measure = 'call') => {
    const { own, onSdk } = read();
    const attributes = onSdk[measure as OnSdkMeasure];
    const measured = measuring(own[measure].attributes);
    return (url, init) => {
      trace.getActiveSpan()?.setAttributes(attributes);
      measured.call(1);
      return fetch(url, init);
    };
  },
  wrap: (client, measure = 'call') => {
    const { event } = measuring(read().own[measure].attributes);
    const over = (): void => undefined;
    const create = async (params: never): Promise<unknown> => {
      const answer = await client.messages.create(params);
      if (measure === 'streamEvent') watchStream(answer as unknown as ByHand, event, over);
      return answer;
    };
    const stream = (params: never): unknown =>
      watchHelper(client.messages.stream(params) as unknown as HelperByHand, event, over);
    return { messages: { create, stream } } as unknown as Client;
  },
};
