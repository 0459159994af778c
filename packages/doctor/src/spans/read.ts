// Bytes of JSON or JSON lines to spans, as they come: in memory are a line, or one span and what surrounds it.
import { TextDecoder } from 'node:util';
import { READ } from '../bounds.ts';
import { EmptyInputError, InputError } from '../exit.ts';
import { readDocument } from './document.ts';
import { readLines, startsAsJson } from './lines.ts';
import type { RestReader, Source } from './source.ts';
import type { Span } from './span.ts';

/**
 * The spans of a source, in its order; what is no span goes to its reader of the rest.
 *
 * @throws InputError that says what and where, when nothing can be read.
 */
export async function* readSpans(source: Source): AsyncGenerator<Span> {
  const iterator = inUtf8(source.chunks);
  const head = await firstLine(iterator);
  if (head.length === 0) throw new EmptyInputError(`${source.name} is empty`);
  checkEncoding(head, source.name);
  const isText = source.rest !== undefined && !startsAsJson(head);
  const read = isText || isLines(head) ? readLines : readDocument;
  let anything = false;
  const rest = source.rest && noticed(source.rest, () => (anything = true));
  for await (const span of read({ ...source, rest, chunks: joined(head, iterator) })) {
    anything = true;
    yield span;
  }
  if (anything) return;
  throw new InputError((await source.empty?.()) ?? `${source.name} ${whyNoSpans(head.toString())}`);
}

/** The byte order mark of UTF-16, as PowerShell writes it, in either order. */
const UTF_16: ReadonlyMap<string, string> = new Map([
  ['fffe', 'utf-16le'],
  ['feff', 'utf-16be'],
]);

async function* inUtf8(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let mark: Uint8Array | undefined = new Uint8Array();
  let decoder: TextDecoder | undefined;
  for await (const chunk of chunks) {
    const bytes: Uint8Array = mark === undefined ? chunk : Buffer.concat([mark, chunk]);
    if (mark !== undefined && bytes.length < 2) {
      mark = bytes;
      continue;
    }
    if (mark !== undefined) {
      const encoding = UTF_16.get(Buffer.from(bytes.subarray(0, 2)).toString('hex'));
      decoder = encoding === undefined ? undefined : new TextDecoder(encoding);
      mark = undefined;
    }
    yield decoder === undefined ? bytes : Buffer.from(decoder.decode(bytes, { stream: true }));
  }
  if (mark !== undefined && mark.length > 0) yield mark;
  if (decoder !== undefined) yield Buffer.from(decoder.decode());
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

const noticed = (rest: RestReader, onUse: () => void): RestReader => ({
  text(...given) {
    onUse();
    rest.text(...given);
  },
  record(...given) {
    onUse();
    return rest.record(...given);
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

/** Whether the first line is a whole record. A document over many lines breaks after a bracket or a comma. */
function isLines(head: Buffer): boolean {
  const end = head.indexOf(0x0a);
  if (end === -1) return false;
  const line = head.subarray(0, end).toString().trim();
  return line.startsWith('[') ? line.endsWith(']') : line.endsWith('}');
}

function whyNoSpans(head: string): string {
  const other = /"resource(Logs|Metrics)"/.exec(head)?.[1];
  return other === undefined
    ? "has no spans: expected OTLP JSON (`resourceSpans`), Jaeger's JSON (`data`), or JSON lines of either"
    : `has ${other.toLowerCase()}, no spans`;
}
