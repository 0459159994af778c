// Checks what a model accepts: output tokens, thinking, sampling and forced tools. Also checks whether it is retired.
import type { GivenRequest } from './given-request.ts';
import { misspelledModel, RETIRED_MODELS, type ThinkingKind, undated } from './models.ts';
import { isPlainArray, isPlainObject, type Plain, type PlainObject } from './plain.ts';
import type { ReportProblem } from './problem.ts';
import { nameShown } from './shown.ts';

const NOT_FOUND = { status: 404, type: 'not_found_error' };
const DAY = 86_400_000;

export function checkModel({ model, now }: GivenRequest, report: ReportProblem): void {
  if (model === undefined) return;
  const day = RETIRED_MODELS.get(undated(model));
  // On the day of retirement, some places may still serve the model.
  const isRetired = day !== undefined && now !== undefined && now.getTime() > Date.parse(day) + DAY;
  if (isRetired || misspelledModel(model) !== undefined) {
    report('model', `model: ${nameShown(model)}`, NOT_FOUND);
  }
}

export function checkMaxTokens(
  { params, facts, betas, endpoint }: GivenRequest,
  report: ReportProblem,
): void {
  const asked = params.max_tokens;
  if (facts === undefined || typeof asked !== 'number' || endpoint === 'count_tokens') return;
  if (asked <= facts.maxOutput || betas?.some((beta) => beta.startsWith('output-'))) return;
  report(
    'max_tokens',
    `max_tokens: ${asked} > ${facts.maxOutput}, which is the maximum allowed number of output tokens for ${facts.id}`,
    { source: facts.source },
  );
}

const thinkingOf = ({ params }: GivenRequest): PlainObject | undefined =>
  isPlainObject(params.thinking) ? params.thinking : undefined;

/** Words for kinds of thinking that only other APIs have. */
const OTHERS_KINDS = 'auto on off true false enable disable extended none'.split(' ');

export function checkThinkingKind(request: GivenRequest, report: ReportProblem): void {
  const { facts, params } = request;
  const type = thinkingOf(request)?.type;
  if (typeof type !== 'string') return;
  if (OTHERS_KINDS.includes(type)) {
    report(
      'thinking.type',
      `thinking: Input tag '${type}' found using 'type' does not match any of the expected tags: 'adaptive', 'disabled', 'enabled'`,
    );
  }
  if (facts?.refusedThinking.includes(type as ThinkingKind)) {
    const message =
      type === 'adaptive'
        ? 'adaptive thinking is not supported on this model'
        : `"thinking.type.${type}" is not supported for this model. Use "thinking.type.adaptive" and "output_config.effort" to control thinking behavior.`;
    report('thinking.type', message, { source: facts.source });
  }
  const effort = isPlainObject(params.output_config) ? params.output_config.effort : undefined;
  if (facts?.boundEffort && type === 'disabled' && (effort === 'xhigh' || effort === 'max')) {
    report(
      'output_config.effort',
      `output_config.effort '${effort}' is not supported when thinking is disabled on this model. Use effort 'high' or below, or enable thinking.`,
      { source: facts.source },
    );
  }
}

const LEAST_BUDGET = 1024;

export function checkThinkingBudget(request: GivenRequest, report: ReportProblem): void {
  const { params, betas, endpoint } = request;
  const thinking = thinkingOf(request);
  if (thinking?.type !== 'enabled') return;
  const budget = thinking.budget_tokens;
  if (typeof budget === 'number' && budget < LEAST_BUDGET) {
    report(
      'thinking.budget_tokens',
      `thinking.enabled.budget_tokens: Input should be greater than or equal to ${LEAST_BUDGET}`,
    );
  }
  const most = params.max_tokens;
  // The model may think again between tools, and the budget is for all of it.
  const mayInterleave =
    isPlainArray(params.tools) && betas?.every((beta) => !beta.startsWith('interleaved-thinking-')) !== true;
  if (typeof budget !== 'number' || typeof most !== 'number' || mayInterleave || endpoint === 'count_tokens')
    return;
  if (budget >= most) {
    report('thinking.budget_tokens', '`max_tokens` must be greater than `thinking.budget_tokens`.');
  }
}

const isSet = (value: Plain | undefined): value is Plain => value !== undefined && value !== null;

export function checkThinkingBeside(request: GivenRequest, report: ReportProblem): void {
  const { params } = request;
  if (thinkingOf(request)?.type !== 'enabled') return;
  const { temperature, top_p: topP, top_k: topK } = params;
  if (typeof temperature === 'number' && temperature !== 1) {
    report('temperature', '`temperature` may only be set to 1 when thinking is enabled.');
  }
  if (typeof topP === 'number' && topP < 0.95 && topP >= 0) {
    report('top_p', '`top_p` must be greater than or equal to 0.95 or unset when thinking is enabled.');
  }
  if (typeof topK === 'number' && topK > 0) {
    report('top_k', '`top_k` must be unset when thinking is enabled.', {
      source: 'https://github.com/quarkiverse/quarkus-langchain4j/issues/1812',
    });
  }
  const choice = isPlainObject(params.tool_choice) ? params.tool_choice.type : undefined;
  if (choice === 'any' || choice === 'tool') {
    report('tool_choice', 'Thinking may not be enabled when tool_choice forces tool use.');
  }
}

export function checkForcedTool({ params, facts }: GivenRequest, report: ReportProblem): void {
  const choice = isPlainObject(params.tool_choice) ? params.tool_choice.type : undefined;
  if (facts?.forcedTool !== false || (choice !== 'any' && choice !== 'tool')) return;
  report('tool_choice', 'tool_choice: type "tool" and "any" are not supported for this model.', {
    source: 'https://github.com/can1357/oh-my-pi/issues/12939',
  });
}

export function checkSampling({ params, facts }: GivenRequest, report: ReportProblem): void {
  if (facts === undefined) return;
  const { temperature, top_p: topP, top_k: topK } = params;
  const source = facts.source;
  if (facts.sampling === 'one') {
    if (!isSet(temperature) || !isSet(topP) || topP === -1) return;
    const text = '`temperature` and `top_p` cannot both be specified for this model. Please use only one.';
    report('top_p', text, { source });
    return;
  }
  // A value without effect is accepted.
  const refused = [
    typeof temperature === 'number' && temperature !== 1 && 'temperature',
    typeof topP === 'number' && topP >= 0 && topP < 0.99 && 'top_p',
    typeof topK === 'number' && topK > 0 && 'top_k',
  ];
  for (const name of refused)
    if (name !== false) report(name, `\`${name}\` is deprecated for this model.`, { source });
}

export function checkStopSequences({ params }: GivenRequest, report: ReportProblem): void {
  if (!isPlainArray(params.stop_sequences)) return;
  params.stop_sequences.forEach((sequence, index) => {
    if (typeof sequence !== 'string' || sequence.trim() !== '') return;
    report(`stop_sequences.${index}`, 'stop_sequences: each stop sequence must contain non-whitespace');
  });
}

/** An hour for 128 000 tokens, and at most 10 minutes: `calculateNonstreamingTimeout` of the SDK. */
const MOST_WITHOUT_STREAM = (10 / 60) * 128_000;
/** Bounds of some models: @anthropic-ai/sdk 1.14.0 src/internal/constants.ts. */
const MOST_OF_MODEL: ReadonlyMap<string, number> = new Map([
  ['claude-opus-4@20250514', 8192],
  ['anthropic.claude-opus-4-1-20250805-v1:0', 8192],
  ['claude-opus-4-1@20250805', 8192],
]);

export function checkStreaming(request: GivenRequest, report: ReportProblem): void {
  const { params, client, method, timeout, endpoint, model = '' } = request;
  if (client !== 'sdk' || method !== 'create' || timeout !== undefined || endpoint === 'count_tokens') return;
  if (params.stream === true || typeof params.max_tokens !== 'number') return;
  if (params.max_tokens <= (MOST_OF_MODEL.get(model) ?? MOST_WITHOUT_STREAM)) return;
  report(
    'max_tokens',
    'Streaming is required for operations that may take longer than 10 minutes. See https://platform.claude.com/docs/en/cli-sdks-libraries/sdks/typescript#long-requests for more details',
    { status: undefined, type: 'client_error' },
  );
}
