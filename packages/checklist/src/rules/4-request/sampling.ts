// Parameters of sampling that the model does not accept.

import { isBadRequest, says } from '../../conditions/basic.ts';
import type { Facts } from '../../facts/facts.ts';
import * as phrases from '../../phrases/index.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import { clip } from '../../texts/format.ts';
import type { RuleCore } from '../rule.ts';

const asked = (facts: Facts) => (isBadRequest(facts) ? says(facts, phrases.sampling) : undefined);

const forModel = ({ model }: Facts): string => (model === undefined ? 'the model' : `\`${clip(model, 60)}\``);

export const sampling: RuleCore = {
  id: 'request.sampling',
  severity: 'error',
  specificity: 3,
  action: 'fix_request',
  retryable: false,
  summary: (facts) => {
    const { refused, one = 'temperature', other = 'top_p' } = asked(facts) ?? {};
    return refused === undefined
      ? `The model does not accept \`${one}\` together with \`${other}\``
      : `The model does not accept \`${refused}\``;
  },
  cause:
    'Newer models take at most one sampling parameter; the newest take none. Frameworks and gateways often send their own defaults.',
  fix: (facts) => {
    const { refused, other = 'top_p' } = asked(facts) ?? {};
    return `Remove \`${refused ?? other}\` from the parameters for ${forModel(facts)} and from the defaults of the framework or gateway. A request with neither works on every model.`;
  },
  match: (facts) => (asked(facts) === undefined ? undefined : answerEvidence(facts)),
};
