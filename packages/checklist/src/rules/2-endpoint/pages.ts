// The parts that the pages of the endpoint rules add, by the rules' ids.
import type { Page } from '../rule.ts';
import { unrecognizedPage } from '../unrecognized.ts';

export const endpointPages: Readonly<Record<string, Page>> = {
  'endpoint.gateway_timeout': {
    confirm:
      'Compare the duration of several such calls: they end after the same time, the timeout of the gateway.',
    fixedBy: { by: 'proxy', configs: ['nginxStreaming', 'haproxyStreaming'], then: 'healthy' },
    sources: ['https://platform.claude.com/docs/en/api/errors', 'G0', 'G2'],
  },
  'endpoint.gateway_budget': {
    confirm:
      'Look the key up in the gateway, such as with `GET /key/info` of LiteLLM: its spend has reached the budget.',
    fixedBy: { by: 'outside', where: 'proxy_owner', sample: 'probe' },
    sources: [
      'https://github.com/BerriAI/litellm/issues/4208',
      'https://github.com/BerriAI/litellm/issues/14144',
      'https://github.com/BerriAI/litellm/pull/40002',
      'https://github.com/QuantumNous/new-api/issues/6929',
    ],
  },
  'endpoint.gateway_error': {
    confirm: 'Send the same request straight to the API: it comes back with a `request-id`.',
    fixedBy: { by: 'proxy', configs: ['nginxUpstream', 'haproxyUpstream'], then: 'healthy' },
    sources: ['G0', 'G2'],
  },
  'endpoint.blocked': {
    confirm: 'Send the same request from a machine in another, supported country: it is answered.',
    fixedBy: { by: 'outside', where: 'network', sample: 'probe' },
    sources: [
      'G0',
      'G1',
      'https://github.com/enricoros/big-AGI/issues/176',
      'https://www.anthropic.com/supported-countries',
      'https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-1xxx-errors/',
    ],
  },
  'endpoint.wrong_path': {
    confirm: 'Print the URL that is called: the path is `/v1/messages`, once.',
    fixedBy: { by: 'setting', sample: 'baseUrl', then: 'healthy' },
    sources: [
      'G4',
      'https://platform.claude.com/docs/en/api/errors',
      'https://github.com/UfoMiao/zcf/issues/199',
    ],
  },
  'endpoint.malformed_response': {
    confirm: 'Open the base URL with curl from this machine and read the body.',
    fixedBy: { by: 'setting', sample: 'baseUrl', then: 'healthy' },
    sources: ['G0'],
  },
  'endpoint.content_encoding': {
    confirm:
      'Compare header and bytes: `curl -v --output body` shows `content-encoding`; gzip begins with the bytes 1f 8b.',
    fixedBy: { by: 'setting', sample: 'plainEncoding', then: 'healthy' },
    sources: [
      'https://nodejs.org/api/zlib.html#constants',
      'https://www.rfc-editor.org/rfc/rfc9110.html#section-8.4',
    ],
  },
  'endpoint.stream_without_events': {
    confirm:
      'Read the bytes with `curl -N`: each event of the API has an `event:` line before its `data:` line.',
    fixedBy: { by: 'setting', sample: 'unstreamed', then: 'healthy' },
    sources: [
      'https://platform.claude.com/docs/en/build-with-claude/streaming',
      '@anthropic-ai/sdk 1.12.0 src/core/streaming.ts fromSSEResponse',
    ],
  },
  'endpoint.gateway_limit': {
    confirm: 'Compare with the Limits page of the Claude Console: usage there is below the limits.',
    fixedBy: { by: 'code', sample: 'queue', then: 'healthy' },
    sources: [
      'G0',
      'https://docs.konghq.com/hub/kong-inc/rate-limiting/',
      'https://github.com/QuantumNous/new-api/issues/991',
    ],
  },
  'endpoint.gateway_refused': {
    confirm: 'Send the same request straight to the API: it answers with a `request-id`.',
    fixedBy: { by: 'setting', sample: 'gatewayKey', then: 'healthy' },
    sources: [
      'G0',
      'https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html',
    ],
  },
  'endpoint.gateway_upstream': {
    confirm: "Send a request to the API from the gateway's own machine.",
    fixedBy: { by: 'outside', where: 'proxy_owner', sample: 'probe' },
    sources: [
      'G0',
      'https://github.com/envoyproxy/envoy/issues/18511',
      'https://github.com/QuantumNous/new-api/issues/6915',
      'https://github.com/Wei-Shaw/sub2api/issues/4636',
    ],
  },
  'endpoint.sandbox_restricted': {
    confirm: 'Send the same request from another machine with the same key.',
    fixedBy: { by: 'outside', where: 'network', sample: 'probe' },
    sources: ['@anthropic-ai/sdk 1.12.0 src/resources/shared.ts SandboxEgressRestrictedError'],
  },
  'endpoint.wrong_platform': {
    confirm:
      'Look the model up in the table of ids on the models overview page, in the column of the platform that is called.',
    fixedBy: { by: 'setting', sample: 'model', then: 'healthy' },
    sources: [
      'G4',
      'https://platform.claude.com/docs/en/about-claude/models/overview',
      'https://github.com/anthropics/claude-code/issues/1466',
    ],
  },
  'endpoint.recovered': {
    confirm: "Look into the gateway's log at the time of the failed attempt.",
    fixedBy: { by: 'outside', where: 'proxy_owner', sample: 'probe' },
    sources: ['G0', 'G2'],
  },
  'endpoint.unrecognized': unrecognizedPage,
};
