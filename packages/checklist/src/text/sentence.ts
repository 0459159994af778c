// Finds the sentence of an error: in the innermost envelope, else in the innermost printed error, else in its line.
import {
  connectionCodeIn,
  hadAnswer,
  ownTypeOf,
  statusOfReason,
  typeOfSentence,
} from '../facts/error-sentence.ts';
import { anyOf } from '../phrases/any-of.ts';
import * as phrases from '../phrases/index.ts';
import { depthOf, type Pair, unescaped } from './pairs.ts';
import { endOfLine, matchesIn, type Sign, type Signs, type StatusSign, type TypeSign } from './signs.ts';
import { ASKED } from './tokens.ts';

/** A sentence and its place. */
export interface Sentence {
  readonly value: string;
  readonly sign?: Sign | undefined;
  /** The pair with this value. */
  readonly pair?: Pair | undefined;
}

/** Short phrases that also occur in many sentences without an error. */
const COMMON: ReadonlySet<RegExp> = new Set([
  phrases.fieldValue,
  phrases.isRequired,
  phrases.modelNotFound,
  phrases.concurrent,
]);

const isTelling = anyOf(phrases.PHRASES.filter((one) => !COMMON.has(one)));

/** Whether the sentence shows the stage at which the call failed. */
const isDecided = (sentence: string): boolean =>
  typeOfSentence(sentence) !== undefined || ownTypeOf(sentence) !== undefined || hadAnswer(sentence);

/** Whether a sentence alone shows that a call failed, and how. */
export const tells = (sentence: string): boolean =>
  sentence !== '' && (isDecided(sentence) || connectionCodeIn(sentence) !== undefined || isTelling(sentence));

/** pydantic's headline, which comes before the problem. */
const WIDE = /^\d{1,3} validation errors? for /;

const MAX_SENTENCE = 2_000;
const MAX_CANDIDATES = 40;

export function sentenceOf(
  signs: Signs,
  type: TypeSign | undefined,
  status: StatusSign | undefined,
): Sentence {
  const beside = type?.pair === undefined ? undefined : messageIn(signs, type.pair);
  if (beside !== undefined) return { value: tidy(unescaped(beside.value)), sign: beside, pair: beside };
  const behind = ofStatus(signs, status);
  const candidates = [
    ...ofPairs(signs),
    ...ofClasses(signs),
    ...behind.slice(0, 1),
    ...ofLines(signs),
    ...behind.slice(1),
  ].slice(0, MAX_CANDIDATES);
  for (const candidate of candidates) {
    const ends = endsOf(candidate.value);
    const value = ends.find(isDecided) ?? ends.find(tells);
    if (value !== undefined && !WIDE.test(value)) return { ...candidate, value };
  }
  for (const candidate of candidates) {
    const value = endsOf(candidate.value).find(
      (end) => WIDE.test(end) || (status === undefined && statusOfReason(end) !== undefined),
    );
    if (value !== undefined) return { ...candidate, value };
  }
  const said = candidates.find(({ value }) => value !== '' && !/^[{[<]/.test(value)) ?? { value: '' };
  return { ...said, value: said.value.replace(HUNG, '') || said.value };
}

/** Words or signs that terminals write before a line. */
const BULLET = /^(?:[\s>|*!\u00d7\u2022\u2500-\u257f\u2700-\u27bf\u23bf\u23fa\u25cf\u26a0]|\ufe0f){1,20}/;

/** The prefix of Docker Compose on each line: `api-1  | `. */
const CONTAINER = /[\w.-]{1,60} {2,20}\| /g;

/** The text on one line, without a container's name or a terminal's bullet. */
const tidy = (text: string): string =>
  text
    .slice(0, 2 * MAX_SENTENCE)
    .replace(CONTAINER, '')
    .replace(/\s{1,200}/g, ' ')
    .replace(BULLET, '')
    .trim()
    .slice(0, MAX_SENTENCE);

/** The message after the type, if a line has several; else the first. */
const messageIn = ({ pairs }: Signs, { within, start }: Pair): Pair | undefined => {
  const messages = pairs.filter(
    (pair) => pair.within === within && (pair.name === 'message' || pair.name === 'msg'),
  );
  return (within === 0 ? messages.find((pair) => pair.start > start) : undefined) ?? messages[0];
};

/** The sentences in pairs, innermost first. */
const ofPairs = (signs: Signs): readonly Sentence[] =>
  signs.pairs
    .filter(({ name, value }) => ASKED.get(name) === 'message' && value.length > 1)
    .filter(({ name, value, isQuoted }) => isQuoted || name === 'message' || /\s/.test(value))
    .toSorted((a, b) => rankOf(signs, b) - rankOf(signs, a))
    .slice(0, MAX_CANDIDATES)
    .map((pair) => ({ value: tidy(unescaped(pair.value)), sign: pair, pair }));

const rankOf = (signs: Signs, { escapes, within, name }: Pair): number =>
  escapes * 1_000 + depthOf(signs, within) * 10 + (name === 'message' ? 5 : 0);

const ofClasses = ({ classes }: Signs): readonly Sentence[] =>
  classes
    .filter(({ message }) => message !== '')
    .toReversed()
    .map((sign) => ({ value: tidy(unescaped(sign.message)), sign }));

/** `529 Overloaded`, `(429): Too many requests`: the rest of the line, then also the lines into which a terminal wraps it. */
function ofStatus({ text }: Signs, status: StatusSign | undefined): readonly Sentence[] {
  if (status === undefined) return [];
  const at = text.indexOf(status.value, status.start) + status.value.length;
  return [endOfLine(text, at), at + 600].map((end) => {
    const value = text.slice(at, end).replace(/^[\s:.,\-–)\]"']{1,12}/, '');
    return { value: tidy(value), sign: { value, start: status.start, end } };
  });
}

const MAX_LINES = 60;
/** A printed property, and the name of the model. */
const PROPERTY =
  /^[<>] ?[\w-]{1,60}: |^\s{2,200}["']?[\w-]{1,60}["']?: .{0,2000}[,{[]$|^[\s"'>]{0,40}model["']?\s{0,4}[:=]/i;
const STACK = /^\s{0,40}(?:at |File "|\.\.\. |from .{1,200}:\d)/;

function ofLines({ text }: Signs): readonly Sentence[] {
  const found: Sentence[] = [];
  let at = 0;
  for (let line = 0; line < MAX_LINES && at < text.length; line += 1) {
    const end = endOfLine(text, at);
    const value = text.slice(at, end);
    if (!STACK.test(value) && !PROPERTY.test(value) && value.trim() !== '')
      found.push({ value: tidy(value), sign: { value, start: at, end } });
    at = end + 1;
  }
  return found;
}

/** Matches before a sentence within another text. */
const BEGINS =
  /(?:^|: )\d{3} |: (?!access denied\W{0,3}$)| - |: ?["'`]|\) |\] |["'`“]|\| |→ |-> |— |⎿ {1,4}|\((?=[A-Z])|！|：|，/g;
/** Text after the sentence: hints of programs, ids of relays. */
const HUNG =
  /(?:<\/(?:pre|code)>| · | \| |\. Handle with|\.? This is (?:a server-side issue|usually temporary)|\. If it persists, check|\n| ?[（(](?:request|trace) ?id\b| \(cc: |,? request[ _-]?id[:= ]|"? Headers\(|\)? · | \[retrying| Retrying ).{0,2000}$/i;
const MAX_ENDS = 12;
/** A quotation in prose. */
const QUOTED = /["`“](?<words>[^"`“”\n]{18,300})["`”]/g;

/** A text, and its remainder after each place where a sentence can begin. */
function endsOf(text: string): readonly string[] {
  const bare = text.replace(HUNG, '');
  const ends = bare === text ? [text] : [bare, text];
  for (const begin of matchesIn(bare.slice(0, 600), BEGINS, MAX_ENDS)) {
    const end = bare.slice(begin.end).replace(/["'`”)\]}\s.]{1,6}$/, '');
    if (end.length > 2) ends.push(end);
  }
  for (const {
    groups: { words = '' },
  } of matchesIn(bare.slice(0, 2_000), QUOTED))
    if (words.includes(' ')) ends.push(words);
  return ends;
}
