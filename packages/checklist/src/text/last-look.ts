// Searches a short text in which nothing was recognised for general words of failure near the name of Claude.
import { redactSecrets } from '@sevenstep/wire';
import { kindOfText } from './about-errors.ts';
import { missingOf } from './confidence.ts';
import { withoutConversation } from './conversation.ts';
import { blanked, withoutColours, withoutEntities } from './lines.ts';
import { isMessageObject } from './message-object.ts';
import { END, GENERAL, NEGATED, NOTHING_FAILED, sentenceAround } from './no-failure.ts';
import { isSource, plainWords } from './plain-words.ts';
import { withoutReference } from './reference.ts';
import { isNoCall, isOfOtherProvider, mayBeOthers, ofClaudeAt, type Searched } from './relevance.ts';
import { matchesIn, readSigns } from './signs.ts';
import { FAILURE, OWN_SYMPTOMS, REQUEST_TOPICS, STEP_SYMPTOMS, type Symptom, TOPICS } from './symptoms.ts';
import type { TextDiagnosis } from './text-diagnosis.ts';
import type { Ask } from './to-diagnosis.ts';

/** Longer texts are logs, in which distant words are not about one call. */
const MAX_TEXT = 8_000;

/** In a longer text, only words that name one situation count, beside signs of a printed error. */
const MAX_WORDS = 70;

const UNKNOWN = 'unknown.unrecognized';

/** Keeps a text while it is short and unrecognised, and examines all of it at its end. */
export class LastLook {
  readonly #ask: Ask;
  #text: string | undefined = '';
  #held: TextDiagnosis[] = [];
  readonly #foreign: Range[] = [];

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  /** Takes a piece of the text with the diagnoses found in it, and returns the final ones. */
  push(chunk: string, found: readonly TextDiagnosis[]): readonly TextDiagnosis[] {
    if (this.#text === undefined) return found;
    this.#held.push(...found);
    if (this.#text.length + chunk.length <= MAX_TEXT && this.#held.every(({ id }) => id === UNKNOWN)) {
      this.#text += chunk;
      return [];
    }
    this.#text = undefined;
    return this.#give();
  }

  /** Leaves out the range of an error of another program. */
  leaveOut(range: Range): void {
    if (this.#text !== undefined) this.#foreign.push(range);
  }

  end(found: readonly TextDiagnosis[]): readonly TextDiagnosis[] {
    const told = this.push('', found);
    const original = this.#text;
    if (original === undefined) return [...told, ...this.#give()];
    const whole = withoutConversation(original);
    const text = this.#foreign.reduce(without, withoutReference(whole));
    const seen = seenIn({ whole, text, hasFailed: this.#held.length > 0 }, this.#ask);
    return seen === undefined ? [...told, ...this.#give()] : [seen];
  }

  #give(): readonly TextDiagnosis[] {
    const held = this.#held;
    this.#held = [];
    return held;
  }
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** A text of the same length, with a range blanked. */
const without = (text: string, { start, end }: Range): string =>
  text.slice(0, start) + blanked(text.slice(start, end)) + text.slice(end);

/** Printed forms that the reader recognises: objects, stacks, responses. */
const PRINTED =
  /[{,]\s{0,20}["'][\w-]{1,40}["']:|^Traceback|^\s{1,40}at \S|^(?:[<>] )?HTTP\/|^\s{1,20}File "/m;

/** LiteLLM's classes, which do not show where a call failed. */
const DISGUISE = /(?:litellm\.(?:exceptions\.)?|Original exception: )\w{1,60}/g;

/** The text to search. */
interface Looked {
  readonly whole: string;
  /** The text without what is about errors or of another program, at the same length. */
  readonly text: string;
  /** Whether a failed call was found in it, of which the step is unknown. */
  readonly hasFailed: boolean;
}

/** The diagnosis of the whole text. */
function seenIn({ whole, text, hasFailed }: Looked, ask: Ask): TextDiagnosis | undefined {
  const isLong = whole.split(/\s+/, MAX_WORDS + 1).length > MAX_WORDS && !hasFailed;
  // Redacts first, because a secret loses its shape in lower case.
  const clean = redactSecrets(withoutEntities(withoutColours(text))).replace(DISGUISE, (name) =>
    ' '.repeat(name.length),
  );
  if (
    isNoCall(whole) ||
    isOfOtherProvider(whole) ||
    NOTHING_FAILED.test(whole) ||
    ((isLong || isSource(whole)) && kindOfText(whole) !== 'print') ||
    isMessageObject(readSigns(text))
  )
    return undefined;
  const { words, places } = plainWords(clean);
  const written = (from: number, to: number): string =>
    clean.slice(places[from] ?? 0, (places[to - 1] ?? -1) + 1);
  const topics = mayBeOthers(words) || PRINTED.test(text) ? [] : [TOPICS, REQUEST_TOPICS];
  for (const symptoms of isLong ? [OWN_SYMPTOMS] : [OWN_SYMPTOMS, STEP_SYMPTOMS, ...topics]) {
    const [seen] = symptoms
      .flatMap((symptom) => placeOf(symptom, { words, original: written }, topics.includes(symptoms)))
      .toSorted((a, b) => a.gap - b.gap || a.start - b.start);
    if (seen === undefined) continue;
    // A status in the table only represents a step. The text has none.
    const diagnosis = ask({ 'gen_ai.provider.name': 'anthropic', ...seen.means }, true);
    if (diagnosis === undefined) continue;
    const { start, end, means } = seen;
    return {
      ...diagnosis,
      evidence: [
        clean
          .slice(places[start], (places[end - 1] ?? 0) + 1)
          .replace(/\s{1,200}/g, ' ')
          .trim(),
      ],
      confidence: 'likely',
      start: 0,
      end: text.length,
      missing: missingOf(diagnosis, { attributes: means, isEnvelope: false }),
    };
  }
  return undefined;
}

/** The most places to examine. */
const MAX_PLACES = 40;

/** A symptom in a text. */
interface Place extends Pick<Symptom, 'means'> {
  /** The distance of the word of failure. */
  readonly gap: number;
  readonly start: number;
  readonly end: number;
}

/** The first place where the symptom belongs to a call of Claude. */
function placeOf(
  { words, means }: Symptom,
  { words: text, original }: Searched,
  isTopic: boolean,
): readonly Place[] {
  for (const { start, end } of matchesIn(text, words, MAX_PLACES)) {
    const gap = isTopic ? gapAt(text, start, end) : 0;
    if (
      gap !== undefined &&
      !NEGATED.test(text.slice(Math.max(0, start - 60), start)) &&
      !GENERAL.test(sentenceAround(text, start, end)) &&
      ofClaudeAt({ words: text, original }, { start, end }, isTopic ? NEAR : FAR)
    )
      return [{ means, gap, ...(isTopic ? wordsAround(text, start - gap, end + gap) : { start, end }) }];
  }
  return [];
}

/** The range extended to whole words, in languages with blanks between words. */
function wordsAround(text: string, from: number, to: number): Pick<Place, 'start' | 'end'> {
  const blank = text.indexOf(' ', to);
  return {
    start: Math.max(0, from - 20, text.lastIndexOf(' ', Math.max(0, from)) + 1),
    end: Math.min(text.length, to + 20, blank < 0 ? text.length : blank),
  };
}

/** How far Claude's name may be from a symptom, and from a topic. */
const FAR = 2_000;
const NEAR = 600;

/** The distances from a topic in which a word of failure is searched, within the same sentence. */
const GAPS = [12, 25, 50];

const gapAt = (text: string, start: number, end: number): number | undefined =>
  GAPS.find((gap) => {
    const before = text
      .slice(Math.max(0, start - gap), start)
      .split(END)
      .at(-1);
    const [after] = text.slice(end, end + gap).split(END);
    return FAILURE.test(`${before}${text.slice(start, end)}${after}`);
  });
