// A 429 that names no limit.
import { waitFor } from '../../conditions/waiting.ts';
import type { RuleCore } from '../rule.ts';
import { unrecognized } from '../unrecognized.ts';

export const unrecognizedLimits: RuleCore = unrecognized('limits', {
  action: 'slow_down',
  retryable: true,
  summary: 'A limit was exceeded; nothing names which one',
  cause: ({ status }) =>
    status === undefined
      ? 'The error is about a limit, and says no more of it.'
      : 'The answer is a 429. Its message names no limit, and no header is known that has one at 0.',
  fix: (facts) =>
    `Wait ${waitFor(facts)}, then slow down; compare usage with the Limits page of the Claude Console.`,
});
