// Each piece of advice in the five guides, in a few words, and the rules that carry it; or why none does.

interface Advice {
  readonly guide: 'G0' | 'G1' | 'G2' | 'G3' | 'G4';
  readonly says: string;
  /** Rules and patterns whose texts, evidence or page say it. */
  readonly in?: readonly string[];
  /** Why it is in no rule. */
  readonly not?: string;
}

export const ADVICE: readonly Advice[] = [
  {
    guide: 'G0',
    says: 'See whether the same parameters fail again',
    in: ['request.reproducible', 'service.intermittent'],
  },
  {
    guide: 'G0',
    says: 'Log status, response headers and latency, not the message alone',
    not: 'the span has them; every finding shows them as evidence',
  },
  {
    guide: 'G0',
    says: 'For a stream, record whether it was cut and what came last',
    in: ['response.stream_interrupted', 'response.stream_incomplete'],
  },
  { guide: 'G0', says: 'Look for blanks and line breaks in the key', in: ['identity.key_whitespace'] },
  {
    guide: 'G0',
    says: 'Check that the process has the current variable, not an old one of an image',
    in: ['identity.key_invalid', 'identity.missing_credentials'],
  },
  {
    guide: 'G0',
    says: '403 is permission or policy',
    in: ['identity.permission', 'endpoint.blocked', 'endpoint.gateway_refused'],
  },
  {
    guide: 'G0',
    says: 'Check whether a proxy strips or rewrites the auth header',
    in: ['identity.header_stripped'],
  },
  {
    guide: 'G0',
    says: 'Send the same request by the shortest path',
    in: ['connection.proxy', 'endpoint.recovered', 'endpoint.gateway_error', 'endpoint.malformed_response'],
  },
  {
    guide: 'G0',
    says: 'Tell rate, quota and concurrency of a 429 apart',
    in: ['limits.quota', 'limits.concurrency', 'limits.recovered', 'endpoint.gateway_limit'],
  },
  { guide: 'G0', says: 'Check usage and billing in the console', in: ['identity.billing', 'limits.quota'] },
  { guide: 'G0', says: 'Check whether retries themselves trigger the limit', in: ['limits.retry_storm'] },
  {
    guide: 'G0',
    says: 'Back off exponentially, cap concurrency',
    in: ['limits.concurrency', 'limits.retry_storm'],
  },
  { guide: 'G0', says: 'Do not fire long requests in the same second; queue', in: ['limits.burst'] },
  {
    guide: 'G0',
    says: 'Compare the duration with the gateway timeout',
    in: ['connection.reset', 'response.interrupted', 'endpoint.gateway_upstream', 'endpoint.gateway_timeout'],
  },
  {
    guide: 'G0',
    says: 'Raise the timeout, stream, consume promptly',
    in: [
      'response.stream_timeout',
      'response.stream_stalled',
      'connection.recovered',
      'connection.request_timeout',
      'endpoint.gateway_timeout',
      'response.slow_consumer',
      'request.streaming_required',
    ],
  },
  { guide: 'G0', says: 'Split long inputs and outputs into rounds', in: ['service.timeout'] },
  {
    guide: 'G0',
    says: 'For a ticket: request, status, headers, time, region, last chunk',
    not: 'the ticket command of the doctor writes it from the trace',
  },

  {
    guide: 'G1',
    says: 'Check that this network reaches the API at all',
    in: ['connection.unreachable', 'connection.refused', 'connection.connect_timeout'],
  },
  { guide: 'G1', says: 'Check proxy and DNS', in: ['connection.dns', 'connection.proxy', 'connection.tls'] },
  {
    guide: 'G1',
    says: 'A proxy must support WebSocket',
    not: 'the Messages API uses no WebSocket; a proxy must pass server-sent events unbuffered',
  },
  {
    guide: 'G1',
    says: 'Try a hotspot; have the host allowed',
    in: ['connection.unreachable', 'endpoint.blocked'],
  },
  { guide: 'G1', says: 'Check the status of the key, regenerate it', in: ['identity.key_invalid'] },
  {
    guide: 'G1',
    says: 'Do not mix up keys of vendors; look at the prefix',
    in: ['identity.key_wrong_provider'],
  },
  { guide: 'G1', says: 'Check that the key may use the model', in: ['identity.permission'] },
  { guide: 'G1', says: 'A new key takes some minutes', in: ['identity.key_invalid'] },
  { guide: 'G1', says: '500: retry with doubled waits, 3 to 5 times', in: ['service.internal'] },
  {
    guide: 'G1',
    says: 'Raise the timeout from 30 to 60 s or more',
    in: ['connection.recovered', 'connection.request_timeout'],
  },
  {
    guide: 'G1',
    says: 'Check whether the prompt has too many tokens',
    in: ['request.context_window', 'connection.request_timeout'],
  },
  {
    guide: 'G1',
    says: 'Split long conversations',
    in: ['request.context_window', 'response.context_window'],
  },
  {
    guide: 'G1',
    says: 'Upgrade the plan or call less often on 429',
    not: 'each rule of the step says which limit, and G2, G3 and G4 say the same',
  },
  { guide: 'G1', says: '503 is an outage: wait for an announcement', in: ['service.unavailable'] },
  { guide: 'G1', says: 'Check that the JSON is well formed', in: ['request.malformed_json'] },
  { guide: 'G1', says: 'role and content must not be empty', in: ['request.empty_content'] },
  {
    guide: 'G1',
    says: 'Empty answers or interruptions can be the context window',
    in: ['response.empty', 'response.context_window'],
  },
  {
    guide: 'G1',
    says: 'Switch on automatic truncation',
    not: 'the API has no such switch; trimming the history is in the rules on the context window',
  },
  { guide: 'G1', says: 'Log errors to compare before and after changes', not: 'traces are that log' },

  { guide: 'G2', says: 'The key begins with sk-ant-', in: ['identity.key_wrong_provider'] },
  { guide: 'G2', says: 'Test with a minimal request', in: ['identity.key_invalid'] },
  {
    guide: 'G2',
    says: 'Regenerate the key; not the key of another environment',
    in: ['identity.key_invalid'],
  },
  { guide: 'G2', says: 'Permission for the requested model', in: ['identity.permission'] },
  {
    guide: 'G2',
    says: 'Requests per minute, tokens per minute, tokens per day',
    in: ['limits.requests_per_minute', 'limits.tokens_per_minute', 'limits.tokens_per_day'],
  },
  {
    guide: 'G2',
    says: 'Back off with jitter, queue requests, watch usage',
    in: ['limits.requests_per_minute', 'limits.input_tokens_per_minute', 'limits.output_tokens_per_minute'],
  },
  { guide: 'G2', says: 'Set a generous timeout', in: ['connection.request_timeout'] },
  {
    guide: 'G2',
    says: '502 and 504 from a gateway',
    in: ['endpoint.gateway_error', 'endpoint.gateway_timeout', 'endpoint.recovered'],
  },
  {
    guide: 'G2',
    says: '5xx: retry; circuit breaker with 3 failures and 30 s',
    in: ['service.outage', 'service.internal', 'service.timeout'],
  },
  { guide: 'G2', says: 'max_tokens is required', in: ['request.missing_field'] },
  {
    guide: 'G2',
    says: 'messages must be an array of role and content',
    in: ['request.invalid_value', 'request.message_roles'],
  },
  { guide: 'G2', says: 'model not found: the exact id', in: ['request.model_not_found'] },
  { guide: 'G2', says: 'content exceeds token limit: truncate or split', in: ['request.context_window'] },
  { guide: 'G2', says: 'max_tokens within bounds', in: ['request.max_tokens_too_large'] },
  {
    guide: 'G2',
    says: 'Use the official SDK, log with structure, check health from time to time',
    not: 'this is what is being observed; alerts are in a package of their own',
  },

  {
    guide: 'G3',
    says: 'Required fields are there, values have the right type',
    in: ['request.missing_field', 'request.invalid_value'],
  },
  { guide: 'G3', says: 'Malformed JSON', in: ['request.malformed_json'] },
  { guide: 'G3', says: 'An empty messages array', in: ['request.messages_empty'] },
  {
    guide: 'G3',
    says: 'A role other than user or assistant',
    in: ['request.message_roles', 'request.empty_content'],
  },
  {
    guide: 'G3',
    says: 'Missing key or header; a typo; a revoked key; mixed-up environments',
    in: ['identity.missing_credentials', 'identity.key_invalid', 'identity.key_placeholder'],
  },
  { guide: 'G3', says: 'No balance: top up', in: ['identity.billing'] },
  {
    guide: 'G3',
    says: 'Rate limit: space out requests, or a higher plan',
    in: [
      'limits.input_tokens_per_minute',
      'limits.output_tokens_per_minute',
      'limits.tokens_per_minute',
      'limits.recovered',
      'limits.requests_per_minute',
      'limits.near',
    ],
  },
  { guide: 'G3', says: 'Burst traffic without throttling', in: ['limits.burst'] },
  { guide: 'G3', says: 'Several services share one key', in: ['limits.shared_key'] },
  {
    guide: 'G3',
    says: '500: retry after 1 to 2 s; status page',
    in: ['service.internal', 'service.recovered'],
  },
  {
    guide: 'G3',
    says: '529: wait, back off 1, 2, 4, 8 s, at most 3 to 5 times',
    in: ['service.overloaded', 'limits.retry_storm'],
  },
  {
    guide: 'G3',
    says: 'Log the whole error body',
    not: 'the sentence, its type, code and request id are on the span',
  },
  { guide: 'G3', says: 'Catch every error', not: 'advice on code that no span shows' },
  { guide: 'G3', says: 'Watch usage before it fails', in: ['limits.near'] },
  { guide: 'G3', says: 'A support channel of one reseller', not: 'not about the Claude API' },

  {
    guide: 'G4',
    says: '400: fields, models, roles, content types',
    in: ['request.missing_field', 'request.model_not_found'],
  },
  {
    guide: 'G4',
    says: '401 and 403: fail fast',
    in: ['identity.fail_fast', 'identity.retried', 'identity.permission'],
  },
  { guide: 'G4', says: '404: endpoint, old paths', in: ['endpoint.wrong_path'] },
  {
    guide: 'G4',
    says: 'Bedrock and Vertex AI: invocation and errors',
    in: [
      'endpoint.wrong_platform',
      'identity.cloud_permission',
      'identity.cloud_credentials',
      'limits.cloud_quota',
      'request.inference_profile',
    ],
  },
  { guide: 'G4', says: '413: resize, Files API, summarize', in: ['request.too_large', 'request.media'] },
  {
    guide: 'G4',
    says: 'RPM, ITPM, OTPM, TPM, concurrent: each one',
    in: [
      'limits.requests_per_minute',
      'limits.input_tokens_per_minute',
      'limits.output_tokens_per_minute',
      'limits.tokens_per_minute',
      'limits.concurrency',
    ],
  },
  { guide: 'G4', says: 'Prompt caching against limits', in: ['limits.input_tokens_per_minute'] },
  { guide: 'G4', says: '5xx: backoff with jitter, circuit breaker', in: ['service.outage'] },
  {
    guide: 'G4',
    says: 'Streams: disconnects, proxies and load balancers',
    in: [
      'response.stream_interrupted',
      'response.stream_incomplete',
      'response.stream_malformed',
      'response.stream_error',
      'connection.reset',
    ],
  },
  {
    guide: 'G4',
    says: 'Tools: schema, tool_use_id, runaway loops',
    in: [
      'request.tool_schema',
      'request.tool_names',
      'request.tool_use_mismatch',
      'response.tool_loop_runaway',
      'response.tool_input_invalid',
    ],
  },
  {
    guide: 'G4',
    says: 'Context window: count, summarize, detect max_tokens',
    in: ['request.context_window', 'response.max_tokens', 'response.context_window'],
  },
  {
    guide: 'G4',
    says: 'Refusals look like errors and are none',
    in: ['response.refusal', 'request.content_policy'],
  },
  { guide: 'G4', says: 'Versions and betas', in: ['request.beta_or_version'] },
  {
    guide: 'G4',
    says: 'Request hedging and idempotency',
    not: 'ways to build, not faults: no span shows that they are missing',
  },
];

interface Restricted {
  /** In a fix, or in the code of a sample without its comments. */
  readonly says: RegExp;
  /** Which rule would have to correct it. */
  readonly because: string;
  /** Ids of rules and names of samples that may say it, with the reason. */
  readonly except: Readonly<Record<string, string>>;
}

/** Advice that some models refuse, so no fix and no sample may give it. */
export const REFUSED_BY_SOME_MODELS: readonly Restricted[] = [
  {
    says: /last assistant (?:turn|message)|\bcontinue (?:it|the (?:answer|turn|message))|\bprefill/i,
    because: 'request.message_roles',
    except: { 'response.paused': 'after `pause_turn` the API asks for it, whatever the model' },
  },
  {
    says: /\b(?:set|raise|lower) `(?:temperature|top_p|top_k)`|\b(?:temperature|top_p|top_k): ?[\d.]/i,
    because: 'request.sampling',
    except: {},
  },
  {
    says: /\bset `(?:thinking\.)?budget_tokens`|budget_tokens: ?\d/i,
    because: 'request.thinking',
    except: {},
  },
];
