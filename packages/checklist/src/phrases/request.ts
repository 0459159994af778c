// Sentences about the request itself.
import type { Sighting } from './sighting.ts';

export const modelName: RegExp = /^model: (?<model>[^\s"]{1,200})$/i;

// pydantic's wording, as the API uses it. Some relays mask the path: https://github.com/QuantumNous/new-api/issues/2660
// The other form is that of LiteLLM's proxy, which calls a function with the fields.
export const fieldRequired: RegExp =
  /(?:^|[\s.'])(?<field>[A-Za-z_*][\w.[\]*-]{0,200})(?:: Field required|(?<=\banthropic_messages\(\) missing 1 required positional argument: '\w{1,60})')/i;

// The other form: https://github.com/trycua/cua/issues/347
export const toolsRequired: RegExp =
  /(?<field>(?<=blocks must define |only be specified while providing )tools|toolConfig(?= field must be defined))\b/i;

// The other form: https://github.com/UKGovernmentBEIS/inspect_ai/issues/3179
export const valueRefused: RegExp =
  /^`?(?<field>[a-z_]{1,60})`? (?<reason>cannot be set to .{1,200})|\bdoes not support tool types: /i;

export const unknownField: RegExp = /^(?<field>[A-Za-z_][\w.[\]-]{0,200}): Extra inputs are not permitted/;

export const maxTokensTooLarge: RegExp = /max_tokens: (?<asked>\d{1,12}) > (?<bound>\d{1,12})/i;

export const promptTooLong: RegExp =
  /prompt is too long(?:: (?<input>\d{1,12}) tokens > (?<bound>\d{1,12}) maximum)?/i;

export const inputPlusMaxTokens: RegExp =
  /input length and `?max_tokens`? exceed context limit: (?<input>\d{1,12}) \+ (?<output>\d{1,12}) > (?<bound>\d{1,12})/i;

// Bedrock's wording, and G2's.
export const contextExceeded: RegExp = /input is too long for requested model|content exceeds token limit/i;

export const messagesEmpty: RegExp =
  /^messages: (?:at least one message\b|list should have at least 1 item)/i;

export const messageRoles: RegExp =
  /roles must alternate|first message must use the .{0,3}user.{0,3} role|^messages: unexpected role|^messages\.\d+\.role: (?!Field required)|does not support assistant message prefill|conversation must (?:alternate|(?:start|end) with a user message)/i;

export const emptyContent: RegExp =
  /messages must have non-empty content|text content blocks must (?:be non-empty|contain non-whitespace text)|final assistant content cannot end with trailing whitespace|text field in the ContentBlock\b.{0,60} is blank/i;

// The other forms: https://github.com/anthropics/claude-code/issues/5174, https://github.com/anthropics/claude-code/issues/23392
// and https://github.com/anthropics/claude-code/issues/3397
export const media: RegExp =
  /image exceeds (?:\d+ MB maximum|.{0,20}limit)|could not process (?:image|pdf)|image dimensions exceed|does not match the provided media type|image appears to be an? image\/|maximum of \d+ PDF pages|PDF specified was not valid|\btoo many images and documents: |\btoo much media: |does not represent a valid image|\bmedia_type: Input should be '/i;

export const toolSchema: RegExp =
  /^tools\.(?<tool>\d{1,4})\.(?:[\w.]{0,60}\.)?input_schema(?:[.\w]{0,100}): (?!Field required)/i;

// For a tool that a search found, and that is not sent any more: https://github.com/anthropics/claude-code/issues/81863
export const toolNames: RegExp =
  /tool names must be unique|^tool reference '[^']{1,200}' not found\b|^tools\.\d{1,4}\.(?:[\w.]{0,60}\.)?name: (?!Field required)/i;

// The other forms: https://github.com/eidolon-ai/eidolon/issues/750 and
// https://github.com/anthropics/anthropic-sdk-typescript/issues/653. In other quotes: https://github.com/zed-industries/zed/issues/29401
export const toolUseMismatch: RegExp =
  /.?tool_use.? ids were (?:found without|not found in)|unexpected .?tool_use_id.? found|.?tool_use.? ids must be unique|each .?tool_use.? must have a single result|did not find \d{1,4} .?tool_result.? block|containing .?tool_use.? blocks must be followed by|(?:number of|expected) toolResult blocks at/i;

// The newest models take no budget: https://github.com/zhukunpenglinyutong/jetbrains-cc-gui/issues/1003, older ones nothing
// else: https://github.com/docker/docker-agent/issues/3362, https://github.com/strands-agents/harness-sdk/issues/1856.
// For the order and content of blocks: https://github.com/anthropics/claude-code/issues/20691,
// https://github.com/tailcallhq/forgecode/issues/2107 and https://github.com/caozhiyuan/copilot-api/issues/54; of what must be
// unset: https://github.com/quarkiverse/quarkus-langchain4j/issues/1812; of `clear_thinking_20251015`:
// https://github.com/Yeachan-Heo/gajae-code/issues/4380
export const thinking: RegExp =
  /expected `?thinking`? or `?redacted_thinking|first block must be `?thinking|final block in an assistant message cannot be `?thinking|each `?thinking`? block must contain|thinking[`']? blocks in the latest assistant message|thinking\.(?:enabled\.)?budget_tokens(?!: (?:Field required|Extra inputs))|(?:may only be set to 1|is not supported|unset) when `?thinking`? is|strategy requires `?thinking|invalid `?signature`? in `?thinking`? block|thinking may not be enabled when|adaptive thinking is not supported on this model|when thinking is disabled, an `assistant` message|^thinking: input tag|"?(?<kind>thinking\.type\.\w{1,20})"? is not supported for this model/i;

// Bedrock's: https://github.com/anthropics/claude-code/issues/49648; of a subscription:
// https://github.com/anthropics/claude-code/issues/27944, https://github.com/anthropics/claude-code/issues/9649 and
// https://github.com/Wei-Shaw/claude-relay-service/issues/1003
export const betaHeader: RegExp =
  /unexpected value\(s\) .{0,300} for the `?anthropic-beta\b|^invalid beta flag\b|\blong context beta (?:is not yet available|header\.$)|^fast mode is currently available\b/i;

export const versionHeader: RegExp =
  /^anthropic-version: (?:header is required|.{1,100} is not a valid version)/i;

// For the API's path for OpenAI's SDK: https://github.com/yinzara/ha-config-ai-agent/issues/5
export const notJson: RegExp =
  /request body is not valid JSON|^invalid JSON payload|^failed to parse JSON\b/i;

export const contentFilter: RegExp = /output blocked by content filtering policy/i;

export const streamingRequired: RegExp =
  /streaming is (?:required|strongly recommended) for operations that may take longer/i;

export const toolInput: RegExp =
  /unable to parse tool parameter JSON from model|^invalid input for tool \S{1,80}: JSON parsing failed|\bare not valid JSON\.? Received JSONDecodeError|\bInputValidationError: .{1,200}(?:could not be parsed as JSON|required parameter .{1,60} is missing)/i;

export const fileNotFound: RegExp = /^file not found: /i;

// The other forms: https://github.com/anthropics/claude-code/issues/50082, https://github.com/headroomlabs-ai/headroom/issues/2939
// and https://github.com/vellum-ai/vellum-assistant/pull/23414
export const cacheControl: RegExp =
  /maximum of (?<bound>\d{1,3}) blocks with cache_control|cache_control cannot be set for|(?<ttl>ttl='\w{1,5}') cache_control block must not come after|top-level cache_control has (?<top>ttl)/i;

// Without the ticks: https://github.com/jekalmin/extended_openai_conversation/issues/428. The newest models take none:
// https://github.com/RooCodeInc/Roo-Code/issues/12162
export const sampling: RegExp =
  /`?(?<one>temperature|top_[pk])`? and `?(?<other>temperature|top_[pk])`? cannot both be specified|`?\b(?<refused>temperature|top_[pk])`? is deprecated for this model/i;

// Without a name: `Authentication error while communicating with MCP server. Please check your authorization token.`
export const mcpToken: RegExp =
  /invalid authorization token for MCP server(?: '(?<server>[^']{1,100})')?|authentication error while communicating with MCP server/i;

export const mcpToolset: RegExp = /MCP server '(?<server>[^']{1,100})' is defined but not referenced/i;

export const mcpUnreachable: RegExp =
  /connection error while communicating with MCP server|failed to connect to MCP server/i;

// The field's name changed: https://github.com/BerriAI/litellm/issues/35808 has `output_format.schema`. Counts:
// https://github.com/elie222/inbox-zero/issues/2323 and https://github.com/elizaOS/eliza/issues/16499
export const outputSchema: RegExp =
  /(?<size>compiled grammar is too large|schema is too complex|too many (?:strict tools|optional parameters|parameters with union types) \(\d)|^output_(?:format|config\.format)(?:\.[\w.]{1,100})?: (?!Field required|Extra inputs)/i;

// Claude Code's own check.
export const clientTooOld: RegExp = /\bversion of Claude Code\b.{0,60}\bneeds an update\b/i;

export const requestPhrases: readonly RegExp[] = [
  modelName,
  fieldRequired,
  toolsRequired,
  valueRefused,
  unknownField,
  maxTokensTooLarge,
  promptTooLong,
  inputPlusMaxTokens,
  contextExceeded,
  messagesEmpty,
  messageRoles,
  emptyContent,
  media,
  toolSchema,
  toolNames,
  toolUseMismatch,
  thinking,
  betaHeader,
  versionHeader,
  notJson,
  contentFilter,
  streamingRequired,
  toolInput,
  fileNotFound,
  cacheControl,
  sampling,
  mcpToken,
  mcpToolset,
  mcpUnreachable,
  outputSchema,
  clientTooOld,
];

// G2 has `model not found`; the other forms are relays': https://github.com/poe-platform/poe-code/issues/56,
// https://github.com/caozhiyuan/copilot-api/issues/108 and https://github.com/BerriAI/litellm/pull/30385
export const modelNotFound: RegExp =
  /\bmodel\b.{0,200}?\b(?:not found|does not exist)\b|^invalid model: |\binvalid model name passed in model=|\brequested model is not supported\.?$|\bthere's an issue with the selected model\b/i;

export const isRequired: RegExp = /^`?(?<field>[a-z_]{1,60})`? is required\.?$/i;

export const fieldValue: RegExp = /^(?<field>[A-Za-z_][\w.[\]-]{0,200}): (?<reason>.+)/;

export const messagesShape: RegExp = /^messages must be an array\.?$/i;

/** Others write these, too: they do not show that the provider did. */
export const commonRequestPhrases: readonly RegExp[] = [modelNotFound, isRequired, fieldValue, messagesShape];

/** Each as it was written, whole. */
export const requestSightings: Readonly<Record<string, Sighting>> = {
  modelName: {
    says: 'model: claude-sonet-4-6',
    seen: 'https://github.com/anthropics/claude-code/issues/5349',
  },
  modelNotFound: {
    says: 'model not found',
    seen: 'G2',
  },
  fieldRequired: {
    says: 'messages.0.content: Field required',
    seen: 'https://github.com/anthropics/claude-code/issues/4416',
  },
  isRequired: {
    says: 'max_tokens is required',
    seen: 'G2',
  },
  toolsRequired: {
    says: 'Requests which include `tool_use` or `tool_result` blocks must define tools.',
    seen: 'https://github.com/langgenius/dify/issues/9366',
  },
  valueRefused: {
    says: 'top_p cannot be set to -1 for this model.',
    seen: 'https://github.com/FlowiseAI/Flowise/issues/5998',
  },
  fieldValue: {
    says: 'temperature: range: 0..1',
    seen: 'https://github.com/anthropics/claude-code/issues/4416',
  },
  unknownField: {
    says: 'context_management: Extra inputs are not permitted',
    seen: 'https://github.com/anthropics/claude-code/issues/14135',
  },
  maxTokensTooLarge: {
    says: 'max_tokens: 128001 > 64000, which is the maximum allowed number of output tokens for claude-opus-4-5-20251101',
    seen: 'https://github.com/anthropics/claude-code/issues/24451',
  },
  promptTooLong: {
    says: 'prompt is too long: 208310 tokens > 200000 maximum',
    seen: 'https://github.com/anthropics/claude-code/issues/12186',
  },
  inputPlusMaxTokens: {
    says: 'input length and `max_tokens` exceed context limit: 178959 + 64000 > 200000, decrease input length or `max_tokens` and try again',
    seen: 'https://github.com/docker/docker-agent/issues/569',
  },
  contextExceeded: {
    says: 'Input is too long for requested model.',
    seen: 'https://docs.aws.amazon.com/bedrock/latest/userguide/troubleshooting-api-error-codes.html',
  },
  messagesEmpty: {
    says: 'messages: at least one message is required',
    seen: 'https://github.com/langgenius/dify/pull/1893',
  },
  messagesShape: {
    says: 'messages must be an array',
    seen: 'G2',
  },
  messageRoles: {
    says: 'messages: roles must alternate between "user" and "assistant", but found multiple "user" roles in a row',
    seen: 'https://github.com/mattermost/mattermost-plugin-agents/issues/180',
  },
  emptyContent: {
    says: 'messages: text content blocks must be non-empty',
    seen: 'https://github.com/anthropics/claude-code/issues/59812',
  },
  media: {
    says: 'messages.0.content.2.image.source.base64: image exceeds 5 MB maximum: 15908784 bytes > 5242880 bytes',
    seen: 'https://github.com/anthropics/claude-code/issues/10612',
  },
  toolSchema: {
    says: 'tools.12.custom.input_schema: JSON schema is invalid. It must match JSON Schema draft 2020-12 (https://json-schema.org/draft/2020-12).',
    seen: 'https://github.com/anthropics/claude-code/issues/63673',
  },
  toolNames: {
    says: 'tools: Tool names must be unique.',
    seen: 'https://github.com/anthropics/claude-code/issues/10687',
  },
  toolUseMismatch: {
    says: 'messages.167: `tool_use` ids were found without `tool_result` blocks immediately after: toolu_019P95AL5DFCUyhtgQDcWJ3x. Each `tool_use` block must have a corresponding `tool_result` block in the next message.',
    seen: 'https://github.com/anthropics/claude-code/issues/8210',
  },
  thinking: {
    says: 'messages.1.content.0.type: Expected `thinking` or `redacted_thinking`, but found `tool_use`. When `thinking` is enabled, a final `assistant` message must start with a thinking block.',
    seen: 'https://github.com/deepset-ai/haystack-core-integrations/issues/2146',
  },
  betaHeader: {
    says: 'Unexpected value(s) `effort-2025-11-24` for the `anthropic-beta` header. Please consult our documentation at docs.anthropic.com or try again without the header.',
    seen: 'https://github.com/anthropics/claude-code/issues/53855',
  },
  versionHeader: {
    says: 'anthropic-version: header is required',
    seen: 'https://github.com/PipedreamHQ/pipedream/issues/9697',
  },
  notJson: {
    says: 'The request body is not valid JSON: no low surrogate in string: line 1 column 195621 (char 195620)',
    seen: 'https://github.com/anthropics/claude-code/issues/60394',
  },
  contentFilter: {
    says: 'Output blocked by content filtering policy',
    seen: 'https://github.com/anthropics/claude-code/issues/58367',
  },
  streamingRequired: {
    says: 'Streaming is required for operations that may take longer than 10 minutes.',
    seen: '@anthropic-ai/sdk 1.12.0 src/client.ts calculateNonstreamingTimeout',
  },
  toolInput: {
    says: 'Unable to parse tool parameter JSON from model. Please retry your request or adjust your prompt.',
    seen: '@anthropic-ai/sdk 1.12.0 src/lib/BetaMessageStream.ts',
  },
  fileNotFound: {
    says: 'File not found: file_011CNha8iCJcU1wXNR6q4V8w',
    seen: 'https://platform.claude.com/docs/en/build-with-claude/files',
  },
  cacheControl: {
    says: 'A maximum of 4 blocks with cache_control may be provided. Found 5.',
    seen: 'https://github.com/tghamm/Anthropic.SDK/issues/50',
  },
  sampling: {
    says: '`temperature` and `top_p` cannot both be specified for this model. Please use only one.',
    seen: 'https://github.com/cloud-apim/otoroshi-llm-extension/issues/140',
  },
  mcpToken: {
    says: "Invalid authorization token for MCP server 'notion'. Please check your token and try again.",
    seen: 'https://github.com/anthropics/anthropic-sdk-python/issues/1029',
  },
  mcpToolset: {
    says: "MCP server 'mcp' is defined but not referenced by any `mcp_toolset` in `tools`.",
    seen: 'https://github.com/anthropics/anthropic-sdk-csharp/issues/255',
  },
  mcpUnreachable: {
    says: 'Connection error while communicating with MCP server',
    seen: 'https://github.com/anthropics/anthropic-sdk-typescript/issues/1027',
  },
  outputSchema: {
    says: 'The compiled grammar is too large, which would cause performance issues. Simplify your tool schemas or reduce the number of strict tools.',
    seen: 'https://github.com/anthropics/anthropic-sdk-python/issues/1185',
  },
  clientTooOld: {
    says: 'It looks like your version of Claude Code (1.0.10) needs an update.',
    seen: 'https://github.com/wen-templari/claude-code-base-azure-pipeline-task/issues/5',
  },
};
