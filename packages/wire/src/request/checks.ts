// All checks of a request, each with its rule of the checklist, the fields that it reads, and the source of its facts.
import { checkCacheMarks } from './cache-marks.ts';
import { checkHeaders, checkSurrogates, checkVersion } from './characters.ts';
import { type FieldProblem, findFieldProblems } from './field-problems.ts';
import type { GivenRequest } from './given-request.ts';
import { checkMedia } from './media.ts';
import {
  checkForcedTool,
  checkMaxTokens,
  checkModel,
  checkSampling,
  checkStopSequences,
  checkStreaming,
  checkThinkingBeside,
  checkThinkingBudget,
  checkThinkingKind,
} from './model-rules.ts';
import type { ReportProblem, RequestRuleId } from './problem.ts';
import { checkBodySize, checkContextWindow } from './size.ts';
import {
  checkMcpServers,
  checkOutputSchema,
  checkToolNames,
  checkToolSchemas,
  checkToolsCount,
  checkToolsNeeded,
} from './tools.ts';
import {
  checkBlockRoles,
  checkEmptyContent,
  checkMessagesEmpty,
  checkPrefill,
  checkRoles,
  checkToolTurns,
} from './turns.ts';

/** One check. */
export interface RequestCheck {
  /** The rule of the checklist that a request breaks. */
  readonly id: RequestRuleId;
  /** The fields that it reads, in words. */
  readonly about: string;
  /** The source of its bounds and sentences. */
  readonly source: string;
  readonly check: (request: GivenRequest, report: ReportProblem) => void;
}

const API = 'https://platform.claude.com/docs/en/api/messages';
const ISSUES = 'https://github.com/anthropics/claude-code/issues';

/** The walk along the fields. Its three kinds of findings belong to three rules. */
const ofFields =
  (...ids: readonly FieldProblem['id'][]): RequestCheck['check'] =>
  (request, report) => {
    for (const { id, path, message } of fieldsOf(request)) if (ids.includes(id)) report(path, message);
  };

const FIELDS = new WeakMap<GivenRequest, readonly FieldProblem[]>();
const fieldsOf = (request: GivenRequest): readonly FieldProblem[] => {
  const found = FIELDS.get(request) ?? findFieldProblems(request);
  FIELDS.set(request, found);
  return found;
};

/** In the order in which the API checks: bytes, headers, JSON, fields, model, and then fields in combination. */
export const REQUEST_CHECKS: readonly RequestCheck[] = [
  {
    id: 'request.too_large',
    about: 'bytes of the body, at most 32 MB',
    source: 'https://platform.claude.com/docs/en/api/overview#request-size-limits',
    check: checkBodySize,
  },
  {
    id: 'request.header_characters',
    about: 'characters of `headers`, `betas`, `user_profile_id` and `workspace_id`',
    source: 'https://fetch.spec.whatwg.org/#concept-header-value',
    check: checkHeaders,
  },
  {
    id: 'request.beta_or_version',
    about: 'the header `anthropic-version`',
    source: 'https://platform.claude.com/docs/en/api/versioning',
    check: checkVersion,
  },
  {
    id: 'request.streaming_required',
    about: '`max_tokens` of a call without streaming, which may take more than 10 minutes',
    source: '@anthropic-ai/sdk 1.14.0 src/client.ts calculateNonstreamingTimeout',
    check: checkStreaming,
  },
  {
    id: 'request.malformed_json',
    about: 'halves of surrogate pairs in any text',
    source: `${ISSUES}/60394`,
    check: checkSurrogates,
  },
  {
    id: 'request.missing_field',
    about: 'required fields of the request, its messages, blocks, tools and settings',
    source: API,
    check: ofFields('request.missing_field'),
  },
  {
    id: 'request.missing_field',
    about: '`tool_choice` without `tools`',
    source: 'https://github.com/langgenius/dify/issues/9366',
    check: checkToolsNeeded,
  },
  {
    id: 'request.invalid_value',
    about: 'types and bounds of fields',
    source: API,
    check: ofFields('request.invalid_value'),
  },
  {
    id: 'request.invalid_value',
    about: 'blocks that only one role may have',
    source: API,
    check: checkBlockRoles,
  },
  {
    id: 'request.invalid_value',
    about: '`stop_sequences` of blanks',
    source: 'https://github.com/BerriAI/litellm/issues/6286',
    check: checkStopSequences,
  },
  {
    id: 'request.invalid_value',
    about: '`tool_choice` that forces a tool, on models that do not take it',
    source: 'https://platform.claude.com/docs/en/models/opus-5-5/whats-new-opus-5-5',
    check: checkForcedTool,
  },
  {
    id: 'request.unknown_field',
    about: 'misspelled fields, fields of other APIs, and fields of betas that the request does not enable',
    source: API,
    check: ofFields('request.unknown_field'),
  },
  {
    id: 'request.messages_empty',
    about: '`messages`',
    source: 'https://github.com/langgenius/dify/pull/1893',
    check: checkMessagesEmpty,
  },
  {
    id: 'request.message_roles',
    about: '`role` of messages',
    source: 'https://github.com/anthropics/anthropic-sdk-python/issues/518',
    check: checkRoles,
  },
  {
    id: 'request.message_roles',
    about: 'a last message of the assistant, on models that do not continue it',
    source: 'https://platform.claude.com/docs/en/api/errors#prefill-not-supported',
    check: checkPrefill,
  },
  {
    id: 'request.empty_content',
    about: 'texts that are empty or only blanks',
    source: `${ISSUES}/59812`,
    check: checkEmptyContent,
  },
  {
    id: 'request.tool_use_mismatch',
    about: '`tool_use` and `tool_result`: ids, order, and that each has the other',
    source: `${ISSUES}/8210`,
    check: checkToolTurns,
  },
  { id: 'request.tool_names', about: '`tools.*.name`', source: `${ISSUES}/10687`, check: checkToolNames },
  {
    id: 'request.tool_schema',
    about: '`tools.*.input_schema`: draft 2020-12, an object at its root',
    source: `${ISSUES}/63673`,
    check: checkToolSchemas,
  },
  {
    id: 'request.tools_limit',
    about: 'how many tools there are, at most 10 000',
    source: 'https://platform.claude.com/docs/en/agents-and-tools/tool-use/tool-search-tool',
    check: checkToolsCount,
  },
  {
    id: 'request.output_schema',
    about: 'the schema of structured output, and how many tools are strict',
    source: 'https://platform.claude.com/docs/en/build-with-claude/structured-outputs',
    check: checkOutputSchema,
  },
  {
    id: 'request.mcp_server',
    about: '`mcp_servers` that no `mcp_toolset` names',
    source: 'https://github.com/anthropics/anthropic-sdk-csharp/issues/255',
    check: checkMcpServers,
  },
  {
    id: 'request.cache_control',
    about: 'how many blocks have `cache_control`, and the order of their lifetimes',
    source: 'https://platform.claude.com/docs/en/build-with-claude/prompt-caching',
    check: checkCacheMarks,
  },
  {
    id: 'request.media',
    about: 'images and documents: type, bytes, pixels, and how many there are',
    source: 'https://platform.claude.com/docs/en/build-with-claude/vision',
    check: checkMedia,
  },
  {
    id: 'request.media',
    about: '`media_type` of images',
    source: `${ISSUES}/8184`,
    check: ofFields('request.media'),
  },
  {
    id: 'request.model_not_found',
    about: '`model`: a misspelled family, or retired',
    source: 'https://platform.claude.com/docs/en/about-claude/model-deprecations',
    check: checkModel,
  },
  {
    id: 'request.max_tokens_too_large',
    about: "`max_tokens`, at most the model's output",
    source: `${ISSUES}/24451`,
    check: checkMaxTokens,
  },
  {
    id: 'request.thinking',
    about: 'kinds of thinking that the model refuses',
    source: 'https://platform.claude.com/docs/en/build-with-claude/thinking',
    check: checkThinkingKind,
  },
  {
    id: 'request.thinking',
    about: '`budget_tokens`: at least 1 024, and below `max_tokens`',
    source: 'https://github.com/themaximalist/llm.js/issues/30',
    check: checkThinkingBudget,
  },
  {
    id: 'request.thinking',
    about: 'sampling and forced tools beside a budget',
    source: 'https://platform.claude.com/docs/en/build-with-claude/extended-thinking',
    check: checkThinkingBeside,
  },
  {
    id: 'request.sampling',
    about: '`temperature`, `top_p` and `top_k` that the model refuses',
    source: 'https://github.com/RooCodeInc/Roo-Code/issues/12162',
    check: checkSampling,
  },
  {
    id: 'request.context_window',
    about: 'tokens of the texts, estimated by their characters, against the context window',
    source: `${ISSUES}/12186`,
    check: checkContextWindow,
  },
];
