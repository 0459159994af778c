// Reads the tables of texts in this folder, and judges the diagnosis of a text.
import { readdirSync, readFileSync } from 'node:fs';

/** A text in a published form, with its expected diagnosis. */
export interface WildText {
  /** The file without its extension: who writes such texts. */
  readonly source: string;
  readonly name: string;
  /** Where the form was seen, for those of `wild`. */
  readonly seen: string | undefined;
  /** Undefined if the text is not about a failed call. */
  readonly id: string | undefined;
  /** Ids that do as well: more general ones, or those of whoever looks from another side. */
  readonly also: readonly string[];
  readonly text: string;
}

/**
 * `exact`: the expected id. `general`: another accepted id, or the step's `unrecognized`. `missed`: no finding in the
 * text of a failed call. `wrong`: another id, or any id for a text without a failed call.
 */
export type Outcome = 'exact' | 'general' | 'missed' | 'wrong';

const FIELDS: readonly (string | undefined)[] = ['seen', 'id', 'also'];

function readRecord(source: string, record: string): WildText {
  const [head = '', ...rest] = record.split(/^---\n/m);
  const [name = '', ...lines] = head.trimEnd().split('\n');
  const fields = new Map(lines.map((line) => [line.split(': ', 1)[0], line.slice(line.indexOf(': ') + 2)]));
  const seen = fields.get('seen');
  const id = fields.get('id');
  if (id === undefined || rest.length === 0 || ![...fields.keys()].every((key) => FIELDS.includes(key))) {
    throw new Error(`${source}.txt, "${name}": expected a line "id: …", then "---" and the text`);
  }
  return {
    source,
    name,
    seen,
    id: id === 'none' ? undefined : id,
    also: fields.get('also')?.split(', ') ?? [],
    // A text may itself contain such a line.
    text: `${rest.join('---\n').trimEnd()}\n`,
  };
}

/** Every text of the tables in a folder. */
export function readWildTexts(folder: URL): readonly WildText[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.txt'))
    .sort()
    .flatMap((file) =>
      readFileSync(new URL(file, folder), 'utf8')
        .split(/^=== /m)
        .slice(1)
        .map((record) => readRecord(file.slice(0, -'.txt'.length), record)),
    );
}

const checkOf = (id: string): string => id.split('.', 1)[0] ?? id;

/** Whether the ids found in a text are of the check that its id is of, or one that does as well. */
export const isRightStep = ({ id, also }: WildText, found: readonly string[]): boolean =>
  id === undefined
    ? found.length === 0
    : found.length > 0 && found.every((one) => checkOf(one) === checkOf(id) || also.includes(one));

/** Judges the ids found in a text, in its order. */
export function judge({ id, also }: WildText, found: readonly string[]): Outcome {
  if (id === undefined) return found.length === 0 ? 'exact' : 'wrong';
  if (found.length === 0) return 'missed';
  const general = [...also, `${checkOf(id)}.unrecognized`, 'unknown.unrecognized'];
  if (!found.every((one) => one === id || general.includes(one))) return 'wrong';
  return found[0] === id ? 'exact' : 'general';
}
