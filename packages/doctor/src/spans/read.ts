// Bytes of JSON or JSON lines to spans, as they come: in memory are a line, or one span and what surrounds it.
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
  const iterator = source.chunks[Symbol.asyncIterator]();
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
  const mark = head.subarray(0, 2).toString('hex');
  if (mark === 'fffe' || mark === 'feff') {
    throw new InputError(`${name} is UTF-16, as PowerShell writes it; save it as UTF-8`);
  }
  if (mark === '1f8b') throw new InputError(`${name} is compressed; unpack it first, with gunzip`);
  if (head.subarray(0, 512).includes(0)) throw new InputError(`${name} is binary; expected text or JSON`);
}

/** Whether the first line is a record of its own. A document over many lines breaks after a bracket or a comma. */
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
