// Opens the sources of spans and texts that a command's options and arguments name.
import { plural } from '@sevenstep/checklist';
import { KEPT } from '../bounds.ts';
import type { Context } from '../command.ts';
import { InputError, UsageError } from '../exit.ts';
import type { Io } from '../io.ts';
import { shownAddress } from '../outgoing.ts';
import { readSpans } from '../spans/read.ts';
import type { RestReader, Source } from '../spans/source.ts';
import { idOf, type Span } from '../spans/span.ts';
import { chunksUntil, fileSource, stdinSource, withHint } from './file.ts';
import { DEFAULT_JAEGER, jaegerPage, jaegerSearch, jaegerServer, jaegerTrace } from './jaeger.ts';
import { searchOf } from './search.ts';
import type { SourceOptions } from './source-options.ts';

/** The options of every command that reads spans. */
export const SOURCE_OPTIONS = {
  jaeger: {
    type: 'string',
    value: 'URL',
    help: 'The address of Jaeger (default: $JAEGER_URL, else http://localhost:16686)',
  },
  trace: { type: 'string', value: 'ID', help: 'Read only this trace, from Jaeger or from the file' },
  service: {
    type: 'string',
    value: 'NAME',
    help: 'Read only the traces of this service, from Jaeger or from the file',
  },
  last: {
    type: 'string',
    value: 'TIME',
    help: 'How far back to search in Jaeger: 15m, 1h, 2d (default: 1h)',
  },
  limit: { type: 'string', value: 'N', help: 'The most traces to read from Jaeger (default: 1000)' },
} as const;

/** The `usage` of a command that reads spans. */
export const SOURCE_USAGE = '[FILE… | - | URL of a trace or search]';

/** The most files on one command line. */
export const MOST_FILES = 1_000;

/** Spans and their sources. */
interface Opened {
  readonly name: string;
  readonly spans: AsyncIterable<Span>;
  /** The parts that could not be read. The list is complete when all spans are read. */
  readonly problems: readonly string[];
}

/** How a command also reads texts. */
export interface TextReading {
  /** Reads everything except spans. @param file its name; `undefined` for standard input */
  readonly restOf: (file: string | undefined) => RestReader;
  /** Called before a file or standard input is read. The signal ends the reading. */
  readonly until: () => AbortSignal;
}

/**
 * Opens the sources on the command line.
 *
 * @param texts if unset, only spans are read
 * @throws UsageError if no source or more than one is named; InputError if it cannot be read.
 */
export async function openSource(
  given: SourceOptions,
  paths: readonly string[],
  { io, say, outgoing }: Pick<Context, 'io' | 'say' | 'outgoing'>,
  texts?: TextReading,
): Promise<Opened> {
  const problems: string[] = [];
  const onProblem = (line: string) => {
    problems.push(line);
    if (problems.length <= KEPT.problems) say(line);
  };
  // A text has no trace or service to select.
  const isAsked = given.trace !== undefined || given.service !== undefined;
  const open = async (path: string): Promise<Source> => {
    const source = { ...(await fileOf(given, path, io, onProblem)), clean: outgoing.text };
    if (texts === undefined || isAsked) return source;
    const chunks = chunksUntil(source.chunks, texts.until());
    const isStdin = path === '-';
    return {
      ...source,
      chunks: isStdin ? withHint(chunks, io) : chunks,
      rest: texts.restOf(isStdin ? undefined : path),
    };
  };
  const [argument, ...more] = paths;
  if (argument !== undefined && more.length > 0) {
    for (const path of paths) {
      if (path === '-' || /^https?:\/\//.test(path))
        throw new UsageError(`${shownAddress(path)} cannot be read together with other files`);
    }
    const sources = await Promise.all(paths.map(open));
    const name = `${argument} and ${plural(more.length, 'more file')}`;
    const spans = oneAfterTheOther(sources);
    return { name, spans: isAsked ? selected(spans, given, name) : spans, problems };
  }
  const page = argument === undefined ? undefined : jaegerPage(argument);
  if (argument !== undefined && !page) {
    const source = await open(argument);
    const spans = readSpans(source);
    return { name: source.name, spans: isAsked ? selected(spans, given, source.name) : spans, problems };
  }
  const server = jaegerServer(page?.jaeger ?? given.jaeger ?? (io.env.JAEGER_URL || DEFAULT_JAEGER));
  const trace = page?.trace ?? given.trace;
  if (trace !== undefined) {
    const source = await jaegerTrace(server, trace, onProblem);
    const spans = readSpans({ ...source, clean: outgoing.text });
    return { name: `${server.name}, trace ${trace}`, spans, problems };
  }
  const { says, ...search } = searchOf(given, page?.search, Date.now());
  const source = await jaegerSearch(server, search, onProblem);
  const spans = readSpans({ ...source, clean: outgoing.text });
  return { name: `${server.name}, ${says}`, spans: counted(spans, search.limit, say), problems };
}

function fileOf(
  given: SourceOptions,
  path: string,
  io: Io,
  onProblem: Source['onProblem'],
): Source | Promise<Source> {
  for (const option of ['jaeger', 'last', 'limit'] as const) {
    if (given[option] !== undefined)
      throw new UsageError(`--${option} works only with Jaeger, not with ${path}`);
  }
  if (/^https?:\/\//.test(path)) {
    throw new UsageError(
      `${shownAddress(path)}: expected the address of a trace (…/trace/ID) or a search (…/search?service=NAME) in Jaeger`,
    );
  }
  return path === '-' ? stdinSource(io, onProblem) : fileSource(path, onProblem);
}

/** Reads files one after the other and skips an unreadable file. It is an error if none can be read. */
async function* oneAfterTheOther(sources: readonly Source[]): AsyncGenerator<Span> {
  const failures: InputError[] = [];
  let any = false;
  for (const source of sources) {
    try {
      for await (const span of readSpans(source)) {
        any = true;
        yield span;
      }
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      failures.push(error);
      source.onProblem(error.message);
    }
  }
  if (!any && failures.length === sources.length && failures[0] !== undefined) throw failures[0];
}

/** The selected spans of a file. */
async function* selected(
  spans: AsyncIterable<Span>,
  { trace, service }: SourceOptions,
  name: string,
): AsyncGenerator<Span> {
  let any = false;
  for await (const span of spans) {
    if (trace !== undefined && padded(span.traceId) !== padded(idOf(trace) ?? '')) continue;
    if (service !== undefined && span.service !== service) continue;
    any = true;
    yield span;
  }
  const asked = [trace && `trace ${trace}`, service && `service ${service}`].filter(Boolean).join(' and ');
  if (!any) throw new InputError(`${name} has no span of ${asked}`);
}

/** Some tools drop leading zeros. */
const padded = (traceId: string): string => traceId.toLowerCase().padStart(32, '0');

/** Warns if there may be more results than the limit. */
async function* counted(
  spans: AsyncIterable<Span>,
  limit: number,
  say: Context['say'],
): AsyncGenerator<Span> {
  const traces = new Set<string>();
  for await (const span of spans) {
    traces.add(span.traceId);
    yield span;
  }
  if (traces.size >= limit) say(`Jaeger returned ${limit} traces, and may have more: raise --limit`);
}
