// The MCP connector: the API does not reach a server of the request.

import { isApiAnswer, isBadRequest, saysAny } from '../../conditions/basic.ts';
import type { Facts } from '../../facts/facts.ts';
import * as phrases from '../../phrases/index.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import type { RuleCore } from '../rule.ts';

// Seen with 400, and with 500 before June 2025.
const isUnreachable = (facts: Facts): boolean =>
  (facts.failure === 'stream' ||
    isBadRequest(facts) ||
    (isApiAnswer(facts) && (facts.apiStatus ?? 500) >= 500)) &&
  saysAny(facts, phrases.mcpUnreachable);

export const mcpUnreachable: RuleCore = {
  id: 'request.mcp_unreachable',
  severity: 'error',
  specificity: 3,
  action: 'fix_endpoint',
  retryable: true,
  summary: 'The API cannot reach an MCP server of the request',
  cause:
    'The API itself calls the servers of `mcp_servers`. It cannot reach a private network. One server that fails makes the whole request fail.',
  fix: 'Check that `url` in `mcp_servers` is a public HTTPS address that speaks Streamable HTTP or SSE. Remove a server that is down and send the request again.',
  match: (facts) => (isUnreachable(facts) ? answerEvidence(facts) : undefined),
};
