// Parses a request's body as JSON, except bodies that would use much memory because they have too many levels or values.
import type { Json } from '../api/json.ts';

/** More than any request of the SDK has. 32 MB of brackets would take 2 GB when parsed. */
const MOST_LEVELS = 256;
const MOST_VALUES = 1_000_000;

/** The object in a text; `undefined` for any other text. */
export function parseBody(text: string): Json | undefined {
  if (!isModest(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
  } catch {
    return undefined;
  }
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
/** `[` and `{`, and `]` and `}`, differ only in this bit. */
const CURLY = 0x20;
const OPEN = 0x5b | CURLY;
const CLOSE = 0x5d | CURLY;

function isModest(text: string): boolean {
  let levels = 0;
  let values = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) i = endOfString(text, i);
    else if (code === COMMA) values++;
    else if ((code | CURLY) === OPEN) {
      levels++;
      values++;
    } else if ((code | CURLY) === CLOSE) levels--;
    if (levels > MOST_LEVELS || values > MOST_VALUES) return false;
  }
  return true;
}

/** The index of the closing quote for the string that begins at `start`. */
function endOfString(text: string, start: number): number {
  let end = start;
  for (;;) {
    end = text.indexOf('"', end + 1);
    if (end < 0) return text.length;
    let before = end - 1;
    while (text.charCodeAt(before) === BACKSLASH) before--;
    if ((end - before) % 2 === 1) return end;
  }
}
