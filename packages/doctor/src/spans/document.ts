// Spans of one JSON document of any size, or of several one after the other.
import { Tokenizer, TokenParser, TokenType } from '@streamparser/json';
import { READ } from '../bounds.ts';
import { InputError } from '../exit.ts';
import { JaegerTraces } from './jaeger-traces.ts';
import { excerpt } from './lines.ts';
import { spanOfOtlp } from './otlp.ts';
import { spansOfRecord } from './record.ts';
import type { Source } from './source.ts';
import type { Span } from './span.ts';

const OTLP_PARTS = ['resource', 'scopeSpans.*.scope', 'scopeSpans.*.spans.*'];

/** What is kept of a document while it is read. All else is dropped as soon as it is parsed. */
const PATHS = {
  object: [
    ...OTLP_PARTS.map((part) => `$.resourceSpans.*.${part}`),
    // Version 3 of Jaeger's query API.
    ...OTLP_PARTS.map((part) => `$.result.resourceSpans.*.${part}`),
    // Jaeger's traces, of any number of spans.
    '$.data.*.spans.*',
    '$.data.*.processes',
  ],
  list: ['$.*'],
} as const;

/** A document that breaks off is read up to there. */
export async function* readDocument({ name, chunks, onProblem }: Source): AsyncGenerator<Span> {
  let parser: Parser | undefined;
  let line = 1;
  for await (const chunk of chunks) {
    parser ??= createParser(/^\uFEFF?\s*\[/.test(Buffer.from(chunk).toString()) ? 'list' : 'object');
    // A line at a time: so it is known in which one it is broken.
    for (const piece of pieces(chunk)) {
      const broken = parser.write(piece);
      yield* parser.take();
      if (broken) {
        const problem = `${name}:${line}: not JSON: ${excerpt(Buffer.from(piece).toString())}`;
        parser.end();
        yield* parser.take();
        if (!parser.any) throw new InputError(problem);
        return onProblem(`${problem}; what comes before it was read`);
      }
      if (piece.at(-1) === NEWLINE) line += 1;
    }
    if (parser.pending > READ.partBytes) {
      throw new InputError(`${name}: no span ends within ${READ.partBytes / 1024 / 1024} MB`);
    }
  }
  const broken = parser?.end();
  if (parser) yield* parser.take();
  if (parser && broken) {
    const problem = `${name} breaks off in the middle of its JSON, in line ${line}`;
    if (!parser.any) throw new InputError(problem);
    onProblem(`${problem}; what comes before it was read`);
  }
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
  /** Bytes since the last part that was looked for. */
  readonly pending: number;
  /** Whether there was a span. */
  readonly any: boolean;
  /** @returns whether it is broken there. */
  write(bytes: Uint8Array): boolean;
  /** @returns whether it ended in the middle. */
  end(): boolean;
  /** The spans since it was last asked. */
  take(): readonly Span[];
}

function createParser(kind: keyof typeof PATHS): Parser {
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
    if (depth > READ.jsonDepth || values > 4 * READ.values) throw new SyntaxError('more than any span has');
    tokens.write(token);
  };
  const keep = (spans: readonly Span[]) => {
    for (const span of spans) found.push(span);
    state.any ||= spans.length > 0;
  };
  tokens.onValue = ({ key, value, stack }) => {
    state.pending = 0;
    values = 0;
    if (key === 'resource' || key === 'scope') {
      surroundings[key] = value;
      return;
    }
    if (kind === 'list') return keep(spansOfRecord(value));
    // Its place among the traces tells one trace from the next.
    if (stack[1]?.key !== 'data') return keep(spanOfOtlp(value, surroundings));
    keep(jaeger.read(stack[2]?.key, key === 'processes' ? 'processes' : 'span', value));
  };
  /** Its errors come out of the call that caused them. */
  const fails = (run: () => void): boolean => {
    try {
      run();
      return false;
    } catch {
      return true;
    }
  };
  return {
    get pending() {
      return state.pending;
    },
    get any() {
      return state.any;
    },
    write(bytes) {
      state.pending += bytes.length;
      return fails(() => tokenizer.write(bytes));
    },
    end: () =>
      fails(() => {
        // Of a document that breaks off, too.
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
