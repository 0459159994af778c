// How clients, and the libraries below them, say what no status or class says.
import type { Sentence } from './sentence.ts';
import type { Signs } from './signs.ts';

/** Python about a header or an address that it can't send. */
const UNSENT =
  /codec can't encode characters?\b|missing an 'http:\/\/' or 'https:\/\/' protocol|^Illegal header value\b(?! b'Bearer '$)/;

/** httpx's class for it does not look like one of an error. */
const NO_SCHEME = /(?<=UnsupportedProtocol: )Request URL is missing an 'http:\/\/' or 'https:\/\/' protocol/;

/** The words of the libraries below the clients. The class around them is of a connection, or LiteLLM's of a server. */
export const unsentIn = ({ classes, text }: Signs, outer: string): string | undefined =>
  UNSENT.test(outer)
    ? outer
    : (classes.find(({ message }) => UNSENT.test(message))?.message ?? NO_SCHEME.exec(text)?.[0]);

/** The parser below the SDK for Java. */
export const JACKSON: RegExp = /^Json(?:Parse|EOF)Exception$/;

/** The words of parsers for an event that is not JSON. */
export const PARSER: RegExp = /^(?:unexpected|expecting|unterminated|could not parse message into JSON)\b/i;

/** Go's words, and urllib3's, before the reason of a failed connection to the proxy. */
export const GO_PROXY: RegExp = /": proxyconnect tcp: |\bProxyError\('[^']{1,40}', NewConn/;

/** LangChain4j, where it reads the arguments of a tool: https://github.com/langchain4j/langchain4j/issues/2896 */
const TOOL_FRAME = /\bToolExecutionRequestUtil\b|McpClient\.executeTool\b|\bToolArgumentsException\b/;
/** Of Jackson and Gson. */
const NO_JSON = /^Json(?:Parse|EOF|Syntax)Exception$/;

/** The AI SDK about the input of a tool, in front of what its parser says; LangChain4j, in the words of the SDK. */
export const toolInputIn = ({ classes, text }: Signs): Sentence | undefined => {
  const sign = classes.find(({ value }) => value === 'AI_InvalidToolInputError');
  if (sign !== undefined) return { value: sign.message, sign };
  const parser = TOOL_FRAME.test(text) ? classes.find(({ value }) => NO_JSON.test(value)) : undefined;
  return parser && { value: 'Unable to parse tool parameter JSON from model', sign: parser };
};

/** pydantic about LangChain's field, and h11 about a token of no characters, in the words of LangChain itself. */
export const noKeyIn = ({ text }: Signs): Sentence | undefined => {
  const found =
    /\bvalidation errors? for ChatAnthropic\s{1,8}anthropic_api_key\b|\bIllegal header value b'Bearer '/.exec(
      text,
    );
  return found === null
    ? undefined
    : {
        value: 'Did not find anthropic_api_key',
        sign: { value: found[0], start: found.index, end: found.index + found[0].length },
      };
};

/** The words of the SDK and the platform for a signal of the application. */
export const ABORTED: RegExp =
  /^(?:(?:[^\n]{1,300}: )?context canceled$|request was aborted|(?:this|the) operation was aborted|the user aborted a request)\.?$/i;

/** The SDK's log. */
export const TIMED_OUT: RegExp = /\bconnection timed out \(error; no more retries left\)/;

/** Claude Code about a body that is not of the API's form. */
export const TRIPPED: RegExp =
  /\bAPI Error: (?:Cannot (?:read propert|destructure)|undefined is not |\S{1,60} is not (?:iterable|a function))/;

/** `JSON.stringify` of an error of the SDK, which keeps neither class nor message. */
export const SDK_JSON: RegExp = /"apiMessage\\{0,8}":(?:null|\\{0,8}")/;
