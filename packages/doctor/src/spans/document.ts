// Spans of one JSON document of any size, or of several one after the other.
import { Tokenizer, TokenParser, TokenType } from '@streamparser/json';
import { READ } from '../bounds.ts';
import { InputError } from '../exit.ts';
import { JaegerTraces } from './jaeger-traces.ts';
import { TooMuchJson, whyUnread } from './json.ts';
import { excerpt, readLines } from './lines.ts';
import { spanOfOtlp } from './otlp.ts';
import { isExport, spansOfRecord } from './record.ts';
import type { RestReader, Source } from './source.ts';
import { isRecord, type Span } from './span.ts';

const LOG_PARTS = ['resource', 'scopeLogs.*.scope', 'scopeLogs.*.logRecords.*'];
const OTLP_PARTS = ['resource', 'scopeSpans.*.scope', 'scopeSpans.*.spans.*'];

/** The parts of a document that are kept while it is read. The rest is dropped as soon as it is parsed. */
const PATHS = {
  object: [
    ...OTLP_PARTS.map((part) => `$.resourceSpans.*.${part}`),
    ...LOG_PARTS.map((part) => `$.resourceLogs.*.${part}`),
    // Version 3 of Jaeger's query API.
    ...OTLP_PARTS.map((part) => `$.result.resourceSpans.*.${part}`),
    // Jaeger's traces, of any number of spans.
    '$.data.*.spans.*',
    '$.data.*.processes',
  ],
  list: ['$.*'],
} as const;

/**
 * A document that breaks off is read up to there. With a reader of the rest, what is no document of spans or logs is read
 * line by line, and so is what follows one.
 */
export async function* readDocument(source: Source): AsyncGenerator<Span> {
  const { name, chunks, onProblem, rest } = source;
  const iterator = chunks[Symbol.asyncIterator]();
  /** The bytes so far, while it may not be a document of spans. */
  let seen: Uint8Array[] = [];
  let parser: Parser | undefined;
  let line = 1;
  const asLines = (first: readonly Uint8Array[], before: number) =>
    readLines({ ...source, chunks: chained(first, iterator) }, before);
  for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
    const chunk = next.value;
    parser ??= createParser(/^\uFEFF?\s*\[/.test(Buffer.from(chunk).toString()) ? 'list' : 'object', rest);
    if (rest !== undefined && !parser.any) seen.push(chunk);
    let at = 0;
    // A line at a time: so it is known in which one it is broken.
    for (const piece of pieces(chunk)) {
      const between = parser.depth === 0;
      const broken = parser.write(piece);
      yield* parser.take();
      if (broken) {
        if (rest !== undefined && !parser.any) return yield* asLines(seen, 0);
        const problem = `${name}:${line}: ${broken}: ${excerpt(Buffer.from(piece).toString())}`;
        parser.end();
        yield* parser.take();
        if (!parser.any) throw new InputError(problem);
        if (rest === undefined || !between) onProblem(`${problem}; what comes before it was read`);
        return rest && (yield* asLines([chunk.subarray(at)], line - 1));
      }
      at += piece.length;
      if (piece.at(-1) === NEWLINE) line += 1;
    }
    if (parser.any) seen = [];
    else if (rest !== undefined && parser.pending > READ.textDocumentBytes) return yield* asLines(seen, 0);
    if (parser.pending > READ.partBytes) {
      throw new InputError(`${name}: no span ends within ${READ.partBytes / 1024 / 1024} MB`);
    }
  }
  const broken = parser?.end();
  if (parser) yield* parser.take();
  if (parser && rest !== undefined && !parser.any) return yield* asLines(seen, 0);
  if (parser && broken) {
    const problem = `${name} breaks off in the middle of its JSON, in line ${line}`;
    if (!parser.any) throw new InputError(problem);
    onProblem(`${problem}; what comes before it was read`);
  }
}

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
  /** Whether there was a span, or a record of a log. */
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

function createParser(kind: keyof typeof PATHS, rest: RestReader | undefined): Parser {
  const tokenizer = new Tokenizer({ separator: '', stringBufferSize: 64 * 1024 });
  const tokens = new TokenParser({ paths: [...PATHS[kind]], keepStack: false, separator: '' });
  const surroundings: { resource?: unknown; scope?: unknown } = {};
  let found: Span[] = [];
  const state = { pending: 0, any: false };
  const jaeger = new JaegerTraces();
  let depth = 0;
  let values = 0;
  tokenizer.onToken = (token) => {
    if (token.token === TokenType.LEFT_BRACE || token.token === TokenType.LEFT_BRACKET) depth += 1;
    else if (token.token === TokenType.RIGHT_BRACE || token.token === TokenType.RIGHT_BRACKET) depth -= 1;
    values += 1;
    // Each value is a token, with one or two around it.
    if (depth > READ.jsonDepth)
      throw new TooMuchJson(`more than ${READ.jsonDepth} brackets within each other`);
    if (values > 4 * READ.values) throw new TooMuchJson(`more than ${READ.values} values`);
    tokens.write(token);
  };
  const keep = (spans: readonly Span[]) => {
    for (const span of spans) found.push(span);
    state.any ||= spans.length > 0;
  };
  /** The surroundings of a record come before it. */
  const keepLog = (record: unknown) => {
    const { resource, scope } = surroundings;
    const request = { resourceLogs: [{ resource, scopeLogs: [{ scope, logRecords: [record] }] }] };
    keep(spansOfRecord(request));
    if (rest === undefined) return;
    state.any = true;
    rest.record(request, '', 0);
  };
  const keepItem = (value: unknown) => {
    const spans = spansOfRecord(value);
    keep(spans);
    if (rest === undefined || spans.length > 0 || isExport(value)) return;
    state.any = true;
    if (!isRecord(value) || !rest.record(value, JSON.stringify(value), 0))
      rest.text(`${JSON.stringify(value, null, 1)}\n`, 0);
  };
  tokens.onValue = ({ key, value, stack }) => {
    state.pending = 0;
    values = 0;
    if (key === 'resource' || key === 'scope') {
      surroundings[key] = value;
      return;
    }
    if (kind === 'list') return keepItem(value);
    if (stack[1]?.key === 'resourceLogs') return keepLog(value);
    // Its place among the traces tells one trace from the next.
    if (stack[1]?.key !== 'data') return keep(spanOfOtlp(value, surroundings));
    keep(jaeger.read(stack[2]?.key, key === 'processes' ? 'processes' : 'span', value));
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
    get any() {
      return state.any;
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
        keep(jaeger.rest());
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
