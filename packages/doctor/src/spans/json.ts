// Parses JSON from outside, within bounds: of depth, so that no walk over the value runs out of stack, and of size.
import { READ } from '../bounds.ts';

const OPEN = new Set(['[', '{'].map((sign) => sign.charCodeAt(0)));
const CLOSE = new Set([']', '}'].map((sign) => sign.charCodeAt(0)));
const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];

/** JSON that is larger than anything that is read. */
export class TooMuchJson extends SyntaxError {}

/** Why JSON could not be read, for a message. */
export const whyUnread = (problem: unknown): string =>
  problem instanceof TooMuchJson ? problem.message : 'not JSON';

/** @throws SyntaxError for invalid JSON; {@link TooMuchJson} for too deep nesting or too many values */
export function parseJson(bytes: Uint8Array): unknown {
  checkSize(bytes);
  return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString());
}

/** Counts only brackets and commas outside of strings: a parser would already build the value. */
function checkSize(bytes: Uint8Array): void {
  let depth = 0;
  let values = 0;
  let inString = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (inString) {
      if (byte === BACKSLASH) at++;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if (OPEN.has(byte)) {
      depth += 1;
      values += 1;
      if (depth > READ.jsonDepth) {
        throw new TooMuchJson(`more than ${READ.jsonDepth} brackets within each other`);
      }
    } else if (CLOSE.has(byte)) depth -= 1;
    else if (byte === COMMA) values += 1;
    if (values > READ.values) throw new TooMuchJson(`more than ${READ.values} values`);
  }
}
