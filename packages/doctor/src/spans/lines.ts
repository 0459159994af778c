// Spans of JSON lines: a record a line. A broken line costs that line.
import { READ } from '../bounds.ts';
import { InputError } from '../exit.ts';
import { parseJson } from './json.ts';
import { spansOfRecord } from './record.ts';
import type { Source } from './source.ts';
import { printable, type Span } from './span.ts';

const MOST_PROBLEMS = 5;

export async function* readLines({ name, chunks, onProblem }: Source): AsyncGenerator<Span> {
  let number = 0;
  let broken = 0;
  for await (const line of linesOf(chunks, name)) {
    number += 1;
    const text = withoutMark(line);
    if (isBlank(text)) continue;
    const record = parse(text);
    if (record !== undefined) {
      yield* spansOfRecord(record);
      continue;
    }
    broken += 1;
    if (broken <= MOST_PROBLEMS)
      onProblem(`${name}:${number}: not JSON, left out: ${excerpt(text.subarray(0, 1_000).toString())}`);
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
    if (bytes > READ.lineBytes) {
      throw new InputError(`${name}:${number}: a line of more than ${READ.lineBytes / 1024 / 1024} MB`);
    }
  }
  if (bytes > 0) yield Buffer.concat(open);
}

/** A byte order mark stands in front of some files. */
const withoutMark = (line: Buffer): Buffer =>
  line[0] === 0xef && line[1] === 0xbb && line[2] === 0xbf ? line.subarray(3) : line;

const isBlank = (line: Buffer): boolean =>
  line.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);

function parse(text: Buffer): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/** The beginning of what was found, for a message. */
export function excerpt(text: string): string {
  const line = printable(text.replace(/\s+/g, ' ').trim());
  return line.length > 60 ? `${line.slice(0, 60)}…` : line;
}
