// Lists all situations to rehearse: the checklist's drills and the simulator's named faults.
import { type Drill, NAMED_FAULT_TITLES, NAMED_FAULTS } from '@sevenstep/anthropic-simulator';
import { nearest } from '@sevenstep/checklist';
import { drills, undrilled } from '@sevenstep/checklist/drills';
import { UsageError } from '../exit.ts';

/** A situation with a name. */
export interface Situation {
  readonly name: string;
  readonly title: string;
  readonly drill: Drill;
  /** The expected diagnosis on the application's spans; `undefined` for a named fault. */
  readonly diagnosis: string | undefined;
}

export const SITUATIONS: readonly Situation[] = [
  ...Object.entries(drills).map(([id, drill]) => ({ name: id, title: drill.title, drill, diagnosis: id })),
  ...Object.entries(NAMED_FAULTS).map(([name, fault]) => {
    const title = NAMED_FAULT_TITLES[name] ?? name;
    return { name, title, drill: { title, faults: [fault] }, diagnosis: undefined };
  }),
];

/** The situations whose name or title contains the word. */
export function searchSituations(word: string): readonly Situation[] {
  const wanted = word.toLowerCase();
  return SITUATIONS.filter(({ name, title }) => `${name} ${title}`.toLowerCase().includes(wanted));
}

/** @throws UsageError with the nearest names, or with the reason why there is no drill */
export function findSituation(typed: string): Situation {
  const name = typed.trim().toLowerCase();
  const found =
    SITUATIONS.find((one) => one.name === name) ??
    only(SITUATIONS.filter((one) => one.name.endsWith(`.${name}`)));
  if (found) return found;
  const reason = Object.hasOwn(undrilled, name) ? undrilled[name] : undefined;
  if (reason !== undefined) throw new UsageError(`${name} cannot be rehearsed: it ${reason}`);
  const near = nearest(
    name,
    SITUATIONS.map((one) => one.name),
  );
  throw new UsageError(
    `there is no drill "${typed}"${near === undefined ? '; list them with "drill --list"' : `; did you mean ${near}?`}`,
  );
}

const only = <T>(found: readonly T[]): T | undefined => (found.length === 1 ? found[0] : undefined);
