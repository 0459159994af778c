// The nightly command: makes every sender call again, and compares its exports with the record. `npm run dialects -- --help`
import { setTimeout as pause } from 'node:timers/promises';
import { type Simulator, startSimulator } from '@sevenstep/anthropic-simulator';
import type { Situation } from '../pasted/client.ts';
import { exchange } from '../pasted/converse.ts';
import { ALL_SITUATIONS, callSpec, drillHash, faultsOf } from '../pasted/situations.ts';
import { compareAnew } from '../support/compare-anew.ts';
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

/** A sender's export in each situation. */
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

process.exitCode = await compareAnew<Sender, Capture>({
  help: HELP,
  noun: 'sender',
  told: 'captures',
  subjects: SENDERS,
  async start() {
    tidy();
    const simulator = await startSimulator();
    const receiver = await startCaptureReceiver();
    return {
      tell: (sender, only) => capturesOf(sender, simulator, receiver, only),
      async stop() {
        await receiver.close();
        await simulator.close();
        tidy();
        return [...receiver.refused].map((path) => `not taken: ${path}`);
      },
    };
  },
  read: ({ id }) => readCaptures(id),
  write: ({ id }, captures) => writeCaptures(id, captures),
  print: ({ situation, ...capture }) => `=== ${situation}\n${JSON.stringify(capture, null, 1)}\n`,
  nameOf: ({ situation }) => situation,
  // Times differ from run to run.
  isSame: (before, now) => before.drill === now.drill && signatureOf(before) === signatureOf(now),
});
