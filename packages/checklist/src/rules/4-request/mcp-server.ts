// The MCP connector: a server of the request is set up wrongly or refuses the token.

import { isBadRequest, says } from '../../conditions/basic.ts';
import type { Facts } from '../../facts/facts.ts';
import * as phrases from '../../phrases/index.ts';
import { answerEvidence } from '../../texts/evidence.ts';
import { clip } from '../../texts/format.ts';
import type { RuleCore } from '../rule.ts';

const refused = (facts: Facts) => (isBadRequest(facts) ? says(facts, phrases.mcpToken) : undefined);
const unused = (facts: Facts) => (isBadRequest(facts) ? says(facts, phrases.mcpToolset) : undefined);

const server = (facts: Facts): string => {
  const name = (refused(facts) ?? unused(facts))?.server;
  return name === undefined ? 'An MCP server' : `The MCP server \`${clip(name, 60)}\``;
};

export const mcpServer: RuleCore = {
  id: 'request.mcp_server',
  severity: 'error',
  specificity: 3,
  action: 'fix_request',
  retryable: false,
  summary: (facts) =>
    refused(facts) === undefined
      ? `${server(facts)} has no \`mcp_toolset\` in \`tools\``
      : `${server(facts)} does not accept its \`authorization_token\``,
  cause: (facts) =>
    refused(facts) === undefined
      ? 'Each server of `mcp_servers` needs exactly one `mcp_toolset` with its name.'
      : 'The API calls the server with the token of the request. The token is missing, expired or for another server. The API key is accepted.',
  fix: (facts) =>
    refused(facts) === undefined
      ? 'Add `{ type: "mcp_toolset", mcp_server_name }` to `tools` for each server, or remove the server from `mcp_servers`.'
      : "Set `authorization_token` in `mcp_servers` to a new token of the server's OAuth sign-in, without `Bearer` in front.",
  match: (facts) =>
    refused(facts) === undefined && unused(facts) === undefined ? undefined : answerEvidence(facts),
};
