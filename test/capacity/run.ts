// `npm run capacity`: figures of this machine to plan with. Prints a table, in Markdown.
import { availableParallelism, cpus, loadavg } from 'node:os';
import { CALLS, type Kind, spansOf } from './calls.ts';
import { spansPerSecond } from './into-jaeger.ts';
import { bytesPerCall } from './on-the-wire.ts';
import { processorMicroseconds } from './through-processor.ts';

/** A batch of a BatchSpanProcessor. */
const TIMES = 512;

const kinds = Object.keys(CALLS) as Kind[];
const loadBefore = loadavg()[0];
const rows: string[] = [];
let healthy: Awaited<ReturnType<typeof spansOf>> = [];
for (const kind of kinds) {
  const spans = await spansOf(kind, TIMES);
  if (kind === 'healthy') healthy = spans;
  const { protobuf, JSON: json } = bytesPerCall(spans, TIMES);
  const calls = spans.filter(({ attributes }) => 'anthropic.sdk.method' in attributes);
  const cost = processorMicroseconds(calls);
  const rate = cost < 1 ? 'more than 1,000,000' : Math.round(1e6 / cost).toLocaleString('en');
  rows.push(
    `| ${kind} | ${spans.length / TIMES} | ${protobuf} | ${json} | ${cost < 1 ? 'less than 1' : Math.round(cost)} | ${rate} |`,
  );
}
console.log('| call | spans | bytes as protobuf | as JSON | processor, µs of CPU | calls a second of CPU |');
console.log('| --- | --- | --- | --- | --- | --- |');
for (const row of rows) console.log(row);
const rate = await spansPerSecond(healthy);
console.log(`\nInto Jaeger: ${Math.round(rate).toLocaleString('en')} spans a second, every one counted.`);
console.log(
  `\nOn ${availableParallelism()} processors (${cpus()[0]?.model}), Node.js ${process.version}, load ${loadBefore?.toFixed(1)} before and ${loadavg()[0]?.toFixed(1)} after.`,
);
