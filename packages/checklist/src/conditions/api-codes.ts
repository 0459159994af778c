// The API's `details.error_code`s, and which rule each one means.
import type { Facts } from '../facts/facts.ts';
import type { RuleId } from '../ids/rule-id.ts';

/** As in `src/core/error-classes.ts` of SDK 1.14.0: status, then code. There, "Its wording can change, so don't match on it" is only about messages. */
export const CODES: ReadonlyMap<string, RuleId> = new Map(
  Object.entries({
    '400 available_tools_limit_exceeded': 'request.tools_limit',
    '400 claude_code_key_creator_not_member': 'identity.key_creator_left',
    '400 claude_code_version_too_old': 'request.client_version',
    '400 cmek_feature_unsupported': 'identity.encryption_key',
    '400 cmek_key_disabled': 'identity.encryption_key',
    '400 cmek_key_network_blocked': 'identity.encryption_key',
    '400 compaction_block_ambiguous': 'request.compaction',
    '400 compaction_block_misplaced': 'request.compaction',
    '400 compaction_content_mismatch': 'request.compaction',
    '400 compaction_incomplete_turn': 'request.compaction',
    '400 compaction_nothing_to_summarize': 'request.compaction',
    '400 compaction_signature_invalid': 'request.compaction',
    '400 compaction_too_many_tool_references': 'request.compaction',
    '400 compaction_tool_changes_mismatch': 'request.compaction',
    '400 file_not_downloadable': 'request.file_unavailable',
    '400 image_dimensions_too_large': 'request.media',
    '400 organization_not_enrolled_in_beta': 'request.beta_or_version',
    '400 organization_on_hold': 'identity.organization_disabled',
    '400 request_body_encoding_invalid': 'request.encoding',
    '400 request_body_encoding_unsupported': 'request.encoding',
    '400 request_body_timeout': 'request.upload_timeout',
    '400 storage_quota_exceeded': 'limits.file_storage',
    '400 thread_already_continued': 'request.thread',
    '400 thread_continue_in_flight': 'request.thread',
    '400 thread_fingerprint_mismatch': 'request.thread',
    '400 thread_unsupported_request': 'request.thread',
    '400 tool_name_conflict': 'request.tool_names',
    '400 tool_reference_unresolved': 'request.tool_names',
    '400 unsupported_charset': 'request.encoding',
    '400 user_profile_not_found': 'identity.user_profile',
    '400 user_profile_required': 'identity.user_profile',
    '400 workspace_human_review_disabled': 'identity.human_review',
    '402 linked_organization_billing_unavailable': 'identity.linked_billing',
    '402 linked_organization_spend_limit_reached': 'identity.linked_billing',
    '403 sandbox_egress_restricted': 'endpoint.sandbox_restricted',
    '403 user_profile_billing_not_authorized': 'identity.user_profile',
    '403 user_profile_not_billable': 'identity.user_profile',
    '404 file_expired': 'request.file_unavailable',
    '404 thread_not_found': 'request.thread',
    '409 skill_read_blocked_undecryptable': 'identity.encryption_key',
    '413 request_body_too_large_after_decoding': 'request.too_large',
    '429 contract_spend_limit_reached': 'limits.quota',
    '429 enforced_spend_limit_reached': 'limits.quota',
    '429 ramp_limit_exceeded': 'limits.acceleration',
    '503 cmek_context_unavailable': 'service.encryption_unavailable',
    '503 cmek_key_unreachable': 'service.encryption_unavailable',
    '529 compaction_unavailable': 'service.compaction_unavailable',
  }),
);

/** Whether the call's error code, with its status, means this rule. */
export function codedAs({ failure, foreign, apiStatus, errorCode }: Facts, id: RuleId): boolean {
  if (failure !== 'answer' || foreign || errorCode === undefined) return false;
  return CODES.get(`${apiStatus} ${errorCode}`) === id;
}
