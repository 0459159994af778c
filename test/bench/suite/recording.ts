// One process of the bench: `node recording.ts <subject> <measure>` prints the spans that it makes of a call, for another to make by hand.
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { clientOf } from './application.ts';
import { type CpuMeasure, WORKLOADS } from './cpu.ts';
import type { RecordedCall, RecordedSpan } from './same.ts';
import { startSubject } from './start-subject.ts';
import { tell } from './tell.ts';

const [name = '', measure] = process.argv.slice(2);
const { subject, recorded } = await startSubject(name, 'recording');
const ended: ReadableSpan[] = [];
recorded.ended = ended;
const { fetch, run } = WORKLOADS[measure as CpuMeasure];
await run(clientOf(subject, fetch()));

const recordedSpan = ({ name, kind, attributes, status }: ReadableSpan): RecordedSpan => ({
  name,
  kind,
  attributes,
  status,
});

// The spans of attempts end before that of their call.
const call = ended.at(-1);
if (!call) throw new Error(`${name} makes no span of a call`);
const { spanId } = call.spanContext();
const attempts = ended.filter(({ parentSpanContext }) => parentSpanContext?.spanId === spanId);
const result: RecordedCall = { ...recordedSpan(call), attempts: attempts.map(recordedSpan) };
tell(result);
