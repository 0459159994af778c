// The parts that the pages of the request rules add, by the rules' ids.
import type { Page } from '../rule.ts';
import { unrecognizedPage } from '../unrecognized.ts';

export const requestPages: Readonly<Record<string, Page>> = {
  'request.missing_field': {
    confirm: 'Log the parameters as they are sent: `JSON.stringify(params)` leaves out what is undefined.',
    fixedBy: { by: 'code', sample: 'params', then: 'healthy' },
    sources: ['https://platform.claude.com/docs/en/api/errors', 'G2', 'G3', 'G4'],
  },
  'request.model_not_found': {
    confirm: 'List what the key can use: `client.models.list()`.',
    fixedBy: { by: 'code', sample: 'models', then: 'healthy' },
    sources: ['G2', 'G4', 'https://github.com/anthropics/claude-code/issues/5349'],
  },
  'request.max_tokens_too_large': {
    confirm: 'Look up the bounds of the model on the models overview page.',
    fixedBy: { by: 'code', sample: 'maxTokensBound', then: 'healthy' },
    sources: ['G2', 'https://github.com/anthropics/claude-code/issues/24451'],
  },
  'request.context_window': {
    confirm: 'Count the tokens of the same request: `client.messages.countTokens()`.',
    fixedBy: { by: 'code', sample: 'trimHistory', then: 'healthy' },
    sources: [
      'G1',
      'G2',
      'G4',
      'https://github.com/anthropics/claude-code/issues/12186',
      'https://github.com/docker/docker-agent/issues/569',
    ],
  },
  'request.too_large': {
    confirm: 'Measure the body: `Buffer.byteLength(JSON.stringify(params))`.',
    fixedBy: { by: 'code', sample: 'files', then: 'healthy' },
    sources: ['G4', 'https://platform.claude.com/docs/en/api/errors#request-size-limits'],
  },
  'request.invalid_value': {
    confirm: 'Log the field right before the call.',
    fixedBy: { by: 'code', sample: 'bounds', then: 'healthy' },
    sources: ['G2', 'G3', 'https://github.com/anthropics/claude-code/issues/4416'],
  },
  'request.beta_or_version': {
    confirm: 'Send the request without the header: it passes, or the error names the feature that needs it.',
    fixedBy: { by: 'setting', sample: 'betas', then: 'healthy' },
    sources: [
      'G4',
      'https://github.com/anthropics/claude-code/issues/53855',
      'https://github.com/PipedreamHQ/pipedream/issues/9697',
      '@anthropic-ai/sdk 1.12.0 src/resources/beta/beta.ts BetaOrganizationNotEnrolledInBetaError',
    ],
  },
  'request.cache_control': {
    confirm: 'Count the marks that are sent: `JSON.stringify(params).split(\'"cache_control"\').length - 1`.',
    fixedBy: { by: 'code', sample: 'fewerMarks', then: 'healthy' },
    sources: [
      'https://github.com/tghamm/Anthropic.SDK/issues/50',
      'https://github.com/headroomlabs-ai/headroom/issues/2939',
      'https://platform.claude.com/docs/en/build-with-claude/prompt-caching',
    ],
  },
  'request.client_version': {
    confirm: 'Compare `claude --version` with the version that the message names.',
    fixedBy: { by: 'outside', where: 'client_vendor', sample: 'probe' },
    sources: ['@anthropic-ai/sdk 1.12.0 src/resources/shared.ts ClaudeCodeVersionTooOldError'],
  },
  'request.compaction': {
    confirm: 'Compare the sent block with the returned block, byte by byte.',
    fixedBy: { by: 'code', sample: 'latestCompaction', then: 'healthy' },
    sources: ['@anthropic-ai/sdk 1.12.0 src/resources/messages/messages.ts CompactionBlockMisplacedError'],
  },
  'request.content_policy': {
    confirm: 'Send the request once with a shorter part of the material.',
    fixedBy: { by: 'code', sample: 'ownWords', then: 'healthy' },
    sources: ['G4', 'https://github.com/anthropics/claude-code/issues/58367'],
  },
  'request.empty_content': {
    confirm: 'Look for `content` of `""`, `[]` or blanks, such as the answer of a tool that found nothing.',
    fixedBy: { by: 'code', sample: 'messages', then: 'healthy' },
    sources: ['G1', 'G3', 'https://github.com/anthropics/claude-code/issues/59812'],
  },
  'request.encoding': {
    confirm: 'Compare the headers that leave the process with those that leave the gateway.',
    fixedBy: { by: 'setting', sample: 'plainBody', then: 'healthy' },
    sources: [
      '@anthropic-ai/sdk 1.12.0 src/resources/shared.ts RequestBodyEncodingInvalidError',
      '@anthropic-ai/sdk 1.12.0 src/resources/beta/beta.ts BetaUnsupportedCharsetError',
    ],
  },
  'request.file_unavailable': {
    confirm: 'Ask for it: `client.beta.files.retrieveMetadata(id)`.',
    fixedBy: { by: 'code', sample: 'files', then: 'healthy' },
    sources: [
      '@anthropic-ai/sdk 1.12.0 src/resources/files.ts FileExpiredError',
      'https://platform.claude.com/docs/en/build-with-claude/files',
    ],
  },
  'request.header_characters': {
    confirm:
      'Look for characters that are not printable ASCII: `/[^\\x20-\\x7e]/.test(value)` for each header.',
    fixedBy: { by: 'setting', sample: 'headers', then: 'healthy' },
    sources: [
      'https://github.com/Wei-Shaw/claude-relay-service/issues/694',
      'https://fetch.spec.whatwg.org/#headers-class',
    ],
  },
  'request.inference_profile': {
    confirm: 'List them: `aws bedrock list-inference-profiles`.',
    fixedBy: { by: 'setting', sample: 'profile', then: 'healthy' },
    sources: ['G4', 'https://github.com/anthropics/claude-code/issues/1466'],
  },
  'request.malformed_json': {
    confirm: 'Look at the place that the message names, such as the column, in `JSON.stringify(params)`.',
    fixedBy: { by: 'code', sample: 'wellFormed', then: 'healthy' },
    sources: [
      'G1',
      'G3',
      'https://github.com/anthropics/claude-code/issues/60394',
      'https://github.com/BerriAI/litellm/issues/26112',
    ],
  },
  'request.mcp_server': {
    confirm: 'Send the request once without `mcp_servers`: it passes.',
    fixedBy: { by: 'setting', sample: 'mcp', then: 'healthy' },
    sources: [
      'https://github.com/anthropics/anthropic-sdk-python/issues/1029',
      'https://github.com/anthropics/anthropic-sdk-csharp/issues/255',
      'https://platform.claude.com/docs/en/agents-and-tools/mcp-connector',
    ],
  },
  'request.mcp_unreachable': {
    confirm: 'Call the server from outside: `curl -i <url>` from a machine in another network.',
    fixedBy: { by: 'setting', sample: 'mcp', then: 'healthy' },
    sources: [
      'https://github.com/anthropics/anthropic-sdk-typescript/issues/1027',
      'https://github.com/anthropics/anthropic-sdk-python/issues/1019',
      'https://github.com/anthropics/anthropic-sdk-typescript/issues/784',
    ],
  },
  'request.media': {
    confirm: 'Decode the base64 text and open the file; compare its type with `media_type`.',
    fixedBy: { by: 'code', sample: 'image', then: 'healthy' },
    sources: [
      'G4',
      'https://github.com/anthropics/claude-code/issues/10612',
      'https://platform.claude.com/docs/en/build-with-claude/vision',
      '@anthropic-ai/sdk 1.12.0 src/resources/messages/messages.ts ImageDimensionsTooLargeError',
    ],
  },
  'request.message_roles': {
    confirm: 'Log the roles in their order: `messages.map(({ role }) => role)`.',
    fixedBy: { by: 'code', sample: 'messages', then: 'healthy' },
    sources: [
      'G2',
      'G3',
      'https://github.com/mattermost/mattermost-plugin-agents/issues/180',
      'https://github.com/lobehub/lobehub/issues/1601',
    ],
  },
  'request.messages_empty': {
    confirm: 'Log `messages.length` right before the call.',
    fixedBy: { by: 'code', sample: 'messages', then: 'healthy' },
    sources: ['G3', 'https://github.com/langgenius/dify/pull/1893'],
  },
  'request.output_schema': {
    confirm: 'Send the request once with a schema of one field: it passes.',
    fixedBy: { by: 'setting', sample: 'outputSchema', then: 'healthy' },
    sources: [
      'https://github.com/anthropics/anthropic-sdk-python/issues/1185',
      'https://github.com/BerriAI/litellm/issues/35808',
      'https://platform.claude.com/docs/en/build-with-claude/structured-outputs',
    ],
  },
  'request.sampling': {
    confirm: 'Log which of `temperature`, `top_p` and `top_k` leave the process: `JSON.stringify(params)`.',
    fixedBy: { by: 'code', sample: 'sampling', then: 'healthy' },
    sources: [
      'https://github.com/cloud-apim/otoroshi-llm-extension/issues/140',
      'https://github.com/RooCodeInc/Roo-Code/issues/12162',
      'https://platform.claude.com/docs/en/about-claude/models/migration-guide',
    ],
  },
  'request.streaming_required': {
    confirm: 'Lower `max_tokens` for one call: it passes.',
    fixedBy: { by: 'code', sample: 'stream', then: 'healthy' },
    sources: [
      'G0',
      '@anthropic-ai/sdk 1.12.0 src/client.ts calculateNonstreamingTimeout',
      'https://platform.claude.com/docs/en/api/errors#long-requests',
    ],
  },
  'request.thinking': {
    confirm: 'Send the request once without `thinking`: it passes.',
    fixedBy: { by: 'setting', sample: 'thinking', then: 'healthy' },
    sources: [
      'https://github.com/deepset-ai/haystack-core-integrations/issues/2146',
      'https://github.com/zhukunpenglinyutong/jetbrains-cc-gui/issues/1003',
      'https://platform.claude.com/docs/en/build-with-claude/extended-thinking',
    ],
  },
  'request.thread': {
    confirm: 'Compare `previous_message_id` with the id of the last response of this thread.',
    fixedBy: { by: 'code', sample: 'thread', then: 'healthy' },
    sources: ['@anthropic-ai/sdk 1.12.0 src/resources/messages/messages.ts ThreadNotFoundError'],
  },
  'request.tool_names': {
    confirm: 'Log the names: `tools.map(({ name }) => name)`.',
    fixedBy: { by: 'code', sample: 'uniqueTools', then: 'healthy' },
    sources: [
      'G4',
      'https://github.com/anthropics/claude-code/issues/10687',
      '@anthropic-ai/sdk 1.12.0 src/resources/messages/messages.ts ToolNameConflictError',
    ],
  },
  'request.tool_schema': {
    confirm: 'Run the schema through a validator for draft 2020-12, such as Ajv.',
    fixedBy: { by: 'setting', sample: 'tool', then: 'healthy' },
    sources: ['G4', 'https://github.com/anthropics/claude-code/issues/63673'],
  },
  'request.tool_use_mismatch': {
    confirm: 'Search `messages` for the id in the evidence: it should be there twice, once in each block.',
    fixedBy: { by: 'code', sample: 'toolResults', then: 'healthy' },
    sources: [
      'G4',
      'https://github.com/anthropics/claude-code/issues/8210',
      'https://github.com/anthropics/claude-code/issues/64383',
    ],
  },
  'request.tools_limit': {
    confirm: 'Log `tools.length` and the size of `tools` as JSON.',
    fixedBy: { by: 'code', sample: 'toolSearch', then: 'healthy' },
    sources: ['@anthropic-ai/sdk 1.12.0 src/resources/messages/messages.ts AvailableToolsLimitExceededError'],
  },
  'request.unknown_field': {
    confirm: 'Look the field up in the API reference: where it stands, and which beta it names.',
    fixedBy: { by: 'setting', sample: 'betaOfField', then: 'healthy' },
    sources: [
      'https://github.com/anthropics/claude-code/issues/14135',
      'https://github.com/anthropics/claude-code/issues/4378',
    ],
  },
  'request.upload_timeout': {
    confirm: 'Compare the size of the body with the upload speed of this network.',
    fixedBy: { by: 'code', sample: 'files', then: 'healthy' },
    sources: ['@anthropic-ai/sdk 1.12.0 src/resources/beta/beta.ts BetaRequestBodyTimeoutError'],
  },
  'request.unrecognized': unrecognizedPage,
};
