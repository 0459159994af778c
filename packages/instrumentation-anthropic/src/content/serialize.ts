// The recorded content of a call, redacted and within its cap, as span attributes or as fields of the event.
import { guard } from '../guard.ts';
import { fitMessages, fitParts, newestMessages, shares } from './fit.ts';
import { jsonSize } from './json-size.ts';
import { inputMessages, omittedTools, systemInstructions, toolDefinitions } from './messages.ts';
import { type RedactContent, redactMessage, redactPart } from './redact-content.ts';
import {
  clipped,
  isTreeObject,
  type Json,
  type Message,
  type OutputMessage,
  type Part,
  plain,
  Text,
  type ToolDefinition,
  type Tree,
} from './tree.ts';

/** The default of the option `maxContentBytes`. */
export const DEFAULT_MAX_CONTENT_BYTES = 65_536;

/** How content is recorded. */
export interface ContentSettings {
  /**
   * The most bytes of UTF-8 that the content of one span may have: its four attributes together, as JSON.
   *
   * @default 65536
   */
  readonly maxContentBytes?: number | undefined;
  /** Runs on every text before it is recorded. */
  readonly redactContent?: RedactContent | undefined;
}

/** The content of a request, read when its call starts, because the application may change the body later. */
export interface RequestContent {
  readonly system: readonly Part[];
  readonly tools: readonly ToolDefinition[];
  readonly input: readonly Message[];
}

/** The content of a call. */
export interface CallContent extends RequestContent {
  readonly output: readonly OutputMessage[];
}

/** The content attributes of spans and of the event. */
export const CONTENT_ATTRIBUTES = {
  system: 'gen_ai.system_instructions',
  tools: 'gen_ai.tool.definitions',
  input: 'gen_ai.input.messages',
  output: 'gen_ai.output.messages',
} as const;

/** The name of a content attribute. */
export type ContentAttribute = (typeof CONTENT_ATTRIBUTES)[keyof typeof CONTENT_ATTRIBUTES];

/**
 * Content in its recorded form: redacted and within its cap. An attribute without content is absent. The event has this form,
 * because the conventions want structured values there.
 */
export type RecordedContent = { [Name in ContentAttribute]?: Json[] };

/** The content of a request body. */
export function requestContent(body: unknown): RequestContent {
  const content = guard('reading the content of a request', () => ({
    system: systemInstructions(body),
    tools: toolDefinitions(body),
    input: inputMessages(body),
  }));
  return content ?? { system: [], tools: [], input: [] };
}

/**
 * Redacts content and fits it into its cap. Each of the four attributes gets an equal share of the cap. Room that one does not need goes
 * to the others. The same holds for the messages, parts and texts inside. Each cut leaves a mark in its place: a text at its end
 * (`…[120 characters left out]`), parts and messages by a generic part `omitted` with their number. If the cap is too
 * small for the mark, the attribute is left out.
 *
 * Texts are redacted before they are cut, so that no cut runs through a secret.
 */
export function recordedContent(content: CallContent, settings: ContentSettings = {}): RecordedContent {
  return guard('recording content', () => record(content, settings)) ?? {};
}

function record(
  content: CallContent,
  { maxContentBytes, redactContent: hook }: ContentSettings,
): RecordedContent {
  const cap = validCap(maxContentBytes);
  // A text cannot keep more characters than the cap has bytes, so longer texts need no measuring.
  const message =
    (direction: 'input' | 'output') =>
    <M extends Message>(message: M): M =>
      clipTexts(redactMessage(message, direction, hook), cap) as M;
  const system = content.system.map(
    (part) => clipTexts(redactPart(part, { direction: 'system' }, hook), cap) as Part,
  );
  const sections: ReadonlyArray<readonly [ContentAttribute, Section]> = [
    [CONTENT_ATTRIBUTES.system, section(system, fitParts)],
    [CONTENT_ATTRIBUTES.tools, section(content.tools, fitTools)],
    [CONTENT_ATTRIBUTES.input, section(newestMessages(content.input, cap, message('input')), fitMessages)],
    [CONTENT_ATTRIBUTES.output, section(content.output.map(message('output')), fitMessages)],
  ];
  const given = shares(
    sections.map(([, { size }]) => size),
    cap,
  );
  const recorded: RecordedContent = {};
  sections.forEach(([name, { size, fit }], index) => {
    const fitted = size === 0 ? undefined : fit(given[index] ?? 0);
    if (fitted) recorded[name] = fitted.map(plain);
  });
  return recorded;
}

/** One recorded part: a tool's call, which the model wrote, or its result, which the model gets. */
export function fittedPart(
  part: Part,
  { maxContentBytes, redactContent: hook }: ContentSettings,
): { readonly [field: string]: Json } | undefined {
  const cap = validCap(maxContentBytes);
  const direction = part.type === 'tool_call' ? 'output' : 'input';
  const clipped = clipTexts(redactPart(part, { direction }, hook), cap) as Part;
  const [fitted] = fitParts([clipped], cap) ?? [];
  return fitted?.type === part.type ? (plain(fitted) as { [field: string]: Json }) : undefined;
}

/** An invalid number of bytes must not disable the cap. */
const validCap = (bytes: number | undefined): number =>
  typeof bytes === 'number' && bytes >= 0 ? bytes : DEFAULT_MAX_CONTENT_BYTES;

/** One attribute's content. */
interface Section {
  /** The bytes that it needs; 0 without content. */
  readonly size: number;
  fit(bytes: number): readonly Tree[] | undefined;
}

function section<Item extends Tree>(
  items: readonly Item[],
  fit: (items: readonly Item[], bytes: number) => readonly Item[] | undefined,
): Section {
  return {
    size: items.length === 0 ? 0 : jsonSize(items as Item[]),
    fit: (bytes) => fit(items, bytes),
  };
}

/** The first tools that fit, and the number of omitted tools. */
function fitTools(tools: readonly ToolDefinition[], bytes: number): ToolDefinition[] | undefined {
  if (jsonSize(tools as ToolDefinition[]) <= bytes) return [...tools];
  let room = bytes - jsonSize([omittedTools(tools.length)]);
  if (room < 0) return undefined;
  const tooMany = tools.findIndex((tool) => {
    room -= jsonSize(tool) + 1;
    return room < 0;
  });
  const kept = tooMany === -1 ? tools.length : tooMany;
  return [...tools.slice(0, kept), omittedTools(tools.length - kept)];
}

function clipTexts(tree: Tree, length: number): Tree {
  if (tree instanceof Text) return clipped(tree, length);
  if (Array.isArray(tree)) return tree.map((item) => clipTexts(item, length));
  if (!isTreeObject(tree)) return tree;
  return Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, clipTexts(value, length)]));
}

/** Recorded content as span attributes: JSON strings, because the JavaScript API has only flat span attributes. */
export function spanContent(recorded: RecordedContent): { [Name in ContentAttribute]?: string } {
  return Object.fromEntries(Object.entries(recorded).map(([name, value]) => [name, JSON.stringify(value)]));
}
