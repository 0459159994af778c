// A body that is not in the encoding that its headers name.

import { isUndecodable } from '../../conditions/http-client.ts';
import { gatewayEvidence } from '../../texts/evidence.ts';
import { clip, list } from '../../texts/format.ts';
import type { RuleCore } from '../rule.ts';

export const contentEncoding: RuleCore = {
  id: 'endpoint.content_encoding',
  severity: 'error',
  specificity: 3,
  action: 'fix_endpoint',
  retryable: false,
  summary: 'The body of the answer is not in the encoding that its `content-encoding` names',
  cause: 'An intermediary unpacked or rewrote the body and kept the header, or packed it wrongly.',
  fix: 'Correct the gateway or proxy: it must pass the body and `content-encoding` on unchanged, or remove both encoding and header.',
  match: (facts) =>
    isUndecodable(facts)
      ? [
          ...gatewayEvidence(facts),
          ...list(
            facts.causeCode !== undefined && clip(facts.causeCode, 60),
            facts.sentence !== '' && `"${clip(facts.sentence, 100)}"`,
          ),
        ]
      : undefined,
};
