// Reads spans from bytes of JSON or JSON lines as they arrive. It holds only one line, or one span with its surroundings, in memory.
import { READ } from '../bounds.ts';
import { EmptyInputError, InputError } from '../exit.ts';
import { FORMATS, readDocument } from './document.ts';
import { readLines, startsAsJson } from './lines.ts';
import type { RestReader, Source } from './source.ts';
import type { Span } from './span.ts';
import { inUtf8 } from './utf8.ts';

/**
 * The spans of a source, in order. Everything else goes to its reader of the rest.
 *
 * @throws InputError with the problem and its place, if nothing can be read.
 */
export async function* readSpans(source: Source): AsyncGenerator<Span> {
  const iterator = inUtf8(source.chunks);
  try {
    yield* spansOf(source, iterator);
  } finally {
    // Without this, the source would stay open when reading stops early.
    await iterator.return(undefined);
  }
}

async function* spansOf(source: Source, iterator: AsyncIterator<Uint8Array>): AsyncGenerator<Span> {
  const head = await firstLine(iterator);
  if (head.length === 0) throw new EmptyInputError(`${source.name} is empty`);
  checkEncoding(head, source.name);
  const isText = source.rest !== undefined && !startsAsJson(head);
  const read = isText || isLines(head) ? readLines : readDocument;
  const seen = { spans: false, rest: false, words: false, unread: false };
  const rest =
    source.rest &&
    noticed(source.rest, (text) => {
      seen.rest = true;
      seen.words ||= text.trim() !== '';
    });
  const onUnread = () => {
    seen.unread = true;
  };
  for await (const span of read({ ...source, rest, onUnread, chunks: joined(head, iterator) })) {
    seen.spans = true;
    yield span;
  }
  if (seen.unread) {
    const problem = `${source.name} has spans in a format that is not read: expected ${FORMATS}`;
    if (!seen.spans && !seen.words) throw new InputError(problem);
    source.onProblem(problem);
  }
  if (seen.spans || seen.rest) return;
  throw new InputError((await source.empty?.()) ?? `${source.name} ${whyNoSpans(head.toString())}`);
}

/** All chunks up to the first line break. */
async function firstLine(iterator: AsyncIterator<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  while (bytes < READ.headBytes) {
    const { done, value } = await iterator.next();
    if (done) break;
    chunks.push(value);
    bytes += value.length;
    if (value.includes(0x0a)) break;
  }
  return Buffer.concat(chunks);
}

const noticed = (rest: RestReader, onUse: (text: string) => void): RestReader => ({
  text(text, line) {
    onUse(text);
    rest.text(text, line);
  },
  record(value, text, line) {
    const isLog = rest.record(value, text, line);
    if (isLog) onUse(text);
    return isLog;
  },
});

async function* joined(head: Uint8Array, iterator: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield head;
  yield* { [Symbol.asyncIterator]: () => iterator };
}

function checkEncoding(head: Buffer, name: string): void {
  if (head.subarray(0, 2).toString('hex') === '1f8b')
    throw new InputError(`${name} is compressed; unpack it first, with gunzip`);
  if (head.subarray(0, 512).includes(0)) throw new InputError(`${name} is binary; expected text or JSON`);
}

/** Whether the first line is a complete record. In a document over many lines, a line ends with a bracket or a comma. */
function isLines(head: Buffer): boolean {
  const end = head.indexOf(0x0a);
  if (end === -1) return false;
  const line = head.subarray(0, end).toString().trim();
  return line.startsWith('[') ? line.endsWith(']') : line.endsWith('}');
}

function whyNoSpans(head: string): string {
  const other = /"resource(Logs|Metrics)"/.exec(head)?.[1];
  return other === undefined ? `has no spans: expected ${FORMATS}` : `has ${other.toLowerCase()}, no spans`;
}
