// An answer that does not look like the API's, and like nothing known.
import type { RuleCore } from '../rule.ts';
import { unrecognized } from '../unrecognized.ts';

export const unrecognizedEndpoint: RuleCore = unrecognized('endpoint', {
  action: 'fix_endpoint',
  retryable: false,
  summary: (facts) =>
    `An answer came that is not recognised as the API's${facts.status === undefined ? '' : `: status ${facts.status}`}`,
  cause: 'A server answered, and nothing in the answer shows that it was the API.',
  fix: 'Check host and path of the base URL; send the same request straight to the API to see whether an intermediary answers.',
});
