// Sentences about the way: of proxies and gateways, and of the application's own deadline.
import type { Sighting } from './sighting.ts';

// undici's `ProxyAgent`; without the status: https://github.com/noahcoolboy/funcaptcha/issues/45; Chrome's, httpx's, curl's:
// https://github.com/curl/curl/blob/master/lib/cf-h1-proxy.c; Python's:
// https://github.com/python/cpython/blob/main/Lib/http/client.py
export const proxyTunnel: RegExp =
  /proxy response (?:\((?<status>\d{3})\) )?!== 200 when HTTP tunneling|CONNECT tunnel failed, response (?<curl>\d{3})|received HTTP code \d{3} from proxy after CONNECT|\bERR_(?:TUNNEL_CONNECTION_FAILED|PROXY_CONNECTION_FAILED)\b|\bProxyError: \d{3} |tunnel connection failed: (?<python>\d{3})|\bproxyconnect tcp: |\bSOCKS (?:proxy, but|support)\b|": Proxy Authentication Required$|\bconnection to proxy closed\b/i;

// new-api and its relatives (also `无可用渠道`: https://github.com/jundot/omlx/issues/417), sub2api
// (https://github.com/Wei-Shaw/sub2api/issues/96), CLIProxyAPI (https://github.com/router-for-me/CLIProxyAPI/issues/4059), and
// the router of LiteLLM (`RouterErrors` in its `types/router.py`). Some have the API's envelope and its type `api_error`.
export const noChannel: RegExp =
  /^no available (?:channel for model|accounts?\b)|no auth available \(|无可用渠道|可用渠道不存在|\bno (?:healthy )?deployments? available\b|\bno healthy deployments?\b/i;

// Envoy, Kubernetes ingresses, programs that print their own connection error, and new-api (`do request failed`:
// https://github.com/james-6-23/codex2api/issues/695).
export const upstream: RegExp =
  /upstream connect error|no healthy upstream|connection refused|ECONNREFUSED|invalid response was received from the upstream|no server is available to handle this request|\bdo request failed\b|\bupstream_reset_before_response_started\b|\bno_healthy_upstream\b/i;

// The instrumentation's sentence for a signal that timed out: `src/call-result.ts`; the platform's own words.
export const deadline: RegExp =
  /^the deadline of the application's AbortSignal\.timeout\(\) passed|^the operation was aborted due to timeout$|\bcontext deadline exceeded$/i;

// LiteLLM's budgets: of a key, user, team, deployment or model. The other forms: https://github.com/BerriAI/litellm/issues/14144,
// and `ExceededBudget: End User=… over budget`: https://github.com/OWASP/OpenCRE/pull/1102
export const gatewayBudget: RegExp =
  /budget has been exceeded!|\bExceeded(?:Token)?Budget\b|\bcrossed budget: |\bexceeded budget for (?:deployment|model)\b/i;

// The rest of a relay's user or token: new-api (`用户额度不足`: https://github.com/QuantumNous/new-api/issues/6929, `token quota`:
// https://github.com/TokenNotIncluded/api.lmm.best/issues/453), sub2api (https://github.com/Wei-Shaw/sub2api/issues/886),
// and Z.ai (https://github.com/anthropics/claude-code/issues/9201).
export const relayBalance: RegExp =
  /预扣费额度失败|(?:用户|令牌)额度(?:不足|已用尽)|\b(?:token|user) quota is not enough\b|\binsufficient account balance\b|\binsufficient balance or no resource package\b/i;

// The limits of a relay's accounts: one-api's word for a 429, and sub2api's, in the API's envelope
// (https://github.com/Wei-Shaw/sub2api/issues/5985, https://github.com/Wei-Shaw/sub2api/issues/3821).
export const relayLimit: RegExp =
  /上游负载已饱和|^(?:upstream rate limit|concurrency limit) exceeded(?: for (?:user|account))?, please retry later/i;

// A service between that allows fewer tokens than the model: GitHub Copilot's words, and Zed's, with status 403
// (https://github.com/zed-industries/zed/issues/33380).
export const relayContext: RegExp =
  /\b(?:prompt token count of|context window exceeded:) (?<input>\d{1,12})(?: tokens)? exceeds the limit of (?<bound>\d{1,12})\b/i;

// Titles of Cloudflare's pages, and what it says to a client that takes none.
export const edgeBlock: RegExp =
  /^(?:attention required! \| cloudflare|just a moment\.\.\.|web page blocked!?|sorry, you have been blocked|internet security by zscaler|access denied(?: \|.{0,100})?|error code: 10(?:0[5-9]|10|12|13|20))$/i;

/** Others write these, too: they do not show that the provider did. */
export const commonGatewayPhrases: readonly RegExp[] = [
  proxyTunnel,
  noChannel,
  upstream,
  deadline,
  gatewayBudget,
  relayBalance,
  relayLimit,
  relayContext,
  edgeBlock,
];

/** Each as it was written, whole. */
export const gatewaySightings: Readonly<Record<string, Sighting>> = {
  proxyTunnel: {
    says: 'Proxy response (407) !== 200 when HTTP Tunneling',
    seen: 'https://github.com/nodejs/undici/blob/main/lib/dispatcher/proxy-agent.js',
  },
  noChannel: {
    says: 'No available channel for model claude-opus-5 under group default (distributor)',
    seen: 'https://github.com/QuantumNous/new-api/issues/6915',
  },
  upstream: {
    says: 'upstream connect error or disconnect/reset before headers. reset reason: connection failure',
    seen: 'https://github.com/envoyproxy/envoy/issues/18511',
  },
  deadline: {
    says: "The deadline of the application's AbortSignal.timeout() passed",
    seen: 'https://developer.mozilla.org/docs/Web/API/AbortSignal/timeout_static',
  },
  gatewayBudget: {
    says: 'Budget has been exceeded! Current cost: 26.075, Max budget: 0.25',
    seen: 'https://github.com/BerriAI/litellm/issues/22726',
  },
  relayBalance: {
    says: '预扣费额度失败, 用户剩余额度: ＄0.539534, 需要预扣费额度: ＄2.906176',
    seen: 'https://github.com/clacky-ai/openclacky/issues/100',
  },
  relayLimit: {
    says: '当前分组上游负载已饱和，请稍后再试',
    seen: 'https://github.com/QuantumNous/new-api/issues/991',
  },
  relayContext: {
    says: 'prompt token count of 128581 exceeds the limit of 128000',
    seen: 'https://github.com/kaitranntt/ccs/issues/701',
  },
  edgeBlock: {
    says: 'Attention Required! | Cloudflare',
    seen: 'https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-1xxx-errors/',
  },
};
