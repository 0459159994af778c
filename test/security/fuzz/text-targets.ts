// Fuzz targets for the text reader, whole and in pieces, and for the look-up of terms.
import {
  createTextReader,
  diagnoseText,
  listTerms,
  lookUp,
  type TextDiagnosis,
} from '../../../packages/checklist/src/text.ts';
import { readRecord } from '../../pasted/record.ts';
import type { Target } from './target.ts';

/** A text as a list of lines, so that the fuzz run removes, repeats and swaps lines. */
const asText = (seed: unknown): Uint8Array =>
  Buffer.from(
    (Array.isArray(seed) ? seed : [seed])
      .map((line) => (typeof line === 'string' ? line : JSON.stringify(line)))
      .join('\n'),
  );

const KEY = 'sk-ant-api03-abcdefghijklmnopqrstuvwxyz0123456789';
const WITH_KEY = [
  `curl -i https://api.anthropic.com/v1/messages -H 'x-api-key: ${KEY}'`,
  `401 {"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key: ${KEY}"}}`,
];

const seeds = ['sdk-typescript', 'sdk-python', 'curl', 'litellm'].flatMap((client) =>
  readRecord(client)
    .filter((_, index) => index % 40 === 0)
    .map(({ text }) => [...WITH_KEY, ...text.split('\n').slice(0, 60)]),
);

const SECRET = /sk-ant-api03-abcdefghijklmnop/;

function holds(condition: boolean, what: string): void {
  if (!condition) throw new Error(what);
}

function checkEntry(one: TextDiagnosis, text: string, before: number): void {
  const { id, start, end, evidence } = one;
  holds(start >= before, `${id} at ${start} comes after one at ${before}`);
  holds(end > start && end <= text.length, `${id} stands from ${start} to ${end} of ${text.length}`);
  holds(evidence.length > 0, `${id} has no evidence`);
  const shown = JSON.stringify(one);
  holds(!SECRET.test(shown), `${id} shows a secret`);
  holds(shown.length < 20_000, `${id} has ${shown.length} characters`);
}

function read(input: Uint8Array): void {
  const text = new TextDecoder().decode(input);
  const found = diagnoseText(text);
  let before = 0;
  for (const one of found) {
    checkEntry(one, text, before);
    before = one.start;
  }
  const reader = createTextReader();
  const pieces: TextDiagnosis[] = [];
  for (let at = 0; at < text.length; at += 7) pieces.push(...reader.push(text.slice(at, at + 7)));
  pieces.push(...reader.end());
  const places = (all: readonly TextDiagnosis[]) =>
    JSON.stringify(all.map(({ id, start, end }) => [id, start, end]));
  holds(places(pieces) === places(found), `in pieces it is ${places(pieces)}, as a whole ${places(found)}`);
}

export const textTargets: readonly Target[] = [
  { name: 'text-reader', seeds, encode: asText, run: read },
  {
    name: 'term',
    seeds: listTerms().map(({ term }) => term),
    encode: asText,
    run: (input) => {
      for (const { pages, term } of lookUp(new TextDecoder().decode(input)))
        holds(pages.length > 0 && pages.every(({ when }) => when !== ''), `${term} leads nowhere`);
    },
  },
];
