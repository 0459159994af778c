// Sentences about keys, accounts and permission.
import type { Sighting } from './sighting.ts';

export const creditBalance: RegExp = /credit balance is too low/i;

// The extra usage of a subscription beyond its plan: status 400. The other form, for programs that are not Anthropic's:
// https://github.com/anthropics/claude-code/issues/45048
export const extraUsage: RegExp = /\bout of extra usage\. add more\b|\bdraw from your extra usage\b/i;

// A limit that the organization set itself: status 400.
export const ownSpendLimit: RegExp = /reached your specified (?:workspace )?API usage limits/i;

// The tier's monthly cap: status 429.
export const tierSpendLimit: RegExp =
  /reached your API usage limits|monthly API usage threshold|monthly spend limit for your usage tier/i;

export const headerRequired: RegExp = /x-api-key header is required/i;

// Revoked, with 403: https://github.com/anthropics/claude-code/issues/9635
export const tokenExpired: RegExp = /\boauth (?:access )?token (?:(?:has )?expired|(?:has been )?revoked\b)/i;

// Status 400.
export const organizationDisabled: RegExp =
  /organization has been disabled|\bbelongs to a disabled organization\b/i;

export const requestNotAllowed: RegExp =
  /^request not allowed\.?$|^failed to connect to api\.anthropic\.com: (?:request failed with status code 403|ERR_BAD_REQUEST)\b/i;

// The AI SDK's (`AI_LoadAPIKeyError`): https://github.com/elizaOS/eliza/issues/4049, and LiteLLM's:
// https://github.com/HKUDS/AutoAgent/issues/63
export const noAuthMethod: RegExp =
  /could not resolve authentication method(?!\. Expected [^\n]{0,60}(?:apiEmail|api_email|apiToken|userServiceKey))|\bno Anthropic credentials found\b|^Anthropic API key not found|^not logged in$|\bAPI key is missing\. Pass it using\b|^missing Anthropic API key\b|\bDid not find anthropic_api_key\b|\bno API key (?:found|configured|set|provided) for (?:provider |the )?["'`]?anthropic|\bANTHROPIC_API_KEY\b["'`]?(?: environment variable)?(?: is)? (?:not (?:set|found|configured|defined)|missing|required|undefined)\b/i;

// A token of Claude Code in another program: status 400; the other forms have 401 or 403:
// https://github.com/anthropics/claude-code/issues/28091, https://github.com/anthropics/claude-code/issues/6312
export const credentialScope: RegExp =
  /credential is only authorized for use with|OAuth authentication is currently not (?:supported|allowed for this organization)/i;

// Status 401. The API takes a request with an `Origin` for one of a browser; some organizations allow none:
// https://github.com/brianpetro/obsidian-smart-connections/issues/1000
export const browserAccess: RegExp = /CORS requests (?:must set|are not allowed for)/i;

export const browserLike: RegExp = /running in a browser-like environment/i;

export const identityPhrases: readonly RegExp[] = [
  creditBalance,
  extraUsage,
  ownSpendLimit,
  tierSpendLimit,
  headerRequired,
  tokenExpired,
  organizationDisabled,
  requestNotAllowed,
  noAuthMethod,
  credentialScope,
  browserAccess,
  browserLike,
];

// G2 has `Invalid API key`; https://github.com/vybestack/llxprt-code/issues/2131 has the third form, and
// https://github.com/anthropics/claude-code-action/issues/1614 the last. Redaction takes the word behind `bearer` for a token.
export const keyRejected: RegExp =
  /invalid (?:x-)?api[- ]?key|invalid bearer (?:token|\[redacted\])|invalid authentication credentials|oauth access token is invalid/i;

// Chrome's console, and Firefox's.
export const browserBlocked: RegExp = /blocked by CORS policy|^cross-origin request blocked/i;

// `fetch` of Node.js 20 to 26, also undici's, which then sends no request. Any program that calls another says it, too.
export const headerCharacter: RegExp =
  /cannot convert argument to a ByteString because (?:the )?character at index \d{1,6} has a value of (?<code>\d{1,7})|\bunexpected char (?<hex>0x[\da-f]{2,6}) at \d{1,6} in (?<okhttp>[\w-]{1,60}) value\b/i;

// `Headers`. h11 and requests of Python. Go. undici when it writes the request. Bun. The `http` module of Node.js
// (`ERR_INVALID_CHAR`). Claude Code 2.1.332 about the key, and about headers of its user.
export const headerValue: RegExp =
  /is an invalid header value|\billegal header value b['"]|\breturn character\(s\) in header value|\binvalid header field value for "(?<go>[\w-]{1,60})"|^invalid (?<header>[\w-]{1,60}) header$|\bheader '(?<bun>[\w-]{1,60})' has invalid value|invalid character in header content \["(?<node>[\w-]{1,60})"\]|\binvalid (?<claude>[\w-]{1,60}) header value from ANTHROPIC_\w{1,40}: it contains (?:a (?<ascii>non-ASCII))?|\binvalid value for distinct header .{1,40} from (?<own>ANTHROPIC_CUSTOM_HEADERS)\b/i;

export const headerName: RegExp = /is an invalid header name|header name must be a valid HTTP token/i;

/** Others write these, too: they do not show that the provider did. */
export const commonIdentityPhrases: readonly RegExp[] = [
  keyRejected,
  browserBlocked,
  headerCharacter,
  headerValue,
  headerName,
];

/** Each as it was written, whole. */
export const identitySightings: Readonly<Record<string, Sighting>> = {
  creditBalance: {
    says: 'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.',
    seen: 'https://github.com/anthropics/claude-code/issues/66314',
  },
  extraUsage: {
    says: "You're out of extra usage. Add more at claude.ai/settings/usage and keep going.",
    seen: 'https://github.com/anthropics/claude-code/issues/45052',
  },
  ownSpendLimit: {
    says: 'You have reached your specified API usage limits. You will regain access on 2026-09-01 at 00:00 UTC.',
    seen: 'https://platform.claude.com/docs/en/api/errors',
  },
  tierSpendLimit: {
    says: "You have reached your API usage limits: your organization has crossed its monthly API usage threshold, set based on your organization's API tier.",
    seen: 'https://platform.claude.com/docs/en/api/rate-limits',
  },
  headerRequired: {
    says: 'x-api-key header is required',
    seen: 'https://github.com/n8n-io/n8n/issues/37930',
  },
  tokenExpired: {
    says: 'OAuth token has expired. Please obtain a new token or refresh your existing token.',
    seen: 'https://github.com/anthropics/claude-code/issues/6459',
  },
  keyRejected: {
    says: 'invalid x-api-key',
    seen: 'https://github.com/eyaltoledano/claude-task-master/issues/222',
  },
  organizationDisabled: {
    says: 'This organization has been disabled.',
    seen: 'https://github.com/anthropics/claude-code/issues/60359',
  },
  requestNotAllowed: {
    says: 'Request not allowed',
    seen: 'https://github.com/enricoros/big-AGI/issues/176',
  },
  noAuthMethod: {
    says: 'Could not resolve authentication method. Expected one of apiKey, authToken, credentials, config, or profile to be set.',
    seen: '@anthropic-ai/sdk 1.12.0 src/client.ts validateHeaders',
  },
  credentialScope: {
    says: 'This credential is only authorized for use with Claude Code and cannot be used for other API requests.',
    seen: 'https://github.com/anthropics/claude-code/issues/8046',
  },
  browserAccess: {
    says: "CORS requests must set 'anthropic-dangerous-direct-browser-access' header",
    seen: 'https://github.com/mengxi-ream/read-frog/issues/557',
  },
  browserLike: {
    says: "It looks like you're running in a browser-like environment.",
    seen: '@anthropic-ai/sdk 1.12.0 src/client.ts constructor',
  },
  browserBlocked: {
    says: "Access to fetch at 'https://api.anthropic.com/v1/messages' from origin 'http://localhost:3000' has been blocked by CORS policy: Response to preflight request doesn't pass access control check: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
    seen: 'https://github.com/anthropics/anthropic-sdk-typescript/issues/379',
  },
  headerCharacter: {
    says: 'Cannot convert argument to a ByteString because the character at index 7 has a value of 8226 which is greater than 255.',
    seen: 'https://github.com/craft-ai-agents/craft-agents-oss/issues/540',
  },
  headerValue: {
    says: 'invalid authorization header',
    seen: 'https://github.com/nodejs/undici/blob/main/lib/core/request.js',
  },
  headerName: {
    says: 'Headers.delete: "[redacted]" is an invalid header name.',
    seen: 'https://github.com/nodejs/undici/blob/main/lib/web/fetch/headers.js',
  },
};
