// The bounds of each model, each at its edge.
import { describe, expect, test } from 'vitest';
import { checkRequest, type RequestContext } from '../src/request.ts';
import { ASK, type Found, found, idsOf, type Params, tool } from './requests.ts';

describe('what a model takes', () => {
  const on = (model: string, more: Params, context?: RequestContext) => found({ model, ...more }, context);

  test('a misspelled family, and a model that is retired', () => {
    const missing = (model: string): readonly Found[] => [
      ['request.model_not_found', 'model', `model: ${model}`],
    ];
    for (const model of [
      'claude-sonet-5',
      'claude-opsu-5',
      'claude-haikuu-4-5',
      'claude-sonnat-4-5-20250929',
    ])
      expect(on(model, {})).toEqual(missing(model));
    for (const model of [
      'claude-sonnet-9',
      'claude-ops-9',
      'claude-family-5',
      'sonet-5',
      'claude-oopps-5',
      'claude-saxnet-5',
    ])
      expect(on(model, {})).toEqual([]);
    expect(checkRequest({ ...ASK, model: 'claude-sonet-5' })).toMatchObject([
      { status: 404, type: 'not_found_error', certain: true },
    ]);
    const now = (day: string) => ({ now: new Date(day) });
    // On its last day it may still answer.
    expect(on('claude-opus-4-20250514', {}, now('2026-06-16T00:00:00Z'))).toEqual([]);
    expect(on('claude-opus-4-20250514', {}, now('2026-06-16T00:00:01Z'))).toEqual(
      missing('claude-opus-4-20250514'),
    );
    expect(on('claude-opus-4-20250514', {})).toEqual([]);
  });

  test('its most output', () => {
    const stream = { stream: true };
    expect(on('claude-haiku-4-5', { ...stream, max_tokens: 64_000 })).toEqual([]);
    expect(on('claude-haiku-4-5-20251001', { ...stream, max_tokens: 64_001 })).toEqual([
      [
        'request.max_tokens_too_large',
        'max_tokens',
        'max_tokens: 64001 > 64000, which is the maximum allowed number of output tokens for claude-haiku-4-5',
      ],
    ]);
    const beyond = { ...stream, max_tokens: 100_000 };
    expect(on('claude-haiku-4-5', beyond, { endpoint: 'count_tokens' })).toEqual([]);
    expect(on('claude-haiku-4-5', { ...beyond, betas: ['output-128k-2025-02-19'] })).toEqual([]);
    expect(on('claude-haiku-4-5', { ...beyond, betas: ['other'] })).toHaveLength(1);
  });

  test('a long answer is streamed by the SDK', () => {
    const long = { max_tokens: 21_334 };
    const must = expect.stringContaining(
      'Streaming is required for operations that may take longer than 10 minutes.',
    );
    expect(found({ max_tokens: 21_333 })).toEqual([]);
    expect(found(long)).toEqual([['request.streaming_required', 'max_tokens', must]]);
    expect(checkRequest({ ...ASK, ...long })).toMatchObject([{ status: undefined, type: 'client_error' }]);
    expect(found({ ...long, stream: true })).toEqual([]);
    expect(found({ ...long, stream: false })).toHaveLength(1);
    for (const context of [
      { client: 'http' },
      { method: 'stream' },
      { timeout: 1 },
      { endpoint: 'count_tokens' },
    ] as const)
      expect(found(long, context)).toEqual([]);
    expect(on('claude-opus-4@20250514', { max_tokens: 8192 })).toEqual([]);
    expect(idsOf({ model: 'claude-opus-4@20250514', max_tokens: 8193 })).toEqual([
      'request.streaming_required',
    ]);
  });

  const thinking = (type: string, more: Params = {}): Params => ({ thinking: { type, ...more } });
  const budget = (budget_tokens: unknown, max_tokens: unknown = 4096): Params => ({
    ...thinking('enabled', { budget_tokens }),
    max_tokens,
  });

  test('kinds of thinking', () => {
    const refused = (message: string): readonly Found[] => [['request.thinking', 'thinking.type', message]];
    const noBudget =
      '"thinking.type.enabled" is not supported for this model. Use "thinking.type.adaptive" and "output_config.effort" to control thinking behavior.';
    expect(on('claude-sonnet-5', budget(2048))).toEqual(refused(noBudget));
    expect(on('claude-haiku-4-5', thinking('adaptive'))).toEqual(
      refused('adaptive thinking is not supported on this model'),
    );
    expect(on('claude-fable-5', thinking('disabled'))).toEqual(
      refused(noBudget.replace('enabled', 'disabled')),
    );
    expect(on('claude-sonnet-5', thinking('adaptive'))).toEqual([]);
    expect(on('model-of-tomorrow', budget(2048))).toEqual([]);
    expect(on('model-of-tomorrow', thinking('auto'))).toEqual(
      refused(
        "thinking: Input tag 'auto' found using 'type' does not match any of the expected tags: 'adaptive', 'disabled', 'enabled'",
      ),
    );
  });

  test('the highest efforts need thinking', () => {
    for (const effort of ['xhigh', 'max'])
      expect(on('claude-opus-5', { ...thinking('disabled'), output_config: { effort } })).toEqual([
        [
          'request.thinking',
          'output_config.effort',
          `output_config.effort '${effort}' is not supported when thinking is disabled on this model. Use effort 'high' or below, or enable thinking.`,
        ],
      ]);
    const of = (model: string, type: string, effort: string) =>
      on(model, { ...thinking(type), output_config: { effort } });
    expect(of('claude-opus-5', 'disabled', 'high')).toEqual([]);
    expect(of('claude-opus-5', 'adaptive', 'max')).toEqual([]);
    expect(of('claude-sonnet-5', 'disabled', 'max')).toEqual([]);
  });

  test('a budget leaves something for the answer', () => {
    const less: Found = [
      'request.thinking',
      'thinking.budget_tokens',
      '`max_tokens` must be greater than `thinking.budget_tokens`.',
    ];
    const MODEL = 'claude-haiku-4-5';
    expect(on(MODEL, budget(1024))).toEqual([]);
    expect(on(MODEL, budget(1023))).toEqual([
      [
        'request.thinking',
        'thinking.budget_tokens',
        'thinking.enabled.budget_tokens: Input should be greater than or equal to 1024',
      ],
    ]);
    expect(on(MODEL, budget(4095))).toEqual([]);
    expect(on(MODEL, budget(4096))).toEqual([less]);
    expect(on(MODEL, budget(4096), { endpoint: 'count_tokens' })).toEqual([]);
    // Between tools the model may think again, unless the headers ask for no such beta.
    const withTools = { ...budget(4096), tools: [tool('a')] };
    expect(on(MODEL, withTools)).toEqual([]);
    expect(on(MODEL, { ...withTools, betas: ['interleaved-thinking-2025-05-14'] })).toEqual([]);
    expect(on(MODEL, { ...withTools, betas: ['other'] })).toEqual([less]);
  });

  test('what goes beside a budget', () => {
    const beside = (more: Params): readonly Found[] => on('claude-haiku-4-5', { ...budget(1024), ...more });
    const said = (path: string, message: string): readonly Found[] => [['request.thinking', path, message]];
    const temperature = said('temperature', '`temperature` may only be set to 1 when thinking is enabled.');
    expect(beside({ temperature: 1 })).toEqual([]);
    expect(beside({ temperature: 0.9 })).toEqual(temperature);
    expect(beside({ top_p: 0.95 })).toEqual([]);
    expect(beside({ top_p: -1 })).toEqual([]);
    const topP = said(
      'top_p',
      '`top_p` must be greater than or equal to 0.95 or unset when thinking is enabled.',
    );
    expect(beside({ top_p: 0.94 })).toEqual(topP);
    expect(beside({ top_p: 0 })).toEqual(topP);
    expect(beside({ top_k: 0 })).toEqual([]);
    expect(beside({ top_k: 1 })).toEqual(said('top_k', '`top_k` must be unset when thinking is enabled.'));
    const tools = [tool('a')];
    const forced = said('tool_choice', 'Thinking may not be enabled when tool_choice forces tool use.');
    expect(beside({ tools, tool_choice: { type: 'any' } })).toEqual(forced);
    expect(beside({ tools, tool_choice: { type: 'tool', name: 'a' } })).toEqual(forced);
    expect(beside({ tools, tool_choice: { type: 'auto' } })).toEqual([]);
    expect(on('claude-haiku-4-5', { ...thinking('disabled'), temperature: 0.5, top_k: 7 })).toEqual([]);
  });

  test('a forced tool, on a model that takes none', () => {
    const said = [
      [
        'request.invalid_value',
        'tool_choice',
        'tool_choice: type "tool" and "any" are not supported for this model.',
      ],
    ];
    const choice = (model: string, type: string) =>
      on(model, { tools: [tool('a')], tool_choice: { type, name: 'a' } });
    expect(choice('claude-opus-5-5', 'any')).toEqual(said);
    expect(choice('claude-opus-5-5', 'tool')).toEqual(said);
    expect(choice('claude-opus-5-5', 'auto')).toEqual([]);
    expect(choice('claude-opus-5', 'any')).toEqual([]);
  });

  test('sampling', () => {
    const said = (path: string, message: string): readonly Found[] => [['request.sampling', path, message]];
    const both = said(
      'top_p',
      '`temperature` and `top_p` cannot both be specified for this model. Please use only one.',
    );
    expect(on('claude-haiku-4-5', { temperature: 0.5, top_p: 0.5 })).toEqual(both);
    expect(on('claude-haiku-4-5', { temperature: 0, top_p: 0 })).toEqual(both);
    expect(on('claude-haiku-4-5', { temperature: 0.5, top_p: null })).toEqual([]);
    expect(on('claude-haiku-4-5', { temperature: null, top_p: 0.5 })).toEqual([]);
    expect(on('claude-haiku-4-5', { temperature: 0.5, top_p: -1, top_k: 5 })).toEqual([]);
    const gone = (name: string) => said(name, `\`${name}\` is deprecated for this model.`);
    expect(found({ temperature: 0 })).toEqual(gone('temperature'));
    expect(found({ top_p: 0.98 })).toEqual(gone('top_p'));
    expect(found({ top_p: 0 })).toEqual(gone('top_p'));
    expect(found({ top_k: 1 })).toEqual(gone('top_k'));
    // Values that change nothing.
    expect(found({ temperature: 1, top_p: 0.99, top_k: 0 })).toEqual([]);
    expect(found({ top_p: -1, top_k: -1 })).toEqual([]);
    expect(on('model-of-tomorrow', { temperature: 0, top_k: 1 })).toEqual([]);
  });

  test('a stop sequence of blanks', () => {
    expect(found({ stop_sequences: ['END', ' \n', ''] })).toEqual([
      [
        'request.invalid_value',
        'stop_sequences.1',
        'stop_sequences: each stop sequence must contain non-whitespace',
      ],
      [
        'request.invalid_value',
        'stop_sequences.2',
        'stop_sequences: each stop sequence must contain non-whitespace',
      ],
    ]);
  });
});
