// Step 4: is the request itself valid and not too large?
import type { RuleCore } from '../rule.ts';
import { betaOrVersion } from './beta-or-version.ts';
import { cacheControl } from './cache-control.ts';
import { clientVersion } from './client-version.ts';
import { compaction } from './compaction.ts';
import { contentPolicy } from './content-policy.ts';
import { requestContextWindow } from './context-window.ts';
import { emptyContent } from './empty-content.ts';
import { encoding } from './encoding.ts';
import { fileUnavailable } from './file-unavailable.ts';
import { headerCharacters } from './header-characters.ts';
import { inferenceProfile } from './inference-profile.ts';
import { invalidValue } from './invalid-value.ts';
import { malformedJson } from './malformed-json.ts';
import { maxTokensTooLarge } from './max-tokens-too-large.ts';
import { mcpServer } from './mcp-server.ts';
import { mcpUnreachable } from './mcp-unreachable.ts';
import { media } from './media.ts';
import { messageRoles } from './message-roles.ts';
import { messagesEmpty } from './messages-empty.ts';
import { missingField } from './missing-field.ts';
import { modelNotFound } from './model-not-found.ts';
import { outputSchema } from './output-schema.ts';
import { sampling } from './sampling.ts';
import { streamingRequired } from './streaming-required.ts';
import { thinking } from './thinking.ts';
import { thread } from './thread.ts';
import { tooLarge } from './too-large.ts';
import { toolNames } from './tool-names.ts';
import { toolSchema } from './tool-schema.ts';
import { toolUseMismatch } from './tool-use-mismatch.ts';
import { toolsLimit } from './tools-limit.ts';
import { unknownField } from './unknown-field.ts';
import { unrecognizedRequest } from './unrecognized.ts';
import { uploadTimeout } from './upload-timeout.ts';

export const requestRules: readonly RuleCore[] = [
  missingField,
  modelNotFound,
  maxTokensTooLarge,
  requestContextWindow,
  tooLarge,
  invalidValue,
  betaOrVersion,
  cacheControl,
  clientVersion,
  compaction,
  contentPolicy,
  emptyContent,
  encoding,
  fileUnavailable,
  headerCharacters,
  inferenceProfile,
  malformedJson,
  mcpServer,
  mcpUnreachable,
  media,
  messageRoles,
  messagesEmpty,
  outputSchema,
  sampling,
  streamingRequired,
  thinking,
  thread,
  toolNames,
  toolSchema,
  toolUseMismatch,
  toolsLimit,
  unknownField,
  uploadTimeout,
  unrecognizedRequest,
];
