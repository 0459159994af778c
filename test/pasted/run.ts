// The nightly command: makes every client print its errors again, and compares them with the record. `npm run pasted -- --help`
import { type Simulator, startSimulator } from '@sevenstep/anthropic-simulator';
import { compareAnew } from '../support/compare-anew.ts';
import type { Client, Situation } from './client.ts';
import { CLIENTS } from './clients/index.ts';
import { tidy } from './install.ts';
import { normalize } from './normalize.ts';
import { type RecordedText, readRecord, writeRecord } from './record.ts';
import { callSpec, drillHash, faultsOf, SITUATIONS } from './situations.ts';

const HELP = `Runs the drills against real clients, and compares what they print with the record in test/pasted/recorded.

  --only <client>  this client; may be given again
  --drill <id>     this situation; may be given again
  --update         writes the record
  --print          prints the texts
  --list           prints the ids of the clients

Exit codes: 0 when every client prints what is recorded, 1 when one does not or cannot be installed, 2 for a wrong option.`;

/** `JSON.stringify` of an error without enumerable fields. */
const EMPTY = '{}';

/** The printed text in each situation. If forms have the same text, the first is kept. */
async function textsOf(
  client: Client,
  simulator: Simulator,
  only: readonly string[] | undefined,
): Promise<RecordedText[]> {
  const folder = await client.install();
  const texts: RecordedText[] = [];
  for (const situation of situationsOf(client)) {
    if (only && !only.includes(situation.id)) continue;
    simulator.load({ faults: faultsOf(situation) });
    const printed = await client.run(folder, await callSpec(situation, simulator.url));
    const unknown = Object.keys(printed).filter((form) => !client.forms.includes(form));
    if (unknown.length > 0) throw new Error(`${client.id} has no form '${unknown.join()}'`);
    const seen = new Set(['', EMPTY]);
    for (const form of client.forms) {
      const text = normalize(printed[form] ?? '');
      if (!seen.has(text)) texts.push({ situation: situation.id, drill: drillHash(situation), form, text });
      seen.add(text);
    }
  }
  return texts;
}

function situationsOf({ situations = SITUATIONS, cannot = {} }: Client): readonly Situation[] {
  const left = new Set(Object.keys(cannot));
  return situations.filter(({ id }) => !left.has(id));
}

process.exitCode = await compareAnew<Client, RecordedText>({
  help: HELP,
  noun: 'client',
  told: 'texts',
  subjects: CLIENTS,
  async start() {
    tidy();
    const simulator = await startSimulator();
    return {
      tell: (client, only) => textsOf(client, simulator, only),
      async stop() {
        await simulator.close();
        tidy();
        return [];
      },
    };
  },
  read: ({ id }) => readRecord(id),
  write: writeRecord,
  print: ({ situation, form, text }) => `=== ${situation} · ${form}\n${text}\n`,
  nameOf: ({ situation, form }) => `${situation} · ${form}`,
  isSame: (before, now) => before.text === now.text,
});
