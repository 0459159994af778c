// Rebuilds a message from the events of its stream, up to the size that may be recorded.
import { asCount, asString } from '@sevenstep/wire';
import { guard } from '../guard.ts';
import { type Allowance, copyOf, newAllowance, read, textOf } from './copy.ts';
import { DEFAULT_MAX_CONTENT_BYTES } from './serialize.ts';
import { cutPoint, isTreeObject, LeftOut, Text, type Tree, type TreeObject } from './tree.ts';

/** A message up to the point that its stream reached, for `outputMessages`. */
export interface AccumulatedMessage {
  readonly role: string;
  readonly content: Tree[];
  readonly stop_reason: string | undefined;
}

/** The field of a delta to read, and the field of its block to extend. SDK 1.12, `RawContentBlockDelta`, `BetaRawContentBlockDelta` */
const DELTAS: ReadonlyMap<unknown, { readonly from: string; readonly to: string }> = new Map([
  ['text_delta', { from: 'text', to: 'text' }],
  ['thinking_delta', { from: 'thinking', to: 'thinking' }],
  ['input_json_delta', { from: 'partial_json', to: 'input' }],
  ['compaction_delta', { from: 'content', to: 'content' }],
]);

/** The extra room of a block beyond the cap: enough for its type, id and name. */
const FRAME_CHARACTERS = 512;

/** No message has this many blocks. */
const MAX_BLOCKS = 1_000;

interface Block {
  /** The block at its start. */
  readonly start: TreeObject;
  /** The field that its deltas extend. */
  field?: string;
  kept: string;
  leftOut: number;
}

/** Reads the events of one stream and builds its message. It never throws, whatever the event. */
export class ContentAccumulator {
  readonly #blocks = new Map<number, Block>();
  readonly #allowance: Allowance;
  #started = false;
  #role: string | undefined;
  #stopReason: string | undefined;
  #lostBlocks = 0;
  #truncated = false;

  /** @param maxCharacters the most characters to keep over all blocks. Further characters are only counted. */
  constructor(maxCharacters: number = DEFAULT_MAX_CONTENT_BYTES) {
    this.#allowance = newAllowance(maxCharacters);
  }

  /** Whether a part of the message was dropped. */
  get truncated(): boolean {
    return this.#truncated;
  }

  event(event: unknown): void {
    guard('accumulating content', () => {
      switch (read(event, 'type')) {
        case 'message_start':
          return this.#messageStarted(read(event, 'message'));
        case 'content_block_start':
          return this.#blockStarted(read(event, 'index'), read(event, 'content_block'));
        case 'content_block_delta':
          return this.#added(read(event, 'index'), read(event, 'delta'));
        case 'message_delta':
          this.#stopReason = asString(read(read(event, 'delta'), 'stop_reason')) ?? this.#stopReason;
      }
    });
  }

  /** The message so far; `undefined` if it never began. */
  message(): AccumulatedMessage | undefined {
    if (!this.#started) return undefined;
    const blocks = [...this.#blocks].sort(([a], [b]) => a - b);
    const content: Tree[] = blocks.map(([, block]) => rebuilt(block));
    if (this.#lostBlocks > 0) content.push(new LeftOut(this.#lostBlocks, 'items'));
    return { role: this.#role ?? 'assistant', content, stop_reason: this.#stopReason };
  }

  #messageStarted(message: unknown): void {
    this.#started = true;
    this.#role = asString(read(message, 'role'));
    this.#stopReason = asString(read(message, 'stop_reason'));
  }

  #blockStarted(index: unknown, value: unknown): void {
    this.#started = true;
    const position = asCount(index);
    if (position !== undefined && this.#blocks.has(position)) return;
    if (position === undefined || this.#blocks.size >= MAX_BLOCKS || this.#allowance.values <= 0) {
      this.#lostBlocks += 1;
      this.#truncated = true;
      return;
    }
    const { values, characters } = this.#allowance;
    const allowance = { values, characters: characters + FRAME_CHARACTERS, cut: false };
    const start = copyOf(value, allowance);
    this.#allowance.values = allowance.values;
    this.#allowance.characters = Math.min(characters, Math.max(0, allowance.characters));
    this.#truncated ||= allowance.cut;
    if (isTreeObject(start)) this.#blocks.set(position, { start, kept: '', leftOut: 0 });
  }

  #added(index: unknown, delta: unknown): void {
    const block = this.#blocks.get(index as number);
    const kind = DELTAS.get(read(delta, 'type'));
    const added = kind && read(delta, kind.from);
    if (!kind || typeof added !== 'string') return;
    if (!block) {
      this.#truncated ||= added !== '';
      return;
    }
    block.field = kind.to;
    // After a gap, later text must not be joined to earlier text.
    const end = block.leftOut > 0 ? 0 : cutPoint(added, this.#allowance.characters);
    block.kept += added.slice(0, end);
    block.leftOut += added.length - end;
    this.#allowance.characters -= end;
    if (end < added.length) this.#truncated = true;
  }
}

function rebuilt({ start, field, kept, leftOut }: Block): TreeObject {
  if (field === undefined) return start;
  if (field === 'input') return { ...start, input: toolInput(kept, leftOut) ?? start.input ?? null };
  const before = start[field];
  if (!(before instanceof Text)) return { ...start, [field]: textOf(kept, leftOut) };
  if (before.leftOut === 0) return { ...start, [field]: textOf(before.value + kept, leftOut) };
  return { ...start, [field]: new Text(before.value, before.leftOut + kept.length + leftOut) };
}

/** The input of a tool; a text if the JSON is incomplete. */
function toolInput(json: string, leftOut: number): Tree | undefined {
  if (json === '' && leftOut === 0) return undefined;
  if (leftOut > 0) return textOf(json, leftOut);
  try {
    return copyOf(JSON.parse(json), newAllowance(), 'tool');
  } catch {
    return textOf(json);
  }
}
