// Reads lines of proxies' logs about the server behind them, as the status of the proxy's answer.

/** Words of the logs of nginx, HAProxy, Envoy and Caddy. */
const LOGS: readonly (readonly [words: RegExp, status: number])[] = [
  // The second form is from Caddy's `http.log.error`.
  [
    /\bupstream timed out \(\d{1,4}:|"logger":\s?"http\.log\.error[^"]{0,40}".{0,400}\btimeout awaiting response headers\b/i,
    504,
  ],
  [
    /\bconnect\(\) failed \(\d{1,4}: [^)]{1,60}\) while connecting to upstream|\bupstream prematurely closed connection\b|\bno live upstreams while connecting\b|\bupstream sent (?:too big header|invalid header|no valid)|\bcould not be resolved \(\d|"logger":\s?"http\.log\.error[^"]{0,40}".{0,400}\bconnection refused\b/i,
    502,
  ],
  [/\bclient intended to send too large (?:chunked )?body\b/i, 413],
  // Envoy: flags of a failed upstream.
  [/" 503 U[A-Z]|"response_flags":\s?"(?:[A-Z]{1,6},){0,4}U[A-Z]/, 503],
  // Balancers of AWS, when their target sent no status.
  ...[502, 503, 504].map(
    (status) =>
      [
        new RegExp(`\\bapp/[\\w-]{1,60}/[\\da-f]{16} (?:\\S{1,60} ){2}(?:-?[\\d.]{1,12} ){3}${status} - `),
        status,
      ] as const,
  ),
];

/** The proxy's status, from its log. */
export const statusOfProxyLog = (text: string): number | undefined =>
  LOGS.find(([words]) => words.test(text))?.[1];
