// Spans of JSON lines: a record a line. A broken line costs that line.
import { InputError } from '../exit.ts';
import type { Source } from './read.ts';
import { spansOfRecord } from './record.ts';
import { printable, type Span } from './span.ts';

/** The longest line, in bytes. The Collector's file exporter writes an export a line: some megabytes at most. */
const MAX_LINE_BYTES = 64 * 1024 * 1024;
const MOST_PROBLEMS = 5;

export async function* readLines({ name, chunks, onProblem }: Source): AsyncGenerator<Span> {
  let number = 0;
  let broken = 0;
  for await (const line of linesOf(chunks, name)) {
    number += 1;
    const text = line
      .toString()
      .replace(/^\uFEFF/, '')
      .trim();
    if (text === '') continue;
    const record = parse(text);
    if (record !== undefined) {
      yield* spansOfRecord(record);
      continue;
    }
    broken += 1;
    if (broken <= MOST_PROBLEMS) onProblem(`${name}:${number}: not JSON, left out: ${excerpt(text)}`);
  }
  if (broken > MOST_PROBLEMS) onProblem(`${name}: ${broken - MOST_PROBLEMS} more lines are not JSON`);
}

async function* linesOf(chunks: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Buffer> {
  let number = 1;
  let open: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    let rest = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    for (let end = rest.indexOf(0x0a); end !== -1; end = rest.indexOf(0x0a)) {
      yield Buffer.concat([...open, rest.subarray(0, end)]);
      rest = rest.subarray(end + 1);
      open = [];
      bytes = 0;
      number += 1;
    }
    open.push(rest);
    bytes += rest.length;
    if (bytes > MAX_LINE_BYTES) {
      throw new InputError(`${name}:${number}: a line of more than ${MAX_LINE_BYTES / 1024 / 1024} MB`);
    }
  }
  if (bytes > 0) yield Buffer.concat(open);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The beginning of what was found, for a message. */
export function excerpt(text: string): string {
  const line = printable(text.replace(/\s+/g, ' ').trim());
  return line.length > 60 ? `${line.slice(0, 60)}…` : line;
}
