// Sentences of errors, logs and pages that mention secrets without containing one. Each must stay unchanged.

const SENTENCES = String.raw`
invalid x-api-key
x-api-key header is required
Missing x-api-key or Authorization header
Invalid bearer token
Bearer token is missing or malformed
OAuth token has expired. Please obtain a new token or refresh your existing token.
OAuth token does not meet scope requirement user:inference
This credential is only authorized for use with Claude Code and cannot be used for other API requests.
The security token included in the request is invalid.
The security token included in the request is expired
The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.
Signature expired: 20261128T100000Z is now earlier than 20261128T100500Z (20261128T101000Z - 5 min.)
Missing Authentication Token
Credential should be scoped to a valid region, not 'us-west-1'.
Could not load credentials from any providers
Could not resolve authentication method. Expected either apiKey or authToken to be set. Or for one of the "X-Api-Key" or "Authorization" headers to be explicitly omitted
Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.
API keys are not supported by this API. Expected OAuth2 access token or other authentication credentials that assert a principal.
Access denied due to invalid subscription key or wrong API endpoint.
Permission 'aiplatform.endpoints.predict' denied on resource '//aiplatform.googleapis.com/projects/p/locations/us-east5'
prompt is too long: 208310 tokens > 200000 maximum
max_tokens: 300000 > 64000, which is the maximum allowed number of output tokens for claude-sonnet-4-5-20250929
input length and 'max_tokens' exceed context limit: 195000 + 21333 > 200000
This request would exceed your organization's rate limit of 40,000 input tokens per minute
Number of request tokens has exceeded your per-minute rate limit
Too many tokens, please wait before trying again.
Too many tokens per day, please wait before trying again.
output_tokens: 8192, cache_read_input_tokens: 120000
usage: {"input_tokens":12,"output_tokens":34,"cache_creation_input_tokens":0}
thinking.budget_tokens: Input should be greater than or equal to 1024
budget_tokens: 32000 must be less than max_tokens: 16000
stop_reason: max_tokens
token count: 4096
tokens used: 12345
token: expected string, got undefined
password: Field required
api_key: Field required
api_key: null
password: ""
"api_key": null, "base_url": null
secret: undefined
token must not be empty
credentials: none
Error: password authentication failed for user "app"
FATAL: no password supplied
Access denied for user 'app'@'10.0.0.7' (using password: YES)
Access denied for user 'app'@'10.0.0.7' (using password: NO)
WRONGPASS invalid username-password pair or user is disabled.
NOAUTH Authentication required.
401 Client Error: Unauthorized for url: https://api.anthropic.com/v1/messages
HTTP/1.1 407 Proxy Authentication Required
Proxy response (407) !== 200 when HTTP Tunneling
www-authenticate: Basic realm="proxy"
WWW-Authenticate: Bearer realm="api", error="invalid_token"
Digest authentication is not supported
Basic authentication is not supported
Negotiate authentication failed
The token is not active before 2026-11-28
jwt malformed
jwt expired
invalid signature
JsonWebTokenError: invalid algorithm
TokenExpiredError: jwt expired at 2026-11-28T10:00:00.000Z
secretOrPrivateKey must have a value
Unexpected token '<', "<!DOCTYPE "... is not valid JSON
Unexpected token: punc (})
SyntaxError: Unexpected token } in JSON at position 12
Expected ',' or '}' after property value in JSON at position 120 (line 1 column 121)
Cannot read properties of undefined (reading 'token')
TypeError: apiKey.trim is not a function
ReferenceError: apiKey is not defined
Error: Cannot find module './secrets'
ENOENT: no such file or directory, open '/run/secrets/anthropic_api_key'
EACCES: permission denied, open '/etc/ssl/private/server.key'
unable to get local issuer certificate
self-signed certificate in certificate chain
error:0A000086:SSL routines::certificate verify failed
error:1E08010C:DECODER routines::unsupported
Hostname/IP does not match certificate's altnames: Host: api.x.com. is not in the cert's altnames: DNS:*.y.com
getaddrinfo ENOTFOUND api.anthropic.com
connect ECONNREFUSED 127.0.0.1:8080
connect ETIMEDOUT 160.79.104.10:443
read ECONNRESET
socket hang up
Client network socket disconnected before secure TLS connection was established
upstream connect error or disconnect/reset before headers. reset reason: connection failure
no healthy upstream
messages.0.content.1.image.source.base64: invalid base64 data
messages.1.content.0: unexpected 'tool_use_id' found in 'tool_result' blocks: toolu_01A09q90qw90lq917835lq9
tools.0.custom.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'
tools.2.name: Tool names must be unique.
metadata.user_id: user_id appears to contain an email address
model: claude-sonet-4-6
The provided model identifier is invalid.
Publisher Model projects/p/locations/us-east5/publishers/anthropic/models/claude-opus-4@20250514 was not found
Quota exceeded for aiplatform.googleapis.com/online_prediction_input_tokens_per_minute_per_base_model with base model: anthropic-claude-opus-4.
Unexpected value(s) 'effort-2025-11-24' for the 'anthropic-beta' header.
anthropic-version: header is required
anthropic-organization-id: 3a7f9c1e-5b2d-4e8f-a061-7c9d2e4f6b80
request-id: req_011CSHoEeqs5C35K2UUqR7Fy
x-request-id: 7f3c9a1e5b2d4e8fa0617c9d2e4f6b80
cf-ray: 8f2a1c3d5e7f9a0b-FRA
etag: W/"5f3-Zk3n2l1m0p9o8i7u6y5t"
if-none-match: "33a64df551425fcc55e4d42a148795d9f25f89d4"
traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
x-amzn-trace-id: Root=1-67891233-abcdef012345678912345678
x-amzn-requestid: 1c9f8e7d-6b5a-4c3d-9e2f-1a0b9c8d7e6f
content-security-policy: script-src 'sha256-RFWPLDbv2BY+rCkDzsE+0fr8ylGr2R2faWMhq4lfEQc='
integrity="sha384-oqVuAfXRKap7fdgcCY5uykM6+R9GqQ8K/uxy9rx7HNQlGYl1kPzQho1wx4JwY8wC"
commit 9fceb02d0ae598e95dc970b74767f19372d61af8
digest: sha256:45b23dee08af5e43a7fea6c4cf9c25ccf269ee113168c19722f87876677c5cb2
image: registry.internal/app@sha256:45b23dee08af5e43a7fea6c4cf9c25ccf269ee113168c19722f87876677c5cb2
https://github.com/anthropics/anthropic-sdk-typescript/blob/9fceb02d/src/client.ts#L120
https://docs.anthropic.com/en/api/errors?utm_source=sdk&page=2
https://example.com/search?q=token+limits&sort=key
https://api.anthropic.com/v1/messages?beta=true
GET /v1/models?limit=20&after_id=claude-3-opus HTTP/1.1
git clone https://github.com/open-telemetry/opentelemetry-js.git
ssh://git@github.com/open-telemetry/opentelemetry-js.git
ssh-ed25519 host key verification failed
npm error code E401
npm error Incorrect or missing password.
npm error 404 '@acme/private@1.0.0' is not in this registry.
docker: Error response from daemon: pull access denied for x, repository does not exist or may require 'docker login'
kubectl: error: You must be logged in to the server (Unauthorized)
secret "anthropic-api-key" not found
secretKeyRef: name: anthropic key: api-key
MountVolume.SetUp failed for volume "api-keys" : secret "api-keys" not found
valueFrom: secretKeyRef: {name: llm, key: token}
couldn't find key API_KEY in Secret default/llm
terraform: password = (sensitive value)
+ password = (known after apply)
api_key = <REDACTED>
api_key: ***
password=********
Authorization: [redacted]
ANTHROPIC_API_KEY is not set
ANTHROPIC_API_KEY=
Set ANTHROPIC_API_KEY in the environment of this process
process.env.ANTHROPIC_API_KEY is undefined
export ANTHROPIC_API_KEY=$MY_KEY
api_key: \${{ secrets.ANTHROPIC_API_KEY }}
const client = new Anthropic({ apiKey: process.env['ANTHROPIC_API_KEY'] })
api_key=os.environ["ANTHROPIC_API_KEY"]
private key does not match certificate
primary key constraint failed: users_pkey
duplicate key value violates unique constraint "sessions_token_key"
KeyError: 'content'
key 'messages' is missing
unknown key: temperature
cache key: prompt-v3-en
cache_key: messages
cache_key=user:123:abC456xyz
sort_key=createdAt2026
primary_key=id
key: value
max_tokens_prod: 4096
token_type: Bearer2024
api_key_id: apikey_01Rj2N8SVvo6BePZj99NhmiT
ANTHROPIC_KEY_FILE=/run/secrets/Key12345
API_KEY_PROD: missing
API_KEY_PROD=$ANTHROPIC_KEY
model_key: claude-sonnet-4-5-20250929
idempotency-key: stainless-node-retry-3a7f9c1e-5b2d-4e8f-a061-7c9d2e4f6b80
a key that begins with ABSK
tokens like bedrock-api-key-prefixed ones
partition key: tenant
session expired
session not found: please log in again
cookie too large
Invalid cookie domain
pass: 12, fail: 3
passing 12 tests
passphrase required
The pass rate is 98%
author: anthropic
auth: required
authority: api.anthropic.com
:authority: api.anthropic.com
tokenizer: cl100k_base
tokenize=false
keyboard interrupt
monkey patching failed
keep-alive: timeout=5
the keys of both objects differ
hotkey: ctrl-k
sk-learn is not installed
task-runner exited with code 1
risk-based throttling is on
`;

export const HARMLESS: readonly string[] = SENTENCES.trim().split('\n');
