// Reads text of any length in pieces: lines into segments, segments into errors, errors into diagnoses.

import { kindOfText, type TextKind } from './about-errors.ts';
import { type CallError, CallJoiner } from './calls.ts';
import { withoutConversation } from './conversation.ts';
import { diagnosed } from './diagnosed.ts';
import { LastLook } from './last-look.ts';
import { readLine, withoutColours, withoutEntities } from './lines.ts';
import { withoutReference } from './reference.ts';
import { CLAUDE } from './relevance.ts';
import { MAX_SEGMENT, type Segment, Segmenter } from './segments.ts';
import type { TextDiagnosis } from './text-diagnosis.ts';
import type { Ask } from './to-diagnosis.ts';
import { MAY_TELL } from './tokens.ts';

/** The longest text that may consist only of an error. */
const MAX_BARE = 8_000;
/** An error without a sign of Claude counts as Claude's within this distance after a sign. */
const MENTION_REACH = 2_000;

/** Text that programs and shells print around an error. */
const NOISE =
  /^(?:Node\.js v\d|Bun v\d|\[nodemon\]|Process finished|exit(?:ed)?\b|error Command failed|[\w@:~./-]{0,80}[$%#❯➜>] \S|Waiting for the debugger|\(Use `node|node:internal)/;

/** Reads text in pieces, and reports each error as soon as it is complete. */
export class TextReader {
  readonly #ask: Ask;
  /** The kind of text, by its first piece. */
  #kind: TextKind | undefined;
  readonly #segmenter = new Segmenter();
  readonly #calls = new CallJoiner();
  /** The pieces of the line that has no end yet. */
  #rest: string[] = [];
  #restLength = 0;
  /** The index in the text where that line begins. */
  #at = 0;
  #mentionedAt = Number.NEGATIVE_INFINITY;
  /** Errors without a sign of Claude yet. One may follow in the surrounding text. */
  #unclaimed: { readonly segment: Segment; readonly text: string }[] = [];
  /** Errors without a sign of Claude, while the text has only errors. */
  #bare: CallError[] | undefined = [];
  readonly #lastLook: LastLook;

  constructor(ask: Ask) {
    this.#ask = ask;
    this.#lastLook = new LastLook(ask);
  }

  push(chunk: string): readonly TextDiagnosis[] {
    this.#kind ??= kindOfText(chunk);
    if (this.#kind === 'document') return [];
    return this.#kept(this.#lastLook.push(chunk, this.#read(chunk)));
  }

  end(): readonly TextDiagnosis[] {
    return this.#kind === 'document' ? [] : this.#kept(this.#lastLook.end(this.#finish()));
  }

  #kept(found: readonly TextDiagnosis[]): readonly TextDiagnosis[] {
    return this.#kind === 'mixed' ? found.filter(({ confidence }) => confidence === 'certain') : found;
  }

  #read(chunk: string): readonly TextDiagnosis[] {
    if (!chunk.includes('\n') && this.#restLength + chunk.length < MAX_SEGMENT) {
      this.#rest.push(chunk);
      this.#restLength += chunk.length;
      return [];
    }
    const found: TextDiagnosis[] = [];
    const text = this.#rest.join('') + chunk;
    let at = 0;
    for (let end = text.indexOf('\n', at); end >= 0; end = text.indexOf('\n', at)) {
      this.#line(text.slice(at, end), this.#at + at, this.#at + end + 1, found);
      at = end + 1;
    }
    // A very long line is read in parts.
    for (; text.length - at >= MAX_SEGMENT; at += MAX_SEGMENT)
      this.#line(text.slice(at, at + MAX_SEGMENT), this.#at + at, this.#at + at + MAX_SEGMENT, found);
    this.#rest = [text.slice(at)];
    this.#restLength = text.length - at;
    this.#at += at;
    return found;
  }

  #finish(): readonly TextDiagnosis[] {
    const found: TextDiagnosis[] = [];
    const rest = this.#rest.join('');
    if (rest !== '') this.#line(rest, this.#at, this.#at + rest.length, found);
    this.#at += rest.length;
    this.#rest = [];
    this.#restLength = 0;
    this.#segment(this.#segmenter.end(), found);
    for (const one of this.#bare ?? []) found.push(...this.#calls.push(one));
    this.#bare = undefined;
    found.push(...this.#calls.end());
    return found;
  }

  #line(text: string, start: number, end: number, found: TextDiagnosis[]): void {
    for (let at = 0; at < text.length || at === 0; at += MAX_SEGMENT) {
      const part = text.slice(at, at + MAX_SEGMENT);
      const isLast = at + MAX_SEGMENT >= text.length;
      const line = readLine(
        withoutEntities(withoutColours(part.endsWith('\r') ? part.slice(0, -1) : part)),
        start + at,
        isLast ? end : start + at + MAX_SEGMENT,
      );
      this.#segment(this.#segmenter.push(line, MAY_TELL.test(line.text)), found);
    }
  }

  #segment(segment: Segment | undefined, found: TextDiagnosis[]): void {
    if (segment === undefined) return;
    const text = textOf(segment);
    const mentioned = segment.start - this.#mentionedAt < MENTION_REACH;
    const mayTell = segment.mayTell && MAY_TELL.test(text);
    const errors = mayTell
      ? diagnosed(segment, text, this.#ask, {
          mentioned,
          mayBeBare: this.#bare !== undefined,
          foreign: (one) => this.#lastLook.leaveOut(one),
        })
      : [];
    // The topic of one log record does not apply to the next.
    const isProse = !segment.logged && !segment.isRecord;
    if (isProse && CLAUDE.test(text)) {
      this.#mentionedAt = segment.end;
      if (errors.length === 0) this.#claim(segment.start, found);
    }
    if (errors.length > 0) this.#unclaimed = [];
    else if (isProse && !mentioned && mayTell) {
      this.#unclaimed = this.#unclaimed.filter((one) => segment.end - one.segment.end < MENTION_REACH);
      if (text.length < MENTION_REACH) this.#unclaimed.push({ segment, text });
    }
    if (errors.length === 0 && !NOISE.test(text.trimStart().slice(0, 200))) this.#bare = undefined;
    if (errors.length === 0) found.push(...this.#calls.pass(text, segment.end));
    for (const { relevance, ...error } of errors) {
      if (relevance === 'assumed') {
        if (segment.end > MAX_BARE || segment.logged) this.#bare = undefined;
        this.#bare?.push(error);
        continue;
      }
      for (const one of this.#bare ?? []) found.push(...this.#calls.push(one));
      if (this.#bare !== undefined) this.#bare = [];
      found.push(...this.#calls.push(error));
    }
  }

  /** Handles words about Claude that begin at `at`: errors shortly before them are Claude's, too. */
  #claim(at: number, found: TextDiagnosis[]): void {
    const errors = [
      ...(this.#bare ?? []),
      ...this.#unclaimed
        .filter(({ segment }) => at - segment.end < MENTION_REACH)
        .flatMap(({ segment, text }) =>
          diagnosed(segment, text, this.#ask, {
            mentioned: true,
            mayBeBare: false,
            foreign: (one) => this.#lastLook.leaveOut(one),
          }),
        ),
    ];
    for (const one of errors) found.push(...this.#calls.push(one));
    this.#unclaimed = [];
    if (errors.length > 0) this.#bare = undefined;
  }
}

/** The program's text, without loggers' prefixes. */
const textOf = ({ lines }: Segment): string =>
  withoutConversation(
    withoutReference(lines.map(({ text, bodyAt }) => (bodyAt === 0 ? text : text.slice(bodyAt))).join('\n')),
  );
