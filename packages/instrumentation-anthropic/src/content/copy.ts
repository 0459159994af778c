// Copies values of unknown shape into a tree: never throws, does bounded work, and leaves binary data out.
import { isObject } from '@sevenstep/wire';
import { clipped, LEFT_OUT_KEY, LeftOut, Text, type Tree, type TreeObject } from './tree.ts';

/** The room that a copy still has. It counts down. */
export interface Allowance {
  /** Values of any kind. */
  values: number;
  /** Characters of text and of keys. */
  characters: number;
  /** Whether a part was left out because either was used up. */
  cut: boolean;
}

/** More values than the default cap mostly has room for, and few enough to be read in no time. */
const MAX_VALUES = 10_000;

/** Deeper than any message of the API; what is further down is left out. */
const MAX_DEPTH = 32;

/** The longest key; a longer one is cut. */
const MAX_KEY_LENGTH = 256;

/** A fresh allowance. Texts are shared with the original, not copied, so their length costs nothing. */
export const newAllowance = (characters: number = Number.POSITIVE_INFINITY): Allowance => ({
  values: MAX_VALUES,
  characters,
  cut: false,
});

/** Reads a property; `undefined` when that throws. */
export function read(value: unknown, name: PropertyKey): unknown {
  return orUndefined(() => (isObject(value) ? value[name as string] : undefined));
}

/** The length of an array; `undefined` of anything else. */
export function lengthOf(value: unknown): number | undefined {
  const length = orUndefined(() => (Array.isArray(value) ? value.length : undefined));
  return Number.isSafeInteger(length) ? length : undefined;
}

/** Whose names an object has. In blocks of the API some fields are not recorded; those of a tool's input are its own. */
type Names = 'api' | 'tool';

/** A copy of `value` as `JSON.stringify` would see it; `undefined` when nothing of it can be read. */
export function copyOf(value: unknown, allowance: Allowance, names: Names = 'api'): Tree | undefined {
  return orUndefined(() => copy(value, allowance, [], names));
}

/** A text without the base64 of `data:` URLs and without lone surrogates, which no encoding of telemetry has. */
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
  // JSON writes `null` for a number that it cannot write.
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (!isObject(value)) return undefined;
  // Cycles and great depth end here.
  if (above.length >= MAX_DEPTH || above.includes(value)) return undefined;
  if (value instanceof Text) return take(value, allowance);
  if (value instanceof LeftOut) return value;
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return { omitted_bytes: value.byteLength };
  const inside = [...above, value];
  const toJSON = read(value, 'toJSON');
  if (typeof toJSON === 'function') {
    // As the SDK's own `JSON.stringify` does: dates, URLs.
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
  // Each is read once: a getter may give something else the next time.
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
  // `fromEntries` makes an ordinary property of `__proto__`, too.
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

/** Blocks and sources whose `data` is binary or encrypted. SDK 1.12, `src/resources/messages/messages.ts` */
const BINARY_TYPES: ReadonlySet<unknown> = new Set(['base64', 'redacted_thinking']);

const TEXT_MEDIA = /^text\/|json|xml|javascript|yaml/i;

/** The fields that are not recorded, the size of the binary data among them, and the number of data without a size. */
function unrecorded(
  fields: ReadonlyMap<string, unknown>,
  of: Names,
): { names: ReadonlySet<string>; bytes: number | undefined; unsized: number } {
  const names = new Set<string>();
  const type = fields.get('type');
  if (of === 'api' && typeof type === 'string') {
    for (const name of fields.keys()) {
      // Opaque to everyone but the API (`encrypted_content`, `encrypted_index`, `encrypted_stdout`), or no content.
      if (name === 'signature' || name === 'cache_control' || name.startsWith('encrypted_')) names.add(name);
    }
  }
  const media = fields.get('media_type') ?? fields.get('mime_type') ?? fields.get('mimeType');
  if (!BINARY_TYPES.has(type) && (typeof media !== 'string' || TEXT_MEDIA.test(media))) {
    return { names, bytes: undefined, unsized: 0 };
  }
  let bytes: number | undefined;
  let unsized = 0;
  // `blob`: the resources of the Model Context Protocol, which tools hand on.
  for (const name of ['data', 'blob']) {
    const data = fields.get(name) ?? undefined;
    // The copy of bytes is their size.
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
