// The conventions' JSON of requests and responses: messages, system instructions and tool definitions.
import { asString } from '@sevenstep/wire';
import { type Allowance, copyOf, lengthOf, newAllowance, read } from './copy.ts';
import { partsOf, word } from './parts.ts';
import { type Message, type OutputMessage, omittedPart, type Part, type ToolDefinition } from './tree.ts';

/** More tools than the API accepts. */
const MAX_TOOLS = 1_000;

/**
 * `gen_ai.input.messages` of a request body, including `system` turns among the messages. Tool results keep the API's role
 * `user`, as in the Python instrumentation. Work is bounded: it reads the first and the newest messages, and only counts
 * those in between if there are too many.
 */
export function inputMessages(body: unknown): Message[] {
  const messages = read(body, 'messages');
  const length = lengthOf(messages) ?? 0;
  const allowance = newAllowance();
  const newest: Message[] = [];
  let index = length - 1;
  for (; index > 0 && allowance.values > 0; index -= 1) {
    const message = inputMessage(read(messages, index), allowance);
    // No message is better than half of one. A mark in the newest message shows its gaps.
    if (allowance.cut && newest.length > 0) break;
    if (message) newest.push(message);
  }
  newest.reverse();
  if (index > 0) newest[0]?.parts.unshift(omittedPart('messages', index));
  const first = length > 0 ? inputMessage(read(messages, 0), newAllowance()) : undefined;
  return first ? [first, ...newest] : newest;
}

function inputMessage(value: unknown, allowance: Allowance): Message | undefined {
  // An unreadable message also counts, so that their number is bounded.
  allowance.values -= 1;
  const role = copyOf(read(value, 'role'), allowance);
  const content = copyOf(read(value, 'content'), allowance);
  if (role === undefined && content === undefined) return undefined;
  return { role: word(role) ?? 'unknown', parts: partsOf(content) };
}

/** `gen_ai.system_instructions`: the `system` parameter of a request body. */
export function systemInstructions(body: unknown): Part[] {
  return partsOf(copyOf(read(body, 'system'), newAllowance()));
}

/**
 * `gen_ai.tool.definitions` of a request body: only type and name, as the conventions recommend. A tool of the
 * application is a `function`; a tool of the API keeps its type. The only name of a toolset is that of its server.
 */
export function toolDefinitions(body: unknown): ToolDefinition[] {
  const tools = read(body, 'tools');
  const length = lengthOf(tools) ?? 0;
  const definitions: ToolDefinition[] = [];
  for (let index = 0; index < Math.min(length, MAX_TOOLS); index += 1) {
    const tool = read(tools, index);
    const type = shortWord(read(tool, 'type'));
    const name = shortWord(read(tool, 'name')) ?? shortWord(read(tool, 'mcp_server_name')) ?? type;
    if (name === undefined) continue;
    definitions.push({ type: type === undefined || type === 'custom' ? 'function' : type, name });
  }
  if (length > MAX_TOOLS) definitions.push(omittedTools(length - MAX_TOOLS));
  return definitions;
}

/** The mark for omitted tools. The schema requires a name. */
export const omittedTools = (count: number): ToolDefinition => ({
  type: 'omitted',
  name: `${count} tools left out`,
});

const shortWord = (value: unknown): string | undefined => word(asString(value));

/** The names of stop reasons in the schema of output messages. Others keep their name. */
const FINISH_REASONS: ReadonlyMap<string, string> = new Map([
  ['end_turn', 'stop'],
  ['stop_sequence', 'stop'],
  ['max_tokens', 'length'],
  ['tool_use', 'tool_call'],
]);

/**
 * `gen_ai.output.messages` of a response: one message, with the finish reason that the schema requires, or `error` if
 * a stream ended without one. A value that is not a message gives an empty list.
 *
 * @param message a parsed response body, or the message of a `ContentAccumulator`.
 */
export function outputMessages(message: unknown): OutputMessage[] {
  const content = copyOf(read(message, 'content'), newAllowance());
  if (!Array.isArray(content)) return [];
  const stopReason = shortWord(read(message, 'stop_reason'));
  return [
    {
      role: shortWord(read(message, 'role')) ?? 'assistant',
      parts: partsOf(content),
      finish_reason: stopReason === undefined ? 'error' : (FINISH_REASONS.get(stopReason) ?? stopReason),
    },
  ];
}
