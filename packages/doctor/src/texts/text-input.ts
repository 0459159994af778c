// Reads everything except spans: text in one piece, so that a stack stays together, and log records with their facts.
import { createTextReader, type TextDiagnosis } from '@sevenstep/checklist/text';
import { KEPT } from '../bounds.ts';
import type { RestReader } from '../spans/source.ts';
import type { Json } from '../spans/span.ts';
import { type LoggedEvent, type LogPlace, logRecordsOf, NOTHING, recordsOfRequest } from './log-record.ts';
import { errorsOf, type TextError } from './text-error.ts';

/** The size of a piece of text, in UTF-16 units. */
const PIECE = 64 * 1024;

/** The errors of a whole export of logs. */
export function errorsOfRequest(request: Json): readonly TextError[] {
  const errors: TextError[] = [];
  const input = new TextInput(undefined, (error) => errors.push(error));
  for (const record of [NOTHING, ...recordsOfRequest(request)]) input.read(record, 0);
  input.end();
  return errors;
}

export class TextInput implements RestReader {
  readonly #file: string | undefined;
  readonly #onError: (error: TextError) => void;
  readonly #reader = createTextReader();
  readonly #places = new Places();
  #piece: string[] = [];
  #pieceLength = 0;
  /** The length of the text so far, in UTF-16 units. */
  #offset = 0;
  /** The number of lines with content. */
  lines = 0;

  /** @param file its name; `undefined` for standard input */
  constructor(file: string | undefined, onError: (error: TextError) => void) {
    this.#file = file;
    this.#onError = onError;
  }

  text(text: string, line: number): void {
    this.#add(text, { line, tells: TELLS.test(text) });
    if (text.trim() !== '') this.lines += 1;
  }

  record(value: Json, text: string, line: number): boolean {
    const records = logRecordsOf(value, text);
    for (const record of records ?? []) this.read(record, line);
    return records !== undefined;
  }

  read({ text, ...record }: LoggedEvent, line: number): void {
    this.#add(`${text}\n`, { line, record, tells: text !== NOTHING.text });
    this.lines += 1;
  }

  end(): void {
    this.#handOn();
    this.#tell(this.#reader.end());
  }

  #add(text: string, place: Place): void {
    this.#places.add(this.#offset, place);
    this.#offset += text.length;
    this.#piece.push(text);
    this.#pieceLength += text.length;
    if (this.#pieceLength >= PIECE) this.#handOn();
  }

  #handOn(): void {
    const piece = this.#piece.join('');
    this.#piece = [];
    this.#pieceLength = 0;
    this.#tell(this.#reader.push(piece));
  }

  #tell(diagnoses: readonly TextDiagnosis[]): void {
    for (const error of errorsOf(diagnoses)) {
      const { line, record } = this.#places.of(error.candidates[0]) ?? { line: 0 };
      const { time = error.time, traceId, spanId, service } = record ?? {};
      // A copy, because a substring keeps the whole text in memory.
      this.#onError(structuredClone({ ...error, time, traceId, spanId, service, place: this.#nameOf(line) }));
    }
  }

  #nameOf(line: number): string | undefined {
    if (line === 0) return undefined;
    return this.#file === undefined ? `line ${line}` : `${this.#file}:${line}`;
  }
}

/** The place of a part of the text, without the text, because many are kept. */
interface Place {
  /** Counted from 1; 0 if unknown. */
  readonly line: number;
  /** The place of a log record. */
  readonly record?: LogPlace | undefined;
  /** Whether it contains a word or a status of an error. */
  readonly tells: boolean;
}

/** Matches a line that may begin an error. */
const TELLS = /error|exception|fail|denied|refused|timed? ?out|\b[45]\d\d\b/i;

/** The last places, by their start in the text. */
class Places {
  #starts: number[] = [];
  #places: Place[] = [];

  add(start: number, place: Place): void {
    this.#starts.push(start);
    this.#places.push(place);
    if (this.#starts.length < 2 * KEPT.lineStarts) return;
    this.#starts = this.#starts.slice(KEPT.lineStarts);
    this.#places = this.#places.slice(KEPT.lineStarts);
  }

  /**
   * The place of an error: its first line with a sign of an error. Lines without times are one text, so other lines may come before it.
   *
   * @returns `undefined` if the place was already dropped
   */
  of({ start, end }: Pick<TextDiagnosis, 'start' | 'end'>): Place | undefined {
    const from = this.#indexOf(start);
    const first = this.#places[from];
    if (first === undefined || first.tells) return first;
    for (let at = from; at < this.#starts.length && (this.#starts[at] as number) < end; at++)
      if (this.#places[at]?.tells) return this.#places[at];
    return first;
  }

  /** The last place that begins at or before the offset; -1 without one. */
  #indexOf(offset: number): number {
    let [low, high] = [0, this.#starts.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#starts[middle] as number) <= offset) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}
