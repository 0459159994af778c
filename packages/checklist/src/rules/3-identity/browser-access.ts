// A browser called, and the API, the SDK or the browser itself does not let it.

import { saysAny } from '../../conditions/basic.ts';
import type { Facts } from '../../facts/facts.ts';
import * as phrases from '../../phrases/index.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

// An organization that keeps no data allows no browser, whatever the header.
const isForbidden = ({ sentence }: Facts): boolean => /not allowed/i.test(sentence);

const isRefused = (facts: Facts): boolean =>
  !facts.foreign &&
  (facts.status ?? 401) === 401 &&
  saysAny(facts, phrases.browserAccess, phrases.browserLike, phrases.browserBlocked);

export const browserAccess: RuleCore = {
  id: 'identity.browser_access',
  severity: 'error',
  specificity: 3,
  action: 'fix_credentials',
  retryable: false,
  summary: 'The call came from a browser and was not allowed',
  cause: (facts) =>
    isForbidden(facts)
      ? 'The settings of the organization forbid calls from browsers; the key was not the reason.'
      : 'A browser shows the key to everyone who opens the page, so it has to be allowed explicitly. A proxy that passes `Origin` on looks like a browser, too.',
  fix: 'Send it from your own server, without `Origin`. If each user enters their own key, set `dangerouslyAllowBrowser: true`, which sends the header.',
  match: (facts) => (isRefused(facts) ? answerEvidence(facts) : undefined),
};
