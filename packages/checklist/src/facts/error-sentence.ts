// Finds where a call failed from the sentence of its error, for spans with neither a status nor a code.
import { anyOf } from '../phrases/any-of.ts';
import * as phrases from '../phrases/index.ts';

/** Codes of Node.js and undici in a sentence such as `getaddrinfo ENOTFOUND api.anthropic.com`. */
const CODE =
  /\b(?:E(?:CONNREFUSED|CONNRESET|CONNABORTED|NOTFOUND|AI_AGAIN|TIMEDOUT|HOSTUNREACH|NETUNREACH|NETDOWN|PIPE|PROTO)|UND_ERR_[A-Z_]{3,40}|CERT_[A-Z_]{3,40}|(?:DEPTH_ZERO_)?SELF_SIGNED_CERT\w{0,20}|UNABLE_TO_[A-Z_]{3,40}|ERR_(?:TLS|SSL)_[A-Z0-9_]{3,60})\b/;

/** Messages of other systems and languages: glibc, Windows, Apple, Python, Go, Java, .NET, Elixir, Chrome and curl. */
const WORDS: readonly (readonly [words: RegExp, code: string])[] = [
  // undici's, for texts in which the code is cut off.
  [/\bBodyTimeoutError\b/, 'UND_ERR_BODY_TIMEOUT'],
  [/\bHeadersTimeoutError\b/, 'UND_ERR_HEADERS_TIMEOUT'],
  // Go's `net`, before the connection is established.
  [
    /\blookup [\w.-]{1,200}(?: on [\w.:[\]]{1,60})?: (?:[^\n]{0,120}i\/o timeout|server misbehaving)|\btemporary failure in name resolution\b|EREFUSED|\bresource temporarily unavailable \([\w.-]{1,200}:\d/i,
    'EAI_AGAIN',
  ],
  [
    /\bdial (?:tcp|udp)\b.{0,200}: (?:i\/o timeout|connect: \w{1,20} timed out)|\bTLS handshake timeout\b/i,
    'ETIMEDOUT',
  ],
  [
    /\[SSL: [A-Z_]{3,60}\] (?!certificate)|\bSSL routines:|\bserver gave HTTP response to HTTPS client|\bunrecognized SSL message\b|\btls: (?:first record|handshake|unknown|internal)/,
    'ERR_SSL_HANDSHAKE',
  ],
  [
    /\bERR_NAME_|specified hostname could not be|name or service not known|nodename nor servname|name resolution|\bno such host\b|could not resolve host|remote name could not be resolved|getaddrinfo failed|failed host lookup|reason: :nxdomain\b/i,
    'ENOTFOUND',
  ],
  // Also Bun's; the last form is from aiohttp.
  [
    /connection[ _]?refused\b|\bactively refused\b|reason: :econnrefused\b|\bConnect call failed \(/i,
    'ECONNREFUSED',
  ],
  // curl, including its use by PHP; Chrome's; Java, OkHttp, Ruby, and httpx, where only the class shows it.
  [
    /\bcurl(?:: \(28\)| error 28:) (?:failed to connect|connection timed out)\b|\bERR_(?:CONNECTION_)?TIMED_OUT\b|\bconnect timed out\b|\(port \d{1,5}\).{0,100} after \d{1,9}ms(?!:)|\bConnectTimeout(?=[:\n]|$)|\bdid not properly respond after a period of time\b|^connect timeout on endpoint URL|\bexecution expired\)|\bNet::OpenTimeout\b/i,
    'ETIMEDOUT',
  ],
  [
    /\bERR_(?:INTERNET_|ADDRESS_U|NETWORK_)|Internet connection appears to be offline|network is unreachable|no route to host|attempted to an unreachable |requires net access/i,
    'ENETUNREACH',
  ],
  [
    /\bERR_CERT_|certificate.{0,3}verify failed|tls: failed to verify certificate|self.signed certificate|unknown authority|PKIX path|\bcertificate has expired\b|unable to (?:verify the first|get (?:local )?issuer) certificate|does not match certificate's altnames|remote certificate (?:is invalid|was rejected)|invalid peer certificate|SSL connection could not be established/i,
    'ERR_SSL_CERTIFICATE_VERIFY_FAILED',
  ],
  [
    /connection[ _]?(?:was )?(?:reset|aborted(?!, p))|\bERR_(?:CONNECTION_CLOSED|EMPTY_RESPONSE|SOCKET_NOT_CONNECTED)\b|\bConnectionClosed\b|network connection was lost|:\d{1,5} failed to respond\b|forcibly closed by the remote host|server disconnected without sending a response|socket hang up|other side closed|socket connection was closed unexpectedly|peer closed connection|empty reply from server|broken pipe|remote end closed connection|reason: :closed|\bTransportError\) socket closed|\bGOAWAY\b|received no bytes|\bIncompleteMessage\b|before message completed|while sending the request\.\s[^\n]{0,60}ended prematurely|prematurely closed before|": EOF$|: read: connection timed out/i,
    'ECONNRESET',
  ],
  [/\bcurl(?:: \(7\)| error 7:) Failed to connect [^\n]{1,200}couldn't connect to server/i, 'ECONNREFUSED'],
];

/** Windows's number, which Python, .NET and Rust print in every language. */
const WINSOCK = /\b(?:WinError |SocketException \(|Errno |os error )(?<number>1[01]0\d\d|60)\b/;

/** https://learn.microsoft.com/windows/win32/winsock/windows-sockets-error-codes-2 */
const CODE_OF_WINSOCK: ReadonlyMap<string | undefined, string> = new Map([
  ['60', 'ETIMEDOUT'],
  ['10013', 'EACCES'],
  ['10051', 'ENETUNREACH'],
  ['10054', 'ECONNRESET'],
  ['10060', 'ETIMEDOUT'],
  ['10061', 'ECONNREFUSED'],
  ['10065', 'EHOSTUNREACH'],
  ['11001', 'ENOTFOUND'],
  ['11002', 'EAI_AGAIN'],
]);

const hasWords = anyOf([WINSOCK, ...WORDS.map(([words]) => words)]);

/** The code of a failed connection, in the spelling of Node.js, with the place of the code or of the words for it. */
export function findConnectionCode(
  text: string,
): { readonly value: string; readonly start: number; readonly end: number } | undefined {
  const written = CODE.exec(text);
  if (written !== null) return placed(written[0], written);
  if (!hasWords(text)) return undefined;
  const numbered = WINSOCK.exec(text);
  const code = CODE_OF_WINSOCK.get(numbered?.groups?.number);
  if (numbered !== null && code !== undefined) return placed(code, numbered);
  for (const [words, meant] of WORDS) {
    const found = words.exec(text);
    if (found !== null) return placed(meant, found);
  }
  return undefined;
}

const placed = (value: string, { 0: found, index }: RegExpExecArray) => ({
  value,
  start: index,
  end: index + found.length,
});

/** Only the code. */
export const connectionCodeIn = (sentence: string): string | undefined => findConnectionCode(sentence)?.value;

/** Sentences of the SDKs and the AI SDK for a call without a response that do not name the cause. The last is from .NET. */
const NO_RESPONSE =
  /^(?:connection error\.?$|cannot connect to API\b|fetch failed$|(?:failed to fetch|load failed)(?:$| \()|(?:curl: \(7\) )?failed to connect to .{1,200}: couldn't connect to server$|network ?error\b|unable to connect to (?:API|anthropic)\b|unable to connect\. is the computer able|could not connect to the endpoint URL|all connection attempts failed|[^\n]{1,300} \([\w.-]{0,50}anthropic\.com:\d{1,5}\)$)/i;
// `DEADLINE` is an `AbortSignal.timeout()`, in the words of the platform and the instrumentation. `TIMED_OUT` is a client's own timeout.
const DEADLINE = /^the (?:operation was aborted due to timeout$|deadline of the application's AbortSignal)/i;
const TIMED_OUT =
  /^(?:the )?request (?:has )?timed out\b|^HTTP request timed out|\bClient\.Timeout exceeded while awaiting headers|\bHttpClient\.Timeout of \d{1,6} seconds|^(?:read|operation) timed out|^read timeout on endpoint URL|\bread timed out\b|^timeout of \d{1,9} ?ms exceeded|^context deadline exceeded$|^the connection was aborted, p/i;
/** Messages of the AI SDK, Pydantic AI and others for a success that is not JSON, and for one that they could not read completely. */
const NO_JSON =
  /^invalid JSON response$|^expected a JSON response, got: |^unexpected token .{1,80}(?:is not valid JSON|in JSON at position)|^unexpected (?:token|character)(?: at|:) '<|^unexpected end of JSON input|^could not parse message into JSON: |^unterminated string starting at|^expecting value: line 1 column 1|^invalid character '<' looking for|^expected destination type of 'string' or '\[\]byte'|^error parsing response json: |^unexpected event order, got \w|\bAPI returned an empty or malformed response\b|^'<' is an invalid start of a value/i;
/** The Python SDK's message about unknown or missing arguments. */
const ARGUMENTS =
  /^\d{1,3} validation errors? for (?:Chat)?Anthropic\b|^(?:Async)?Messages\.\w{1,40}\(\) got an unexpected keyword argument|^Missing required arguments; Expected either/;
const UNREAD = /^failed to process successful response$/i;

/** An invalid URL, in the words of Node.js 20 to 26, Deno, Bun, Go, OkHttp and httpx. The AI SDK and Deno add a prefix. */
export const NO_URL: RegExp =
  /^(?:Cannot connect to API: |Fetch failed: )?(?:invalid URL|failed to parse URL|unknown scheme|bad port|request cannot be constructed from a URL that includes credentials|URL scheme '[^']{1,40}' not supported|requests to port \d{1,5} are blocked|protocol must be http:|unsupported protocol scheme|expected URL scheme 'http' or 'https'|request URL is missing an 'http)(?!\w)/i;

/** The `error.type` of our own spans that a sentence implies, if any. */
export function ownTypeOf(
  sentence: string,
): 'connection_error' | 'client_timeout_error' | 'malformed_response' | 'client_error' | undefined {
  if (NO_URL.test(sentence) || ARGUMENTS.test(sentence)) return 'client_error';
  if (TIMED_OUT.test(sentence) || DEADLINE.test(sentence)) return 'client_timeout_error';
  if (NO_JSON.test(sentence)) return 'malformed_response';
  return NO_RESPONSE.test(sentence) ? 'connection_error' : undefined;
}

/** Messages about a body that broke off, from undici, httpx, aiohttp and Go. */
const BROKE =
  /^terminated$|\bbody length does not match\b|incomplete chunked read|without sending complete message body|response payload is not completed|\bunexpected EOF\b|\btransfer closed with (?:\d|outstanding)|\bconnection broken: |\bHTTP\/2 stream \d{1,9} was not closed cleanly|\bstream error: stream ID \d|\bhyper::Error\(Body\b|^error reading response\b|^stream failed$|^the response stopped arriving|^read tcp .{1,200}\bconnection reset\b|\bconnection to the API was lost\b|\bconnection (?:lost|closed) mid-response\b|^stream connection (?:error|closed)\b|premature (?:close|end)|ended prematurely|prematurely closed during|, bytes received: \d|transfer encoding, state: READ/i;
/** Messages about a body that cannot be decoded, from zlib through Python and httpx, and from Bun. */
const UNDECODED =
  /incorrect (?:header|data) check|while decompressing|^(?:Zlib|Brotli|Zstd)\w{0,30}Error fetching /i;

/** Whether curl's time limit ended an answer that had begun. */
export const isCut = (sentence: string): boolean =>
  /\bwith [1-9]\d{0,15}(?: out of \d{1,15})? bytes received/.test(sentence);

/** Whether a deadline of the application passed. */
export const isDeadline = (sentence: string): boolean => DEADLINE.test(sentence);

/** Whether the answer had begun. */
export const hadAnswer = (sentence: string): boolean => breaksAnswer(sentence) || UNREAD.test(sentence);

/** Whether the body has another encoding than its headers name. */
export const isUndecoded = (sentence: string): boolean => UNDECODED.test(sentence);

/** Whether the text is an error page. No platform of Claude writes one. */
export const isPage = (text: string): boolean => /^\s*(?:\d{3} )?<(?:!doctype|html|head|body)\b/i.test(text);

/** A page of HAProxy, which has no title. */
const NO_SERVER = /No server is available to handle this request/i;

/** The title of a page, else its heading; `''` for a page without either. */
export const titleOf = (page: string): string =>
  NO_SERVER.exec(page)?.[0] ??
  (/<title>([^<]{1,500})<\/title>/i.exec(page) ?? /<h1>([^<]{1,500})<\/h1>/i.exec(page))?.[1]?.trim() ??
  '';

/** The reason phrases of statuses. The AI SDK keeps only this of an error whose body is not the API's. */
const REASONS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    Unauthorized: 401,
    Forbidden: 403,
    'Not Found': 404,
    // Go's.
    'page not found': 404,
    'Content Too Large': 413,
    'Payload Too Large': 413,
    'Request Entity Too Large': 413,
    'Too Many Requests': 429,
    'Bad Gateway': 502,
    'Service Unavailable': 503,
    'Gateway Timeout': 504,
    'Gateway Time-out': 504,
  }),
);

/** The status whose reason phrase is the whole sentence. */
export const statusOfReason = (sentence: string): number | undefined =>
  REASONS.get(sentence.replace(/^404 (?=p)/, ''));

/** Whether the connection broke after the headers of the answer. */
export const breaksAnswer = (sentence: string): boolean => BROKE.test(sentence) || isUndecoded(sentence);

type Group = readonly [group: readonly RegExp[], type: string];

const GROUPS: readonly Group[] = [
  [phrases.identityPhrases, 'authentication_error'],
  [phrases.requestPhrases, 'invalid_request_error'],
  [phrases.limitsPhrases, 'rate_limit_error'],
];

/** Phrases whose type is not that of their group; `undefined` if no answer contains them. */
const APART: ReadonlyMap<RegExp, string | undefined> = new Map([
  [phrases.creditBalance, 'invalid_request_error'],
  [phrases.ownSpendLimit, 'invalid_request_error'],
  [phrases.tierSpendLimit, 'rate_limit_error'],
  [phrases.organizationDisabled, 'invalid_request_error'],
  [phrases.credentialScope, 'invalid_request_error'],
  [phrases.requestNotAllowed, 'permission_error'],
  [phrases.noAuthMethod, undefined],
  [phrases.modelName, 'not_found_error'],
  // Applications also use these words for their own files and limits. {@link OWN} has the API's.
  [phrases.fileNotFound, undefined],
  [phrases.perMinute, undefined],
  [phrases.streamingRequired, undefined],
  [phrases.toolInput, undefined],
]);

/**
 * The API's own sentences for its failures (https://platform.claude.com/docs/en/api/errors). If other programs also use a
 * part of a sentence, the list has the whole sentence, or the words that only the API uses.
 */
const OWN: readonly (readonly [words: RegExp, type: string])[] = [
  [
    /^overloaded\.?$|\b(?:provider|model|API|servers?|service|anthropic|claude)(?:'s API)? (?:is|are) (?:currently |temporarily ){0,2}(?:overloaded|at capacity)/i,
    'overloaded_error',
  ],
  [/^internal server error\.?$/i, 'api_error'],
  [/^request (?:exceeds the maximum size|too large \(max)\b/i, 'request_too_large'],
  // The second forms are Claude Code's.
  [
    /\byour (?:organization|account)['’]s rate limit\b|^server is temporarily limiting requests\b/i,
    'rate_limit_error',
  ],
  [/^file not found: file_|\bthere's an issue with the selected model\b/i, 'not_found_error'],
  [new RegExp(`^(?:${phrases.keyRejected.source})\\.?$`, 'i'), 'authentication_error'],
];

const TYPES: readonly (readonly [words: RegExp, type: string])[] = [
  ...OWN,
  ...GROUPS.flatMap(([group, usual]) =>
    group.flatMap((phrase) => {
      const type = APART.has(phrase) ? APART.get(phrase) : usual;
      return type === undefined ? [] : [[phrase, type] as const];
    }),
  ),
];

// Most sentences match none of these.
const hasType = anyOf(TYPES.map(([words]) => words));
const isCloud = anyOf(phrases.cloudPhrases);

/** The API's error type for a sentence that only the API writes. */
export function typeOfSentence(sentence: string): string | undefined {
  if (sentence === '' || !hasType(sentence) || isCloud(sentence)) return undefined;
  return TYPES.find(([words]) => words.test(sentence))?.[1];
}
