// A tool's arguments and result as attributes of its span, redacted and within the cap like other content.
import { safeJson } from '@sevenstep/wire';
import { copyOf, newAllowance } from './copy.ts';
import { partsOf } from './parts.ts';
import { type ContentSettings, DEFAULT_MAX_CONTENT_BYTES, fittedPart } from './serialize.ts';
import { isTreeObject, type Part, type Tree, type TreeObject } from './tree.ts';

/** `gen_ai.tool.call.arguments`. @param input the argument of the tool's `run`. */
export function toolArguments(input: unknown, settings: ContentSettings): string | undefined {
  return recorded({ type: 'tool_call' }, 'arguments', copyOf(input, newAllowance(), 'tool'), settings);
}

/** `gen_ai.tool.call.result`. @param result what `run` returned: a text, or content blocks. */
export function toolResult(result: unknown, settings: ContentSettings): string | undefined {
  const value = parsed(result);
  const names = Array.isArray(value) ? 'api' : 'tool';
  return recorded({ type: 'tool_call_response' }, 'response', copyOf(value, newAllowance(), names), settings);
}

/** Parses a text that is a JSON object, because the conventions want an object. A long text would be cut and is not parsed. */
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

/** Wraps any value except an object in an object. */
const objectOf = (value: Tree): TreeObject => {
  if (isTreeObject(value)) return value;
  return { content: Array.isArray(value) ? partsOf(value) : value };
};
