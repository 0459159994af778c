// The common parts of the four limits per minute.

import { exceededLimit, type LimitKind, limitFigures, limitName } from '../../conditions/rate-limit.ts';
import { waitFor, waitSeconds } from '../../conditions/waiting.ts';
import type { Facts, Limit } from '../../facts/facts.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import { bytes, count, list } from '../../texts/format.ts';
import type { SampleName } from '../../texts/samples/index.ts';
import type { Page, RuleCore } from '../rule.ts';

/** The size of this call, for limits that a single call can use up. */
const ASKED: Partial<Record<LimitKind, (facts: Facts) => string | undefined>> = {
  input_tokens: ({ requestBytes }) =>
    requestBytes === undefined ? undefined : `; this call sent ${bytes(requestBytes)}`,
  output_tokens: ({ maxTokens }) =>
    maxTokens === undefined ? undefined : `; this call asked for up to ${count(maxTokens)}`,
};

/** The limit without its reset, if the response asks for a longer wait: a summary has only one wait. */
const inSummary = (facts: Facts): Limit | undefined => {
  const limit = exceededLimit(facts);
  return limit?.resetSeconds === waitSeconds(facts, limit)
    ? limit
    : limit && { ...limit, resetSeconds: undefined };
};

/** The rule of one per-minute limit; `how` says how to stay under it. */
export function perMinute(kind: LimitKind, how: string): RuleCore {
  return {
    id: `limits.${kind}_per_minute`,
    severity: 'error',
    specificity: 3,
    action: 'slow_down',
    retryable: true,
    summary: (facts) =>
      `Over the limit of ${limitFigures(inSummary(facts) ?? { kind })}${ASKED[kind]?.(facts) ?? ''}`,
    cause: `The organization used up its ${limitName(kind)} for this model; all its keys and services count together.`,
    fix: (facts) => `Wait ${waitFor(facts, exceededLimit(facts))}, then slow down. ${how}`,
    match: (facts) => {
      const limit = exceededLimit(facts);
      if (limit === undefined || limit.kind !== kind) return undefined;
      const others = facts.exhausted.filter((other) => other !== kind);
      return [
        limitFigures(limit),
        ...answerEvidence(facts),
        ...list(others.length > 0 && `also at 0: ${others.map(limitName).join(', ')}`),
      ];
    },
  };
}

/** Its page; the sample shows how to stay under the limit. */
export const perMinutePage = (kind: LimitKind, sample: SampleName): Page => ({
  confirm: `Compare the usage of ${limitName(kind)} with the Limits page of the Claude Console, at the time of the call.`,
  fixedBy: { by: 'code', sample, then: 'healthy' },
  sources: [
    'G2',
    'G3',
    'G4',
    'https://platform.claude.com/docs/en/api/rate-limits',
    'https://github.com/anthropics/claude-code/issues/55132',
  ],
});
