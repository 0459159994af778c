// Reads lines of proxies' logs about the server behind them, as the status of the proxy's answer.

/** Words of nginx, HAProxy, Envoy and Caddy, each with one meaning. */
const LOGS: readonly (readonly [words: RegExp, status: number])[] = [
  // nginx: `error.log`.
  [/\bupstream timed out \(\d{1,4}:/i, 504],
  [/\bconnect\(\) failed \(\d{1,4}: [^)]{1,60}\) while connecting to upstream/i, 502],
  [/\bupstream prematurely closed connection\b/i, 502],
  [/\bno live upstreams while connecting\b/i, 502],
  [/\bupstream sent (?:too big header|invalid header|no valid)/i, 502],
  [/\bclient intended to send too large (?:chunked )?body\b/i, 413],
  [/\bcould not be resolved \(\d/i, 502],
  // Envoy: flags of a failed upstream.
  [/" 503 U[A-Z]/, 503],
  // Caddy: `http.log.error`.
  [/"logger":\s?"http\.log\.error[^"]{0,40}".{0,400}\bconnection refused\b/, 502],
  [/"logger":\s?"http\.log\.error[^"]{0,40}".{0,400}\btimeout awaiting response headers\b/, 504],
];

/** The proxy's status, from its log. */
export const statusOfProxyLog = (text: string): number | undefined =>
  LOGS.find(([words]) => words.test(text))?.[1];
