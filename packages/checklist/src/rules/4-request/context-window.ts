// The prompt, or prompt and answer together, do not fit the model's context window.

import { answered, isBadRequest, says } from '../../conditions/basic.ts';
import { memoizeLast } from '../../conditions/memoize-last.ts';
import type { Facts } from '../../facts/facts.ts';
import * as phrases from '../../phrases/index.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import { count, list } from '../../texts/format.ts';
import type { RuleCore } from '../rule.ts';

interface Sizes {
  readonly input?: string | undefined;
  readonly output?: string | undefined;
  readonly bound?: string | undefined;
}

const sizes = memoizeLast((facts): Sizes | undefined => {
  const isRefused = isBadRequest(facts) || answered(facts, 413, 'request_too_large');
  const found =
    (isRefused
      ? (says(facts, phrases.inputPlusMaxTokens) ??
        says(facts, phrases.promptTooLong) ??
        says(facts, phrases.contextExceeded))
      : undefined) ?? says(facts, phrases.relayContext);
  if (found === undefined) return undefined;
  const figure = (name: string) => (found[name] === undefined ? undefined : count(Number(found[name])));
  return { input: figure('input'), output: figure('output'), bound: figure('bound') };
});

const size = (facts: Facts): string => {
  const { input, output, bound } = sizes(facts) ?? {};
  if (input === undefined || bound === undefined) return '';
  return output === undefined ? `: ${input} tokens of ${bound}` : `: ${input} + ${output} tokens of ${bound}`;
};

export const requestContextWindow: RuleCore = {
  id: 'request.context_window',
  severity: 'error',
  specificity: 3,
  action: 'fix_request',
  retryable: false,
  summary: (facts) => `The prompt does not fit the model's context window${size(facts)}`,
  cause: (facts) =>
    sizes(facts)?.output === undefined
      ? 'System prompt, tools and the whole conversation count. A conversation grows until it no longer fits.'
      : 'Prompt and `max_tokens` must fit together.',
  fix: (facts) =>
    `${sizes(facts)?.output === undefined ? 'Trim' : 'Lower `max_tokens`, or trim'} or summarize the history; check with \`client.messages.countTokens()\` before sending.`,
  match: (facts) => {
    const found = sizes(facts);
    if (found === undefined) return undefined;
    return [
      ...answerEvidence(facts),
      ...list(
        found.input !== undefined && `input ${found.input} tokens`,
        found.output !== undefined && `max_tokens ${found.output}`,
        found.bound !== undefined && `maximum ${found.bound} tokens`,
      ),
    ];
  },
};
