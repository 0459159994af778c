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
import { type ByHand, type Seen, watchStream } from './watch-stream.ts';

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

/** What is made by hand: not the stream helper, which nothing outside it can wrap as cheaply. */
export type ByHandMeasure = Exclude<CpuMeasure, 'helperEvent'>;
export const BY_HAND: readonly ByHandMeasure[] = ['call', 'streamEvent', 'retriedCall'];

/** What is to be recorded by hand, in the file that the bench writes beside this one. */
export const SAME_FILE = 'same.json';
export interface Same {
  readonly own: Readonly<Record<ByHandMeasure, RecordedCall>>;
  /** What ours adds to the span that the SDK makes of a call. */
  readonly onSdk: Attributes;
}

const read = (): Same => JSON.parse(readFileSync(SAME_FILE, 'utf8')) as Same;

/** These are known when a call starts, the others when it has ended. */
const AT_START = /^(gen_ai\.(operation|provider|request)|http\.(request|route)|server|anthropic\.sdk)/;

/** The attributes for which `isWanted` holds. */
const only = (attributes: Attributes, isWanted: (name: string) => boolean): Attributes =>
  Object.fromEntries(Object.entries(attributes).filter(([name]) => isWanted(name)));

/** Records the metrics of a call that has `attributes`, as often as it is told to. */
function measuring(attributes: Attributes): (attempts: number) => void {
  const { METRICS } = createRequire(import.meta.url)('@sevenstep/semantic-conventions') as typeof Conventions;
  const meter = metrics.getMeter('same');
  const histogram = (name: keyof typeof METRICS): Histogram =>
    meter.createHistogram(name, {
      advice: { explicitBucketBoundaries: [...(METRICS[name].buckets ?? [])] },
    });
  const duration = histogram('gen_ai.client.operation.duration');
  const tokens = histogram('gen_ai.client.token.usage');
  const delay = histogram('anthropic.client.retry.delay');
  const kept: readonly string[] = METRICS['gen_ai.client.operation.duration'].attributes;
  const ofCall = only(attributes, (name) => kept.includes(name));
  const input = { ...ofCall, 'gen_ai.token.type': 'input' };
  const output = { ...ofCall, 'gen_ai.token.type': 'output' };
  const ofAttempt = { 'anthropic.attempt.outcome': 'rate_limit', 'http.response.status_code': 429 };
  return (attempts) => {
    duration.record(0.01, ofCall);
    tokens.record(812, input);
    tokens.record(140, output);
    for (let retry = 1; retry < attempts; retry += 1) delay.record(0.001, ofAttempt);
  };
}

/** Everything of a call: its span, those of its attempts, its metrics. */
export const same: Subject = {
  sdkSpans: false,
  start: () => undefined,
  wrap: (client, measure) => {
    const call = read().own[(measure ?? 'call') as ByHandMeasure];
    const atStart = only(call.attributes, (name) => AT_START.test(name));
    const atEnd = only(call.attributes, (name) => !AT_START.test(name));
    const recordMetrics = measuring(call.attributes);
    const create = (params: never): Promise<unknown> => {
      const tracer = trace.getTracer('same');
      const options = { kind: SpanKind.CLIENT, attributes: atStart };
      return tracer.startActiveSpan(call.name, options, async (span) => {
        const parent = context.active();
        const over = (seen?: Seen): void => {
          span.setAttributes(atEnd);
          if (seen) span.setAttributes({ ...seen });
          for (const { name, kind, attributes, status } of call.attempts) {
            const attempt = tracer.startSpan(name, { kind, startTime: Date.now() }, parent);
            attempt.setAttributes(attributes).setStatus(status).end(Date.now());
          }
          recordMetrics(call.attempts.length);
          span.end();
        };
        const answer = await client.messages.create(params);
        if (measure === 'streamEvent') watchStream(answer as unknown as ByHand, over);
        else over();
        return answer;
      });
    };
    return { messages: { create, stream: client.messages.stream } } as unknown as Client;
  },
};

/** On the SDK's own span: the attributes that it lacks, at once while it sends the request, and the metrics. */
export const sameOnSdk: Subject = {
  sdkSpans: true,
  start: () => undefined,
  wrapFetch: (fetch) => {
    const { own, onSdk } = read();
    const recordMetrics = measuring(own.call.attributes);
    return (url, init) => {
      trace.getActiveSpan()?.setAttributes(onSdk);
      recordMetrics(1);
      return fetch(url, init);
    };
  },
};
