// The record of a sender: a JSON file with a capture a line, so that a difference shows the situation.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Json } from '../../packages/doctor/src/spans/span.ts';

const FOLDER = new URL('./recorded/', import.meta.url);

/** A sender's export in one situation, in OTLP's JSON form, after `normalize.ts`. */
export interface Capture {
  readonly situation: string;
  /** `drillHash` of the situation when it was recorded. */
  readonly drill: string;
  readonly resourceSpans?: readonly Json[];
  readonly resourceLogs?: readonly Json[];
}

/** A sender's exports from its last recording. */
export function readCaptures(id: string): readonly Capture[] {
  const file = new URL(`${id}.json`, FOLDER);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Capture[]) : [];
}

/** Ids of all senders that are recorded. */
export const recordedSenders = (): readonly string[] =>
  (existsSync(FOLDER) ? readdirSync(FOLDER) : [])
    .filter((name) => name.endsWith('.json'))
    .map((name) => basename(name, '.json'));

/** Writes the captures of a sender, by situation. */
export function writeCaptures(id: string, captures: readonly Capture[]): void {
  const lines = captures
    .toSorted((a, b) => (a.situation < b.situation ? -1 : 1))
    .map((capture) => JSON.stringify(capture));
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(new URL(`${id}.json`, FOLDER), `[\n${lines.join(',\n')}\n]\n`);
}
