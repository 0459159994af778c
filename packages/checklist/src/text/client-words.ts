// Messages of clients, and of libraries below them, for facts that no status or class shows.
import type { Sentence } from './sentence.ts';
import type { Sign, Signs } from './signs.ts';

/** Python's message about a header or an address that it cannot send. */
const UNSENT =
  /codec can't encode characters?\b|missing an 'http:\/\/' or 'https:\/\/' protocol|^Illegal header value\b(?! b'Bearer '$)/;

/** The name of httpx's class for this does not end like an error's. */
const NO_SCHEME = /(?<=UnsupportedProtocol: )Request URL is missing an 'http:\/\/' or 'https:\/\/' protocol/;

/** The message of a library below the client. The class around it is a connection error, or LiteLLM's server error. */
export const unsentIn = ({ classes, text }: Signs, outer: string): string | undefined =>
  UNSENT.test(outer)
    ? outer
    : (classes.find(({ message }) => UNSENT.test(message))?.message ?? NO_SCHEME.exec(text)?.[0]);

/** Classes of the JSON parser in the SDK for Java. */
export const JACKSON: RegExp = /^Json(?:Parse|EOF)Exception$/;

/** Parsers' messages for an event that is not JSON. */
export const PARSER: RegExp = /^(?:unexpected|expecting|unterminated|could not parse message into JSON)\b/i;

/** Words of Go and urllib3 before the reason of a failed connection to the proxy. */
export const GO_PROXY: RegExp = /": proxyconnect tcp: |\bProxyError\('[^']{1,40}', NewConn/;

/** Code that reads a tool's arguments: of LangChain4j (https://github.com/langchain4j/langchain4j/issues/2896), and of Python programs. */
const TOOL_FRAME =
  /\bToolExecutionRequestUtil\b|McpClient\.executeTool\b|\bToolArgumentsException\b|\bjson\.loads\(\w{0,20}tool_(?:args|arguments|input)/;
/** Classes of Jackson, Gson and Python. */
const NO_JSON = /^(?:Json(?:Parse|EOF|Syntax)Exception|JSONDecodeError)$/;

/** The AI SDK's message about a tool's input, before its parser's message. LangChain4j's error, in the words of the SDK. */
export const toolInputIn = ({ classes, text }: Signs): Sentence | undefined => {
  const sign = classes.find(({ value }) => value === 'AI_InvalidToolInputError');
  if (sign !== undefined) return { value: sign.message, sign };
  const parser = TOOL_FRAME.test(text) ? classes.find(({ value }) => NO_JSON.test(value)) : undefined;
  return parser && { value: 'Unable to parse tool parameter JSON from model', sign: parser };
};

const signOf = ({ 0: value, index: start }: RegExpExecArray): Sign => ({
  value,
  start,
  end: start + value.length,
});

/** An error about a missing key, in the words of LangChain: from pydantic about LangChain's field, or from h11 about an empty token. */
export const noKeyIn = ({ text }: Signs): Sentence | undefined => {
  const found =
    /\bvalidation errors? for ChatAnthropic\s{1,8}anthropic_api_key\b|\bIllegal header value b'Bearer '/.exec(
      text,
    );
  return found === null ? undefined : { value: 'Did not find anthropic_api_key', sign: signOf(found) };
};

/** A browser's message about a call that it did not let through. The page's own error names no reason. */
export const blockedIn = ({ text }: Signs): Sentence | undefined => {
  const found = BLOCKED.exec(text);
  return found === null ? undefined : { value: found[0], sign: signOf(found) };
};

const BLOCKED =
  /\bAccess to fetch at '[^'\n]{0,100}(?:anthropic\.com|\/v1\/messages)[^'\n]{0,200}' from origin '[^'\n]{1,300}' has been blocked by CORS policy\b[^\n]{0,300}/;

/** Messages of the SDK and the platform for an abort by the application. */
export const ABORTED: RegExp =
  /^(?:(?:[^\n]{1,300}: )?context canceled$|request was aborted|(?:this|the) operation was aborted|the user aborted a request)\.?$/i;

/** In the SDK's log. */
export const TIMED_OUT: RegExp = /\bconnection timed out \(error; no more retries left\)/;

/** Claude Code's message about a body in another form than the API's. */
export const TRIPPED: RegExp =
  /\bAPI Error: (?:Cannot (?:read propert|destructure)|undefined is not |\S{1,60} is not (?:iterable|a function))/;

/** An SDK error after `JSON.stringify`, which keeps neither class nor message. */
export const SDK_JSON: RegExp = /"apiMessage\\{0,8}":(?:null|\\{0,8}")/;
