// Spans of one JSON document of any size, or of several one after the other.
import { Tokenizer, TokenParser, TokenType } from '@streamparser/json';
import { READ } from '../bounds.ts';
import { InputError } from '../exit.ts';
import { JaegerTraces } from './jaeger-traces.ts';
import { jsonParts, parseJson, TooMuchJson, whyUnread } from './json.ts';
import { excerpt, readLines } from './lines.ts';
import { spanOfOtlp } from './otlp.ts';
import { OtlpGroups, type Surrounded } from './otlp-groups.ts';
import { isUnreadSpan, listedEvents, readValue } from './read-value.ts';
import { isExport, spansOfRecord } from './record.ts';
import type { Source } from './source.ts';
import type { Span } from './span.ts';

/** The formats of spans, for a message. */
export const FORMATS =
  "OTLP JSON (`resourceSpans`), Tempo's JSON (`batches`), Jaeger's JSON (`data`), or JSON lines of these";

const LOG_PARTS = ['resource', 'scopeLogs.*.scope', 'scopeLogs.*.logRecords.*'];
const OTLP_PARTS = ['resource', 'scopeSpans.*.scope', 'scopeSpans.*.spans.*'];

/** Lists of groups of spans: OTLP's, that of version 3 of Jaeger's query API, and Tempo's. */
const GROUPS = ['resourceSpans', 'result.resourceSpans', 'batches', 'trace.resourceSpans'];

/** The parts of a document that are kept while it is read. The rest is dropped as soon as it is parsed. */
const PATHS = {
  object: [
    ...GROUPS.flatMap((list) => OTLP_PARTS.map((part) => `$.${list}.*.${part}`)),
    ...LOG_PARTS.map((part) => `$.resourceLogs.*.${part}`),
    // Jaeger's traces, of any number of spans.
    '$.data.*.spans.*',
    '$.data.*.processes',
  ],
  list: ['$.*'],
} as const;

/**
 * A document that breaks off is read up to there. With a reader of the rest, what is no document of spans or logs is read
 * line by line, and so is what follows one. Each of several values is read alone.
 */
export async function* readDocument(source: Source): AsyncGenerator<Span> {
  const { name, chunks, onProblem, clean, rest } = source;
  const iterator = chunks[Symbol.asyncIterator]();
  const unread = new Unread();
  let parser: Parser | undefined;
  let line = 1;
  let isLineStart = true;
  const asLines = (first: readonly Uint8Array[], before: number) =>
    readLines({ ...source, chunks: chained(first, iterator) }, before);
  for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
    const chunk = next.value;
    parser ??= createParser(/^\uFEFF?\s*\[/.test(Buffer.from(chunk).toString()) ? 'list' : 'object', source);
    let at = 0;
    // A line at a time: so it is known in which one it is broken.
    for (const piece of pieces(chunk)) {
      const between = parser.depth === 0;
      const { parts } = parser;
      const broken = parser.write(piece);
      yield* parser.take();
      if (broken) {
        parser.end();
        yield* parser.take();
        if (rest !== undefined && !parser.any)
          return yield* asLines([...unread.all(), chunk.subarray(at)], 0);
        const text = Buffer.from(piece).toString();
        // Within a line, a chunk may begin with the rest of a secret.
        const shown = excerpt(isLineStart ? text : text.replace(/^[^\s"]+/, '…'), clean);
        const problem = `${name}:${line}: ${broken}: ${shown}`;
        if (!parser.any) throw new InputError(`${problem}; expected ${FORMATS}`);
        if (rest === undefined || !between) onProblem(`${problem}; the part before was read`);
        return rest && (yield* asLines([chunk.subarray(at)], line - 1));
      }
      if (rest !== undefined) unread.add(piece, line, parser.parts > parts, parser.depth === 0);
      if (parser.any) yield* readEach(unread.values(), source);
      at += piece.length;
      isLineStart = piece.at(-1) === NEWLINE;
      if (isLineStart) line += 1;
    }
    if (rest !== undefined && !parser.any && parser.pending > READ.textDocumentBytes)
      return yield* asLines(unread.all(), 0);
    if (parser.pending > READ.partBytes) {
      throw new InputError(`${name}: no span ends within ${READ.partBytes / 1024 / 1024} MB`);
    }
  }
  const broken = parser?.end();
  if (parser) yield* parser.take();
  if (parser && rest !== undefined && !parser.any) {
    const all = unread.all();
    const values = broken === undefined ? unread.values() : [];
    // One object that is printed over several lines may be any text.
    const isText =
      values.length === 0 || (values.length === 1 && values.every(({ value }) => isPlain(value)));
    return yield* isText ? asLines(all, 0) : readEach(values, source);
  }
  if (parser && broken) {
    const problem = `${name}:${line}: the JSON is truncated`;
    if (!parser.any) throw new InputError(problem);
    onProblem(`${problem}; the part before was read`);
  }
}

interface Value {
  readonly value: unknown;
  readonly line: number;
}

/** The bytes of values without spans. */
class Unread {
  #whole: Uint8Array[] = [];
  /** Those of the value that is not at its end. */
  #open: Uint8Array[] = [];
  #hasSpans = false;
  /** The line in which they begin. */
  #line = 0;

  add(bytes: Uint8Array, line: number, hasSpans: boolean, isEnd: boolean): void {
    if (this.#whole.length + this.#open.length === 0) this.#line = line;
    this.#hasSpans ||= hasSpans;
    if (this.#hasSpans) this.#open = [];
    else this.#open.push(bytes);
    if (!isEnd) return;
    for (const one of this.#open) this.#whole.push(one);
    this.#open = [];
    this.#hasSpans = false;
  }

  all(): readonly Uint8Array[] {
    return [...this.#whole, ...this.#open];
  }

  /** Takes the values that are at their end. An empty list where they are not read as such. */
  values(): readonly Value[] {
    if (this.#whole.length === 0) return [];
    const bytes = Buffer.concat(this.#whole);
    this.#whole = [];
    try {
      return jsonParts(bytes).map((part) => ({
        value: parseJson(part.bytes),
        line: this.#line + part.line,
      }));
    } catch {
      return [];
    }
  }
}

function* readEach(values: readonly Value[], source: Source): Generator<Span> {
  for (const { value, line } of values) yield* readValue(value, source, line);
}

const isPlain = (value: unknown): boolean =>
  listedEvents(value) === undefined &&
  !isUnreadSpan(value) &&
  !isExport(value) &&
  spansOfRecord(value).length === 0;

async function* chained(
  first: readonly Uint8Array[],
  iterator: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* first;
  yield* { [Symbol.asyncIterator]: () => iterator };
}

const NEWLINE = 0x0a;

function* pieces(chunk: Uint8Array): Generator<Uint8Array> {
  let from = 0;
  for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, from)) {
    yield chunk.subarray(from, end + 1);
    from = end + 1;
  }
  if (from < chunk.length) yield chunk.subarray(from);
}

interface Parser {
  /** Bytes since the last wanted part. */
  readonly pending: number;
  /** Parts that had a span or, with a reader of the rest, anything to read. */
  readonly parts: number;
  /** Whether there was one. */
  readonly any: boolean;
  /** Brackets that are open. */
  readonly depth: number;
  /** @returns why it cannot be read from there on, if so */
  write(bytes: Uint8Array): string | undefined;
  /** @returns what is wrong where it ended in the middle */
  end(): string | undefined;
  /** The spans since it was last asked. */
  take(): readonly Span[];
}

function createParser(kind: keyof typeof PATHS, source: Source): Parser {
  const { rest } = source;
  const tokenizer = new Tokenizer({ separator: '', stringBufferSize: 64 * 1024 });
  const tokens = new TokenParser({ paths: [...PATHS[kind]], keepStack: false, separator: '' });
  let found: Span[] = [];
  const state = { pending: 0, parts: 0 };
  const jaeger = new JaegerTraces();
  const groups = new OtlpGroups();
  let depth = 0;
  let values = 0;
  tokenizer.onToken = (token) => {
    if (token.token === TokenType.LEFT_BRACE || token.token === TokenType.LEFT_BRACKET) depth += 1;
    else if (token.token === TokenType.RIGHT_BRACE || token.token === TokenType.RIGHT_BRACKET) depth -= 1;
    values += 1;
    // Each value is a token, with one or two around it.
    if (depth > READ.jsonDepth) throw new TooMuchJson(`more than ${READ.jsonDepth} nested brackets`);
    if (values > 4 * READ.values) throw new TooMuchJson(`more than ${READ.values} values`);
    tokens.write(token);
    if (depth === 0) endValue();
  };
  const keep = (spans: readonly Span[]) => {
    for (const span of spans) found.push(span);
    if (spans.length > 0) state.parts += 1;
  };
  const keepLog = ({ value, resource, scope }: Surrounded) => {
    const request = { resourceLogs: [{ resource, scopeLogs: [{ scope, logRecords: [value] }] }] };
    keep(spansOfRecord(request));
    if (rest === undefined) return;
    state.parts += 1;
    rest.record(request, '', 0);
  };
  const keepGrouped = (items: readonly Surrounded[]) => {
    for (const item of items) {
      if (isOfLog(item.group)) keepLog(item);
      else keep(spanOfOtlp(item.value, item));
    }
  };
  const keepItem = (value: unknown) => {
    keep(readValue(value, source, 0));
    if (rest !== undefined) state.parts += 1;
  };
  /** Another document may follow. */
  const endValue = () => {
    keepGrouped(groups.rest());
    keep(jaeger.rest());
  };
  tokens.onValue = ({ key, value, stack }) => {
    state.pending = 0;
    values = 0;
    const [first, ...path] = stack.slice(1).map((one) => one.key);
    // An object that follows a list has fields with names.
    if (kind === 'list') return typeof key === 'number' ? keepItem(value) : undefined;
    // Its place among the traces tells one trace from the next.
    if (first === 'data')
      return keep(jaeger.read(path[0], key === 'processes' ? 'processes' : 'span', value));
    const names = [first, ...path];
    const group = names.findIndex((name) => typeof name === 'number') + 1;
    const place = { group: names.slice(0, group).join(), scope: names.slice(group, group + 2).join() };
    keepGrouped(groups.read(place, key === 'resource' || key === 'scope' ? key : 'item', value));
  };
  /** Its errors come out of the call that caused them. */
  const fails = (run: () => void): string | undefined => {
    try {
      run();
      return undefined;
    } catch (problem) {
      return whyUnread(problem);
    }
  };
  return {
    get pending() {
      return state.pending;
    },
    get parts() {
      return state.parts;
    },
    get any() {
      return state.parts > 0;
    },
    get depth() {
      return depth;
    },
    write(bytes) {
      state.pending += bytes.length;
      return fails(() => tokenizer.write(bytes));
    },
    end: () =>
      fails(() => {
        // Also for a document that breaks off.
        endValue();
        tokenizer.end();
        tokens.end();
      }),
    take() {
      const taken = found;
      found = [];
      return taken;
    },
  };
}

const isOfLog = (group: string): boolean => group.startsWith('resourceLogs');
