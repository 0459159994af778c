// The command of a nightly comparison: records the situations again for each subject, and compares them with the stored record.
import { readOptions } from './read-options.ts';

/** The subjects of a comparison, and how to compare them. */
export interface Comparison<
  Subject extends { readonly id: string },
  Told extends { readonly situation: string },
> {
  /** For `--help`. */
  readonly help: string;
  /** The word for a subject. */
  readonly noun: string;
  /** The word for a record of a subject. */
  readonly told: string;
  readonly subjects: readonly Subject[];
  /** Starts the servers that the subjects need. */
  start(): Promise<Comparing<Subject, Told>>;
  readonly read: (subject: Subject) => readonly Told[];
  readonly write: (subject: Subject, told: readonly Told[]) => void;
  readonly print: (told: Told) => string;
  /** The name by which two records are matched. */
  readonly nameOf: (told: Told) => string;
  readonly isSame: (before: Told, now: Told) => boolean;
}

/** A started comparison. */
export interface Comparing<Subject, Told> {
  /** @param only ids of the wanted situations. @default all */
  tell(subject: Subject, only: readonly string[] | undefined): Promise<readonly Told[]>;
  /** @returns lines to print at the end */
  stop(): Promise<readonly string[]>;
}

const OPTIONS = {
  only: { type: 'string', multiple: true },
  drill: { type: 'string', multiple: true },
  update: { type: 'boolean', default: false },
  print: { type: 'boolean', default: false },
  list: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/** @returns the exit code: 0 when all is as recorded, 1 when it is not or a subject fails, 2 for a wrong option. */
export async function compareAnew<
  Subject extends { readonly id: string },
  Told extends { readonly situation: string },
>(comparison: Comparison<Subject, Told>): Promise<number> {
  const { help, noun, told, subjects, read, write, print } = comparison;
  const options = readOptions(OPTIONS);
  if (options === undefined) return 2;
  if (options.help || options.list) {
    console.log(options.help ? help : subjects.map(({ id }) => id).join('\n'));
    return 0;
  }
  const unknown = options.only?.filter((id) => !subjects.some((one) => one.id === id)) ?? [];
  if (unknown.length > 0) {
    console.error(`no ${noun} is ${unknown.join(', ')}; --list has the ids`);
    return 2;
  }
  const isOther = ({ situation }: Told) => options.drill?.includes(situation) === false;
  const comparing = await comparison.start();
  let differ = 0;
  try {
    for (const subject of subjects.filter(({ id }) => options.only?.includes(id) ?? true)) {
      const now = await comparing.tell(subject, options.drill).catch((error: Error) => error);
      if (now instanceof Error) {
        console.log(`FAIL ${subject.id}: ${now.message}`);
        differ += 1;
        continue;
      }
      if (options.print) for (const one of now) console.log(print(one));
      const before = read(subject);
      const kept = before.filter((one) => !isOther(one));
      const changed = differences(kept, now, comparison);
      if (options.update) write(subject, [...before.filter(isOther), ...now]);
      else if (changed.length > 0) differ += 1;
      const mark = changed.length === 0 ? 'ok  ' : options.update ? 'new ' : 'FAIL';
      console.log([`${mark} ${subject.id}: ${now.length} ${told}`, ...changed].join('\n     '));
    }
  } finally {
    for (const line of await comparing.stop()) console.log(line);
  }
  return differ > 0 ? 1 : 0;
}

const MOST_LINES = 12;

/** A line for each that is not as recorded. */
function differences<Told>(
  before: readonly Told[],
  now: readonly Told[],
  { nameOf, isSame }: { nameOf(told: Told): string; isSame(before: Told, now: Told): boolean },
): string[] {
  const old = new Map(before.map((one) => [nameOf(one), one]));
  const names = new Set(now.map(nameOf));
  const changed = now.flatMap((one) => {
    const known = old.get(nameOf(one));
    if (known === undefined) return [`${nameOf(one)} is new`];
    return isSame(known, one) ? [] : [`${nameOf(one)} is different`];
  });
  const gone = [...old.keys()].filter((name) => !names.has(name)).map((name) => `${name} is gone`);
  const all = [...changed, ...gone];
  return all.length > MOST_LINES ? [...all.slice(0, MOST_LINES), `and ${all.length - MOST_LINES} more`] : all;
}
