// Every id that was ever released. People alert on them and keep links to their pages, so the list only grows.
import { type Ids, idsOf } from './history.ts';

/** Ids in the order of their release. New ones go to the end; none is changed or taken out. */
export const RELEASED: readonly string[] = [
  'connection.aborted',
  'connection.connect_timeout',
  'connection.dns',
  'connection.invalid_url',
  'connection.proxy',
  'connection.recovered',
  'connection.refused',
  'connection.request_timeout',
  'connection.reset',
  'connection.tls',
  'connection.unreachable',
  'connection.unrecognized',
  'endpoint.blocked',
  'endpoint.gateway_error',
  'endpoint.gateway_limit',
  'endpoint.gateway_refused',
  'endpoint.gateway_timeout',
  'endpoint.gateway_upstream',
  'endpoint.malformed_response',
  'endpoint.recovered',
  'endpoint.sandbox_restricted',
  'endpoint.unrecognized',
  'endpoint.wrong_path',
  'endpoint.wrong_platform',
  'identity.billing',
  'identity.cloud_credentials',
  'identity.cloud_permission',
  'identity.credential_scope',
  'identity.encryption_key',
  'identity.fail_fast',
  'identity.header_stripped',
  'identity.key_creator_left',
  'identity.key_invalid',
  'identity.key_placeholder',
  'identity.key_whitespace',
  'identity.key_wrong_provider',
  'identity.linked_billing',
  'identity.missing_credentials',
  'identity.organization_disabled',
  'identity.permission',
  'identity.retried',
  'identity.token_expired',
  'identity.unrecognized',
  'identity.user_profile',
  'request.beta_or_version',
  'request.client_version',
  'request.compaction',
  'request.content_policy',
  'request.context_window',
  'request.empty_content',
  'request.encoding',
  'request.file_unavailable',
  'request.inference_profile',
  'request.invalid_value',
  'request.malformed_json',
  'request.max_tokens_too_large',
  'request.media',
  'request.message_roles',
  'request.messages_empty',
  'request.missing_field',
  'request.model_not_found',
  'request.reproducible',
  'request.streaming_required',
  'request.thinking',
  'request.thread',
  'request.too_large',
  'request.tool_names',
  'request.tool_schema',
  'request.tool_use_mismatch',
  'request.tools_limit',
  'request.unknown_field',
  'request.unrecognized',
  'request.upload_timeout',
  'limits.acceleration',
  'limits.burst',
  'limits.cloud_quota',
  'limits.concurrency',
  'limits.file_storage',
  'limits.input_tokens_per_minute',
  'limits.long_context',
  'limits.near',
  'limits.output_tokens_per_minute',
  'limits.quota',
  'limits.recovered',
  'limits.requests_per_minute',
  'limits.retry_storm',
  'limits.shared_key',
  'limits.tokens_per_day',
  'limits.tokens_per_minute',
  'limits.unrecognized',
  'service.compaction_unavailable',
  'service.encryption_unavailable',
  'service.intermittent',
  'service.internal',
  'service.outage',
  'service.overloaded',
  'service.recovered',
  'service.timeout',
  'service.unavailable',
  'service.unrecognized',
  'response.context_window',
  'response.empty',
  'response.interrupted',
  'response.max_tokens',
  'response.paused',
  'response.refusal',
  'response.slow_consumer',
  'response.stream_abandoned',
  'response.stream_error',
  'response.stream_incomplete',
  'response.stream_interrupted',
  'response.stream_malformed',
  'response.stream_stalled',
  'response.stream_timeout',
  'response.tool_input_invalid',
  'response.tool_loop_runaway',
  'response.unrecognized',
  'connection.deadline',
  'identity.key_characters',
  'request.header_characters',
  'unknown.unrecognized',
  'identity.credentials_unavailable',
  'service.request_timeout',
  'service.conflict',
  'request.cache_control',
  'request.sampling',
  'request.mcp_server',
  'request.mcp_unreachable',
  'request.output_schema',
  'endpoint.gateway_budget',
  'connection.headers_timeout',
  'connection.dispatcher',
  'endpoint.content_encoding',
  'endpoint.stream_without_events',
  'response.body_timeout',
  'identity.human_review',
  'identity.browser_access',
  'unknown.recovered',
];

/** Ids that no rule has any more, with the reason. Their pages stay. */
export const RETIRED: Readonly<Record<string, string>> = {};

/** Old ids to new ones. The page of an old id leads to the new one's. */
export const RENAMED: Readonly<Record<string, string>> = {};

const ids: Ids = idsOf({ released: RELEASED, renamed: RENAMED });

/**
 * The current name of an id, the id itself if it was not renamed.
 *
 * @returns `undefined` for an id that was never released, such as that of a custom rule
 */
export const currentId: Ids['currentId'] = ids.currentId;

/**
 * The id that a person means. Case does not count. It may be an old name, or the part after the point, if only one finding
 * has or had it.
 *
 * @example findId('Stream_Interrupted') // 'response.stream_interrupted'
 */
export const findId: Ids['findId'] = ids.findId;

/**
 * The page of a rule or pattern, as a path relative to the package: for links such as `anthropic.diagnosis.url`.
 *
 * @returns `undefined` for an id that was never released, such as that of a custom rule
 * @example pageOf('limits.near') // 'docs/limits.near.md'
 */
export const pageOf: Ids['pageOf'] = ids.pageOf;
