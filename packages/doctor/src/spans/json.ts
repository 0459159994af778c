// Parses JSON from outside: no deeper than the bound, so that nothing that walks the value runs out of stack.
import { READ } from '../bounds.ts';

const OPEN = new Set(['[', '{'].map((sign) => sign.charCodeAt(0)));
const CLOSE = new Set([']', '}'].map((sign) => sign.charCodeAt(0)));
const [QUOTE, BACKSLASH] = [0x22, 0x5c];

/** @throws SyntaxError for what is no JSON, or is nested too deep */
export function parseJson(bytes: Uint8Array): unknown {
  if (isTooDeep(bytes)) throw new SyntaxError(`more than ${READ.jsonDepth} brackets within each other`);
  return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString());
}

/** Looks at brackets outside of strings only: a parser would build what it is to be kept from. */
function isTooDeep(bytes: Uint8Array): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (inString) {
      if (byte === BACKSLASH) at++;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if (OPEN.has(byte)) {
      depth += 1;
      if (depth > READ.jsonDepth) return true;
    } else if (CLOSE.has(byte)) depth -= 1;
  }
  return false;
}
