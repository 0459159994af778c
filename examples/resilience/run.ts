// Runs both services in every drill and prints the table. An argument selects rows by drill or world; --write saves the page.
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import Anthropic from '@anthropic-ai/sdk';
import { LOAD, measure } from './rehearsal/measure.ts';
import { SITUATIONS, type Situation } from './rehearsal/situations.ts';
import { HEADING, line, page, type Row, SUMMARY_HEADING, summary, worse } from './rehearsal/table.ts';
import { destination, inRun, shutdown } from './rehearsal/telemetry.ts';

/** Runs mostly wait, but more of them would affect each other's times. */
const AT_ONCE = 12;
/** Above this delay the results depend on the machine and are dropped. */
const MOST_LATE_MS = 60;

const { values, positionals } = parseArgs({
  options: { write: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const chosen = SITUATIONS.filter(({ id, world }) => `${id} ${world}`.includes(positionals.join(' ')));
if (chosen.length === 0) {
  console.error(`no drill and no world has '${positionals.join(' ')}' in its name`);
  process.exit(2);
}
console.log(`${chosen.length} rows, ${LOAD.users} users each, the SDK's defaults | this service`);
console.log(HEADING);

const delay = monitorEventLoopDelay({ resolution: 5 });
const begun = performance.now();
const run = async (situation: Situation): Promise<Row> => ({
  situation,
  sdk: await inRun(() => measure(Anthropic, situation, 'sdk')),
  resilient: await inRun(() => measure(Anthropic, situation, 'resilient')),
});
// A first run only to compile the code. Its result is dropped.
if (SITUATIONS[0]) await run(SITUATIONS[0]);
delay.enable();
const rows: Row[] = [];
const todo = chosen.entries();
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    for (const [index, situation] of todo) {
      const row = await run(situation);
      rows[index] = row;
      console.log(line(row));
    }
  }),
);

const lateMs = Math.round(delay.percentile(99) / 1e6);
const machine = `Node.js ${process.version}, ${cpus().length} processors. The event loop was ${lateMs} ms late at the 99th percentile.`;
console.log(`\n${[...SUMMARY_HEADING, ...summary(rows), '', worse(rows)].join('\n')}`);
console.log(`${Math.round((performance.now() - begun) / 1000)} s. ${machine}`);
if (lateMs > MOST_LATE_MS) {
  console.log('The machine was too busy: times, and what depends on them, say little. Run it again.');
} else if (values.write && chosen.length === SITUATIONS.length) {
  writeFileSync(new URL('RESULTS.md', import.meta.url), page(rows, machine));
}
await shutdown();
console.log(
  destination.pageUrl
    ? `The spans: ${destination.pageUrl}/search?service=sevenstep-resilience`
    : 'For the spans, run `npm run jaeger` in another terminal first.',
);
