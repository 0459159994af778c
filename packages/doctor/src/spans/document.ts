// Reads the spans of a JSON document of any size, or of several in sequence.
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

/** The formats of spans, for messages. */
export const FORMATS =
  "OTLP JSON (`resourceSpans`), Tempo's JSON (`batches`), Jaeger's JSON (`data`), or JSON lines of these";

const LOG_PARTS = ['resource', 'scopeLogs.*.scope', 'scopeLogs.*.logRecords.*'];
const OTLP_PARTS = ['resource', 'scopeSpans.*.scope', 'scopeSpans.*.spans.*'];

/** Lists of groups of spans: in OTLP, in version 3 of Jaeger's query API, and in Tempo. */
const GROUPS = ['resourceSpans', 'result.resourceSpans', 'batches', 'trace.resourceSpans'];

/** The parts of a document that are kept during reading. Other parts are dropped after parsing. */
const PATHS = {
  object: [
    ...GROUPS.flatMap((list) => OTLP_PARTS.map((part) => `$.${list}.*.${part}`)),
    ...LOG_PARTS.map((part) => `$.resourceLogs.*.${part}`),
    // Jaeger's traces, with any number of spans.
    '$.data.*.spans.*',
    '$.data.*.processes',
  ],
  list: ['$.*'],
} as const;

/**
 * Reads a document up to the point where it breaks off. It reads each of several values alone. With a reader of the rest,
 * it reads other text, and the text after a document, line by line.
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
    // Reads line by line, to know in which line the document is broken.
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
        // A chunk that begins inside a line may begin with the rest of a secret.
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
    // A single object printed over several lines may be any text.
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

/** Collects the bytes of values without spans. */
class Unread {
  #whole: Uint8Array[] = [];
  /** The bytes of the incomplete value. */
  #open: Uint8Array[] = [];
  #hasSpans = false;
  /** The line in which the bytes begin. */
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

  /** Takes the complete values. An empty list if the bytes are not JSON values. */
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
  /** Parts with a span or, with a reader of the rest, with any content. */
  readonly parts: number;
  /** Whether it found such a part. */
  readonly any: boolean;
  /** The number of open brackets. */
  readonly depth: number;
  /** @returns why the rest cannot be read, if so */
  write(bytes: Uint8Array): string | undefined;
  /** @returns the problem if the document is incomplete */
  end(): string | undefined;
  /** The spans since the last call. */
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
    // Each value is one token, with one or two others around it.
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
  /** Ends a value. Another document may follow. */
  const endValue = () => {
    keepGrouped(groups.rest());
    keep(jaeger.rest());
  };
  tokens.onValue = ({ key, value, stack }) => {
    state.pending = 0;
    values = 0;
    const [first, ...path] = stack.slice(1).map((one) => one.key);
    // Objects after a list have fields with names.
    if (kind === 'list') return typeof key === 'number' ? keepItem(value) : undefined;
    // The position among the traces identifies the trace.
    if (first === 'data')
      return keep(jaeger.read(path[0], key === 'processes' ? 'processes' : 'span', value));
    const names = [first, ...path];
    const group = names.findIndex((name) => typeof name === 'number') + 1;
    const place = { group: names.slice(0, group).join(), scope: names.slice(group, group + 2).join() };
    keepGrouped(groups.read(place, key === 'resource' || key === 'scope' ? key : 'item', value));
  };
  /** Runs a step. The parser throws its errors from the call that causes them. */
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
        // This also ends an incomplete document.
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
