// Fits content into a number of bytes. Short values stay whole, long ones are cut equally, and each cut leaves a mark.
import { fittingLength, jsonSize, keySize } from './json-size.ts';
import {
  isTreeObject,
  LEFT_OUT_KEY,
  LeftOut,
  type Message,
  omittedCount,
  omittedPart,
  type Part,
  Text,
  type Tree,
  type TreeObject,
} from './tree.ts';

/** No message is cut to fewer bytes. Older messages are left out instead. */
const MIN_MESSAGE_BYTES = 256;

const MOST = Number.MAX_SAFE_INTEGER;
const TEXT_NOTE_BYTES = jsonSize(new Text('', MOST));
const LIST_NOTE_BYTES = jsonSize([new LeftOut(MOST, 'items')]);
const OBJECT_NOTE_BYTES = jsonSize({ [LEFT_OUT_KEY]: new LeftOut(MOST, 'properties') });
const PART_NOTE_BYTES = jsonSize([omittedPart('messages', MOST)]);

/**
 * Shares `total` among requests for space. The smallest are met first, and the others share the rest equally
 * (max-min fairness).
 */
export function shares(wants: readonly number[], total: number): number[] {
  const given = wants.map(() => 0);
  const ascending = wants.map((want, index) => ({ want, index })).sort((a, b) => a.want - b.want);
  let left = Math.max(0, total);
  ascending.forEach(({ want, index }, done) => {
    const share = Math.min(want, Math.floor(left / (ascending.length - done)));
    given[index] = share;
    left -= share;
  });
  return given;
}

/** How to fit items of one kind. `fit` must succeed with `least` bytes. */
interface Kind<Item> {
  size(item: Item): number;
  least(item: Item): number;
  fit(item: Item, bytes: number): Item | undefined;
}

/**
 * Fits the first `items` into `bytes`, with a comma each. The result has the same indices;
 * items without room are `undefined`.
 */
function fitItems<Item>(
  items: readonly Item[],
  bytes: number,
  kind: Kind<Item>,
): ReadonlyArray<Item | undefined> {
  const leasts: number[] = [];
  let room = bytes;
  for (const item of items) {
    const least = kind.least(item);
    if (least + 1 > room) break;
    room -= least + 1;
    leasts.push(least);
  }
  const extra = shares(
    leasts.map((least, index) => kind.size(items[index] as Item) - least),
    room,
  );
  return items.map((item, index) => {
    const least = leasts[index];
    return least === undefined ? undefined : kind.fit(item, least + (extra[index] ?? 0));
  });
}

/** `tree` in at most `bytes` as JSON. `bytes` must be at least {@link leastOfTree}. */
function fitTree(tree: Tree, bytes: number): Tree {
  if (jsonSize(tree) <= bytes) return tree;
  if (tree instanceof Text) return fitText(tree, bytes);
  if (Array.isArray(tree)) return fitList(tree, bytes);
  return isTreeObject(tree) ? fitObject(tree, bytes) : tree;
}

function leastOfTree(tree: Tree): number {
  const size = jsonSize(tree);
  if (tree instanceof Text) return Math.min(size, TEXT_NOTE_BYTES);
  if (Array.isArray(tree)) return Math.min(size, LIST_NOTE_BYTES);
  if (!isTreeObject(tree)) return size;
  // An object keeps its type.
  const type = tree.type === undefined ? 0 : entryKind.least(['type', tree.type]) + 1;
  return Math.min(size, OBJECT_NOTE_BYTES + type);
}

const treeKind: Kind<Tree> = { size: jsonSize, least: leastOfTree, fit: fitTree };

type Entry = readonly [key: string, value: Tree];

const entryKind: Kind<Entry> = {
  size: ([key, value]) => keySize(key) + jsonSize(value),
  least: ([key, value]) => keySize(key) + leastOfTree(value),
  fit: ([key, value], bytes) => [key, fitTree(value, bytes - keySize(key))],
};

function fitText(text: Text, bytes: number): Text {
  // Reserves room for the longest mark that this text may need.
  const room = bytes - jsonSize(new Text('', text.leftOut + text.value.length));
  const end = fittingLength(text.value, room);
  return new Text(text.value.slice(0, end), text.leftOut + text.value.length - end);
}

function fitList(items: readonly Tree[], bytes: number): Tree[] {
  const fitted = fitItems(items, bytes - LIST_NOTE_BYTES, treeKind);
  const kept = fitted.filter((item) => item !== undefined);
  const lost = sum(items.filter((_, index) => fitted[index] === undefined).map(countOf));
  return lost > 0 ? [...kept, new LeftOut(lost, 'items')] : kept;
}

function fitObject(tree: TreeObject, bytes: number): TreeObject {
  const entries = Object.entries(tree);
  const fitted = fitItems<Entry>(entries, bytes - OBJECT_NOTE_BYTES, entryKind);
  const kept = fitted.filter((entry) => entry !== undefined);
  const lost = sum(
    entries.filter((_, index) => fitted[index] === undefined).map(([, value]) => countOf(value)),
  );
  return Object.fromEntries(
    lost > 0 ? [...kept, [LEFT_OUT_KEY, new LeftOut(lost, 'properties')] as Entry] : kept,
  );
}

const countOf = (tree: Tree): number => (tree instanceof LeftOut ? tree.count : 1);

/** All fields of a part are kept, because its schema requires most of them. */
const partKind: Kind<Part> = {
  size: jsonSize,
  least: (part) =>
    Math.min(
      jsonSize(part),
      2 + sum(Object.entries(part).map((entry) => entryKind.least(entry as Entry) + 1)),
    ),
  fit: (part, bytes) => {
    if (jsonSize(part) <= bytes) return part;
    const fitted = fitItems<Entry>(Object.entries(part), bytes - 2, entryKind);
    return { ...Object.fromEntries(fitted as readonly Entry[]), type: part.type };
  },
};

/** The first parts that fit into `bytes`, and the number of omitted parts; `undefined` if that has no room. */
export function fitParts(parts: readonly Part[], bytes: number): Part[] | undefined {
  if (jsonSize(parts as Part[]) <= bytes) return [...parts];
  const room = bytes - PART_NOTE_BYTES;
  if (room < 0) return undefined;
  const fitted = fitItems(parts, room, partKind);
  const kept = fitted.filter((part) => part !== undefined);
  const lost = parts.filter((_, index) => fitted[index] === undefined);
  const count = sum(lost.map((part) => omittedCount(part, 'parts') || 1));
  return count > 0 ? [...kept, omittedPart('parts', count)] : kept;
}

/** The bytes of a message around its parts. */
const frameSize = (message: Message): number => jsonSize({ ...message, parts: [] }) - 2;

/** @param min a message is left out if it would get fewer bytes */
const messageKind = (min: number): Kind<Message> => ({
  size: jsonSize,
  least: (message) => {
    const size = jsonSize(message);
    return Math.min(size, Math.max(min, frameSize(message) + PART_NOTE_BYTES));
  },
  fit: (message, bytes) => {
    if (jsonSize(message) <= bytes) return message;
    const parts = fitParts(message.parts, bytes - frameSize(message));
    return parts && { ...message, parts };
  },
});

/**
 * The first message and the newest messages that fit into `bytes`. The message after the gap begins with a part that gives the
 * number of missing messages. `undefined` if no message fits.
 */
export function fitMessages<M extends Message>(messages: readonly M[], bytes: number): M[] | undefined {
  if (jsonSize(messages as M[]) <= bytes) return [...messages];
  const gap = sum(messages.map(gapBefore));
  const whole = messages.map(withoutGap);
  // By value: the newest, the first (it usually states the task), then from new to old.
  const between = whole.map((_, index) => index).slice(1, -1);
  const order = [whole.length - 1, 0, ...between.reverse()].slice(0, whole.length);
  const fitted = fitItems<Message>(
    order.map((index) => whole[index] as M),
    bytes - PART_NOTE_BYTES,
    // A small cap also has room for a small message.
    messageKind(Math.min(MIN_MESSAGE_BYTES, Math.floor(bytes / 4))),
  );
  const kept = order
    .map((index, rank) => ({ index, message: fitted[rank] as M | undefined }))
    .filter((item): item is { index: number; message: M } => item.message !== undefined)
    .sort((a, b) => a.index - b.index);
  if (kept.length === 0) return undefined;
  const lost = gap + messages.length - kept.length;
  const afterGap = kept.findIndex(({ index }, rank) => index !== rank);
  // If no further message was left out, an earlier gap is after the first message.
  const marked = afterGap === -1 ? Math.min(1, kept.length - 1) : afterGap;
  return kept.map(({ message }, rank) => (rank === marked ? withGap(message, lost) : message));
}

/**
 * The messages that may fit into `bytes`: the first and the newest. `prepare` runs only on these, so
 * that a call does not redact and measure a long conversation as a whole.
 */
export function newestMessages<M extends Message>(
  messages: readonly M[],
  bytes: number,
  prepare: (message: M) => M,
): M[] {
  const [first, ...rest] = messages;
  if (!first) return [];
  const newest: M[] = [];
  let room = bytes;
  let lost = 0;
  for (const message of rest.reverse()) {
    if (room < 0) {
      lost += 1 + gapBefore(message);
      continue;
    }
    const prepared = prepare(message);
    room -= Math.min(MIN_MESSAGE_BYTES, jsonSize(prepared));
    newest.push(prepared);
  }
  newest.reverse();
  const [after, ...others] = newest;
  return after ? [prepare(first), withGap(after, lost), ...others] : [prepare(first)];
}

const gapBefore = (message: Message): number => omittedCount(message.parts[0], 'messages');

const withoutGap = <M extends Message>(message: M): M =>
  gapBefore(message) > 0 ? { ...message, parts: message.parts.slice(1) } : message;

function withGap<M extends Message>(message: M, lost: number): M {
  const count = gapBefore(message) + lost;
  if (count === 0) return message;
  return { ...message, parts: [omittedPart('messages', count), ...withoutGap(message).parts] };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
