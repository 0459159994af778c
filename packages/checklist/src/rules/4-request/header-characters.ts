// A header of the application's own that `fetch` refuses.

import { codePoint, unsendable } from '../../conditions/unsendable-header.ts';
import type { Facts } from '../../facts/facts.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import { clip, list } from '../../texts/format.ts';
import type { RuleCore } from '../rule.ts';

const which = (facts: Facts): string => {
  const header = unsendable(facts)?.header;
  return header === undefined ? 'A header of the request' : `The header \`${clip(header, 60)}\``;
};

export const headerCharacters: RuleCore = {
  id: 'request.header_characters',
  severity: 'error',
  specificity: 3,
  action: 'fix_request',
  retryable: false,
  summary: (facts) => `${which(facts)} has a character that no header can carry`,
  cause:
    'A value may have only Latin-1 characters, without line breaks and control characters; a name may have fewer. Nothing was sent.',
  fix: 'Remove the character from `defaultHeaders` or ANTHROPIC_CUSTOM_HEADERS, or encode the text with `encodeURIComponent()`.',
  match: (facts) => {
    const header = unsendable(facts);
    return header?.of === 'other header' ? [...answerEvidence(facts), ...list(codePoint(header))] : undefined;
  },
};
