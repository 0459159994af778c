// The command, run nightly: has every sender make its calls anew and compares what it exports with the record. `npm run dialects -- --help`
import { setTimeout as pause } from 'node:timers/promises';
import { type Simulator, startSimulator } from '@sevenstep/anthropic-simulator';
import type { Situation } from '../pasted/client.ts';
import { exchange } from '../pasted/converse.ts';
import { ALL_SITUATIONS, callSpec, drillHash, faultsOf } from '../pasted/situations.ts';
import { readOptions } from '../support/read-options.ts';
import { tidy } from './install.ts';
import { signatureOf } from './judge.ts';
import { captureOf } from './normalize.ts';
import { type CaptureReceiver, startCaptureReceiver } from './receiver.ts';
import { type Capture, readCaptures, writeCaptures } from './record.ts';
import type { Sender } from './sender.ts';
import { SENDERS } from './senders/index.ts';

const HELP = `Runs the drills against real software that exports OpenTelemetry, and compares that with test/dialects/recorded.

  --only <sender>  this sender; may be given again
  --drill <id>     this situation; may be given again
  --update         writes the record
  --print          prints the captures
  --list           prints the ids of the senders

Exit codes: 0 when every sender exports what is recorded, 1 when one does not or cannot be installed, 2 for a wrong option.`;

const OPTIONS = {
  only: { type: 'string', multiple: true },
  drill: { type: 'string', multiple: true },
  update: { type: 'boolean', default: false },
  print: { type: 'boolean', default: false },
  list: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

async function main(): Promise<number> {
  const options = readOptions(OPTIONS);
  if (options === undefined) return 2;
  if (options.help || options.list) {
    console.log(options.help ? HELP : SENDERS.map(({ id }) => id).join('\n'));
    return 0;
  }
  const unknown = options.only?.filter((id) => !SENDERS.some((sender) => sender.id === id)) ?? [];
  if (unknown.length > 0) {
    console.error(`no sender is ${unknown.join(', ')}; --list has the ids`);
    return 2;
  }
  tidy();
  let differ = 0;
  const simulator = await startSimulator();
  const receiver = await startCaptureReceiver();
  try {
    for (const sender of SENDERS.filter(({ id }) => options.only?.includes(id) ?? true)) {
      const captures = await capturesOf(sender, simulator, receiver, options.drill).catch(
        (error: Error) => error,
      );
      if (captures instanceof Error) {
        console.log(`FAIL ${sender.id}: ${captures.message}`);
        differ += 1;
        continue;
      }
      if (options.print)
        for (const { situation, ...capture } of captures)
          console.log(`=== ${situation}\n${JSON.stringify(capture, null, 1)}\n`);
      const before = readCaptures(sender.id);
      const isOther = ({ situation }: Capture) => options.drill?.includes(situation) === false;
      const changed = differences(
        before.filter((one) => !isOther(one)),
        captures,
      );
      if (options.update) writeCaptures(sender.id, [...before.filter(isOther), ...captures]);
      else if (changed.length > 0) differ += 1;
      const mark = changed.length === 0 ? 'ok  ' : options.update ? 'new ' : 'FAIL';
      console.log([`${mark} ${sender.id}: ${captures.length} captures`, ...changed].join('\n     '));
    }
    for (const path of receiver.refused) console.log(`not taken: ${path}`);
  } finally {
    await receiver.close();
    await simulator.close();
    tidy();
  }
  return differ > 0 ? 1 : 0;
}

/** What the sender exports in each situation. */
async function capturesOf(
  sender: Sender,
  simulator: Simulator,
  receiver: CaptureReceiver,
  only: readonly string[] | undefined,
): Promise<Capture[]> {
  const folder = await sender.install();
  const program = sender.program(folder);
  const endpoint = {
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
  };
  const captures: Capture[] = [];
  for (const situation of situationsOf(sender)) {
    if (only && !only.includes(situation.id)) continue;
    simulator.load({ faults: faultsOf(situation) });
    const spec = await callSpec(situation, simulator.url);
    receiver.take();
    const answer = await exchange(
      { ...program, env: { ...endpoint, ...program.env } },
      sender.call?.(spec) ?? spec,
    );
    const { failed } = answer as { failed?: string };
    if (failed !== undefined) throw new Error(`${situation.id}: ${failed}`);
    if (sender.settleMs) await pause(sender.settleMs);
    captures.push(
      captureOf({ situation: situation.id, drill: drillHash(situation) }, receiver.take(), sender.leavesOut),
    );
  }
  return captures;
}

const situationsOf = ({ cannot = {} }: Sender): readonly Situation[] => {
  const left = new Set(Object.keys(cannot));
  return ALL_SITUATIONS.filter(({ id }) => !left.has(id));
};

const MOST_LINES = 12;

/** A line for each capture that is not as recorded. Times differ from run to run. */
function differences(before: readonly Capture[], now: readonly Capture[]): string[] {
  const old = new Map(before.map((capture) => [capture.situation, capture]));
  const changed = now
    .filter((capture) => {
      const known = old.get(capture.situation);
      return (
        known === undefined || known.drill !== capture.drill || signatureOf(known) !== signatureOf(capture)
      );
    })
    .map(({ situation }) => `${situation} is ${old.has(situation) ? 'different' : 'new'}`);
  const gone = [...old.keys()]
    .filter((id) => !now.some(({ situation }) => situation === id))
    .map((id) => `${id} is gone`);
  const all = [...changed, ...gone];
  return all.length > MOST_LINES ? [...all.slice(0, MOST_LINES), `and ${all.length - MOST_LINES} more`] : all;
}

process.exitCode = await main();
