// Spans of one JSON document of any size, or of several one after the other.
import { Tokenizer, TokenParser } from '@streamparser/json';
import { InputError } from '../exit.ts';
import { excerpt } from './lines.ts';
import { spanOfOtlp } from './otlp.ts';
import type { Source } from './read.ts';
import { spansOfRecord } from './record.ts';
import type { Span } from './span.ts';

const OTLP_PARTS = ['resource', 'scopeSpans.*.scope', 'scopeSpans.*.spans.*'];

/** What is kept of a document while it is read. All else is dropped as soon as it is parsed. */
const PATHS = {
  object: [
    ...OTLP_PARTS.map((part) => `$.resourceSpans.*.${part}`),
    // Version 3 of Jaeger's query API.
    ...OTLP_PARTS.map((part) => `$.result.resourceSpans.*.${part}`),
    // Jaeger's traces.
    '$.data.*',
  ],
  list: ['$.*'],
} as const;

/** Nothing that is looked for is as long as this. */
const MAX_PART_MEGABYTES = 256;

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
        if (!parser.any) throw new InputError(problem);
        return onProblem(`${problem}; what comes before it was read`);
      }
      if (piece.at(-1) === NEWLINE) line += 1;
    }
    if (parser.pending > MAX_PART_MEGABYTES * 1024 * 1024) {
      throw new InputError(`${name}: no span ends within ${MAX_PART_MEGABYTES} MB`);
    }
  }
  if (parser?.end()) {
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
  tokenizer.onToken = (token) => tokens.write(token);
  tokens.onValue = ({ key, value, stack }) => {
    state.pending = 0;
    if (key === 'resource' || key === 'scope') {
      surroundings[key] = value;
      return;
    }
    const isOtlpSpan = stack.at(-1)?.key === 'spans';
    const spans = isOtlpSpan ? spanOfOtlp(value, surroundings) : spansOfRecord(value);
    found.push(...spans);
    state.any ||= spans.length > 0;
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
