// Runs the application's redaction on every text of content before any text is recorded.
import { isObject } from '@sevenstep/wire';
import { stepFailed } from '../guard.ts';
import { isTreeObject, LeftOut, type Message, type Part, Text, type Tree, type TreeObject } from './tree.ts';

/** The place of a text. */
export interface ContentPlace {
  readonly direction: 'input' | 'output' | 'system';
  /** The role of the message; absent for system instructions. */
  readonly role?: string;
  /** The type of its part: `text`, `reasoning`, `tool_call`, `tool_call_response`, `uri` … */
  readonly type: string;
}

/**
 * Gives a text as it may be recorded. It runs synchronously as the call ends, on every text that content capture would
 * record. This includes keys of a tool's input that do not look like a name. Types, roles, ids, names of
 * tools and media types are no texts. When it throws, or gives anything but a string, the text is left out.
 *
 * @example
 * ```ts
 * redactContent: (text) => text.replace(/\b\d{3}-\d{2}-\d{4}\b/g, '[ssn]')
 * ```
 */
export type RedactContent = (text: string, where: ContentPlace) => string;

/** Replaces a text that could not be redacted, because the schemas require a text. */
export const REDACTION_FAILED = '[left out: redactContent failed]';

/**
 * Removed from the end of a text that was cut before redaction. Redaction would not recognise a secret that the cut divides,
 * so it is as long as a long secret.
 */
const UNSAFE_TAIL = 1_024;

/** Keys of this shape are field names. Others, such as an address, a number or a sentence, may be data and are redacted. */
const FIELD_NAME = /^[A-Za-z_$][\w$-]{0,63}$/;

export function redactMessage<M extends Message>(
  message: M,
  direction: 'input' | 'output',
  hook: RedactContent | undefined,
): M {
  if (!hook) return message;
  const { role } = message;
  return { ...message, parts: message.parts.map((part) => redactPart(part, { direction, role }, hook)) };
}

export function redactPart(
  part: Part,
  place: Omit<ContentPlace, 'type'>,
  hook: RedactContent | undefined,
): Part {
  if (!hook) return part;
  const { type, generic_type: generic } = part;
  const where = { ...place, type: typeof generic === 'string' ? generic : type };
  return { ...redactObject(part, where, hook), type };
}

function redactTree(tree: Tree, where: ContentPlace, hook: RedactContent): Tree {
  if (tree instanceof Text) return redactText(tree, where, hook);
  if (Array.isArray(tree)) return tree.map((item) => redactTree(item, where, hook));
  return isTreeObject(tree) ? redactObject(tree, where, hook) : tree;
}

function redactObject(tree: TreeObject, where: ContentPlace, hook: RedactContent): TreeObject {
  const taken = new Set<string>();
  const entries = Object.entries(tree).map(([key, value]): [string, Tree] => {
    if (value instanceof LeftOut) return [key, value];
    let name = FIELD_NAME.test(key) ? key : redactString(key, where, hook);
    // Redaction may turn two keys into the same one.
    if (taken.has(name)) name = `${name} (${taken.size})`;
    taken.add(name);
    return [name, redactTree(value, where, hook)];
  });
  return Object.fromEntries(entries);
}

function redactText(text: Text, where: ContentPlace, hook: RedactContent): Text {
  if (text.value === '') return text;
  const redacted = redactString(text.value, where, hook);
  if (text.leftOut === 0 || redacted === REDACTION_FAILED) return new Text(redacted);
  const safe = redacted.slice(0, Math.max(0, redacted.length - UNSAFE_TAIL)).toWellFormed();
  return new Text(safe, text.leftOut + redacted.length - safe.length);
}

function redactString(text: string, where: ContentPlace, hook: RedactContent): string {
  try {
    const redacted: unknown = hook(text, where);
    if (typeof redacted === 'string') return redacted.toWellFormed();
    // An async hook must not crash the process with an unhandled rejection.
    if (isObject(redacted)) Promise.resolve(redacted).then(undefined, () => {});
    stepFailed(`redactContent, which gave ${typeof redacted} where a string is expected,`);
  } catch {
    // The error's message may quote the text, so it is not logged.
    stepFailed('redactContent, which threw,');
  }
  return REDACTION_FAILED;
}
