// Turns a content block into a part of the conventions' JSON, by a table from block type to part.
import {
  genericPart,
  isTreeObject,
  LeftOut,
  omittedPart,
  type Part,
  Text,
  type Tree,
  type TreeObject,
} from './tree.ts';

/** The API has no longer ids, names and types. */
const MAX_WORD_LENGTH = 256;

/** A copied value as a short string of the API: a type, a role, an id, a name. */
export function word(value: Tree | undefined): string | undefined {
  const text = value instanceof Text ? value.value : value;
  return typeof text === 'string' && text !== '' ? text.slice(0, MAX_WORD_LENGTH).toWellFormed() : undefined;
}

/** The parts of a message's copied content, which is a text or a list of blocks. */
export function partsOf(content: Tree | undefined): Part[] {
  if (content instanceof Text) return [{ type: 'text', content }];
  if (!Array.isArray(content)) return [];
  return content.map(partOf).filter((part) => part !== undefined);
}

function partOf(block: Tree): Part | undefined {
  if (block instanceof Text) return { type: 'text', content: block };
  if (block instanceof LeftOut) return omittedPart('parts', block.count);
  if (!isTreeObject(block)) return undefined;
  const type = word(block.type) ?? 'unknown';
  const known = PARTS.get(type) ?? (type.endsWith('_tool_result') ? serverToolResult : undefined);
  // A known block without its main field also becomes a generic part.
  return known?.(block) ?? genericPart(type, block);
}

type PartBuilder = (block: TreeObject) => Part | undefined;

/**
 * Block types of SDK 1.12, `src/resources/messages/messages.ts` and `src/resources/beta/messages/messages.ts`.
 * `redacted_thinking`, `search_result`, `container_upload`, `fallback` and all others become the generic part.
 */
const PARTS: ReadonlyMap<string, PartBuilder> = new Map<string, PartBuilder>([
  ['text', ({ text }) => contentPart('text', text)],
  ['thinking', ({ thinking }) => contentPart('reasoning', thinking)],
  ['tool_use', (block) => callPart('tool_call', block, { arguments: block.input })],
  ['tool_result', toolResult],
  ['server_tool_use', serverToolUse],
  ['mcp_tool_use', mcpToolUse],
  ['image', mediaPart],
  ['document', mediaPart],
  ['compaction', ({ id, content }) => part('compaction', { id: word(id), content: asText(content) })],
]);

const asText = (value: Tree | undefined): Text | undefined => (value instanceof Text ? value : undefined);

function contentPart(type: string, content: Tree | undefined): Part | undefined {
  return content instanceof Text ? { type, content } : undefined;
}

type Fields = Readonly<Record<string, Tree | undefined>>;

/** A part with the fields that have a value. */
const part = (type: string, fields: Fields): Part => ({ type, ...fieldsOf(fields) });

function fieldsOf(fields: Fields): TreeObject {
  const there: TreeObject = {};
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) there[name] = value;
  return there;
}

function callPart(type: string, { id, name }: TreeObject, fields: Fields): Part | undefined {
  const named = word(name);
  return named === undefined ? undefined : part(type, { id: word(id), name: named, ...fields });
}

/** Blocks in a result become parts; a plain text stays a text. */
const resultOf = (content: Tree | undefined): Tree | undefined =>
  Array.isArray(content) ? partsOf(content) : content;

function toolResult({ tool_use_id, content, is_error }: TreeObject): Part {
  return part('tool_call_response', {
    id: word(tool_use_id),
    // The schema requires it, but a tool without output sends no content.
    response: resultOf(content) ?? null,
    is_error: is_error === true ? true : undefined,
  });
}

function serverToolUse(block: TreeObject): Part | undefined {
  const type = word(block.name) ?? 'unknown';
  return callPart('server_tool_call', block, {
    server_tool_call: part(type, { arguments: block.input }),
  });
}

/** The MCP connector runs these tools on the server, like its own. */
function mcpToolUse(block: TreeObject): Part | undefined {
  return callPart('server_tool_call', block, {
    server_tool_call: part('mcp', { server_name: word(block.server_name), arguments: block.input }),
  });
}

/** For `web_search_tool_result` and similar types: the type without the ending is the tool's name. */
function serverToolResult({ type, tool_use_id, content, is_error }: TreeObject): Part {
  const tool = word(type)?.replace(/_tool_result$/, '') ?? 'unknown';
  return part('server_tool_call_response', {
    id: word(tool_use_id),
    server_tool_call_response: part(tool, {
      response: content,
      is_error: is_error === true ? true : undefined,
    }),
  });
}

/** An image or a document, read by its source. */
function mediaPart({ type, source, title, context }: TreeObject): Part | undefined {
  if (!isTreeObject(source)) return undefined;
  const about = {
    modality: word(type),
    mime_type: word(source.media_type),
    title: asText(title),
    context: asText(context),
  };
  switch (word(source.type)) {
    case 'base64':
      // The schema of a blob requires `content`, a string. An empty one beside the size is valid.
      return part('blob', { ...about, content: '', omitted_bytes: source.omitted_bytes });
    case 'url':
      return source.url instanceof Text ? uriPart(about, source.url) : undefined;
    case 'file': {
      const id = word(source.file_id);
      return id === undefined ? undefined : part('file', { ...about, file_id: id });
    }
    case 'text':
      return source.data instanceof Text ? part('text', { ...about, content: source.data }) : undefined;
    case 'content':
      // No part of the conventions can contain parts.
      return genericPart('document', fieldsOf({ ...about, content: resultOf(source.content) }));
    default:
      return undefined;
  }
}

/** A base64 `data:` URL without its data, as `copy.ts` writes it. */
const EMPTIED_DATA_URL = /^data:([^;,]*)(?:;[^,]*)?;base64,\[(\d+) bytes left out\]$/i;

/** In the conventions' schema, a base64 `data:` URL is a blob, not a URI. */
function uriPart(about: Fields, uri: Text): Part {
  const [, mime, bytes] = EMPTIED_DATA_URL.exec(uri.value) ?? [];
  if (bytes === undefined) return part('uri', { ...about, uri });
  return part('blob', { ...about, mime_type: mime, content: '', omitted_bytes: Number(bytes) });
}
