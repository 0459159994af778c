// The words of a script's text, and a reader that takes them one by one and says where one is wrong.

/** A script's text that does not follow the grammar: which part, where in the text, and what belongs there. */
export class ScriptSyntaxError extends Error {
  override readonly name = 'ScriptSyntaxError';
  /** The part, from 1. A `;` separates parts. */
  readonly part: number;
  /** The column in the whole text, from 1. */
  readonly column: number;
  /** The expected words in this place. */
  readonly expected: string;
  /** The message without what was found, unless that is one short word. */
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

/** So much of what was found is shown. */
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

/** A reader for each part of the text that has anything in it. */
export const readers = (text: string): Reader[] =>
  splitParts(tokens(text)).flatMap((part) => (part.length > 1 ? [new Reader(part)] : []));

function tokens(text: string): Token[] {
  // Which requests ends at its colon; anywhere else a colon inside a word belongs to it, as in a header's value.
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

/** Each part ends with the `;` or the end that follows it. */
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

  /** The token `ahead` of the next one; beyond the last, the last. */
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
