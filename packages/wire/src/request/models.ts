// Facts about each model that decide whether the API accepts a request. The checks read only these facts.

/** The kinds of `thinking.type`. */
export type ThinkingKind = 'enabled' | 'disabled' | 'adaptive' | 'between_tools';

/** The facts about a model. */
export interface ModelFacts {
  /** The model id without the date at its end. */
  readonly id: string;
  /** In tokens, with every beta that raises it. */
  readonly contextWindow: number;
  /** In tokens; the highest `max_tokens`. */
  readonly maxOutput: number;
  /** Kinds of thinking that the model rejects. */
  readonly refusedThinking: readonly ThinkingKind[];
  /** How many of `temperature` and `top_p` it accepts. With `none` it rejects `top_k`, too. */
  readonly sampling: 'one' | 'none';
  /** Whether it continues a last message with the role `assistant`. */
  readonly prefill: boolean;
  /** Whether `tool_choice` may force a tool. */
  readonly forcedTool: boolean;
  /** Whether it rejects an effort above `high` while thinking is off. */
  readonly boundEffort?: true;
  readonly source: string;
}

/** The day on which the rows below were read. */
export const MODELS_READ = '2026-11-29';

const PAGE = (model: string): string => `https://platform.claude.com/docs/en/models/${model}/overview`;
const K = 1000;
const M = 1_000_000;

/** https://platform.claude.com/docs/en/build-with-claude/extended-thinking: from 4.7 on, no model accepts a budget. */
const NEWEST = {
  contextWindow: M,
  maxOutput: 128 * K,
  refusedThinking: ['enabled'],
  sampling: 'none',
  prefill: false,
  forcedTool: true,
} as const;

/** Thinking is always on, and no tool can be forced: https://platform.claude.com/docs/en/models/opus-5-5/whats-new-opus-5-5 */
const ALWAYS_THINKING = { ...NEWEST, refusedThinking: ['enabled', 'disabled'], forcedTool: false } as const;

const BUDGET_ONLY = {
  contextWindow: 200 * K,
  maxOutput: 64 * K,
  refusedThinking: ['adaptive'],
  sampling: 'one',
  prefill: true,
  forcedTool: true,
} as const;

const BOTH_KINDS = { ...NEWEST, refusedThinking: [], sampling: 'one' } as const;

const row = (id: string, facts: Omit<ModelFacts, 'id' | 'source'>): ModelFacts => ({
  id: `claude-${id}`,
  ...facts,
  source: PAGE(id),
});

/** One row for each model. */
export const MODELS: readonly ModelFacts[] = [
  row('fable-5-2', ALWAYS_THINKING),
  row('fable-5-1', ALWAYS_THINKING),
  row('fable-5', { ...NEWEST, refusedThinking: ['enabled', 'disabled'] }),
  row('mythos-5-2', ALWAYS_THINKING),
  row('mythos-5-1', ALWAYS_THINKING),
  row('mythos-5', { ...NEWEST, refusedThinking: ['enabled', 'disabled'] }),
  row('opus-5-5', ALWAYS_THINKING),
  row('sonnet-5-5', { ...NEWEST, refusedThinking: ['enabled', 'disabled'] }),
  row('haiku-5-5', { ...NEWEST, boundEffort: true }),
  row('opus-5', { ...NEWEST, boundEffort: true }),
  row('sonnet-5', NEWEST),
  row('opus-4-8', NEWEST),
  row('opus-4-7', NEWEST),
  row('opus-4-6', BOTH_KINDS),
  row('sonnet-4-6', BOTH_KINDS),
  row('opus-4-5', BUDGET_ONLY),
  row('sonnet-4-5', { ...BUDGET_ONLY, contextWindow: M }),
  row('haiku-4-5', BUDGET_ONLY),
];

/** Retired models: id to the day since which requests fail. */
export const RETIRED_MODELS: ReadonlyMap<string, string> = new Map([
  // @anthropic-ai/sdk 1.14.0 src/internal/data/deprecated-models.ts
  ['claude-mythos-preview', '2026-06-30'],
  ['claude-sonnet-4-5', '2026-11-30'],
  ['claude-opus-4-5', '2027-01-22'],
  // https://platform.claude.com/docs/en/release-notes/overview, 2026-06-15
  ['claude-opus-4', '2026-06-15'],
  ['claude-sonnet-4', '2026-06-15'],
]);

/** The id without the date at its end. */
export const undated = (model: string): string => model.replace(/-20\d{6}$/, '');

const BY_ID: ReadonlyMap<string, ModelFacts> = new Map(MODELS.map((facts) => [facts.id, facts]));

/** The row of a model; `undefined` if it is newer than the table, or from another platform. */
export const modelFacts = (model: string): ModelFacts | undefined => BY_ID.get(undated(model));

const FAMILIES = ['opus', 'sonnet', 'haiku', 'fable', 'mythos'];

/** The intended id of a misspelled model: one letter of its family is wrong, and the rest is an id in the table. */
export function misspelledModel(model: string): string | undefined {
  if (!model.startsWith('claude-') || model.length > 60 || BY_ID.has(undated(model))) return undefined;
  const [, family = '', ...version] = model.split('-');
  if (FAMILIES.includes(family)) return undefined;
  const meant = FAMILIES.find((known) => isOneEditAway(known, family));
  const id = ['claude', meant, ...version].join('-');
  return meant !== undefined && BY_ID.has(undated(id)) ? id : undefined;
}

/** Whether one letter was added, removed or replaced, or two neighbours were swapped. */
export function isOneEditAway(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  const [restA, restB] = [a.slice(start), b.slice(start)];
  if (a.length > b.length) return restA.slice(1) === restB;
  if (a.length < b.length) return restB.slice(1) === restA;
  if (restA.slice(1) === restB.slice(1)) return true;
  return restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2);
}
