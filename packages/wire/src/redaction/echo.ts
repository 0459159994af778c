// Tells whether a server's sentence repeats the request: a run of words, a whole text, a name, an id, or a credential.

import { memoizeLast } from '../memoize-last.ts';
import { repeatsCredential, squeezed } from './credentials.ts';
import { decodedTexts, disguisedTexts, hasPackedData } from './decoded.ts';
import { secretIn } from './redact.ts';

/** The texts of a request as they were sent. */
export interface SentText {
  /** The body, if it was sent as text. */
  readonly body?: string | undefined;
  /** Other texts: header values, file names, form fields. */
  readonly others?: readonly string[] | undefined;
  /** Whether more was sent, such as a file, a stream or bytes, which cannot be compared. */
  readonly isPartial?: boolean | undefined;
  /** Keys, tokens and cookies of the request. They are read only for a comparison. */
  readonly credentials?: readonly string[] | undefined;
  /** Sentences of earlier responses that repeated nothing. They are not compared with the credentials again. */
  readonly harmless?: Set<string> | undefined;
  /** Results of earlier comparisons with `body` and `others`, because each step of a failed call asks again. */
  compared?: Map<string, boolean> | undefined;
}

/** A request whose texts are read when they are needed. */
export interface SentRequest {
  readonly sentText: SentText | undefined;
}

/** A run of this many equal words is not a coincidence: the API's own sentences share fewer with prompts. */
const RUN = 6;
/** The characters compared at each end of a request, which take a few milliseconds. */
const MAX_COMPARED = 512 * 1024;
/** A longer sentence may repeat a part of a request that was not compared, unless the API wrote it. */
const MAX_UNCOMPARED = 100;
/** The most characters of a sentence to compare. Encodings make its 512 characters longer. */
const MAX_SENTENCE = 4096;
const MAX_OTHERS = 256;
/** A shorter word is too common to count. */
const MIN_TELLING = 8;
/** Fields that name a person. A short name counts, too, and one in the form of the API's ids. */
const PERSONAL: ReadonlySet<string> = new Set(['user_id', 'user_profile_id']);
const MIN_PERSONAL = 4;
/** A part of a word of the request is not a coincidence from this length on. */
const MIN_PART = 12;
/** A run of this many letters, wherever the spaces are. */
const LETTERS = 20;
/** The most words of a sentence that are compared as parts. */
const MAX_PARTS = 64;

/** Fields whose values are words of the API, or names that its errors may contain. */
const STRUCTURE: ReadonlySet<string> = new Set(
  'model type role name id tool_use_id media_type effort service_tier speed display format required enum cache_control ttl betas anthropic_version'.split(
    ' ',
  ),
);
/** Ids, dated types and betas: `toolu_01A…`, `web_search_20250305`, `claude-sonnet-4-5`, `effort-2025-11-24`. */
const ID =
  /^(?:[a-z]{2,24}(?:_[a-z]{2,24}){0,4}_[A-Za-z0-9]+|claude[\w.:@-]+|[a-z-]{3,60}-20\d\d-\d\d-\d\d)$/;

/** Kinds of characters: 1 is part of a word, 2 joins words into a name such as `max_tokens`, 3 is a word by itself. */
const ASCII = new Uint8Array(128);
for (let code = 0; code < ASCII.length; code += 1) ASCII[code] = classOf(code);
/** Past the end of a text, `code` is `NaN`. An array that is read at `NaN` is slow from then on. */
const kindOf = (code: number): number => (code < ASCII.length ? (ASCII[code] ?? 0) : classOf(code));

function classOf(code: number): number {
  if ((code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122)) return 1;
  // `_`, `-`, `.`, `@`
  if (code === 95 || code === 45 || code === 46 || code === 64) return 2;
  if (!(code >= 0xc0) || (code >= 0x2000 && code <= 0x206f) || (code >= 0x3000 && code <= 0x303f)) return 0;
  // Scripts without spaces between words.
  if ((code >= 0x0e00 && code <= 0x0eff) || (code >= 0x3040 && code <= 0xd7ff)) return 3;
  if (code >= 0xff00 && code <= 0xff0f) return 0;
  return 1;
}

/** Lower-case letters of Latin, Greek and Cyrillic, which cover most texts with case. */
const LOWER = new Uint16Array(0x530);
for (let code = 0; code < LOWER.length; code += 1)
  LOWER[code] = String.fromCharCode(code).toLowerCase().charCodeAt(0);

const SEED = 0x811c9dc5;

/** Reads the words of a text in order, with a hash of each word and of each run of {@link RUN} words. */
abstract class Words {
  readonly #last = new Int32Array(RUN);
  /** The number of words since the last {@link restart}. */
  protected count = 0;

  /** @param from the start of the word in the text. @param to its end. */
  protected abstract word(hash: number, from: number, to: number): boolean;
  protected abstract quote(at: number): boolean;

  protected restart(): void {
    this.count = 0;
  }

  /** The hash of the last `length` words. */
  protected run(length: number): number {
    let hash = SEED;
    for (let index = this.count - length; index < this.count; index += 1)
      hash = Math.imul(hash ^ (this.#last[index % RUN] ?? 0), 0x01000193) ^ (hash >>> 13);
    return hash | 0;
  }

  /** Reads `text` between two places; false if a part asked to stop. */
  protected read(text: string, from: number, to: number): boolean {
    let hash = SEED;
    let begin = -1;
    let end = -1;
    for (let index = from; index < to; index += 1) {
      const code = text.charCodeAt(index);
      const kind = kindOf(code);
      if (kind === 1) {
        if (begin < 0) begin = index;
        end = index;
        hash = Math.imul(hash ^ (LOWER[code] ?? code), 0x01000193);
        continue;
      }
      if (kind === 2 && begin >= 0 && kindOf(text.charCodeAt(index + 1)) === 1) {
        hash = Math.imul(hash ^ code, 0x01000193);
        continue;
      }
      if (begin >= 0) {
        if (!this.#found(hash | 0, begin, end + 1)) return false;
        begin = -1;
        hash = SEED;
      }
      if (kind === 3 && !this.#found(Math.imul(SEED ^ code, 0x01000193) | 0, index, index + 1)) return false;
      if (code === 34 && !this.quote(index)) return false;
      // An escape, perhaps escaped itself. The letter after it is not part of a word.
      if (code === 92) {
        const first = index;
        while (text.charCodeAt(index + 1) === 92) index += 1;
        const next = text.charCodeAt(index + 1);
        // A quote after an even number of backslashes ends the text. Four digits follow a `u`.
        if (next !== 34 || (index - first) % 2 === 0) index += next === 117 ? 5 : 1;
      }
    }
    return begin < 0 || this.#found(hash | 0, begin, end + 1);
  }

  #found(hash: number, from: number, to: number): boolean {
    this.#last[this.count % RUN] = hash;
    this.count += 1;
    return this.word(hash, from, to);
  }
}

/** The words of a sentence, and its runs of every length. */
class Sentence extends Words {
  readonly words = new Set<number>();
  readonly runs = new Set<number>();

  constructor(texts: readonly string[]) {
    super();
    for (const text of texts) {
      this.restart();
      this.read(text, 0, Math.min(text.length, MAX_SENTENCE));
    }
  }

  protected word(hash: number): boolean {
    this.words.add(hash);
    for (let length = 2; length <= Math.min(RUN, this.count); length += 1) this.runs.add(this.run(length));
    return true;
  }

  protected quote(): boolean {
    return true;
  }
}

/** Searches a request for the words of a sentence. */
class Request extends Words {
  readonly #sentence: Sentence;
  #text = '';
  #isJson = false;
  #inText = false;
  #textFrom = 0;
  /** The range of the last word, followed by whether the sentence contains it. */
  #wordFrom = 0;
  #wordTo = 0;
  #isShared = false;
  #key = '';
  #found = false;

  constructor(sentence: Sentence) {
    super();
    this.#sentence = sentence;
  }

  /** Whether the sentence repeats something of `text`. */
  repeats(text: string, isJson: boolean): boolean {
    this.#text = text;
    this.#isJson = isJson;
    this.#found = false;
    this.#key = '';
    const { length } = text;
    const middle = length > 2 * MAX_COMPARED;
    this.#begin();
    const isWhole = this.read(text, 0, middle ? MAX_COMPARED : length);
    if (isWhole && middle) {
      this.#begin();
      this.read(text, length - MAX_COMPARED, length);
    }
    if (!isJson && !this.#found) this.#textEnded(length);
    return this.#found;
  }

  #begin(): void {
    this.restart();
    this.#inText = false;
    this.#isShared = false;
  }

  protected word(hash: number, from: number, to: number): boolean {
    this.#wordFrom = from;
    this.#wordTo = to;
    this.#isShared = this.#sentence.words.has(hash);
    if (!this.#isShared) return true;
    if (this.count >= RUN && this.#sentence.runs.has(this.run(RUN))) return this.#stop();
    return !(to - from >= MIN_TELLING && this.#isTelling(from, to)) || this.#stop();
  }

  /** A quote begins or ends a text of JSON. */
  protected quote(at: number): boolean {
    if (!this.#isJson) return true;
    if (!this.#inText) {
      this.#inText = true;
      this.#textFrom = at + 1;
      this.restart();
      return true;
    }
    this.#inText = false;
    const isKey = this.#text.charCodeAt(at + 1) === 58;
    if (isKey) this.#key = at - this.#textFrom < 40 ? this.#text.slice(this.#textFrom, at) : '';
    else this.#textEnded(at);
    this.restart();
    return !this.#found;
  }

  /** A short text ended. It counts if the sentence has all of it. */
  #textEnded(end: number): void {
    if (!this.#isShared || this.count === 0 || this.count > RUN || STRUCTURE.has(this.#key)) return;
    const length = end - (this.#isJson ? this.#textFrom : 0);
    const isPersonal = PERSONAL.has(this.#key);
    if (length < (isPersonal ? MIN_PERSONAL : MIN_TELLING)) return;
    if (this.count === 1) {
      const word = this.#text.slice(this.#wordFrom, this.#wordTo);
      // Skip words of the API, such as `application/json` in a header or `location` in a schema.
      if (isPersonal) this.#stop();
      if (ID.test(word) || /^[a-z]+(?:_[a-z]+)+$/.test(word)) return;
      this.#stop();
    } else if (this.#sentence.runs.has(this.run(this.count))) this.#stop();
  }

  /** Whether a word is distinctive, as a file name or a user id: letters with digits, or with a dot or `@`. */
  #isTelling(from: number, to: number): boolean {
    if (this.#key === 'model' || this.#key === 'type') return false;
    const word = this.#text.slice(from, Math.min(to, from + 256));
    const isMixed = /[a-z]/i.test(word) && /\d/.test(word);
    // A host in a link is public.
    const isHost = this.#text.startsWith('//', from - 2) && !isMixed;
    const isKnown = ID.test(word) && !PERSONAL.has(this.#key);
    return (isMixed || (/[.@]/.test(word) && !isHost)) && !/^[\d.,-]+$/.test(word) && !isKnown;
  }

  #stop(): false {
    this.#found = true;
    return false;
  }
}

/** A text, its decoded forms, and each form with joined words split. */
function forms(text: string): string[] {
  return plainForms(text).flatMap((form) =>
    [form, ...COMPOSITIONS.map((composition) => form.normalize(composition))]
      .filter((one, index, all) => all.indexOf(one) === index)
      .flatMap((one) => (/[\p{L}\d][-_.+][\p{L}\d]/u.test(one) ? [one, one.replace(/[-_.+]/g, ' ')] : one)),
  );
}

/** A text and its decoded forms. */
function plainForms(text: string): string[] {
  const plain = text.slice(0, MAX_SENTENCE).replace(INVISIBLE, '');
  return [...decodedTexts(plain), ...disguisedTexts(plain)];
}

/** Soft hyphens, zero-width characters, marks of direction and lines across letters, which do not separate words. */
const INVISIBLE = /[\u0332-\u0338]|[\u00AD\u061C\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g;
/** A letter with a diacritic is one character or two, and a letter of full width is the plain one. */
const COMPOSITIONS = ['NFC', 'NFD', 'NFKC'] as const;

/**
 * Whether `texts` of a response repeat the request. Takes linear time in the request, up to a bound.
 *
 * @param isOwn whether the API wrote them. It does not repeat content, so parts that were not compared do not count.
 */
export function isEcho(
  texts: readonly (string | undefined)[],
  sent: SentText | undefined,
  isOwn = false,
): boolean {
  if (sent === undefined) return false;
  const said = saidIn(texts);
  if (said === '') return false;
  const { harmless } = sent;
  const isHarmless = harmless?.has(said) ?? false;
  if (!isHarmless && repeatsCredential(said, sent.credentials ?? [])) return true;
  sent.compared ??= new Map();
  const before = sent.compared;
  const key = isOwn ? `own ${said}` : said;
  const result = before.get(key) ?? repeatsText(said, sent, isOwn);
  if (before.size < MAX_KNOWN) before.set(key, result);
  if (harmless && !isHarmless && !result) {
    if (harmless.size >= MAX_KNOWN) harmless.clear();
    harmless.add(said);
  }
  return result;
}

const MAX_KNOWN = 16;

/** Separates the joined texts. It is replaced in a server's texts. */
const BETWEEN = '\0';

/** Joins different texts into one. */
function saidIn(texts: readonly (string | undefined)[]): string {
  return texts
    .filter((text, index) => text !== undefined && text !== '' && texts.indexOf(text) === index)
    .map((text = '') => text.slice(0, MAX_SENTENCE).replaceAll(BETWEEN, ' '))
    .join(BETWEEN);
}

/** Cached, because calls often fail with the same sentence. */
const sentenceOf = memoizeLast((said: string) => {
  const given = said.split(BETWEEN);
  const texts = given.flatMap(forms);
  const plain = given.flatMap(plainForms);
  return {
    sentence: new Sentence(texts),
    isPacked: hasPackedData(said),
    isLong: texts.some(({ length }) => length > MAX_UNCOMPARED),
    parts: [...new Set(plain.flatMap(partsOf))].slice(0, MAX_PARTS),
    letters: [...new Set(plain.flatMap(lettersOf))],
  };
});

/** Words that say much, such as a long name in a file's address: a server may have cut one. */
function partsOf(text: string): string[] {
  const words = text.match(/[\w.@+/=~%-]{12,}/g) ?? [];
  return words
    .map((word) => word.replace(/^\/\/[^/]*/, '').replace(/(?<![./-])[./-]+$/, ''))
    .filter((word) => word.length >= MIN_PART && /\d/.test(word) && /[a-z]/i.test(word) && !ID.test(word));
}

/** A very long word, or letters with a sign between any two, as if the spaces of a text were elsewhere. */
const SPACED = /[a-z\d]{20,}|(?:(?<![a-z\d])[a-z\d](?![a-z\d])[^a-z\d]{0,3}){20,}/gi;

const lettersOf = (text: string): string[] =>
  (text.normalize('NFKC').match(SPACED) ?? []).map(squeezed).filter(({ length }) => length >= LETTERS);

/** The most places of a run that are compared. */
const MAX_PLACES = 32;

/** Whether a text has one of `letters`, or a part of one, but not as a word. */
function hasLetters(text: string, letters: readonly string[]): boolean {
  const lower = text.toLowerCase();
  const odd = letters.filter((one) => !lower.includes(one));
  if (odd.length === 0) return false;
  const joined = squeezed(lower.replace(/\\(?:u[0-9a-f]{4}|[nrt])/g, ' '));
  return odd
    .flatMap(placesIn)
    .slice(0, MAX_PLACES)
    .some((part) => joined.includes(part));
}

/** Overlapping parts: a common run that is half as long again has one of them. */
const placesIn = (run: string): string[] =>
  Array.from({ length: Math.floor((run.length - LETTERS) / (LETTERS / 2)) + 1 }, (_, index) =>
    run.slice((index * LETTERS) / 2, (index * LETTERS) / 2 + LETTERS),
  );

function repeatsText(said: string, sent: SentText, isOwn: boolean): boolean {
  const { sentence, isPacked, isLong, parts, letters } = sentenceOf(said);
  if (isPacked) return true;
  const { body = '', others = [], isPartial = false } = sent;
  const isCompared =
    !isPartial &&
    body.length <= 2 * MAX_COMPARED &&
    others.length <= MAX_OTHERS &&
    others.every(({ length }) => length <= MAX_SENTENCE);
  if (!isOwn && !isCompared && isLong) return true;
  const request = new Request(sentence);
  if (request.repeats(body, true)) return true;
  const compared = others.slice(0, MAX_OTHERS).map((other) => other.slice(0, MAX_SENTENCE));
  if (compared.some((other) => request.repeats(other, false))) return true;
  if (parts.length + letters.length === 0) return false;
  const whole = [bothEnds(body), ...compared];
  return whole.some((text) => parts.some((part) => hasPart(text, part)) || hasLetters(text, letters));
}

/** The most places in which to look for a part that is in the name of a model. */
const MAX_MODELS = 8;

/** Whether `text` has `part`, elsewhere than in a model or a type. */
function hasPart(text: string, part: string): boolean {
  let at = text.indexOf(part);
  for (let count = 0; at >= 0 && count < MAX_MODELS; count += 1) {
    if (!/"(?:model|type)"\s?:\s?"[^"]{0,200}$/.test(text.slice(Math.max(0, at - 220), at))) return true;
    at = text.indexOf(part, at + part.length);
  }
  return false;
}

const bothEnds = (text: string): string =>
  text.length <= 2 * MAX_COMPARED ? text : `${text.slice(0, MAX_COMPARED)}\0${text.slice(-MAX_COMPARED)}`;

/** Three joined words. */
const JOINED = /(?<![A-Za-z])[A-Za-z]{2,}[-_.:/+][A-Za-z]{2,}[-_.:/+][A-Za-z]{2,}/;
const MAX_SEARCHED = 8 * 1024 * 1024;

/** Whether an encoding hides text in a name. */
const mayBeCoded = (name: string): boolean =>
  hasPackedData(name) || decodedTexts(name).length > 1 || disguisedTexts(name).some(isReadable);

/** Most characters are letters and spaces, with no other signs than those of a sentence. */
const isReadable = (text: string): boolean => /(?:[a-z]{1,16}[ ,.'?!-]{1,2}){3}/i.test(text);

/**
 * Whether an id or another name from a server repeats the request, or has the shape of a secret. It uses a faster search
 * if the name is a single word.
 */
export function isEchoedName(name: string, sent: SentText | undefined): boolean {
  if (name.length < MIN_TELLING) return false;
  if (secretIn(name) !== undefined) return true;
  if (sent === undefined) return false;
  const { body = '', others = [], credentials = [] } = sent;
  if (repeatsCredential(name, credentials)) return true;
  const start = body.length > MAX_SEARCHED ? body.slice(0, MAX_SEARCHED) : body;
  if (start.includes(name) || others.slice(0, MAX_OTHERS).some((other) => other.includes(name))) return true;
  return (JOINED.test(name) || mayBeCoded(name)) && isEcho([name], sent);
}
