// Turns a message, whole or partly streamed, into span attributes: ids, stop reason and token counts.
import type { SpanAttributes } from '@sevenstep/semantic-conventions';
import { isEchoedName, type SentRequest } from './redaction/echo.ts';
import { serverText } from './redaction/server-text.ts';
import { asCount, field, isObject, safeJson } from './values.ts';

/** The facts of a message. A stream adds to them event by event. */
export interface MessageFacts {
  id?: string | undefined;
  model?: string | undefined;
  stopReason?: string | undefined;
  contentBlocks?: number | undefined;
  /** Whether a compaction succeeded, which means that it has content; `undefined` without a compaction. */
  compacted?: boolean | undefined;
  usage?: UsageFacts | undefined;
}

/** Token counts as the API sends them, with cached tokens separate from the input. */
export interface TokenCounts {
  input?: number | undefined;
  output?: number | undefined;
  cacheRead?: number | undefined;
  cacheWrite?: number | undefined;
  /** Tokens written to the cache for 5 minutes, and below for one hour. */
  cacheWrite5m?: number | undefined;
  cacheWrite1h?: number | undefined;
}

export interface UsageFacts extends TokenCounts {
  reasoning?: number | undefined;
  serviceTier?: string | undefined;
  iterations?: IterationFacts | undefined;
}

/** The facts in `usage.iterations`, for a call in which a model ran more than once. */
export interface IterationFacts {
  /** The sum of all iterations, which is billed. No other count includes the tokens of a compaction. */
  readonly all: TokenCounts;
  /** The last turn of the conversation, whose tokens are the context. A compaction or an advisor is not a turn. */
  readonly lastTurn: TokenCounts | undefined;
  readonly compacted: boolean;
}

/** The facts of a parsed response body; empty if it is not a message. */
export function messageFacts(message: unknown): MessageFacts {
  const usage = field(message, 'usage');
  const content = field(message, 'content');
  return {
    id: serverText('id', field(message, 'id')),
    model: serverText('model', field(message, 'model')),
    stopReason: serverText('word', field(message, 'stop_reason')),
    contentBlocks: Array.isArray(content) ? content.length : undefined,
    compacted: Array.isArray(content) ? hasCompaction(content) : undefined,
    usage: isObject(usage) ? usageFacts(usage) : undefined,
  };
}

/** Looks for a compaction in a message's blocks (SDK 1.14, `BetaCompactionBlock`); see `MessageFacts.compacted`. */
export function hasCompaction(content: readonly unknown[]): boolean | undefined {
  let found: boolean | undefined;
  for (const block of content)
    if (field(block, 'type') === 'compaction') found = found || typeof field(block, 'content') === 'string';
  return found;
}

/** The number of characters that are read at each end of a long body. */
const MAX_READ = 8 * 1024;

/**
 * The facts of a message whose JSON is too long to parse again. Parses only the fields before and after the content, in any
 * order, because the content has fields of the same names.
 */
export function longMessageFacts(json: string): MessageFacts {
  const start = json.slice(0, MAX_READ);
  const content = start.search(/"content"\s{0,4}:\s{0,4}\[/);
  const before = start.slice(0, Math.max(0, content)).trimEnd().replace(/,$/, '');
  const after = behindLongest(json.slice(-MAX_READ)).trimStart().replace(/^,/, '');
  const [first, last] = [safeJson(`${before}}`), safeJson(`{${after}`)];
  return messageFacts({ ...(isObject(first) && first), ...(isObject(last) && last) });
}

/** The part of `end` after the value that began before it. `end` is the end of an object's JSON. */
function behindLongest(end: string): string {
  const open: number[] = [];
  let isText = false;
  for (let index = end.length - 1; index >= 0; index -= 1) {
    const sign = end[index];
    if (sign === '"' && !isEscaped(end, index)) isText = !isText;
    else if (isText) continue;
    else if (sign === '}' || sign === ']') open.push(index);
    else if (sign === '{' || sign === '[') open.pop();
  }
  // The first bracket ends the object itself.
  const [, value] = open;
  return value === undefined ? '' : end.slice(value + 1);
}

function isEscaped(text: string, index: number): boolean {
  let from = index;
  while (text[from - 1] === '\\') from -= 1;
  return (index - from) % 2 === 1;
}

/** The facts of `message_start`. Its `output_tokens` is a placeholder, so it is left out. */
export function messageStartFacts(message: unknown): MessageFacts {
  const facts = messageFacts(message);
  return facts.usage ? { ...facts, usage: { ...facts.usage, output: undefined } } : facts;
}

/** `facts` after a `message_delta`. Its counts are totals of the message, so they replace earlier ones. */
export function withMessageDelta(facts: MessageFacts, event: unknown): MessageFacts {
  const usage: UsageFacts = { ...facts.usage };
  for (const [name, value] of Object.entries(usageFacts(field(event, 'usage'))))
    if (value !== undefined) Object.assign(usage, { [name]: value });
  return {
    ...facts,
    stopReason: serverText('word', field(field(event, 'delta'), 'stop_reason')) ?? facts.stopReason,
    usage,
  };
}

/** Ids of the API and of its clouds. */
const USUAL_ID =
  /^(?:(?:msg|compl)_(?:[a-z]{4}_)?01[A-Za-z0-9]{20,26}|chatcmpl-[0-9a-f-]{36}|gen-\d{1,20}-\w{1,40})$/;
const USUAL_TIERS: ReadonlySet<string | undefined> = new Set([undefined, 'standard', 'priority', 'batch']);
const USUAL_STOPS: ReadonlySet<string | undefined> = new Set([
  undefined,
  'end_turn',
  'max_tokens',
  'stop_sequence',
  'tool_use',
  'pause_turn',
  'refusal',
]);

/** The endings that servers add to a model: `-20250929`, `@20250929`, `-v1:0`, `-latest`, `[1m]`. */
const VERSION = /^(?:[-@:.[](?:v?\d{1,8}m?|latest|preview|beta|fast)\]?){1,4}$/;
const isVersionOf = (answering: string, model: string): boolean =>
  answering.startsWith(model) && VERSION.test(answering.slice(model.length));

/** `facts` without values that repeat the request. Usual values are not compared, to save time on each call. */
export function withoutEchoes(
  facts: MessageFacts,
  model: unknown,
  request: SentRequest | undefined,
): MessageFacts {
  const { id, model: answering = '', stopReason, usage } = facts;
  const tier = usage?.serviceTier;
  const oddId = id !== undefined && !USUAL_ID.test(id) && isEchoedName(id, request?.sentText);
  const isAsked = answering === model || (typeof model === 'string' && isVersionOf(answering, model));
  const oddModel = answering !== '' && !isAsked && isEchoedName(answering, request?.sentText);
  const oddStop = !USUAL_STOPS.has(stopReason) && isEchoedName(stopReason ?? '', request?.sentText);
  const oddTier = !USUAL_TIERS.has(tier) && isEchoedName(tier ?? '', request?.sentText);
  if (!(oddId || oddModel || oddStop || oddTier)) return facts;
  return {
    ...facts,
    id: oddId ? undefined : id,
    model: oddModel ? undefined : facts.model,
    stopReason: oddStop ? undefined : stopReason,
    usage: oddTier ? { ...usage, serviceTier: undefined } : usage,
  };
}

export function messageAttributes(facts: MessageFacts): SpanAttributes {
  const usage = facts.usage ?? {};
  const { iterations } = usage;
  const billed = iterations ? largerOf(usage, iterations.all) : usage;
  const input = allInput(billed);
  const attributes: SpanAttributes = {
    'gen_ai.response.id': facts.id,
    'gen_ai.response.model': facts.model,
    'gen_ai.response.finish_reasons': facts.stopReason === undefined ? undefined : [facts.stopReason],
    'anthropic.message.stop_reason': facts.stopReason,
    'anthropic.message.content_blocks': facts.contentBlocks,
    'gen_ai.usage.input_tokens': input,
    'gen_ai.usage.output_tokens': billed.output,
    'gen_ai.usage.cache_read.input_tokens': billed.cacheRead,
    'gen_ai.usage.cache_write.input_tokens': billed.cacheWrite,
    'gen_ai.usage.reasoning.output_tokens': usage.reasoning,
    'anthropic.usage.cache_creation.ephemeral_5m_input_tokens': billed.cacheWrite5m,
    'anthropic.usage.cache_creation.ephemeral_1h_input_tokens': billed.cacheWrite1h,
    'anthropic.response.service_tier': usage.serviceTier,
  };
  if (facts.compacted ?? iterations?.compacted) attributes['gen_ai.conversation.compacted'] = true;
  if (!iterations) return attributes;
  const { lastTurn } = iterations;
  const context = lastTurn && allInput(lastTurn);
  if (context !== input || lastTurn?.output !== billed.output) {
    attributes['anthropic.usage.context.input_tokens'] = context;
    attributes['anthropic.usage.context.output_tokens'] = lastTurn?.output;
  }
  return attributes;
}

/** All input tokens. The conventions include cached tokens; the API's `input_tokens` does not. */
function allInput(usage: TokenCounts): number | undefined {
  if (usage.input === undefined) return undefined;
  return usage.input + (usage.cacheRead ?? 0) + (usage.cacheWrite ?? 0);
}

function usageFacts(usage: unknown): UsageFacts {
  return {
    ...tokenCounts(usage),
    reasoning: asCount(field(field(usage, 'output_tokens_details'), 'thinking_tokens')),
    serviceTier: serverText('word', field(usage, 'service_tier')),
    iterations: iterationFacts(field(usage, 'iterations')),
  };
}

function tokenCounts(usage: unknown): TokenCounts {
  const written = field(usage, 'cache_creation');
  return {
    input: asCount(field(usage, 'input_tokens')),
    output: asCount(field(usage, 'output_tokens')),
    cacheRead: asCount(field(usage, 'cache_read_input_tokens')),
    cacheWrite: asCount(field(usage, 'cache_creation_input_tokens')),
    cacheWrite5m: asCount(field(written, 'ephemeral_5m_input_tokens')),
    cacheWrite1h: asCount(field(written, 'ephemeral_1h_input_tokens')),
  };
}

const COUNTS = ['input', 'output', 'cacheRead', 'cacheWrite', 'cacheWrite5m', 'cacheWrite1h'] as const;
/** The most iterations to read. A server's tool loop has only a few. */
const MAX_ITERATIONS = 1000;
/** Turns whose tokens are the context (SDK 1.12.0, `BetaIterationsUsage`). */
const TURNS: ReadonlySet<unknown> = new Set(['message', 'fallback_message']);

function iterationFacts(iterations: unknown): IterationFacts | undefined {
  if (!Array.isArray(iterations) || iterations.length === 0) return undefined;
  const entries = iterations.slice(0, MAX_ITERATIONS);
  const turn = entries.findLast((entry) => TURNS.has(field(entry, 'type')));
  return {
    all: entries.map(tokenCounts).reduce((total, counts) => combined(total, counts, (a, b) => a + b)),
    lastTurn: turn === undefined ? undefined : tokenCounts(turn),
    compacted: entries.some((entry) => field(entry, 'type') === 'compaction'),
  };
}

/** The larger of two counts. The top-level counts may omit iterations, and an early event of a stream may lack some. */
const largerOf = (one: TokenCounts, other: TokenCounts): TokenCounts => combined(one, other, Math.max);

function combined(
  one: TokenCounts,
  other: TokenCounts,
  combine: (one: number, other: number) => number,
): TokenCounts {
  const result: TokenCounts = {};
  for (const name of COUNTS) {
    const [a, b] = [one[name], other[name]];
    result[name] = a === undefined || b === undefined ? (a ?? b) : combine(a, b);
  }
  return result;
}
