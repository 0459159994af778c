// The counts of the proofs, in a file per step. The pages and the table show them, and each run must have the same counts.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { Proven } from './proof.ts';

const fileOf = (step: string): URL => new URL(`recorded/${step}.json`, import.meta.url);

export function readRecorded(step: string): Readonly<Record<string, Proven>> {
  const file = fileOf(step);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, Proven>) : {};
}

const STEPS = readdirSync(new URL('recorded/', import.meta.url)).map((name) => name.replace(/\.json$/, ''));

/** The counts of the proof of a rule or pattern, if it has one. */
export const recordedOf = (id: string): Proven | undefined =>
  STEPS.flatMap((step) => readRecorded(step)[id] ?? [])[0];

/** Writes what was counted, in the order of the ids; what was not run again stays, if `known` has it. */
export function writeRecorded(
  step: string,
  counted: Readonly<Record<string, Proven>>,
  known: readonly string[],
): void {
  const all = { ...readRecorded(step), ...counted };
  const kept = known.toSorted().flatMap((id) => (all[id] === undefined ? [] : [[id, all[id]]]));
  writeFileSync(fileOf(step), `${JSON.stringify(Object.fromEntries(kept), undefined, 2)}\n`);
}
