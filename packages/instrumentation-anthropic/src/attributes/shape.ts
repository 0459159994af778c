// The shape of a request for a support ticket: its parts and their sizes, without any content. Pure.
import { secretIn } from '@sevenstep/wire';
import { BoundedReader } from './bounded-reader.ts';

/** The most bytes of a shape. It is all ASCII. */
export const MAX_SHAPE_LENGTH = 2048;

/** Words that the shape keeps. Any other word becomes {@link OTHER}, because it could be content. */
const WORDS = {
  role: ['user', 'assistant', 'system'],
  service_tier: ['auto', 'standard_only'],
  speed: ['standard', 'fast'],
  effort: ['low', 'medium', 'high', 'xhigh', 'max'],
  format: ['json_schema'],
  thinking: ['enabled', 'disabled', 'adaptive', 'between_tools'],
  display: ['summarized', 'omitted'],
  tool_choice: ['auto', 'any', 'tool', 'none'],
} as const;

/** Types of content blocks in requests, beta ones too (SDK 1.12.0, `ContentBlockParam` and `BetaContentBlockParam`). */
const BLOCK_TYPES = [
  'text',
  'image',
  'document',
  'search_result',
  'thinking',
  'redacted_thinking',
  'tool_use',
  'tool_result',
  'tool_reference',
  'server_tool_use',
  'web_search_tool_result',
  'web_search_result',
  'web_fetch_tool_result',
  'code_execution_tool_result',
  'bash_code_execution_tool_result',
  'text_editor_code_execution_tool_result',
  'tool_search_tool_result',
  'mcp_tool_use',
  'mcp_tool_result',
  'container_upload',
  'compaction',
] as const;

/** Parameters whose number is kept. */
const NUMBERS = ['max_tokens', 'temperature', 'top_p', 'top_k'] as const;
/** Parameters of which only the presence is recorded, because they can hold anything. */
const PRESENCES = [
  'billing_policy',
  'compaction',
  'container',
  'context_management',
  'diagnostics',
  'fallback_credit_token',
  'fallbacks',
  'inference_geo',
  'metadata',
  'thread',
  'user_profile_id',
  'workspace_id',
] as const;
/** Parameters that the shape describes in detail. */
const DESCRIBED = [
  ...NUMBERS,
  'model',
  'stream',
  'stop_sequences',
  'service_tier',
  'speed',
  'thinking',
  'output_config',
  'output_format',
  'tool_choice',
  'system',
  'messages',
  'tools',
  'mcp_servers',
  'cache_control',
  'betas',
] as const;
const FIELDS: ReadonlySet<string> = new Set([...DESCRIBED, ...PRESENCES]);

const OTHER = 'other';
/** The first roles that are kept. The shape leaves out the middle of a longer conversation. */
const FIRST_ROLES = 16;
const LAST_ROLES = 8;
const MAX_BLOCK_TYPES = 12;
/** The deepest level of blocks. A document in a tool result is at level 2. */
const MAX_NESTING = 4;

type Json =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly Json[]
  | { readonly [name: string]: Json };
type Shape = Readonly<Record<string, Json>>;

/**
 * The shape of a request's body as JSON of at most {@link MAX_SHAPE_LENGTH} bytes. It has the roles in order, and counts and
 * sizes of blocks and tools. It also has parameters that are numbers, booleans or one of a few words. Requests of the same
 * shape have the same text. `undefined` for a body that is not an object.
 *
 * `chars` counts UTF-16 units, and `bytes` counts decoded base64. A value of the wrong type is replaced by its type:
 * `"(string)"`. `"cut": true` means that a part of the request was not examined, or that the shape did not fit.
 *
 * Never throws. An object that throws when it is read counts as absent.
 */
export function requestShape(body: unknown): string | undefined {
  const reader = new BoundedReader();
  if (!reader.isObject(body) || reader.isArray(body)) return undefined;
  const read = (name: string): unknown => reader.get(body, name);
  const blocks = new BlockTally(reader);
  reader.noteCacheControl(body);
  const config = read('output_config');
  const format = reader.get(config, 'format') ?? read('output_format');
  // Read first, so that a request with too many messages keeps its parameters.
  const parameters: Shape = {
    model: modelName(read('model')),
    stream: flag(read('stream')),
    ...Object.fromEntries(NUMBERS.map((name) => [name, number(read(name))])),
    stop_sequences: reader.count(read('stop_sequences')),
    service_tier: word(read('service_tier'), WORDS.service_tier),
    speed: word(read('speed'), WORDS.speed),
    thinking: thinkingShape(read('thinking'), reader),
    effort: word(reader.get(config, 'effort'), WORDS.effort),
    output_format: word(reader.get(format, 'type'), WORDS.format),
    tool_choice: word(reader.get(read('tool_choice'), 'type'), WORDS.tool_choice),
    mcp_servers: reader.count(read('mcp_servers')),
    betas: reader.count(read('betas')),
    also: nonEmpty(PRESENCES.filter((name) => (read(name) ?? undefined) !== undefined)),
    unknown_fields: reader.keys(body).filter((name) => !FIELDS.has(name)).length || undefined,
    system: systemShape(read('system'), reader),
    tools: toolsShape(read('tools'), reader),
  };
  const messages = messagesShape(read('messages'), reader, blocks);
  const cacheControls = reader.cacheControls || undefined;
  const shape = { ...parameters, ...messages, blocks: blocks.shape(), cache_control: cacheControls };
  return fitted(shape, reader.gaveUp || blocks.leftOut);
}

/** `shape` as text. If it is too long, the largest part is removed first. */
function fitted(shape: Shape, cut: boolean): string {
  for (const without of [[], ['roles'], ['roles', 'blocks']]) {
    const rest = Object.fromEntries(Object.entries(shape).filter(([name]) => !without.includes(name)));
    const text = JSON.stringify({ ...rest, cut: cut || without.length > 0 || undefined });
    if (text.length <= MAX_SHAPE_LENGTH) return text;
  }
  return '{"cut":true}';
}

/** A model's name is not content, but a sentence or a key in its place could be. */
const isModelName = (value: string): boolean =>
  /^[\w.:@/-]{1,100}$/.test(value) && secretIn(value) === undefined;

const modelName = (value: unknown): Json =>
  typeof value === 'string' ? (isModelName(value) ? value : OTHER) : wrongType(value);

const number = (value: unknown): Json =>
  typeof value === 'number' ? (Number.isFinite(value) ? value : '(not finite)') : wrongType(value);

const flag = (value: unknown): Json => (typeof value === 'boolean' ? value : wrongType(value));

const word = (value: unknown, words: readonly string[]): Json =>
  typeof value === 'string' ? (words.includes(value) ? value : OTHER) : wrongType(value);

/** The type of `value` in place of the value. A null parameter counts as absent. */
const wrongType = (value: unknown): Json =>
  value === undefined || value === null ? undefined : `(${typeof value})`;

const nonEmpty = (names: readonly string[]): Json => (names.length > 0 ? names : undefined);

function thinkingShape(value: unknown, reader: BoundedReader): Json {
  if (!reader.isObject(value)) return wrongType(value);
  return {
    type: word(reader.get(value, 'type'), WORDS.thinking),
    budget_tokens: number(reader.get(value, 'budget_tokens')),
    display: word(reader.get(value, 'display'), WORDS.display),
  };
}

function systemShape(value: unknown, reader: BoundedReader): Json {
  if (typeof value === 'string') return { chars: value.length };
  if (!reader.isArray(value)) return wrongType(value);
  let chars = 0;
  for (const block of reader.items(value)) {
    reader.noteCacheControl(block);
    chars += reader.textLength(reader.get(block, 'text'));
  }
  return { blocks: reader.count(value), chars };
}

function messagesShape(value: unknown, reader: BoundedReader, blocks: BlockTally): Shape {
  if (!reader.isArray(value)) return { messages: wrongType(value) };
  const count = reader.count(value) ?? 0;
  const roleAt = (index: number): Json =>
    word(reader.get(reader.get(value, String(index)), 'role'), WORDS.role) ?? null;
  const middle = count > FIRST_ROLES + LAST_ROLES;
  const first = Math.min(count, middle ? FIRST_ROLES : count);
  const roles = Array.from({ length: first }, (_, index) => roleAt(index));
  if (middle) {
    roles.push(
      '...',
      ...Array.from({ length: LAST_ROLES }, (_, index) => roleAt(count - LAST_ROLES + index)),
    );
  }
  for (const message of reader.items(value)) blocks.content(reader.get(message, 'content'), 0);
  return { messages: count, roles };
}

function toolsShape(value: unknown, reader: BoundedReader): Json {
  if (!reader.isArray(value)) return wrongType(value);
  const names = new Set<unknown>();
  let custom = 0;
  let chars = 0;
  for (const tool of reader.items(value)) {
    reader.noteCacheControl(tool);
    names.add(reader.get(tool, 'name'));
    const type = reader.get(tool, 'type') ?? 'custom';
    if (type === 'custom') custom += 1;
    chars += reader.textLength(reader.get(tool, 'description'));
    chars += reader.textLength(reader.get(tool, 'input_schema'));
  }
  // The API rejects duplicate names, so the number of different names is kept.
  return { count: reader.count(value), names: names.size, custom, chars };
}

interface Tally {
  count: number;
  chars: number;
  bytes: number;
}

/** Counts blocks by type, including blocks within tool results and documents. */
class BlockTally {
  readonly #reader: BoundedReader;
  readonly #types = new Map<string, Tally>();
  /** Whether some types did not fit into the shape. */
  leftOut = false;

  constructor(reader: BoundedReader) {
    this.#reader = reader;
  }

  /** The content of a message: a text, or blocks. */
  content(value: unknown, depth: number): void {
    if (typeof value === 'string') this.#add('text', value.length, 0);
    else if (this.#reader.isArray(value))
      for (const block of this.#reader.items(value)) this.#block(block, depth);
  }

  /** In the order of {@link BLOCK_TYPES}. */
  shape(): Json {
    const present = [...BLOCK_TYPES, OTHER].filter((type) => this.#types.has(type));
    this.leftOut = present.length > MAX_BLOCK_TYPES;
    if (present.length === 0) return undefined;
    return Object.fromEntries(
      present.slice(0, MAX_BLOCK_TYPES).map((type) => {
        const { count = 0, chars, bytes } = this.#types.get(type) ?? {};
        return [type, { count, chars: chars || undefined, bytes: bytes || undefined }];
      }),
    );
  }

  #block(block: unknown, depth: number): void {
    const reader = this.#reader;
    reader.noteCacheControl(block);
    const type = word(reader.get(block, 'type'), BLOCK_TYPES);
    const source = reader.get(block, 'source');
    const data = reader.get(source, 'data');
    const isBase64 = reader.get(source, 'type') === 'base64';
    const bytes = isBase64 && typeof data === 'string' ? Math.floor((data.length * 3) / 4) : 0;
    const texts = ['text', 'thinking', 'data', 'input'].map((name) => reader.get(block, name));
    if (!isBase64) texts.push(data);
    const inner = reader.get(block, 'content');
    const innerIsText = typeof inner === 'string';
    if (innerIsText) texts.push(inner);
    const chars = texts.reduce((total: number, text) => total + reader.textLength(text), 0);
    this.#add(typeof type === 'string' ? type : OTHER, chars, bytes);
    if (depth >= MAX_NESTING) return;
    if (!innerIsText) this.content(inner, depth + 1);
    this.content(reader.get(source, 'content'), depth + 1);
  }

  #add(type: string, chars: number, bytes: number): void {
    const name = type.startsWith('(') ? OTHER : type;
    const tally = this.#types.get(name) ?? { count: 0, chars: 0, bytes: 0 };
    this.#types.set(name, {
      count: tally.count + 1,
      chars: tally.chars + chars,
      bytes: tally.bytes + bytes,
    });
  }
}
