// Decides whether an error belongs to a call of Claude, from the signs for and against it.
import { ownTypeOf } from '../facts/error-sentence.ts';
import { isApiSentence, mayHaveApiSentence } from '../phrases/index.ts';
import type { Read } from './attributes-of-text.ts';
import { GENERAL, sentenceAround } from './no-failure.ts';
import { tells } from './sentence.ts';
import type { Signs } from './signs.ts';
import { isDocument } from './winners.ts';

/** `own`: the error has a sign of Claude. `assumed`: the text is only an error, and has no sign of another service. */
export type Relevance = 'own' | 'assumed';

/** An error of another program or provider, by its own signs. */
export type Foreign = 'foreign';

/** Names of Anthropic, its SDKs and models, and text that only its API writes. */
export const CLAUDE: RegExp =
  /anth?ropic|claude|\breq_01[A-Za-z\d]{8}|\bsk-ant-|\binvalid x-api-key\b|(?<!threads\/[\w-]{0,60})\/v1\/messages\b|"apiMessage\\{0,8}":|total_cost_usd|\bUnable to connect to API\b|· Please run \/login|\bThe response above may be incomplete\b|\bAPI returned an empty or malformed response \(HTTP|\bnot your usage\s{1,40}limit\b|\u23BF\s{1,6}API Error|(?:^|\n) {0,6}API Error: [45]\d\d [{<]/i;

/** Signs of an error of Claude that does not name Claude. */
const UNNAMED =
  /529|type\W{1,8}error\b|(?:permission|not_found|billing|timeout|overloaded)_error|request_too_large|stop_?reason|Streaming stall|message_start|\bmsg_/i;

/** A quick test that most errors of other programs fail. */
export const mayBeClaude = (text: string): boolean =>
  CLAUDE.test(text) || UNNAMED.test(text) || mayHaveApiSentence(text);

/** Other providers, and programs with errors in the same form. */
const OTHERS =
  /\b(?:(?:openai(?:exception)?|pg-pool|gemini|GenerateContentRequest|genai|mistral(?:ai)?|cohere|groq|deepseek|ollama|perplexity|huggingface|grok|fireworks|x\.ai|twilio|sendgrid|slack|discord|(?<!x-)github|mysql|redis|kafka|amqp|prisma|supabase|firebase|s3|dynamodb|ldap|smtp|chroma|AzureException|AiPlatformException|minipass|bigmodel|InvalidClientTokenId)\b|gpt-?\d|o[134]-(?:mini|preview)|qwen|stripe|postgres|psycopg|mongo|rabbit|elastic|sqlite|memcached|cassandra|Pinecone|qdrant|weaviate|llama-?\d|amazon\.(?:nova|titan)|zhipu|operation error [\w ]{1,40}: (?!InvokeModel|Converse))|generativelanguage|node_modules\/(?:npm|pg|mysql2|ioredis|mongodb|amqplib)\//i;

/** A Python module of another library: `chromadb.errors.`, `playwright._impl._errors.` */
const OTHER_MODULE =
  /^(?!\S*anthropic|litellm|instructor|requests|urllib3|botocore|google\.|azure|asyncio|dev\.|strands|semantic|vercel)[a-z]\w*(?:\.\w+)?\._?(?:errors?|exceptions?|api_error)\.\w/m;

/** Java packages of databases, brokers and services, and a node of n8n that calls no model. */
const OTHER_PACKAGE =
  /\b(?:com\.(?:sforce|mysql|mongodb|datastax|rabbitmq|zaxxer|stripe|twilio|slack|sap|oracle|microsoft\.sqlserver)|org\.(?:postgresql|hibernate|elasticsearch|opensearch|redisson|quartz|flywaydb|mongodb|apache\.(?:kafka|solr|activemq|cassandra|spark|hadoop))|redis\.clients|io\.lettuce|java\.sql)\.[\w.$]{0,80}Exception\b|\bn8n-nodes-base\.(?!httpRequest\b)\w|\bProblem in node \W(?![^\n]{0,60}(?:anthropic|claude|model|agent|\bai\b|llm|chat|http))/i;

/** A file or another server that a browser blocks. */
const OTHER_ADDRESS =
  /\bAccess to \w{3,20} at '(?![^'\n]{0,200}(?:anthropic\.com|\/v1\/))[^'\n]{1,300}' from origin\b/;

/** Ports of databases and brokers. */
const OTHER_PORTS: ReadonlySet<number | undefined> = new Set([
  25, 465, 587, 1433, 1521, 2181, 3306, 5432, 5433, 5672, 6379, 6380, 9042, 9092, 9200, 11211, 27017, 6333,
  19530, 4317, 4318,
]);

/** A line in a web server's log about a request that it received. */
const ACCESS_LOG =
  /\bCompleted [1-5]\d\d [A-Z][A-Za-z ]{1,40} in \d|"(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) [^"\n]{1,300} HTTP\/[\d.]{1,3}" [1-5]\d\d|^\W{0,12}(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) \/[^\s]{0,200} (?:-> |- )?[1-5]\d\d\b/m;

/** Types that appear in no other provider's envelopes. */
const OWN_TYPES: ReadonlySet<string | undefined> = new Set([
  'permission_error',
  'not_found_error',
  'billing_error',
  'timeout_error',
  'overloaded_error',
  'request_too_large',
]);

/** Signs of Claude that count beside another name, such as that of a relay, a client, or another service of the program. */
const STRONG =
  /anthropic(?:exception|error|\b)|claude-(?:opus|sonnet|haiku|\d)|\bclaude (?:opus|sonnet|haiku|\d|code|api|request|call)|calling claude|req_01/i;

/** The surroundings of the error that the decision uses. */
export interface Surroundings {
  /** Whether a sign of Claude appears shortly before it. */
  readonly mentioned: boolean;
  /** Whether the whole text is short and has only errors. */
  readonly isBare: boolean;
}

/**
 * Errors of programs that install packages or resolve modules, and of MCP clients that received text other than JSON. Errors of
 * Claude Code's tools, if the segment has no failed call.
 */
const NO_CALL =
  /^NameError: name '|\breadMessage \(|\bhttps?:\/\/(?:registry[\w-]{0,9}|pypi|rubygems|repo\d?|deb|index\.crates|api\.nuget|proxy\.golang)\.|\bssh: |\bRPC failed\b|\bexpect\(received|proxy error: (?:could not proxy request )?\/(?!v1)|\bStreamable HTTP error|MCP error -|WebSocket connection to|\bwhen calling the (?!InvokeModel|Converse|CountTokens|AssumeRole)\w|\bNon-200 status|\u23bf {1,6}Error: |\bEmitted 'error' event on Server\b|\bsendToShell\b|\bfetching \/(?!v1\/)|\b(?:p?npm|yarn) err(?:!|or)|(?:^|\n)fatal: |\bpull(?:ing)? image\b|\bImagePull|\/simple\/[\w-]{1,60}\/|Cannot find (?:module|package)|ModuleNotFoundError|No matching distribution|\bImportError: (?!Using SOCKS)|^(?:[-*] )?(?:(?:bug)?fix|feat|chore|docs|test|refactor)(?:\([\w-]{1,40}\))?!?: /i;

/** Node.js's messages for errors of the file system: `EACCES: permission denied, mkdir '/tmp/a'`. */
const FILES =
  /\bE(?:PERM|ACCES|NOENT|EXIST|ISDIR|NOTDIR|NOTEMPTY|MFILE|NOSPC|ROFS|BUSY|BADF): [a-z ]{5,60}, [a-z_]{2,20}\b/;

/** Google's envelope, which Vertex AI also uses for Claude. */
const OF_GOOGLE = /"status"\s{0,4}:\s{0,4}"[A-Z]{4,20}(?:_[A-Z]{2,20}){0,3}"/;

/** A cloud's sentences about any of its models. */
const OF_CLOUD =
  /\bDeploymentNotFound\b|\bAPI deployment for this resource\b|\bResource has been exhausted\b/;

/** Signs of Claude on Vertex AI. */
const VERTEX = new RegExp(`aiplatform|vertex|${CLAUDE.source}`, 'i');

/** A fetched page or file. Requests to the API are POST, except on its other paths. */
const FETCHED =
  /(?<!-X )\bG(?:ET |et ")(?:https?:\/\/(?![^\s/]{0,100}(?:anthropic|googleapis|amazonaws))[^\s/]{1,100})?\/(?!\S{0,60}\bv1\b)[\w.-]/;

/** In a log of the application's own requests, such as a router's: a path that the API lacks. */
const ROUTE = /(?:url|path)(?:: |=)"?\/(?!\S{0,60}\bv1\b)/i;

/** Prose on the meaning of statuses, and an item of a list with several: `- keeps the status (400/403/429/529)`. */
const PROSE =
  /\b(?:returns?|means|indicates|signals)\b[^\n]{1,60}\b[45]\d\d\b[^\n]{1,200}\b[45]\d\d\b|^[-*] .{0,200}(?:\b[45]\d\d\/){3}|^#{1,3} \[?v?\d+\.\d/im;

/** A row in a list or table of statuses: `- 400 - invalid_request_error: …`, `| ThrottlingException | 429 |`. */
const LISTED = /^(?:\W{0,6}[45]\d\d\b\W{1,6}\w{3,30}_(?:error|large)|\|.{1,60}Exception\W{1,4}[45]\d\d)\b/gm;

const isList = (text: string): boolean => (text.slice(0, 20_000).match(LISTED) ?? []).length > 2;

/** Whether the text is from a program that calls no model, or from a person who writes about statuses. */
const isElse = (text: string): boolean =>
  (NO_CALL.test(text) && !text.includes('API Error')) || FILES.test(text) || PROSE.test(text);

/** A field that names another provider. */
const OTHER_PROVIDER =
  /\bprovider["']?\s{0,4}[:=]\s{0,4}["']?(?:openai|azure|gemini|google|mistral|groq|ollama|deepseek|xai)\b(?![\w/.-]*claude)/i;

/** Source code, configuration and numbers: lines that mention statuses without having one. */
const CODE =
  /^\s{0,20}(?:#|\/\/) [^\n]{0,200}\b[45]\d\d, [45]\d\d|\.(?:reply|respond|status|mockRe\w{1,20})\(|\b(?:nock|expect|assert\w{0,20}|describe|it|test|print|rate|sum)\(|\b(?:log(?:ger|ging)?|console)\.\w{1,12}\(f?["'`]|\bcase [45]\d\d:|[=!]==? ?[45]\d\d\b|\b(?:if|elif|while|for|switch) ?\(|\b(?:proxy_next_upstream|error_page|retry[_-]?on|expr:)|\bRETRY\w{0,20} = |(?<!["'])\bErrorType\b(?!["'])|^\s{0,20}(?:const|let|var|def|func|function|import|export) |\{[^}\n]{1,300}\} \d[\d.e+]{0,20}$|^\s{0,20}[✓✔√] |^\s{0,8}[*-] \*\*|^\s{0,20}select \w.{0,300}\b(?:as|from)\b|^\W{0,12}(?:when|whenever|if|unless|in case|you are an?)\b/im;

/** The relevance of an error; `undefined` if nothing shows that it is of Claude. */
export function relevanceOf(
  signs: Signs,
  read: Read,
  surroundings: Surroundings,
): Relevance | Foreign | undefined {
  const { text } = signs;
  if (isList(text) && read.requestId === undefined) return undefined;
  const isOthers =
    (OTHER_PROVIDER.test(text) && read.attributes['gen_ai.request.model'] === undefined) ||
    OTHER_PACKAGE.test(text) ||
    OTHER_ADDRESS.test(text) ||
    hasOtherModel(signs, read);
  if (isOthers && !read.isEnvelope) return 'foreign';
  if (isElse(text) && !read.isEnvelope) return undefined;
  const isOfCloud = OF_CLOUD.test(text) || (OF_GOOGLE.test(text) && !isApiSentence(read.sentence));
  if (isOfCloud && !VERTEX.test(text) && !surroundings.mentioned) return undefined;
  const lines = linesOf(signs, read);
  if (isMentioned(signs, read)) return undefined;
  if (
    read.type === undefined &&
    (FETCHED.test(lines) ||
      (FETCHED.test(text) && !/\bPOST\b/.test(text)) ||
      (ROUTE.test(text) && read.class === undefined && !tells(read.sentence)))
  )
    return undefined;
  if (signs.hosts.some(({ port }) => OTHER_PORTS.has(port)) && !read.isEnvelope) return 'foreign';
  const core = coreOf(signs, read).replace(DOCUMENT, '');
  const isAccess = read.type === undefined && ACCESS_LOG.test(lines);
  if (isAccess && !/\/v1\/(?:messages|complete)/.test(lines)) return undefined;
  if (CODE.test(lines) && read.requestId === undefined && read.class === undefined) return undefined;
  if (isOpenAiForm(signs, read) && !CLAUDE.test(text)) return 'foreign';
  const own = CLAUDE.test(core) || read.isEnvelope || isApiSentence(read.sentence);
  const others = OTHERS.test(core) || signs.classes.some(({ qualified }) => isOtherClass(qualified));
  if (own && !others)
    // A cloud's sentence, beside the name of another of its models.
    return !CLAUDE.test(text) && !read.isEnvelope && namesOthers(text.slice(0, 8_000)) ? undefined : 'own';
  if (own) return (STRONG.test(core) || read.isEnvelope) && !isOtherHost(signs) ? 'own' : 'foreign';
  if (others) return 'foreign';
  if (isAccess) return undefined;
  if (CLAUDE.test(text)) return 'own';
  if (OWN_TYPES.has(read.type?.value)) return 'own';
  if (OTHERS.test(text)) return undefined;
  if (read.status?.status === 529 || surroundings.mentioned) return 'own';
  return surroundings.isBare && !isElsewhere(signs, read) && !isAnybodys(read) ? 'assumed' : undefined;
}

/** Whether prose only speaks of the error: no class, envelope or request id is there, and the sentence is a general one. */
const isMentioned = (
  { text }: Signs,
  { attributes, class: known, isEnvelope, requestId, used }: Read,
): boolean =>
  known === undefined &&
  attributes['anthropic.error.code'] === undefined &&
  !isEnvelope &&
  requestId === undefined &&
  used.length > 0 &&
  used.every(({ start, end }) => GENERAL.test(sentenceAround(text, start, end).toLowerCase()));

/** Whether the object that holds the error's sentence names another provider's model. */
const hasOtherModel = ({ pairs }: Signs, { used }: Read): boolean =>
  used.some(
    (sign) =>
      'within' in sign &&
      sign.within !== 0 &&
      pairs.some(
        ({ name, value, within }) =>
          name === 'model' && within === sign.within && OTHERS.test(value) && !CLAUDE.test(value),
      ),
  );

/** A class of another library, by its module or by the words in its name: `DiscordAPIError`. */
const isOtherClass = (qualified: string): boolean =>
  OTHER_MODULE.test(qualified) || OTHERS.test(qualified) || OTHERS.test(wordsOf(qualified));

/** `Discord API Error` of `DiscordAPIError`. */
const wordsOf = (name: string): string => name.replace(/(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, ' ');

/** Any program may receive text that is not JSON, even in a model's output. */
const isAnybodys = ({ sentence, status }: Read): boolean =>
  status === undefined && ownTypeOf(sentence) === 'malformed_response';

/** A public host of another service. */
const ANOTHER_HOST =
  /(?:^|\.)(?:github\.com|(?:www|drive|storage|oauth2|maps|sheets|calendar|gmail)\.googleapis\.com)$/;

/** A header of a server in front of an API. */
const PROXY =
  /^(?:< )?(?:server|via|x-powered-by): [^\n]{0,60}(?:kong|envoy|cloudflare|haproxy|squid|awselb|litellm|apisix|traefik|caddy|nginx|openresty|varnish|akamai|zscaler)/im;

/** Whether a URL has a path that the API lacks, or an answer has words of neither the API nor a proxy. */
const isElsewhere = ({ hosts, text }: Signs, { status, attributes }: Read): boolean =>
  hosts.some(({ value }) => ANOTHER_HOST.test(value)) ||
  hosts.some(
    (host) =>
      !isDocument(host) &&
      /^https?:\/\/[^/]{1,200}\/(?!v1\/(?:messages|complete)|api\/)\S/.test(host.url ?? ''),
  ) ||
  // urllib3.
  /\bwith url: \/(?!v1\/(?:messages|complete))\S/.test(text) ||
  (/^HTTP\/[\d.]{1,3} /m.test(text) &&
    status !== undefined &&
    attributes['anthropic.error.body'] !== 'html' &&
    !PROXY.test(text) &&
    /\n\s{0,20}\S[^\n]{0,200}$/.test(text) &&
    /\{/.test(text));

const isOtherHost = ({ hosts }: Signs): boolean =>
  hosts.some(({ value, url }) => url !== undefined && value !== 'github.com' && OTHERS.test(value)) &&
  !hosts.some(({ value }) => /anthropic\.com$/.test(value));

/** OpenAI's envelope has a `param`. Relays also add it around other servers' answers. */
const isOpenAiForm = ({ pairs, text }: Signs, { sentence }: Read): boolean =>
  pairs.some(({ name }) => name === 'param') && !/litellm/i.test(text) && !tells(sentence);

/** The lines with a sign of a failure: the status and the type, or else the sentence. */
function linesOf({ text }: Signs, { status, type, used }: Read): string {
  const lines: string[] = [];
  const coded = [status, type].filter((sign) => sign !== undefined);
  for (const sign of coded.length > 0 ? coded : used) {
    const to = text.indexOf('\n', sign.end);
    lines.push(text.slice(text.lastIndexOf('\n', sign.start) + 1, to < 0 ? text.length : to).slice(0, 1_000));
  }
  return lines.join('\n');
}

/** The address of a page that a sentence links. */
const DOCUMENT = /https?:\/\/(?:www\.)?github\.com\/[^\s"'<>)]{0,300}/g;

/** The lines that print the error itself, without its stack and surroundings. */
function coreOf(signs: Signs, read: Read): string {
  const { text } = signs;
  const parts: string[] = [read.sentence, read.class?.qualified ?? ''];
  for (const { start, end } of read.used) {
    if (end <= start) continue;
    const from = text.lastIndexOf('\n', start) + 1;
    const to = text.indexOf('\n', end);
    parts.push(text.slice(Math.max(from, start - 400), Math.min(to < 0 ? text.length : to, end + 400)));
  }
  for (const { value } of signs.hosts) if (value !== 'github.com') parts.push(value);
  return parts.join('\n');
}

/** Tests, checks of code, compilers, installers, diffs, alerts, release notes, and texts on how a program handles errors. */
const ABOUT_ERRORS =
  /^diff --git |^```diff|^\s{0,4}\d{1,4} (?:files? changed|ファイル変更)|^Resolved - |\b\d{1,6} problems? \(\d|\beslint\b|\berror\[E\d{4}\]|\bcould not compile\b|\bdependency resolver\b|^@@ |^NameError: |\[Errno 13\]|\[RESOLVED\]|\berror TS\d|\bAssertionError\b|\bvalidation errors? for (?!(?:Chat)?Anthropic\b)\w|^\s{0,8}(?:\u2713|FAIL |(?:- )?alert:)|\bnock\(|\b(?:is|are) (?:never|not|always) retried\b|\bwe retry\b|\bretries with\b|\b(?:positional|keyword|number of) arguments?\b|_error\W{0,2}means\b|\b(?:pytest|vitest|jest|tests? failed|(?:terminated|killed) by signal)\b|^(?:docs?|how to) ?[:\w]/m;

/** Whether no call of Claude prints such text: from installers and compilers, or a list of statuses. */
export const isNoCall = (text: string): boolean =>
  isList(text) || isElse(text) || ABOUT_ERRORS.test(text) || (OTHER_MODULE.test(text) && !STRONG.test(text));

/** Names in plain words: Anthropic, its programs, models and ids, but not a user or a resource with that name. */
const NAMED =
  /anth?ropic|(?<!\b(?:user|role|namespace|database|branch|provided:) )claude(?!-(?!opus|sonnet|haiku|instant|code|agent|desktop|v?\d))|\u23bf {1,6}api error|\/v1\/messages\b|\u25cf api error|\b(?:toolu[ _]|req[ _]01|sk-ant-|api error \(attempt \d|opus[ -]?\d|(?:unable to connect to api|sonnet|haiku|message stop|content block|input json delta|budget tokens|user:inference|fix external api key|stream idle timeout - partial|the response above may be incomplete|for many-image requests)\b)/;

/** Other programs that fail without Claude. */
const BESIDE =
  /\b(?:docker (?:daemon|hub|pull|build)|provision|pip3? |compil|(?:mcp|terraform|npm|lint|webhook|database|sql|hy000|git|ssh|enoent|errno 13|password|validation will be disabled|disk|memory|lock|namespace|pod|command not found)\b)/;

/** Distances around a symptom, in which the nearest name is searched. */
const RINGS = [30, 45, 60, 200, 600, 2_000];

/** Plain words, and what was written in a range of them. */
export interface Searched {
  readonly words: string;
  readonly original: (from: number, to: number) => string;
}

/** Whether a text names another program or provider. */
export const namesOthers = (text: string): boolean => OTHERS.test(text.replace(DOCUMENT, ''));

/** Whether a line begins with a class of another library. */
export const isOfOtherModule = (line: string): boolean => OTHER_MODULE.test(line) && !STRONG.test(line);

/** Whether a text says that another provider was called. */
export const isOfOtherProvider = (text: string): boolean =>
  OTHER_PROVIDER.test(text) || OTHER_PACKAGE.test(text);

/** Whether the nearest name within `reach` of a place in plain words is one of Claude. */
export function ofClaudeAt(
  { words, original }: Searched,
  { start, end }: { readonly start: number; readonly end: number },
  reach: number,
): boolean {
  if (BESIDE.test(words.slice(Math.max(0, start - 60), end + 60))) return false;
  for (const ring of RINGS) {
    if (ring > reach) return false;
    const from = Math.max(0, start - ring);
    const around = words.slice(from, end + ring);
    // Plain words separate the humps of names such as `OpenAIException`.
    const isOthers = [around, original(from, Math.min(words.length, end + ring))].some(namesOthers);
    if (NAMED.test(around)) return !isOthers || STRONG.test(around);
    if (isOthers) return false;
  }
  return false;
}

/** Whether the words may be about another program or provider. */
export const mayBeOthers = (words: string): boolean => BESIDE.test(words) || namesOthers(words);
