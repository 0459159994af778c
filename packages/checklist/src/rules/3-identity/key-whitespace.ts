// The key's value has more in it than the key.
import type { KeyShape } from '@sevenstep/semantic-conventions';
import { keyRefused } from '../../conditions/basic.ts';
import { unsendable } from '../../conditions/unsendable-header.ts';
import type { Facts } from '../../facts/facts.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import { list } from '../../texts/format.ts';
import type { RuleCore } from '../rule.ts';

const KINDS: ReadonlySet<KeyShape | undefined> = new Set(['whitespace', 'quoted']);

/** A line break inside, or a curly quotation mark: Node.js rejects the header and sends no request. */
const cannotBeSent = (facts: Facts): boolean => KINDS.has(unsendable(facts)?.kind);

const isQuoted = (facts: Facts): boolean => (unsendable(facts)?.kind ?? facts.keyShape) === 'quoted';

export const keyWhitespace: RuleCore = {
  id: 'identity.key_whitespace',
  severity: 'error',
  specificity: 3,
  action: 'fix_credentials',
  retryable: false,
  summary: (facts) =>
    `${cannotBeSent(facts) ? 'The key cannot be sent: it has' : 'The key was rejected, and it has'} ${isQuoted(facts) ? 'quotation marks around it' : 'blanks or line breaks in or around it'}`,
  // Fetch drops blanks and line breaks at the end, which other clients reject; those inside, and quotes, are sent.
  cause:
    'The value is not the key alone, as after a copy with a line break or a quoted line in a `.env` file.',
  fix: 'Trim the value where it is read, and export it without quotes or a line break. If the bare key is rejected too, replace it.',
  match: (facts) =>
    keyRefused(facts, 'whitespace', 'quoted') || cannotBeSent(facts)
      ? [...answerEvidence(facts), ...list(facts.keyShape !== undefined && `key shape ${facts.keyShape}`)]
      : undefined,
};
