// Finds the cause of a failed connection in the exception's stack, if the SDK's message does not name it.
import { connectionCodeIn } from '../facts/error-sentence.ts';

/** The message of the SDKs for Python, TypeScript and Java, and of OkHttp, whatever the cause. */
const SAYS_NOTHING =
  /^(?:(?:\w{1,60}\.){0,6}\w{1,60}: )?(?<said>Connection error\.|Request failed|Failed to connect to \S{1,300}|(?<timeout>Request timed out)\b[^\n]{0,300})$/;

/** A line of a stack that is not a frame: for each exception of a chain in Python, and for each cause in Java. */
const EXCEPTION =
  /^(?:Caused by: )?(?<sentence>(?:\w{1,60}\.){0,6}[A-Za-z_]\w{0,60}(?:: \S[^\n]{0,500}|(?<=Timeout)))$/gm;

/** A class that the readers of classes do not recognise as an error: `httpx.UnsupportedProtocol`. */
const OTHER_CLASS = /^(?:\w{1,60}\.){1,6}[A-Z]\w{0,60}(?<!Error|Exception|Timeout|Failure): /;

/** h11 prints the value that it cannot send, which is usually the key. */
const VALUE = /\b(header value:? ?b?)(?:'[^']*(?:'|$)|"[^"]*(?:"|$))/gi;

/** An empty key, which some clients send anyway. */
const NO_KEY = /\bIllegal header value b(?:''|""|['"]Bearer ?['"])/;

/** The stack of a chain is shorter than this. */
const MAX_STACK = 20_000;

/** The sentence of the cause, if the exception's sentence is general. Values of headers are removed. */
export function causeOf(sentence: string | undefined, stack: unknown): string | undefined {
  const { said, timeout } = SAYS_NOTHING.exec(sentence ?? '')?.groups ?? {};
  if (said === undefined || typeof stack !== 'string') return undefined;
  const causes = [...stack.slice(-MAX_STACK).matchAll(EXCEPTION)]
    .map(({ groups }) => groups?.sentence ?? '')
    // An exception may repeat the message of the exception that is its argument.
    .filter((one) => !SAYS_NOTHING.test(one) && !one.includes(said));
  const cause =
    causes.find((one) => connectionCodeIn(one) !== undefined) ??
    (timeout === undefined ? causes.at(-1) : undefined);
  if (cause !== undefined && NO_KEY.test(cause)) return 'Could not resolve authentication method';
  return cause?.replace(VALUE, "$1''").replace(OTHER_CLASS, '');
}
