// Copies values of unknown shape into a tree. It never throws, bounds its work, and leaves out binary data.
import { isObject } from '@sevenstep/wire';
import { clipped, LEFT_OUT_KEY, LeftOut, Text, type Tree, type TreeObject } from './tree.ts';

/** The remaining room of a copy. It counts down. */
export interface Allowance {
  /** Values of any kind. */
  values: number;
  /** Characters of text and keys. */
  characters: number;
  /** Whether a part was left out because a limit was reached. */
  cut: boolean;
}

/** Enough for most content within the default cap, and few enough to read quickly. */
const MAX_VALUES = 10_000;

/** Deeper than any message of the API. Deeper values are left out. */
const MAX_DEPTH = 32;

/** The longest key. Longer keys are cut. */
const MAX_KEY_LENGTH = 256;

/** A full allowance. Texts are shared with the original, not copied, so their length costs nothing. */
export const newAllowance = (characters: number = Number.POSITIVE_INFINITY): Allowance => ({
  values: MAX_VALUES,
  characters,
  cut: false,
});

/** Reads a property; `undefined` if that throws. */
export function read(value: unknown, name: PropertyKey): unknown {
  return orUndefined(() => (isObject(value) ? value[name as string] : undefined));
}

/** The length of an array; `undefined` for other values. */
export function lengthOf(value: unknown): number | undefined {
  const length = orUndefined(() => (Array.isArray(value) ? value.length : undefined));
  return Number.isSafeInteger(length) ? length : undefined;
}

/** The owner of an object's field names. Some fields of API blocks are not recorded, but a tool's input may have fields with the same names. */
type Names = 'api' | 'tool';

/** Copies `value` as `JSON.stringify` would read it; `undefined` if nothing can be read. */
export function copyOf(value: unknown, allowance: Allowance, names: Names = 'api'): Tree | undefined {
  return orUndefined(() => copy(value, allowance, [], names));
}

/** A text without the base64 of `data:` URLs and without lone surrogates, which telemetry cannot encode. */
export function textOf(value: string, leftOut = 0): Text {
  return new Text(withoutBase64(value).toWellFormed(), leftOut);
}

function orUndefined<Result>(run: () => Result): Result | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}

function copy(
  value: unknown,
  allowance: Allowance,
  above: readonly object[],
  names: Names,
): Tree | undefined {
  if (allowance.values <= 0) {
    allowance.cut = true;
    return undefined;
  }
  allowance.values -= 1;
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string') return take(textOf(value), allowance);
  // JSON writes `null` for NaN and infinite numbers.
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (!isObject(value)) return undefined;
  // Stops at cycles and at the maximum depth.
  if (above.length >= MAX_DEPTH || above.includes(value)) return undefined;
  if (value instanceof Text) return take(value, allowance);
  if (value instanceof LeftOut) return value;
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return { omitted_bytes: value.byteLength };
  const inside = [...above, value];
  const toJSON = read(value, 'toJSON');
  if (typeof toJSON === 'function') {
    // As in `JSON.stringify`, for dates and URLs.
    const json = orUndefined(() => Reflect.apply(toJSON, value, []) as unknown);
    if (json !== value) return copy(json, allowance, inside, names);
  }
  const length = lengthOf(value);
  return length === undefined
    ? copyObject(value, allowance, inside, names)
    : copyList(value, length, allowance, inside, names);
}

function copyList(
  list: object,
  length: number,
  allowance: Allowance,
  above: readonly object[],
  names: Names,
): Tree[] {
  const items: Tree[] = [];
  for (let index = 0; index < length; index += 1) {
    if (allowance.values <= 0) {
      allowance.cut = true;
      return [...items, new LeftOut(length - index, 'items')];
    }
    const item = orUndefined(() => copy(read(list, index), allowance, above, names));
    if (item !== undefined) items.push(item);
  }
  return items;
}

function copyObject(value: object, allowance: Allowance, above: readonly object[], names: Names): TreeObject {
  const keys = Object.keys(value);
  // Each field is read once, because a getter may return another value the next time.
  const fields = new Map(keys.slice(0, Math.max(0, allowance.values)).map((key) => [key, read(value, key)]));
  const omitted = unrecorded(fields, names);
  const type = fields.get('type');
  const isToolUse = typeof type === 'string' && type.endsWith('tool_use');
  const entries: Array<[string, Tree]> = [];
  let unseen = keys.length;
  for (const key of typeFirst([...fields.keys()])) {
    if (allowance.values <= 0) break;
    unseen -= 1;
    if (omitted.names.has(key)) continue;
    const inner = isToolUse && key === 'input' ? 'tool' : names;
    const child = orUndefined(() => copy(fields.get(key), allowance, above, inner));
    if (child !== undefined) entries.push([shortKey(key, allowance), child]);
  }
  if (omitted.bytes !== undefined) entries.push(['omitted_bytes', omitted.bytes]);
  if (unseen > 0) allowance.cut = true;
  const leftOut = unseen + omitted.unsized;
  if (leftOut > 0) entries.push([LEFT_OUT_KEY, new LeftOut(leftOut, 'properties')]);
  // `fromEntries` also turns `__proto__` into an ordinary property.
  return Object.fromEntries(entries);
}

const typeFirst = (keys: string[]): string[] =>
  keys.includes('type') ? ['type', ...keys.filter((key) => key !== 'type')] : keys;

function shortKey(key: string, allowance: Allowance): string {
  allowance.characters -= Math.min(key.length, MAX_KEY_LENGTH);
  if (key.length <= MAX_KEY_LENGTH) return key.toWellFormed();
  return `${key.slice(0, MAX_KEY_LENGTH - 1)}…`.toWellFormed();
}

function take(text: Text, allowance: Allowance): Text {
  const taken = clipped(text, allowance.characters);
  allowance.characters -= taken.value.length;
  if (taken !== text) allowance.cut = true;
  return taken;
}

/** Blocks and sources with binary or encrypted `data`. SDK 1.12, `src/resources/messages/messages.ts` */
const BINARY_TYPES: ReadonlySet<unknown> = new Set(['base64', 'redacted_thinking']);

const TEXT_MEDIA = /^text\/|json|xml|javascript|yaml/i;

/** The fields to leave out, the size of the binary data among them, and the number of data fields without a size. */
function unrecorded(
  fields: ReadonlyMap<string, unknown>,
  of: Names,
): { names: ReadonlySet<string>; bytes: number | undefined; unsized: number } {
  const names = new Set<string>();
  const type = fields.get('type');
  if (of === 'api' && typeof type === 'string') {
    for (const name of fields.keys()) {
      // Only the API can read these (`encrypted_content`, `encrypted_index`, `encrypted_stdout`), or they are not content.
      if (name === 'signature' || name === 'cache_control' || name.startsWith('encrypted_')) names.add(name);
    }
  }
  const media = fields.get('media_type') ?? fields.get('mime_type') ?? fields.get('mimeType');
  if (!BINARY_TYPES.has(type) && (typeof media !== 'string' || TEXT_MEDIA.test(media))) {
    return { names, bytes: undefined, unsized: 0 };
  }
  let bytes: number | undefined;
  let unsized = 0;
  // `blob` is in resources of the Model Context Protocol, which tools pass on.
  for (const name of ['data', 'blob']) {
    const data = fields.get(name) ?? undefined;
    // Bytes are already copied as their size.
    if (data === undefined || ArrayBuffer.isView(data) || data instanceof ArrayBuffer) continue;
    names.add(name);
    if (typeof data === 'string') bytes = (bytes ?? 0) + base64Bytes(data);
    else unsized += 1;
  }
  return { names, bytes, unsized };
}

/** The number of bytes that a base64 text encodes. */
function base64Bytes(data: string): number {
  const padding = data.endsWith('==') ? 2 : data.endsWith('=') ? 1 : 0;
  return Math.max(0, Math.floor(((data.length - padding) * 3) / 4));
}

const DATA_URL =
  /(data:[\w.+/-]{0,128}(?:;[\w.+=-]{1,64}){0,4};base64,)([\w+/=%-]*(?:[\r\n]+[\w+/=%-]+(?=[\r\n]|$))*)/gi;

function withoutBase64(text: string): string {
  if (!/;base64,/i.test(text)) return text;
  return text.replace(
    DATA_URL,
    (_, head: string, data: string) => `${head}[${base64Bytes(data)} bytes left out]`,
  );
}
