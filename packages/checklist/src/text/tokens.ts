// Tables of the signs of an error in a text, for the reader. Every repetition is bounded.
import { KNOWN_ERROR_TYPES } from '../facts/failure-stage.ts';

/** A line without a match has no error. An `e` with four letters after it occurs in `error`, `refused` and `deadline`, and in codes. */
export const MAY_TELL: RegExp =
  /e[a-z]{4}|stall|<html|canceled|logged in|help with|can't|couldn't|[45]\d\d|fail|time[- ]?out|abort|reset|limit|invalid|unable|unavailable|unauthori|forbidden|not found|cannot|could not|hang up|too long|closed|timed|budget|run \/login|_ERR_|CERT|credit|disabled|错误|失败|超时|渠道|限/i;

/** Names of statuses from HTTP or the API. */
const REASON =
  '(?:Bad Request|Unauthorized|Payment Required|Forbidden|Not Found|Method Not Allowed|Not Acceptable|Proxy Authentication Required|Request Timeout|Conflict|Gone|Length Required|Payload Too Large|Content Too Large|Request Entity Too Large|URI Too Long|Unsupported Media Type|Unprocessable (?:Entity|Content)|Too Early|Too Many Requests|Request Header Fields Too Large|Internal Server Error|Not Implemented|Bad Gateway|Service (?:Temporarily )?Unavailable|Gateway Time-?out|Site (?:is )?Overloaded|Overloaded|(?:Client|Server) Error|Client Closed Request|Web Server Is Down|Connection Timed Out|Origin Is Unreachable|A Timeout Occurred|SSL Handshake Failed)';

/** A way to write a status. */
export interface StatusForm {
  readonly pattern: RegExp;
  /** Set if the number may mean something else. */
  readonly isLoose?: true;
  /** The name of the form, if a decision depends on it. */
  readonly form?: string;
}

/** The number is the group `status`. The expressions are global, to find every match. */
export const STATUS_FORMS: readonly StatusForm[] = [
  { pattern: /\bHTTP\/[123](?:\.[01])?"? (?<status>[1-5]\d\d)\b/g },
  {
    pattern:
      /\b(?:http[ _-]?)?status(?:[ _-]?code)?["'`]?(?:\s{0,40}(?:[:=]|=>)\s{0,40}|\s{1,4}(?:is|of|was|code|error)?:?\s{0,4})["'`]?\(?(?<status>[1-5]\d\d)(?!\d|\.\d|ms\b)/gi,
  },
  {
    form: 'error code',
    pattern: /\bError code:?\s{0,4}(?<status>[345]\d\d)\b/gi,
  },
  {
    pattern:
      /\b(?:API|HTTP|server|client|response|request|upstream|provider)[ _-]?(?:request )?error[: ]{0,3}[([']?(?:status )?(?<status>[45]\d\d)\b/gi,
  },
  // `InternalServerError: 529 {`, `Error: 429 Too…`. The sentence begins with the number.
  {
    form: 'class',
    pattern:
      /(?<!Encoding|Length)(?:Error|Exception)(?: ?\[[^\]\n]{1,60}\])?["'`]?(?:: |\(["']?|, )(?<status>[345]\d\d)(?=[\s:,;{(]|$)/gm,
  },
  {
    form: 'json',
    pattern:
      /(?<![\w.])(?<status>[345]\d\d)(?: [A-Z][\w-]{1,20}){0,4}[:,]? {0,2}(?:- ?)?(?:b?['"])?(?=[{<[]\s{0,4}[\\"'<a-z!{]|status code \(no body\))/g,
  },
  {
    pattern: new RegExp(
      `(?<![\\w.])(?<status>[45]\\d\\d)[:,)\\]]? {1,2}[(\\-"']{0,2} ?(?:status code )?${REASON}\\b`,
      'gi',
    ),
  },
  { pattern: /: (?<status>[45]\d\d): (?=\S)/g },
  // Relays' sentences.
  {
    pattern: /(?<![\w.])(?<status>[45]\d\d)[:：]?\s?(?!报错|错误|的|时)(?=[\u3400-\u9fff])/g,
  },
  {
    pattern: /\b(?:GET|POST) \\{0,4}"?https?:\/\/[^\s"]{4,300}"?:? (?<status>[45]\d\d)\b/g,
  },
  {
    pattern: new RegExp(
      `\\b${REASON}\\b[ :.,-]{0,3}[([](?:status |code |HTTP |error )?(?<status>[45]\\d\\d)[)\\]]`,
      'gi',
    ),
  },
  {
    pattern: /\bHTTP[ _-]?(?:error|status|code|response)?[ _-]?(?:code)?[:= ]{1,3}(?<status>[45]\d\d)\b/gi,
  },
  {
    pattern:
      /\b(?:failed|fails|returned|returns|responded|responds|respond|response|replied|answered|got|received|gave|threw|rejected)(?: with)?(?: (?:a|an|the))?(?: (?:http|status|error|code|response)){0,3}:? ?[([]?(?<status>[45]\d\d)\b(?!\s?(?:ms|s|tokens|bytes|kb|mb|items|rows|results)\b)/gi,
    isLoose: true,
  },
  {
    pattern: /\((?:(?:http|status|code|error)[: ]{1,2}){0,2}(?<status>[45]\d\d)(?=[ )\],:])/gi,
    isLoose: true,
  },
  {
    pattern: /\[(?:(?:http|status|code|error)[: ]{1,2}){0,2}(?<status>[45]\d\d)\]/gi,
    isLoose: true,
  },
  { pattern: /(?:->|→) (?<status>[45]\d\d)\b(?!\s?m?s\b)/g, isLoose: true },
  { pattern: /\berror[ :#-]{1,3}(?<status>[45]\d\d)\b/gi, isLoose: true },
  {
    pattern: /(?<![\w.])(?<status>[45]\d\d)[ -](?:error|status|response)s?\b/gi,
    isLoose: true,
  },
  {
    pattern: /(?:状态码|错误码|错误代码|返回码|状态)(?:为|是)?[:： ]{0,3}(?<status>[45]\d\d)/g,
  },
  // The whole text: `529`, `529 Overloaded`, `429: …`. A number in a Python log line does not count.
  {
    pattern:
      /^[\s"'`]{0,8}(?<status>[45]\d\d)(?! - (?:DEBUG|INFO|WARNING|ERROR|CRITICAL)\])(?=[:\s"'`.,-]{0,4}$|[: -]{1,3}["'{<A-Z\u3400-\u9fff])/gm,
    isLoose: true,
  },
  { pattern: /<(?:title|h1)>\s{0,4}(?:Error )?(?<status>[45]\d\d)\b/gi },
];

const TYPES = [...KNOWN_ERROR_TYPES].join('|');

/** A type of the API. */
export const API_TYPE: RegExp = new RegExp(`(?<![\\w-])(?<type>${TYPES})(?![\\w-])`, 'g');

/** Class names with their modules. */
export const CLASS: RegExp =
  /(?<![\w$])(?:[A-Z][A-Za-z0-9_]{0,60}(?:Error|Exception|Timeout|Failure)|Error|Exception|gaierror|[A-Z]\w{2,60}Exceeded)(?![\w$])/g;

/** Ids of requests from the API, and from gateways that use the same form. */
export const REQUEST_ID: RegExp = /(?<![\w-])req_[A-Za-z0-9_]{6,60}(?![\w-])/g;

/** A host in a URL, or a known host. */
export const URL_HOST: RegExp =
  /\bhttps?:\/\/(?:[^\s/@"'<>]{1,200}@)?(?<host>[A-Za-z0-9][\w.-]{0,120}|\[[0-9a-f:]{2,40}\])(?::(?<port>\d{2,5}))?(?<path>\/[^\s"'`<>)\]},;]{0,200})?/g;
export const KNOWN_HOST: RegExp =
  /(?<![\w.-])(?<host>(?:[\w-]{1,60}\.){0,6}(?:anthropic\.com|amazonaws\.com(?:\.cn)?|googleapis\.com|azure\.com|api\.aws))(?::(?<port>\d{2,5}))?(?![\w-])/g;
/** The address of a connection: `127.0.0.1:8080`, `[::1]:443`, `proxy.local:3128`. */
export const ADDRESS: RegExp =
  /(?:ECONN\w{3,8}|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|dial tcp|connect to)(?: |: lookup )(?<host>\[?[\w.:-]{1,120}?\]?)(?::(?<port>\d{2,5}))?(?=[\s,:;)"']|$)/g;

/** Model ids of Claude on each platform. */
export const MODEL_NAME: RegExp =
  /(?<![\w-])(?:(?:[a-z]{2,6}\.)?anthropic\.claude-[\w.:-]{1,60}|claude-(?:opus|sonnet|haiku|instant|v?\d|mythos|[a-z]{3,12}-\d)[\w.-]{0,60}(?:@\w{1,20})?)/g;

/** The meanings of values, each with its names. */
const NAMES = {
  type: 'type errortype',
  class: 'exceptiontype excinfo name',
  message:
    'message msg exceptionmessage errormessage errmsg detail details description errordescription error err reason title responsebody result responsecodedetails',
  stack: 'stack stacktrace',
  code: 'code',
  errorcode: 'errorcode',
  status: 'status statuscode upstreamstatus httpstatus httpstatuscode httpcode responsestatus responsecode',
  requestid: 'requestid reqid',
  retryafter: 'retryafter',
  stopreason: 'stopreason',
  server: 'server',
  via: 'via',
  amzntype: 'xamznerrortype',
  model: 'model',
  param: 'param',
  role: 'role',
  time: 'time timestamp ts datetime asctime',
  tokens: 'inputtokens outputtokens maxtokens',
};

/** Names of values that the reader looks for, with their meaning. */
export const ASKED: ReadonlyMap<string, string> = new Map(
  Object.entries(NAMES).flatMap(([fact, names]) => names.split(' ').map((name) => [name, fact] as const)),
);
