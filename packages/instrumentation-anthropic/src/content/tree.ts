// Content before it becomes telemetry: JSON that separates texts from the API's own words.

/** JSON in its recorded form. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/**
 * JSON before it is recorded. A {@link Text} is from the application or the model; it is redacted and cut. A plain
 * string is a word of the conventions or the API (a type, a role, an id, a name). It is not redacted and not cut.
 */
export type Tree = null | boolean | number | string | Text | LeftOut | Tree[] | TreeObject;

export interface TreeObject {
  [key: string]: Tree;
}

/** A part of a message, as in the conventions' JSON schemas. */
export interface Part extends TreeObject {
  type: string;
}

/** A message, as in the conventions' JSON schemas. */
export interface Message extends TreeObject {
  role: string;
  parts: Part[];
}

/** An output message: one generation. */
export interface OutputMessage extends Message {
  finish_reason: string;
}

/** A tool that the model may use. */
export interface ToolDefinition extends TreeObject {
  type: string;
  name: string;
}

/** A text, or its kept beginning, with the number of omitted characters (UTF-16 code units). */
export class Text {
  readonly value: string;
  readonly leftOut: number;

  constructor(value: string, leftOut = 0) {
    this.value = value;
    this.leftOut = leftOut;
  }

  /** The recorded form. A cut text ends with the number of omitted characters. */
  toJSON(): string {
    return this.leftOut > 0 ? `${this.value}…[${this.leftOut} characters left out]` : this.value;
  }
}

/** Marks an omitted part of a list or an object. */
export class LeftOut {
  readonly count: number;
  readonly what: 'items' | 'properties';

  constructor(count: number, what: 'items' | 'properties') {
    this.count = count;
    this.what = what;
  }

  toJSON(): string {
    return `[${this.count} ${this.what} left out]`;
  }
}

/** The key under which an object lists its omissions. */
export const LEFT_OUT_KEY = '[left out]';

export const isTreeObject = (value: Tree | undefined): value is TreeObject =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Text) &&
  !(value instanceof LeftOut);

/** The conventions' generic part, with its own type, for content without a part (#584 of the GenAI conventions). */
export const genericPart = (generic_type: string, fields: TreeObject): Part => ({
  ...fields,
  type: 'generic',
  generic_type,
});

const OMITTED = 'omitted';

/** Replaces omitted parts among parts, or omitted messages before the parts of a message. */
export const omittedPart = (what: 'parts' | 'messages', count: number): Part =>
  genericPart(OMITTED, { [what]: count });

/** The number of parts or messages that `part` replaces; 0 for an ordinary part. */
export function omittedCount(part: Part | undefined, what: 'parts' | 'messages'): number {
  const count = part?.generic_type === OMITTED ? part[what] : undefined;
  return typeof count === 'number' ? count : 0;
}

/** `tree` as plain JSON. */
export function plain(tree: Tree): Json {
  if (tree instanceof Text || tree instanceof LeftOut) return tree.toJSON();
  if (Array.isArray(tree)) return tree.map(plain);
  if (!isTreeObject(tree)) return tree;
  return Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, plain(value)]));
}

/** The index at which to cut `text` to at most `length` characters. It never divides a surrogate pair. */
export function cutPoint(text: string, length: number): number {
  if (length >= text.length) return text.length;
  if (length <= 0) return 0;
  const last = text.charCodeAt(length - 1);
  return last >= 0xd800 && last <= 0xdbff ? length - 1 : length;
}

/** `text` cut to at most `length` characters. */
export function clipped(text: Text, length: number): Text {
  const end = cutPoint(text.value, length);
  if (end === text.value.length) return text;
  return new Text(text.value.slice(0, end), text.leftOut + text.value.length - end);
}
