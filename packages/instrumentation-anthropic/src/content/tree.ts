// Content on its way to telemetry: JSON in which texts are distinct from the API's own words.

/** JSON as it is recorded. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/**
 * JSON before it is recorded. A {@link Text} is the application's or the model's: it is redacted and cut. A plain
 * string is a word of the conventions or the API (a type, a role, an id, a name): it is neither.
 */
export type Tree = null | boolean | number | string | Text | LeftOut | Tree[] | TreeObject;

export interface TreeObject {
  [key: string]: Tree;
}

/** A part of a message, as the conventions' JSON schemas have it. */
export interface Part extends TreeObject {
  type: string;
}

/** A message, as the conventions' JSON schemas have it. */
export interface Message extends TreeObject {
  role: string;
  parts: Part[];
}

/** An output message: one generation. */
export interface OutputMessage extends Message {
  finish_reason: string;
}

/** A tool the model was given. */
export interface ToolDefinition extends TreeObject {
  type: string;
  name: string;
}

/** A text, or as much of one as was kept, and how many characters (UTF-16 code units) were not. */
export class Text {
  readonly value: string;
  readonly leftOut: number;

  constructor(value: string, leftOut = 0) {
    this.value = value;
    this.leftOut = leftOut;
  }

  /** As it is recorded: a cut one says so at its end. */
  toJSON(): string {
    return this.leftOut > 0 ? `${this.value}…[${this.leftOut} characters left out]` : this.value;
  }
}

/** The mark, in a list or an object, of a part that was left out. */
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

/** The key under which an object says what was left out of it. */
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

/** Stands among parts for parts, or before the parts of a message for messages, that were left out. */
export const omittedPart = (what: 'parts' | 'messages', count: number): Part =>
  genericPart(OMITTED, { [what]: count });

/** How many parts or messages `part` stands for; 0 when it is an ordinary one. */
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

/** Where to cut `text` to at most `length` characters: never within a surrogate pair. */
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
