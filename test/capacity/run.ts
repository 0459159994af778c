// `npm run capacity`: measures this machine for planning, and prints a Markdown table. With `-- --collector`, it measures the Collector with diagnoses.
import { availableParallelism, cpus, loadavg } from 'node:os';
import { CALLS, type Kind, spansOf } from './calls.ts';
import { spansPerSecond } from './into-jaeger.ts';
import { bytesPerCall } from './on-the-wire.ts';
import { throughCollector } from './through-collector.ts';
import { processorMicroseconds } from './through-processor.ts';

/** A batch of a BatchSpanProcessor. */
const TIMES = 512;

const whole = (figure: number): string => Math.round(figure).toLocaleString('en');

async function printStack(): Promise<void> {
  const rows: string[] = [];
  let healthy: Awaited<ReturnType<typeof spansOf>> = [];
  for (const kind of Object.keys(CALLS) as Kind[]) {
    const spans = await spansOf(CALLS[kind], TIMES);
    if (kind === 'healthy') healthy = spans;
    const { protobuf, JSON: json } = bytesPerCall(spans, TIMES);
    const calls = spans.filter(({ attributes }) => 'anthropic.sdk.method' in attributes);
    const cost = processorMicroseconds(calls);
    const rate = cost < 1 ? 'more than 1,000,000' : whole(1e6 / cost);
    rows.push(
      `| ${kind} | ${spans.length / TIMES} | ${protobuf} | ${json} | ${cost < 1 ? 'less than 1' : whole(cost)} | ${rate} |`,
    );
  }
  console.log(
    '| call | spans | bytes as protobuf | as JSON | processor, µs of CPU | calls a second of CPU |',
  );
  console.log('| --- | --- | --- | --- | --- | --- |');
  for (const row of rows) console.log(row);
  console.log(`\nInto Jaeger: ${whole(await spansPerSecond(healthy))} spans a second, every one counted.`);
}

async function printCollector(): Promise<void> {
  const rows = await throughCollector(console.error);
  console.log(
    '| failed calls | spans a second | without the processor | µs of CPU a span | without | bytes a span in | out |',
  );
  console.log('| --- | --- | --- | --- | --- | --- | --- |');
  for (const { failed, bytesIn, with: diagnosed, without } of rows) {
    const cells = [
      `${failed} %`,
      whole(diagnosed.spansPerSecond),
      whole(without.spansPerSecond),
      diagnosed.cpuMicroseconds.toFixed(1),
      without.cpuMicroseconds.toFixed(1),
      whole(bytesIn),
      whole(diagnosed.bytesOut),
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
}

const loadBefore = loadavg()[0];
await (process.argv.includes('--collector') ? printCollector() : printStack());
console.log(
  `\nOn ${availableParallelism()} processors (${cpus()[0]?.model}), Node.js ${process.version}, load ${loadBefore?.toFixed(1)} before and ${loadavg()[0]?.toFixed(1)} after.`,
);
