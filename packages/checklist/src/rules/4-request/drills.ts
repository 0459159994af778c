// The drills of this step, by the id of the rule that each one shows.
import type { RuleDrill } from '../../drills/near-miss.ts';
import { betaOrVersionDrill } from './beta-or-version.drill.ts';
import { cacheControlDrill } from './cache-control.drill.ts';
import { clientVersionDrill } from './client-version.drill.ts';
import { compactionDrill } from './compaction.drill.ts';
import { contentPolicyDrill } from './content-policy.drill.ts';
import { contextWindowDrill } from './context-window.drill.ts';
import { emptyContentDrill } from './empty-content.drill.ts';
import { encodingDrill } from './encoding.drill.ts';
import { fileUnavailableDrill } from './file-unavailable.drill.ts';
import { headerCharactersDrill } from './header-characters.drill.ts';
import { inferenceProfileDrill } from './inference-profile.drill.ts';
import { invalidValueDrill } from './invalid-value.drill.ts';
import { malformedJsonDrill } from './malformed-json.drill.ts';
import { maxTokensTooLargeDrill } from './max-tokens-too-large.drill.ts';
import { mcpServerDrill } from './mcp-server.drill.ts';
import { mcpUnreachableDrill } from './mcp-unreachable.drill.ts';
import { mediaDrill } from './media.drill.ts';
import { messageRolesDrill } from './message-roles.drill.ts';
import { messagesEmptyDrill } from './messages-empty.drill.ts';
import { missingFieldDrill } from './missing-field.drill.ts';
import { modelNotFoundDrill } from './model-not-found.drill.ts';
import { outputSchemaDrill } from './output-schema.drill.ts';
import { samplingDrill } from './sampling.drill.ts';
import { streamingRequiredDrill } from './streaming-required.drill.ts';
import { thinkingDrill } from './thinking.drill.ts';
import { threadDrill } from './thread.drill.ts';
import { tooLargeDrill } from './too-large.drill.ts';
import { toolNamesDrill } from './tool-names.drill.ts';
import { toolSchemaDrill } from './tool-schema.drill.ts';
import { toolUseMismatchDrill } from './tool-use-mismatch.drill.ts';
import { toolsLimitDrill } from './tools-limit.drill.ts';
import { unknownFieldDrill } from './unknown-field.drill.ts';
import { unrecognizedRequestDrill } from './unrecognized.drill.ts';
import { uploadTimeoutDrill } from './upload-timeout.drill.ts';

export const requestDrills: Readonly<Record<string, RuleDrill>> = {
  'request.beta_or_version': betaOrVersionDrill,
  'request.cache_control': cacheControlDrill,
  'request.client_version': clientVersionDrill,
  'request.compaction': compactionDrill,
  'request.content_policy': contentPolicyDrill,
  'request.context_window': contextWindowDrill,
  'request.empty_content': emptyContentDrill,
  'request.encoding': encodingDrill,
  'request.file_unavailable': fileUnavailableDrill,
  'request.header_characters': headerCharactersDrill,
  'request.inference_profile': inferenceProfileDrill,
  'request.invalid_value': invalidValueDrill,
  'request.malformed_json': malformedJsonDrill,
  'request.max_tokens_too_large': maxTokensTooLargeDrill,
  'request.mcp_server': mcpServerDrill,
  'request.mcp_unreachable': mcpUnreachableDrill,
  'request.media': mediaDrill,
  'request.message_roles': messageRolesDrill,
  'request.messages_empty': messagesEmptyDrill,
  'request.missing_field': missingFieldDrill,
  'request.model_not_found': modelNotFoundDrill,
  'request.output_schema': outputSchemaDrill,
  'request.sampling': samplingDrill,
  'request.streaming_required': streamingRequiredDrill,
  'request.thinking': thinkingDrill,
  'request.thread': threadDrill,
  'request.too_large': tooLargeDrill,
  'request.tool_names': toolNamesDrill,
  'request.tool_schema': toolSchemaDrill,
  'request.tool_use_mismatch': toolUseMismatchDrill,
  'request.tools_limit': toolsLimitDrill,
  'request.unknown_field': unknownFieldDrill,
  'request.unrecognized': unrecognizedRequestDrill,
  'request.upload_timeout': uploadTimeoutDrill,
};
