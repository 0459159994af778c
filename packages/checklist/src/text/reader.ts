// Reads text of any length piece by piece: lines to segments, segments to errors, errors to diagnoses.
import type { Ask } from './ask.ts';
import { diagnosed, type Found } from './diagnosed.ts';
import { type Line, readLine, withoutColours } from './lines.ts';
import { CLAUDE } from './relevance.ts';
import { MAX_SEGMENT, type Segment, Segmenter } from './segments.ts';
import type { TextDiagnosis } from './text-diagnosis.ts';
import { MAY_TELL } from './tokens.ts';

/** A text as long as this can be nothing but an error. */
const MAX_BARE = 8_000;
/** So far behind a sign of Claude an error without one of its own is taken for Claude's. */
const MENTION_REACH = 2_000;

/** What programs and shells print around an error. */
const NOISE =
  /^(?:Node\.js v\d|Bun v\d|\[nodemon\]|Process finished|exit(?:ed)?\b|error Command failed|[\w@:~./-]{0,80}[$%#❯➜>] \S|Waiting for the debugger|\(Use `node|node:internal)/;

/** Reads what it is given, and tells of each error as soon as it is complete. */
export class TextReader {
  readonly #ask: Ask;
  readonly #segmenter = new Segmenter();
  #rest = '';
  /** Of {@link #rest}, in the text. */
  #at = 0;
  #mentionedAt = Number.NEGATIVE_INFINITY;
  /** Errors without a sign of Claude, while there is nothing else in the text. */
  #bare: Found[] | undefined = [];

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  push(chunk: string): readonly TextDiagnosis[] {
    const found: TextDiagnosis[] = [];
    const text = this.#rest + chunk;
    let at = 0;
    for (let end = text.indexOf('\n', at); end >= 0; end = text.indexOf('\n', at)) {
      found.push(...this.#line(text.slice(at, end), this.#at + at, this.#at + end + 1));
      at = end + 1;
    }
    // A line without an end is read in parts.
    while (text.length - at > MAX_SEGMENT) {
      found.push(...this.#line(text.slice(at, at + MAX_SEGMENT), this.#at + at, this.#at + at + MAX_SEGMENT));
      at += MAX_SEGMENT;
    }
    this.#rest = text.slice(at);
    this.#at += at;
    return found;
  }

  end(): readonly TextDiagnosis[] {
    const found: TextDiagnosis[] = [];
    if (this.#rest !== '') found.push(...this.#line(this.#rest, this.#at, this.#at + this.#rest.length));
    this.#at += this.#rest.length;
    this.#rest = '';
    found.push(...this.#segment(this.#segmenter.end()));
    const bare = this.#bare ?? [];
    this.#bare = undefined;
    return [...bare.flatMap(({ entries }) => entries), ...found];
  }

  #line(text: string, start: number, end: number): readonly TextDiagnosis[] {
    if (text.length > MAX_SEGMENT) {
      const half = MAX_SEGMENT;
      return [
        ...this.#line(text.slice(0, half), start, start + half),
        ...this.#line(text.slice(half), start + half, end),
      ];
    }
    const line = readLine(withoutColours(text.endsWith('\r') ? text.slice(0, -1) : text), start, end);
    return this.#segment(this.#segmenter.push(line, MAY_TELL.test(line.text)));
  }

  #segment(segment: Segment | undefined): readonly TextDiagnosis[] {
    if (segment === undefined) return [];
    const text = textOf(segment);
    const found = MAY_TELL.test(text)
      ? diagnosed(segment, text, this.#ask, segment.start - this.#mentionedAt < MENTION_REACH)
      : undefined;
    // What one record of a log is about says nothing of the next.
    if (!segment.logged && !segment.isRecord && CLAUDE.test(text)) this.#mentionedAt = segment.end;
    if (found === undefined && NOISE.test(text.trimStart().slice(0, 200))) return [];
    if (found === undefined || segment.end > MAX_BARE || segment.logged) {
      if (found === undefined || found.relevance === 'assumed') {
        this.#bare = undefined;
        return [];
      }
    }
    if (found.relevance === 'assumed') {
      this.#bare?.push(found);
      return [];
    }
    const before = this.#bare ?? [];
    if (this.#bare !== undefined) this.#bare = [];
    return [...before.flatMap(({ entries }) => entries), ...found.entries];
  }
}

const textOf = ({ lines }: Segment): string => lines.map(({ text }: Line) => text).join('\n');
