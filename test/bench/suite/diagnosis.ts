// The cost of diagnosing a failed call, and of the processor's work on a healthy call.
import { createRequire } from 'node:module';
import type * as Checklist from '@sevenstep/checklist';
import type * as Processor from '@sevenstep/diagnosis-span-processor';
import type { Client } from './application.ts';
import { PARAMS } from './application.ts';
import type { Recorded } from './telemetry.ts';
import { answering, type Fetch, refusing } from './transport.ts';

/** The measures of the diagnosis, in microseconds. */
export type DiagnosisMeasure = 'checklist' | 'processor';

const require = createRequire(import.meta.url);
const RUNS = 10_000;
const SAMPLES = 9;

type Span = Parameters<InstanceType<typeof Processor.DiagnosisSpanProcessor>['onEnding']>[0];

/** The span of a call that `fetch` answers. */
async function spanOf(make: (fetch: Fetch) => Client, recorded: Recorded, fetch: Fetch): Promise<Span> {
  await make(fetch)
    .messages.create(PARAMS, { maxRetries: 0 })
    .catch(() => undefined);
  const { last } = recorded;
  if (!last) throw new Error('the call has no span');
  const { attributes, startTime, endTime, duration, status } = last;
  const spanContext = () => last.spanContext();
  return {
    attributes,
    startTime,
    endTime,
    duration,
    status,
    spanContext,
    setAttributes: () => undefined,
    setStatus: () => undefined,
  } as Span;
}

export async function diagnosisCost(
  measure: DiagnosisMeasure,
  make: (fetch: Fetch) => Client,
  recorded: Recorded,
): Promise<number> {
  if (measure === 'checklist') {
    const { diagnose } = require('@sevenstep/checklist') as typeof Checklist;
    const { attributes, status } = await spanOf(make, recorded, refusing());
    return microseconds(() => diagnose(attributes, { durationSeconds: 1, statusMessage: status?.message }));
  }
  const { DiagnosisSpanProcessor } = require('@sevenstep/diagnosis-span-processor') as typeof Processor;
  const processor = new DiagnosisSpanProcessor();
  const span = await spanOf(make, recorded, answering());
  return microseconds(() => {
    processor.onStart(span);
    processor.onEnding(span);
  });
}

/** The best of some samples: what disturbs only adds. */
function microseconds(run: () => unknown): number {
  let best = Number.POSITIVE_INFINITY;
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    const before = process.cpuUsage();
    for (let index = 0; index < RUNS; index += 1) run();
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, (user + system) / RUNS);
  }
  return best;
}
