// The limits of a script: headers that a connection can carry, times that a timer can wait, tool input that JSON can contain.
import { validateHeaderName, validateHeaderValue } from 'node:http';

/** The longest time that a timer of Node.js can wait, in milliseconds: 24 days. */
export const MOST_MILLISECONDS: number = 2 ** 31 - 1;

/** The default stall of a stream, in milliseconds. */
export const DEFAULT_STALL_MS = 1000;

/** The most attempts or requests in one list of a fault. */
export const MOST_NUMBERS = 10_000;

/** The maximum depth of a tool's input. */
export const MOST_LEVELS = 100;

/** Headers of the connection. If a script changed them, the client could not find the end of the answer. */
const FRAMING: ReadonlySet<string> = new Set(['transfer-encoding', 'trailer', 'upgrade']);

/** The expected value, if an answer cannot carry this header. */
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

/** Whether a value can become JSON without running code: plain values of limited depth. */
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
