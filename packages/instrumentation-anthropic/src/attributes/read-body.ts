// Reads a request's body for facts. It reads the sent text, so that the application's getters and `toJSON` do not run again.
import { safeJson } from '@sevenstep/wire';

/** Parsing a text of this length takes a few milliseconds. */
const MAX_PARSED = 1024 * 1024;
/** The most properties that are checked if the text is longer. */
const MAX_PROPERTIES = 100_000;
const MAX_DEPTH = 64;

/**
 * @param given the application's object. @param sent the SDK's version of it.
 * @returns `undefined` if both are unreadable, and for bytes: each byte is a property, and listing them would take seconds.
 */
export function readBody(given: unknown, sent: unknown): unknown {
  if (typeof given !== 'object' || given === null) return given;
  if (ArrayBuffer.isView(given) || given instanceof ArrayBuffer) return undefined;
  if (typeof sent === 'string' && sent.length <= MAX_PARSED) return safeJson(sent);
  // A form, bytes, a stream: we do not look into it.
  if (sent !== undefined && typeof sent !== 'string') return given;
  return isData(given) ? given : undefined;
}

/** Whether an object holds only data: no getter and no `toJSON` in the examined part. */
function isData(given: object): boolean {
  const open: [value: object, depth: number][] = [[given, 0]];
  let left = MAX_PROPERTIES;
  for (let next = open.pop(); next && left > 0; next = open.pop()) {
    const [value, depth] = next;
    if ('toJSON' in value) return false;
    if (depth >= MAX_DEPTH || ArrayBuffer.isView(value)) continue;
    const isList = Array.isArray(value);
    const names = isList ? undefined : Object.keys(value);
    const count = Math.min(names?.length ?? (value as unknown[]).length, left);
    for (let index = 0; index < count; index += 1) {
      left -= 1;
      const descriptor = Object.getOwnPropertyDescriptor(value, names?.[index] ?? index);
      if (descriptor?.get) return false;
      const inner: unknown = descriptor?.value;
      if (typeof inner === 'object' && inner !== null) open.push([inner, depth + 1]);
    }
  }
  return true;
}
