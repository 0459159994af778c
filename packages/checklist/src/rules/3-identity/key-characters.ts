// A key with characters that no key has.
import type { KeyShape } from '@sevenstep/semantic-conventions';
import { keyRefused } from '../../conditions/basic.ts';
import { codePoint, unsendable } from '../../conditions/unsendable-header.ts';
import type { Facts } from '../../facts/facts.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import { list } from '../../texts/format.ts';
import type { RuleCore } from '../rule.ts';

interface Kind {
  readonly has: string;
  readonly cause: string;
  readonly fix: string;
}

const KINDS: ReadonlyMap<KeyShape | undefined, Kind> = new Map<KeyShape, Kind>([
  [
    'masked',
    {
      has: 'dots or stars in place of characters',
      cause: 'A page, form or log hides keys this way. The rest of the key is not in the value.',
      fix: 'Replace the value with the whole key. The Claude Console shows a key only once: create a new one if it was not kept.',
    },
  ],
  [
    'undecodable',
    {
      has: 'characters that could not be decoded (U+FFFD)',
      cause:
        'The file or secret was written in another encoding than it was read in. `>` of Windows PowerShell writes UTF-16.',
      fix: 'Write and read the file or secret as UTF-8 without a byte order mark.',
    },
  ],
  [
    'invisible',
    {
      has: 'invisible characters',
      cause:
        'Web pages, chats and editors add zero-width characters or a byte order mark. The value still looks right.',
      fix: "Remove what is not printable ASCII where the key is read: `apiKey.replace(/[^\\x21-\\x7e]/g, '')`.",
    },
  ],
  [
    'control',
    {
      has: 'control characters',
      cause: "The value contains a terminal's colour codes or NUL bytes, for example.",
      fix: 'Remove the control characters where the key is written, such as with NO_COLOR=1 for the command that prints it.',
    },
  ],
  [
    'non_ascii',
    {
      has: 'characters that are not ASCII',
      cause: 'An input method or a word processor wrote full-width letters, lookalikes or long dashes.',
      fix: 'Replace the value with the key, copied as plain text from where it was created.',
    },
  ],
]);

/** The fault of the key, and whether it is surely the key's. */
const kindOf = (facts: Facts): Kind | undefined => {
  const header = unsendable(facts);
  if (header !== undefined) return header.of === 'key' ? KINDS.get(header.kind) : undefined;
  const kind = KINDS.get(facts.keyShape);
  return facts.keyShape !== undefined && kind !== undefined && keyRefused(facts, facts.keyShape)
    ? kind
    : undefined;
};

export const keyCharacters: RuleCore = {
  id: 'identity.key_characters',
  severity: 'error',
  specificity: 3,
  action: 'fix_credentials',
  retryable: false,
  summary: (facts) => {
    const has = kindOf(facts)?.has;
    if (unsendable(facts) === undefined) return `The key was rejected, and it has ${has}`;
    return facts.keyShape === undefined
      ? `A header, most often the key, has ${has}, so it cannot be sent`
      : `The key has ${has}, so it cannot be sent`;
  },
  cause: (facts) =>
    `${kindOf(facts)?.cause}${unsendable(facts) === undefined ? '' : ' A header cannot carry such characters, so nothing was sent.'}`,
  fix: (facts) => `${kindOf(facts)?.fix}`,
  match: (facts) => {
    if (kindOf(facts) === undefined) return undefined;
    const header = unsendable(facts);
    return [
      ...answerEvidence(facts),
      ...list(
        header !== undefined && codePoint(header),
        facts.keyShape !== undefined && `key shape ${facts.keyShape}`,
      ),
    ];
  },
};
