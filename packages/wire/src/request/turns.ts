// Checks messages: roles, empty content, and pairs of tool uses and results.
import type { GivenRequest, Turn } from './given-request.ts';
import { isPlainArray, isPlainObject, type Plain } from './plain.ts';
import type { ReportProblem } from './problem.ts';
import { idShown, nameShown } from './shown.ts';

export function checkMessagesEmpty({ params }: GivenRequest, report: ReportProblem): void {
  if (isPlainArray(params.messages) && params.messages.length === 0) {
    report('messages', 'messages: at least one message is required');
  }
}

/** Roles in other APIs. */
const OTHERS_ROLES = new Set('tool function developer human Human ai AI bot model User Assistant'.split(' '));

export function checkRoles({ params }: GivenRequest, report: ReportProblem): void {
  if (!isPlainArray(params.messages)) return;
  params.messages.forEach((message, index) => {
    const role = isPlainObject(message) ? message.role : undefined;
    if (typeof role !== 'string' || !OTHERS_ROLES.has(role)) return;
    report(
      `messages.${index}.role`,
      `messages: Unexpected role "${role}". Allowed roles are "user" or "assistant"`,
    );
  });
}

/** Blocks after which an answer continues from a pause. */
const RESUMED = /^(?:server_tool_use|mcp_tool_use|compaction|fallback|.*_tool_result)$/;

export function checkPrefill({ turns, facts, params }: GivenRequest, report: ReportProblem): void {
  const last = turns.at(-1);
  if (facts === undefined || facts.prefill || last?.role !== 'assistant' || last.isPartial) return;
  if ('thread' in params) return;
  const types = last.blocks.map(({ block }) => block.type);
  if (types.at(-1) !== 'text' || types.some((type) => typeof type !== 'string' || RESUMED.test(type))) return;
  report(
    `messages.${(params.messages as readonly Plain[]).length - 1}`,
    'This model does not support assistant message prefill. The conversation must end with a user message.',
    { source: facts.source },
  );
}

/** JavaScript's `trim` removes nearly the same characters as Python's `strip`. */
const isBlank = (text: string): boolean => text.trim() === '';

export function checkEmptyContent({ params, turns }: GivenRequest, report: ReportProblem): void {
  const messages = isPlainArray(params.messages) ? params.messages : [];
  messages.forEach((message, index) => {
    if (!isPlainObject(message) || (message.role !== 'user' && message.role !== 'assistant')) return;
    const { content } = message;
    const isEmpty = content === '' || (isPlainArray(content) && content.length === 0);
    // The last message may be an empty one from the assistant.
    if (isEmpty && !(message.role === 'assistant' && index === messages.length - 1)) {
      const said = 'all messages must have non-empty content except for the optional final assistant message';
      report(`messages.${index}.content`, `messages.${index}: ${said}`);
    }
    if (typeof content === 'string' && content !== '' && isBlank(content)) {
      report(`messages.${index}.content`, 'messages: text content blocks must contain non-whitespace text');
    }
    if (isPlainArray(content)) checkTexts(content, `messages.${index}.content`, 'messages', report);
  });
  if (isPlainArray(params.system)) checkTexts(params.system, 'system', 'system', report);
  const last = turns.at(-1);
  const end = last?.role === 'assistant' && !last.isPartial ? last.blocks.at(-1) : undefined;
  const text = end?.block.type === 'text' ? end.block.text : undefined;
  if (end !== undefined && typeof text === 'string' && !isBlank(text) && /\s$/.test(text)) {
    report(end.path, 'messages: final assistant content cannot end with trailing whitespace');
  }
}

function checkTexts(blocks: readonly Plain[], path: string, said: string, report: ReportProblem): void {
  blocks.forEach((block, index) => {
    if (!isPlainObject(block) || block.type !== 'text' || typeof block.text !== 'string') return;
    if (!isBlank(block.text)) return;
    if (isPlainObject(block.cache_control)) {
      const where = `${path}.${index}`;
      report(where, `${where}.text: cache_control cannot be set for empty text blocks`, {
        id: 'request.cache_control',
        source: 'https://github.com/anthropics/claude-code/issues/50082',
      });
    } else {
      const must = block.text === '' ? 'be non-empty' : 'contain non-whitespace text';
      report(`${path}.${index}`, `${said}: text content blocks must ${must}`);
    }
  });
}

/** Fields with which the other half of a pair may be elsewhere. */
const CONTINUED = ['thread', 'compaction', 'context_management'];

export function checkToolTurns({ params, turns }: GivenRequest, report: ReportProblem): void {
  if (turns.some(isUnreadable) || CONTINUED.some((name) => name in params)) return;
  const used = new Set<string>();
  turns.forEach((turn, index) => {
    if (turn.role === 'assistant') checkUses(turn, turns[index + 1], used, report);
    else if (turn.role === 'user') checkResults(turn, turns[index - 1], report);
  });
}

const isUnreadable = ({ isPartial, blocks, role }: Turn): boolean =>
  isPartial ||
  (role !== 'user' && role !== 'assistant') ||
  blocks.some(({ block }) => typeof block.type !== 'string' || block.type === 'compaction');

const idsOf = ({ blocks }: Turn, type: string, field: string) =>
  blocks.flatMap(({ block, path }) => {
    const id = block[field];
    return block.type === type && typeof id === 'string' ? [{ id, path }] : [];
  });

function checkUses(turn: Turn, next: Turn | undefined, used: Set<string>, report: ReportProblem): void {
  const uses = idsOf(turn, 'tool_use', 'id');
  for (const { id, path } of uses) {
    if (used.has(id)) report(path, 'messages: `tool_use` ids must be unique');
    used.add(id);
  }
  // The API's reaction to a last answer with pending tools is not known.
  if (next === undefined || uses.length === 0) return;
  const results = new Set(idsOf(next, 'tool_result', 'tool_use_id').map(({ id }) => id));
  const open = uses.filter(({ id }) => !results.has(id));
  const [first] = open;
  if (first === undefined) {
    checkOrder(next, report);
    return;
  }
  const message = messageOf(first.path);
  report(
    first.path,
    `messages.${message}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${open
      .map(({ id }) => idShown(id))
      .slice(0, 5)
      .join(
        ', ',
      )}. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`,
  );
}

const messageOf = (path: string): string => path.split('.')[1] ?? '';

/** Checks that text comes only after the results. */
function checkOrder(turn: Turn, report: ReportProblem): void {
  const last = turn.blocks.findLastIndex(({ block }) => block.type === 'tool_result');
  const text = turn.blocks.slice(0, last).find(({ block }) => block.type === 'text');
  if (text === undefined || last < 0) return;
  // The API reads consecutive user messages as one, and whether their order matters is not known.
  if (messageOf(text.path) !== messageOf(turn.blocks[last]?.path ?? '')) return;
  report(
    text.path,
    `messages.${Number(messageOf(text.path)) - 1}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`,
    { source: 'https://platform.claude.com/docs/en/agents-and-tools/tool-use/handle-tool-calls' },
  );
}

function checkResults(turn: Turn, before: Turn | undefined, report: ReportProblem): void {
  const uses = new Set(before ? idsOf(before, 'tool_use', 'id').map(({ id }) => id) : []);
  const seen = new Set<string>();
  for (const { id, path } of idsOf(turn, 'tool_result', 'tool_use_id')) {
    if (seen.has(id)) {
      report(
        path,
        `${path}: each tool_use must have a single result. Found multiple \`tool_result\` blocks with id: ${idShown(id)}`,
      );
    } else if (!uses.has(id)) {
      report(
        path,
        `${path}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${idShown(id)}. Each \`tool_result\` block must have a corresponding \`tool_use\` block in the previous message.`,
      );
    }
    seen.add(id);
  }
}

export function checkBlockRoles({ turns }: GivenRequest, report: ReportProblem): void {
  for (const { role, blocks } of turns)
    for (const { block, path } of blocks) {
      const belongs = block.type === 'tool_use' ? 'assistant' : block.type === 'tool_result' ? 'user' : role;
      if (belongs === role || (role !== 'user' && role !== 'assistant')) continue;
      const message = `messages.${messageOf(path)}`;
      report(
        path,
        `${message}: \`${nameShown(String(block.type))}\` blocks can only be in \`${belongs}\` messages`,
      );
    }
}
