// Splits a script's text into words, and reads them one by one. An error names the place.

/** A script's text does not follow the grammar. The error has the part, the place and the expected words. */
export class ScriptSyntaxError extends Error {
  override readonly name = 'ScriptSyntaxError';
  /** The part, from 1. A `;` separates parts. */
  readonly part: number;
  /** The column in the whole text, from 1. */
  readonly column: number;
  /** The words that are valid in this place. */
  readonly expected: string;
  /** The message. It shows the found text only if that is one short word. */
  readonly where: string;

  constructor(part: number, column: number, expected: string, found: string) {
    const where = `part ${part}, column ${column}: expected ${expected}`;
    super(`${where}, found ${brief(found)}`);
    this.where = /^(?:"[a-z-]{0,24}"|the end|none)$/.test(found) ? this.message : where;
    this.part = part;
    this.column = column;
    this.expected = expected;
  }
}

/** The displayed length of the found text. */
const MOST_FOUND = 80;
const brief = (text: string): string => (text.length > MOST_FOUND ? `${text.slice(0, MOST_FOUND)}…` : text);

/** A piece of the text: a word, a quoted string, one of `;` and `:`, or the end of a part. */
export interface Token {
  readonly kind: 'word' | 'string' | ';' | ':' | 'end';
  readonly text: string;
  /** Offset in the text, from 0. */
  readonly at: number;
  readonly part: number;
}

/** A reader for each part of the text with content. */
export const readers = (text: string): Reader[] =>
  splitParts(tokens(text)).flatMap((part) => (part.length > 1 ? [new Reader(part)] : []));

function tokens(text: string): Token[] {
  // The selection of requests ends at its colon. Elsewhere, a colon inside a word belongs to the word, as in a header's value.
  const pattern =
    /\s+|;|:|[*#\d][\d,.+%-]*(?=:)|"(?:[^"\\]|\\.)*"|(?:[^\s;:"]|:(?!\s|$|;)|(?<==)"(?:[^"\\]|\\.)*")+|"/gsy;
  const found: Token[] = [];
  let part = 1;
  for (const match of text.matchAll(pattern)) {
    const [piece] = match;
    if (piece.trim() === '') continue;
    if (piece === '"') throw new ScriptSyntaxError(part, match.index + 1, 'a closing "', 'none');
    const kind = piece === ';' || piece === ':' ? piece : piece.startsWith('"') ? 'string' : 'word';
    found.push({ kind, text: piece, at: match.index, part });
    if (kind === ';') part++;
  }
  found.push({ kind: 'end', text: '', at: text.length, part });
  return found;
}

/** Each part ends with its `;`, or with the end of the text. */
function splitParts(all: readonly Token[]): Token[][] {
  const parts: Token[][] = [[]];
  for (const token of all) {
    parts.at(-1)?.push(token);
    if (token.kind === ';') parts.push([]);
  }
  return parts;
}

/** Takes the tokens of a part one by one. */
export class Reader {
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(part: readonly Token[]) {
    this.#tokens = part;
  }

  /** The token `ahead` of the next one; the last token if there are fewer. */
  peek(ahead = 0): Token {
    const token = this.#tokens[this.#next + ahead] ?? this.#tokens.at(-1);
    if (!token) throw new Error('a part has at least its end');
    return token;
  }

  take(): Token {
    const token = this.peek();
    this.#next++;
    return token;
  }

  atEnd(): boolean {
    return this.peek().kind === 'end' || this.peek().kind === ';';
  }

  /** The next token, if it is this word. */
  takeWord(word: string): boolean {
    const isIt = this.peek().kind === 'word' && this.peek().text === word;
    if (isIt) this.#next++;
    return isIt;
  }

  fail(expected: string, token: Token = this.peek(), offset = 0): never {
    const found =
      token.kind === 'end' || token.kind === ';' ? 'the end' : `"${token.text.replace(/^"|"$/g, '')}"`;
    throw new ScriptSyntaxError(token.part, token.at + offset + 1, expected, found);
  }
}
