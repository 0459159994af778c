// Texts that look like secrets but are not. They name the fault, and must stay unchanged.

const words = (text: string): readonly string[] =>
  text
    .trim()
    .split('\n')
    .map((line) => line.trim());

/** Ids, names and hashes, each in a sentence. */
const NAMES = words(`
  req_011CSHoEeqs5C35K2UUqR7Fy
  msg_01XFDUDYJgAACzvnptvVoYEL
  toolu_01A09q90qw90lq917835lq9
  srvtoolu_01WYG3ziw53XMcoyKL4XcZmE
  msgbatch_01HkcTjaV5uDC8jWR4ZsDV8d
  file_011CNha8iCJcU1wXNR6q4V8w
  org_01FQrhLh2vA3sYx8Xk4cPq2r
  wrkspc_01JwQvzr7rXLA5AGx3HKfFUJ
  claude-sonnet-4-5-20250929
  claude-3-5-haiku-20241022
  claude-opus-4-1@20250805
  anthropic.claude-3-5-sonnet-20241022-v2:0
  us.anthropic.claude-sonnet-4-20250514-v1:0
  arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-sonnet-4-20250514-v1:0
  projects/my-project/locations/us-east5/publishers/anthropic/models/claude-opus-4@20250514
  4bf92f3577b34da6a3ce929d0e0e4736
  00f067aa0ba902b7
  00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
  9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
  da39a3ee5e6b4b0d3255bfef95601890afd80709
  123e4567-e89b-12d3-a456-426614174000
  sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
  sha512-Zv2CeO4ok1zpUXktNDZ
  8f2a1c3d5e7f9a0b-FRA
  2026-11-28T09:46:20.123Z
  v1.12.0-beta.3+build.45
  @anthropic-ai/sdk@1.12.0
  @opentelemetry/sdk-trace-base@2.12.0
  node_modules/.pnpm/@anthropic-ai+sdk@1.12.0/node_modules/@anthropic-ai/sdk/core/error.mjs:51:20
  file:///srv/app/node_modules/undici/lib/web/fetch/index.js:120:13
  input_schema.properties.api_key
  tools.0.input_schema
  messages.12.content.3.tool_result.content
  cache_control_ephemeral_5m_input_tokens
  anthropic-ratelimit-input-tokens-remaining
  interleaved-thinking-2025-05-14
  token-efficient-tools-2025-02-19
  max_tokens_to_sample
  UNABLE_TO_VERIFY_LEAF_SIGNATURE
  ERR_TLS_CERT_ALTNAME_INVALID
  npm_config_registry
  npm_package_version
  hf_hub_download
  sk-learn
  scikit-learn
  task-force-2026-final-report
  risk-adjusted-returns-q3
  desk-top-publishing
  key-value
  key-rotation
  monkey-patching
  eyJustice
  AKIA
  AIza
  ghp
  xoxo
  glpattern-matching
  ya29
  gs://my-bucket/models/claude.bin
  s3://my-bucket/prompts/2026/11/28/run.jsonl
  ap-southeast-1
  europe-west1-docker.pkg.dev/project/repo/image
  app-7d4b9c6f8d-x2x9z
  ip-10-0-12-34.eu-west-1.compute.internal
`);

const SENTENCES = [
  (name: string) => `the call for ${name} failed with 404`,
  (name: string) => `{"type":"error","message":"unknown: ${name}"}`,
];

/** Sentences of the API, the SDKs, proxies and tools. */
const TEXTS = words(`
  x-api-key header is required
  tokens of a subscription begin with sk-ant-oat, API keys with sk-ant-api.
  a key begins with 'sk-ant-api03', and has more behind it
  invalid x-api-key
  x-api-key: header is required
  x-api-key: missing
  authentication_error: invalid bearer token
  Invalid bearer token
  OAuth token has expired. Please obtain a new token or refresh your existing token.
  Could not resolve authentication method. Expected either apiKey or authToken to be set.
  Authorization header is missing
  authorization: Field required
  The Authorization header must be Bearer or Basic
  Basic authentication is not supported
  Bearer tokens are accepted only over TLS
  a basic understanding of the bearer of news
  password: Field required
  password: must not be empty
  token: expected string, got number
  api_key: Extra inputs are not permitted
  api key: not provided
  secret: undefined
  credentials: null
  Unexpected token 'I', "Internal S"... is not valid JSON
  Unexpected token: identifier
  Unexpected token < in JSON at position 0
  prompt is too long: 208310 tokens > 200000 maximum
  max_tokens: 4096 > 2048, which is the maximum allowed number of output tokens
  input_tokens: 12345, output_tokens: 678
  tokens: 12345
  token: 128000
  total_tokens=900
  This request would exceed your organization's rate limit of 40,000 input tokens per minute
  temperature: range: 0..1
  messages.0.content.0.text: Field required
  model: claude-sonnet-5
  getaddrinfo ENOTFOUND api.anthropic.com
  connect ECONNREFUSED 127.0.0.1:8080
  connect ETIMEDOUT 160.79.104.10:443
  certificate has expired
  unable to verify the first certificate
  The security token included in the request is expired
  The request signature we calculated does not match the signature you provided
  Signature expired: 20260101T000000Z is now earlier than 20260101T000500Z
  Your credit balance is too low to access the Anthropic API
  tool_use ids were found without tool_result blocks immediately after: toolu_01A09q90qw90lq917835lq9
  https://docs.anthropic.com/en/api/errors#error-shapes
  https://api.anthropic.com/v1/messages?beta=true
  https://api.anthropic.com/v1/models?limit=20&after_id=claude-sonnet-4-20250514
  http://localhost:8080/v1/models/claude-opus-4@20250514:rawPredict
  https://us-east5-aiplatform.googleapis.com/v1/projects/p/locations/us-east5/publishers/anthropic/models/claude-opus-4@20250514:streamRawPredict
  http://127.0.0.1:4318/v1/traces
  http://localhost:5173/@vite/client
  https://registry.example/@anthropic-ai/sdk/-/sdk-1.12.0.tgz
  //cdn.example/lib.js
  at file:///app/src/@scope/module.ts:10:5
  import { Injectable } from '@nestjs/common'
  follow @anthropic for news
  cookie consent is required
  Cookie: not set
  cookies are disabled
  the session ended; code 404
  https://host.example/?code=404
  https://host.example/?page=2&session=3
  retry-after: 30
  via: 1.1 varnish
  server: cloudflare
  content-type: application/json; charset=utf-8
  HTTP/1.1 401 Unauthorized
  key: value
  the key is "name" and the value is "id"
  keys: [a, b, c]
  primary key constraint failed: users_pkey
  keyboard-interactive
  -----BEGIN
  the certificate between BEGIN and END is cut
  data: [DONE]
  event: message_start
  Zm9vYmFy is foobar
  abcdefghijklmnopqrstuvwxyz
  ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789
  aGVsbG8gd29ybGQsIHRoaXMgaXMgYSB0ZXN0
  iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ
  50% of calls failed, 100%25 of retries
  path=%2Fv1%2Fmessages
  caf\\u00e9 is closed
  Tom &#38; Jerry
  3:1 odds, 12:30:45 UTC
  fw_rule matched
  SG.region is eu
  credential helper not found
  secretary of the board
  passport: not found
  Password authentication failed for the user
  tokenizer: cl100k
  signature: none
  Permission denied (publickey)
  AccessDeniedException: You don't have access to the model with the specified model ID.
  ThrottlingException: Too many tokens, please wait before trying again.
  PERMISSION_DENIED: Permission 'aiplatform.endpoints.predict' denied on resource
  Invalid header value for anthropic-version: 2023-06-01 is required
  Metadata string values are limited to 64 characters
  The format of value '2026-13-01' is invalid
  The SAMLResponse parameter is required
  ticket ST-12345 was closed
  BEST-2-times-better-than-2025-models
  RESOURCE_EXHAUSTED: Quota exceeded for aiplatform.googleapis.com/online_prediction_tokens_per_minute
`);

export const LOOK_ALIKES: readonly string[] = [
  ...NAMES.flatMap((name) => SENTENCES.map((sentence) => sentence(name))),
  ...TEXTS,
];
