// The processor's cost per span: the CPU time of ending spans with it, minus the time without it.
import { ROOT_CONTEXT } from '@opentelemetry/api';
import { BasicTracerProvider, type ReadableSpan, type SpanProcessor } from '@opentelemetry/sdk-trace-base';
import { DiagnosisSpanProcessor } from '@sevenstep/diagnosis-span-processor';
import { median } from './median.ts';

const SPANS = 20_000;
const ROUNDS = 7;

/** Microseconds of CPU that a span takes with the processor beyond what it takes without. */
export function processorMicroseconds(examples: readonly ReadableSpan[]): number {
  const rounds = Array.from({ length: ROUNDS }, () => {
    const without = microseconds(examples, []);
    return microseconds(examples, [new DiagnosisSpanProcessor()]) - without;
  });
  return median(rounds);
}

function microseconds(examples: readonly ReadableSpan[], spanProcessors: SpanProcessor[]): number {
  const tracer = new BasicTracerProvider({ spanProcessors }).getTracer('capacity');
  const before = process.cpuUsage();
  for (let index = 0; index < SPANS; index += 1) {
    const { name, kind, attributes, status } = examples[index % examples.length] as ReadableSpan;
    const span = tracer.startSpan(name, { kind, attributes: withoutVerdict(attributes) }, ROOT_CONTEXT);
    span.setStatus(status);
    span.end();
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / SPANS;
}

/** As it is before the processor has seen it. */
const withoutVerdict = (attributes: ReadableSpan['attributes']): ReadableSpan['attributes'] =>
  Object.fromEntries(Object.entries(attributes).filter(([name]) => !name.startsWith('anthropic.diagnosis.')));
