// A 429 that names no limit.
import { waitFor } from '../../conditions/waiting.ts';
import type { RuleCore } from '../rule.ts';
import { unrecognized } from '../unrecognized.ts';

export const unrecognizedLimits: RuleCore = unrecognized('limits', {
  action: 'slow_down',
  retryable: true,
  summary: 'A limit was exceeded; nothing names which one',
  cause: ({ status }) =>
    status === 429
      ? 'Neither the message of the 429 nor its headers name the limit.'
      : 'The error is about a limit, and does not name it.',
  fix: (facts) =>
    `Wait ${waitFor(facts)}, then slow down; compare usage with the Limits page of the Claude Console.`,
});
