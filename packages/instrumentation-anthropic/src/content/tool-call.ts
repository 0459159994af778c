// A tool's arguments and result as the attributes of its span: redacted and within the cap, as other content.
import { safeJson } from '@sevenstep/wire';
import { copyOf, newAllowance } from './copy.ts';
import { partsOf } from './parts.ts';
import { type ContentSettings, DEFAULT_MAX_CONTENT_BYTES, fittedPart } from './serialize.ts';
import { isTreeObject, type Part, type Tree, type TreeObject } from './tree.ts';

/** `gen_ai.tool.call.arguments`. @param input what the tool's `run` is given. */
export function toolArguments(input: unknown, settings: ContentSettings): string | undefined {
  return recorded({ type: 'tool_call' }, 'arguments', copyOf(input, newAllowance(), 'tool'), settings);
}

/** `gen_ai.tool.call.result`. @param result what `run` returned: a text, or content blocks. */
export function toolResult(result: unknown, settings: ContentSettings): string | undefined {
  const value = parsed(result);
  const names = Array.isArray(value) ? 'api' : 'tool';
  return recorded({ type: 'tool_call_response' }, 'response', copyOf(value, newAllowance(), names), settings);
}

/** A text that is JSON of an object is that object: the conventions want one. A long one would be cut, and is not parsed. */
function parsed(result: unknown): unknown {
  const isJson =
    typeof result === 'string' && result.length <= DEFAULT_MAX_CONTENT_BYTES && /^\s*\{/.test(result);
  return (isJson ? safeJson(result) : undefined) ?? result;
}

function recorded(
  part: Part,
  field: string,
  value: Tree | undefined,
  settings: ContentSettings,
): string | undefined {
  if (value === undefined) return undefined;
  const fitted = fittedPart({ ...part, [field]: objectOf(value) }, settings);
  return fitted && JSON.stringify(fitted[field]);
}

/** Wraps a value that is not an object in one. */
const objectOf = (value: Tree): TreeObject => {
  if (isTreeObject(value)) return value;
  return { content: Array.isArray(value) ? partsOf(value) : value };
};
