// The command, run nightly: makes every client print its errors anew and compares that with the record. `npm run pasted -- --help`
import { type Simulator, startSimulator } from '@sevenstep/anthropic-simulator';
import { readOptions } from '../support/read-options.ts';
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
    console.log(options.help ? HELP : CLIENTS.map(({ id }) => id).join('\n'));
    return 0;
  }
  const clients = CLIENTS.filter(({ id }) => options.only?.includes(id) ?? true);
  const unknown = options.only?.filter((id) => !CLIENTS.some((client) => client.id === id)) ?? [];
  if (unknown.length > 0) {
    console.error(`no client is ${unknown.join(', ')}; --list has the ids`);
    return 2;
  }
  tidy();
  let differ = 0;
  const simulator = await startSimulator();
  try {
    for (const client of clients) {
      const texts = await textsOf(client, simulator, options.drill).catch((error: Error) => error);
      if (texts instanceof Error) {
        console.log(`FAIL ${client.id}: ${texts.message}`);
        differ += 1;
        continue;
      }
      if (options.print)
        for (const { situation, form, text } of texts) console.log(`=== ${situation} · ${form}\n${text}\n`);
      const before = readRecord(client.id);
      const changed = differences(before, texts, options.drill);
      if (options.update)
        writeRecord(client, [
          ...before.filter(({ situation }) => options.drill && !options.drill.includes(situation)),
          ...texts,
        ]);
      else if (changed.length > 0) differ += 1;
      console.log(
        [
          `${changed.length === 0 ? 'ok  ' : options.update ? 'new ' : 'FAIL'} ${client.id}: ${texts.length} texts`,
          ...changed,
        ].join('\n     '),
      );
    }
  } finally {
    await simulator.close();
    tidy();
  }
  return differ > 0 ? 1 : 0;
}

/** `JSON.stringify` of an error without fields of its own. */
const EMPTY = '{}';

/** What is printed in each situation. Of forms with the same text the first is kept. */
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

const MOST_LINES = 12;

/** A line for each text that is not as recorded. */
function differences(
  before: readonly RecordedText[],
  now: readonly RecordedText[],
  only: readonly string[] | undefined,
): string[] {
  const key = ({ situation, form }: RecordedText) => `${situation} · ${form}`;
  const old = new Map(
    before.filter(({ situation }) => only?.includes(situation) ?? true).map((text) => [key(text), text.text]),
  );
  const changed = now
    .filter((text) => old.get(key(text)) !== text.text)
    .map((text) => `${key(text)} is ${old.has(key(text)) ? 'different' : 'new'}`);
  const gone = [...old.keys()]
    .filter((name) => !now.some((text) => key(text) === name))
    .map((name) => `${name} is gone`);
  const all = [...changed, ...gone];
  return all.length > MOST_LINES ? [...all.slice(0, MOST_LINES), `and ${all.length - MOST_LINES} more`] : all;
}

process.exitCode = await main();
