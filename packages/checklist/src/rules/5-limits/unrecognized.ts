// A 429 that names no limit.
import { waitFor } from '../../matching/waiting.ts';
import type { Rule } from '../../rule.ts';
import { unrecognized } from '../unrecognized.ts';

export const unrecognizedLimits: Rule = unrecognized('limits', {
  action: 'slow_down',
  retryable: true,
  summary: 'A limit was exceeded; which one is not recognised, from message or headers',
  cause: "The answer is a 429 without a limit's name and without a limit at 0 in its headers.",
  fix: (facts) =>
    `Wait ${waitFor(facts)}, then slow down; compare usage with the Limits page of the Claude Console.`,
});
