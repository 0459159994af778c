// The limits of a script: headers that a connection can carry, times of a timer, input of tools that JSON can write.
import { validateHeaderName, validateHeaderValue } from 'node:http';

/** The longest that Node's timers wait, in milliseconds: 24 days. */
export const MOST_MILLISECONDS: number = 2 ** 31 - 1;

/** How long a stream stalls where the script does not say it, in milliseconds. */
export const DEFAULT_STALL_MS = 1000;

/** How many attempts or requests one list of a fault may name. */
export const MOST_NUMBERS = 10_000;

/** How deep a tool's input may be nested. */
export const MOST_LEVELS = 100;

/** Headers of the connection itself: with another value than the server's the client could not read the answer's end. */
const FRAMING: ReadonlySet<string> = new Set(['transfer-encoding', 'trailer', 'upgrade']);

/** The expected value for a header that no answer can carry. */
export function headerProblem(name: string, value: string | null): string | undefined {
  try {
    validateHeaderName(name);
  } catch {
    return 'the name of a header';
  }
  if (value === null) return undefined;
  if (FRAMING.has(name.toLowerCase())) return `a header other than ${[...FRAMING].join(', ')}`;
  try {
    validateHeaderValue(name, value);
    return undefined;
  } catch {
    return 'a value without control characters and without characters beyond U+00FF';
  }
}

/** Whether JSON can say this, and nothing runs when it does: plain values, not too deep. */
export function isPlainJson(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MOST_LEVELS) return false;
    const next: unknown[] = [];
    for (const one of level) {
      if (typeof one === 'object' && one !== null) {
        const prototype: unknown = Object.getPrototypeOf(one);
        if (!Array.isArray(one) && prototype !== Object.prototype && prototype !== null) return false;
        if (typeof (one as { toJSON?: unknown }).toJSON === 'function') return false;
        for (const inner of Object.values(one)) next.push(inner);
      } else if (!['string', 'number', 'boolean', 'undefined'].includes(typeof one) && one !== null)
        return false;
    }
    level = next;
  }
  return true;
}
