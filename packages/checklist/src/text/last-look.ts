// Searches a short text in which nothing was recognised for general words of failure near the name of Claude.
import { redactSecrets } from '@sevenstep/wire';
import { missingOf } from './confidence.ts';
import { withoutConversation } from './conversation.ts';
import { withoutColours, withoutEntities } from './lines.ts';
import { isMessageObject } from './message-object.ts';
import { isNoCall, mayBeOthers, ofClaudeAt } from './relevance.ts';
import { matchesIn, readSigns } from './signs.ts';
import { FAILURE, OWN_SYMPTOMS, REQUEST_TOPICS, STEP_SYMPTOMS, type Symptom, TOPICS } from './symptoms.ts';
import type { TextDiagnosis } from './text-diagnosis.ts';
import type { Ask } from './to-diagnosis.ts';

/** Longer texts are logs, in which distant words are not about one call. */
const MAX_TEXT = 8_000;

const UNKNOWN = 'unknown.unrecognized';

/** Keeps a text while it is short and unrecognised, and examines all of it at its end. */
export class LastLook {
  readonly #ask: Ask;
  #text: string | undefined = '';
  #held: TextDiagnosis[] = [];

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

  end(found: readonly TextDiagnosis[]): readonly TextDiagnosis[] {
    const told = this.push('', found);
    const seen = this.#text === undefined ? undefined : seenIn(withoutConversation(this.#text), this.#ask);
    return seen === undefined ? [...told, ...this.#give()] : [seen];
  }

  #give(): readonly TextDiagnosis[] {
    const held = this.#held;
    this.#held = [];
    return held;
  }
}

/** Printed forms that the reader recognises: objects, stacks, responses. */
const PRINTED =
  /[{,]\s{0,20}["'][\w-]{1,40}["']:|^Traceback|^\s{1,40}at \S|^(?:[<>] )?HTTP\/|^\s{1,20}File "/m;

/** LiteLLM's classes, which do not show where a call failed. */
const DISGUISE = /(?:litellm\.(?:exceptions\.)?|Original exception: )\w{1,60}/g;

/** Words before a symptom that did not occur. */
const NEGATED =
  /\b(?:no|(?:is|are|was|were|am|its|im) not|never|without|arent|isnt|wasnt|dont think|instead of|rather than|indications? of|signs? of|handl(?:e|es|ing)|avoid(?:s|ing)?|prevents?|in case of)(?: (?:a|an|any|the|it is|its|over|in|be|been|our|my|to be)){0,3} ?$/;

/** The diagnosis of the whole text. */
function seenIn(text: string, ask: Ask): TextDiagnosis | undefined {
  // Redacts first, because a secret loses its shape in lower case.
  const clean = redactSecrets(withoutEntities(withoutColours(text))).replace(DISGUISE, (name) =>
    ' '.repeat(name.length),
  );
  const { words, places } = plain(clean);
  if (isNoCall(text) || isMessageObject(readSigns(text))) return undefined;
  const topics = mayBeOthers(words) || PRINTED.test(text) ? [] : [TOPICS, REQUEST_TOPICS];
  for (const symptoms of [OWN_SYMPTOMS, STEP_SYMPTOMS, ...topics]) {
    const [seen] = symptoms
      .flatMap((symptom) => placeOf(symptom, words, topics.includes(symptoms)))
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

/** Lines of source code, configuration and Git logs, and events of a stream. */
const SOURCE =
  /^\s{0,40}(?:[-+]\s{2,}|event: |data: |\[log_|[0-9a-f]{7,10} [A-Z]|(?:from|import|const|let|var|def|class|function|export|async|await|return|raise|throw|try|\}? ?catch|except|if|elif|\}? ?else|for|while|switch|case)\b[^\n]{0,300}[;:{(),]\s{0,4}$|[\w.]{1,60} ?= ?\S|# (?:type|help|retries) |["']?[\w.]{1,60}["']?: ?\d{1,9},?$|(?:select|update|insert) |\w{1,60}\{[^}\n]{1,200}\} \d)|;\s{0,4}$|\b(?:console|log|logger|logging)\.\w{1,12}\(|\bexcept \(?[\w.]|\binstanceof\b/i;

const QUOTES = new Set('"\'`\u2018\u2019\u201c\u201d');

/** The text in the symptoms' form, with each character's place in the original. */
interface Plain {
  /** On one line, in lower case, without quotes. Characters that join words become blanks. */
  readonly words: string;
  readonly places: readonly number[];
}

function plain(text: string): Plain {
  const places: number[] = [];
  let words = '';
  let start = 0;
  for (const line of text.split('\n')) {
    const shown = SOURCE.test(line) ? '' : `${line}\n`;
    for (let index = 0; index < shown.length; index += 1) {
      const char = shown.charAt(index);
      const isBlank = char === '_' || char.trim() === '';
      if (QUOTES.has(char)) continue;
      const isFirst = words === '' || words.endsWith(' ');
      if ((isBlank || HUMP.test(shown.slice(Math.max(0, index - 1), index + 2))) && !isFirst) {
        words += ' ';
        places.push(start + index);
      }
      if (isBlank) continue;
      const low = char.toLowerCase();
      words += low.length === 1 ? low : char;
      places.push(start + index);
    }
    start += line.length + 1;
  }
  return { words, places };
}

/** A word's start inside a name: before `Server` in `InternalServerError`, before `Timeout` in `APITimeoutError`. */
const HUMP = /^(?:[a-z][A-Z]|[A-Z][A-Z][a-z])/;

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
function placeOf({ words, means }: Symptom, text: string, isTopic: boolean): readonly Place[] {
  for (const { start, end } of matchesIn(text, words, MAX_PLACES)) {
    const gap = isTopic ? gapAt(text, start, end) : 0;
    if (
      gap !== undefined &&
      !NEGATED.test(text.slice(Math.max(0, start - 60), start)) &&
      ofClaudeAt(text, start, end, isTopic ? NEAR : FAR)
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
const END = /[.!?;] |[\u3002\uff01\uff1f\uff1b]/;

const gapAt = (text: string, start: number, end: number): number | undefined =>
  GAPS.find((gap) => {
    const before = text
      .slice(Math.max(0, start - gap), start)
      .split(END)
      .at(-1);
    const [after] = text.slice(end, end + gap).split(END);
    return FAILURE.test(`${before}${text.slice(start, end)}${after}`);
  });
