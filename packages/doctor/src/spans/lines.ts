// Reads spans from JSON lines, one record per line. Other lines go to the source's reader of the rest. Without one, only the broken line is lost.
import { redactSecrets } from '@sevenstep/wire';
import { READ } from '../bounds.ts';
import { InputError } from '../exit.ts';
import { beginningOf } from '../outgoing.ts';
import { parseJson, whyUnread } from './json.ts';
import { WithoutPrintedSpans } from './printed-spans.ts';
import { readValue } from './read-value.ts';
import type { Source } from './source.ts';
import { printable, type Span } from './span.ts';

const MOST_PROBLEMS = 5;

/** @param before the number of lines already read */
export async function* readLines(
  { name, chunks, onProblem, onUnread, clean, ...source }: Source,
  before = 0,
): AsyncGenerator<Span> {
  const rest = source.rest && new WithoutPrintedSpans(source.rest, () => onUnread?.());
  let number = before;
  let inLine = false;
  let broken = 0;
  for await (const { bytes: line, partial } of linesOf(chunks, name, rest !== undefined)) {
    if (!inLine) number += 1;
    inLine = partial;
    const text = withoutMark(line);
    if (rest === undefined && isBlank(text)) continue;
    const isJson = !partial && (rest === undefined || startsAsJson(text));
    const { record, problem } = isJson ? parse(text) : {};
    if (record !== undefined) {
      yield* readValue(record, { rest, onUnread }, number, text.toString());
      continue;
    }
    if (rest !== undefined && !isBrokenSpan(text)) {
      rest.text(partial ? text.toString() : `${text}\n`, number);
      continue;
    }
    broken += 1;
    if (broken > MOST_PROBLEMS) continue;
    const shown = excerpt(text.subarray(0, READ.textBytes).toString(), clean);
    onProblem(`${name}:${number}: ${problem}, left out: ${shown}`);
  }
  rest?.end();
  if (broken > MOST_PROBLEMS) onProblem(`${name}: ${broken - MOST_PROBLEMS} more lines are left out`);
}

interface Line {
  readonly bytes: Buffer;
  /** Set on part of a line that is too long to keep. More of it follows. */
  readonly partial: boolean;
}

/** @param anyLength whether a line may exceed the limit. Such a line arrives in parts */
async function* linesOf(
  chunks: AsyncIterable<Uint8Array>,
  name: string,
  anyLength: boolean,
): AsyncGenerator<Line> {
  let number = 1;
  let open: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    let rest = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    for (let end = rest.indexOf(0x0a); end !== -1; end = rest.indexOf(0x0a)) {
      yield { bytes: Buffer.concat([...open, rest.subarray(0, end)]), partial: false };
      rest = rest.subarray(end + 1);
      open = [];
      bytes = 0;
      number += 1;
    }
    open.push(rest);
    bytes += rest.length;
    if (bytes <= READ.textBytes) continue;
    if (anyLength && (bytes > READ.lineBytes || !startsAsJson(open[0] as Buffer))) {
      yield { bytes: Buffer.concat(open), partial: true };
      open = [];
      bytes = 0;
    } else if (bytes > READ.lineBytes) {
      throw new InputError(`${name}:${number}: a line of more than ${READ.lineBytes / 1024 / 1024} MB`);
    }
  }
  if (bytes > 0) yield { bytes: Buffer.concat(open), partial: false };
}

export const startsAsJson = (bytes: Buffer): boolean =>
  /^(?:\xEF\xBB\xBF)?\s*[{[]/.test(bytes.subarray(0, 100).toString('latin1'));

/** A line that begins like spans or metrics but is not JSON. */
const isBrokenSpan = (line: Buffer): boolean =>
  startsAsJson(line) &&
  /"(?:resourceSpans|resourceMetrics|traceID|spanID)"/.test(line.subarray(0, 200).toString('latin1'));

/** Removes the byte order mark, with which some files begin. */
const withoutMark = (line: Buffer): Buffer =>
  line[0] === 0xef && line[1] === 0xbb && line[2] === 0xbf ? line.subarray(3) : line;

const isBlank = (line: Buffer): boolean =>
  line.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);

function parse(text: Buffer): { readonly record?: unknown; readonly problem?: string } {
  try {
    return { record: parseJson(text) };
  } catch (problem) {
    return { problem: whyUnread(problem) };
  }
}

/** The beginning of a text, for a message. */
export function excerpt(text: string, clean: Source['clean'] = redactSecrets): string {
  const line = printable(beginningOf(text, 100, (given) => clean(given).replace(/\s+/g, ' ').trim()));
  return line.length > 60 ? `${line.slice(0, 60)}…` : line;
}
