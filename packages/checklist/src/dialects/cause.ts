// The cause of a failed connection, if only the stack of the exception shows it, not the SDK's message.
import { connectionCodeIn } from '../facts/error-sentence.ts';

/** The message of the SDKs for Python, TypeScript and Java, for any cause. */
const SAYS_NOTHING =
  /^(?:(?:\w{1,60}\.){0,6}\w{1,60}: )?(?<said>Connection error\.|Request failed|(?<timeout>Request timed out)\b[^\n]{0,300})$/;

/** A line of a stack that is no frame: Python's of each exception of a chain, and Java's of each cause. */
const EXCEPTION =
  /^(?:Caused by: )?(?<sentence>(?:\w{1,60}\.){0,6}[A-Za-z_]\w{0,60}(?:: \S[^\n]{0,500}|(?<=Timeout)))$/gm;

/** A class that the readers of classes do not know for one: `httpx.UnsupportedProtocol`. */
const OTHER_CLASS = /^(?:\w{1,60}\.){1,6}[A-Z]\w{0,60}(?<!Error|Exception|Timeout|Failure): /;

/** h11 shows the value that it cannot send: mostly the key. */
const VALUE = /\b(header value:? ?b?)(?:'[^']*(?:'|$)|"[^"]*(?:"|$))/gi;

/** A key that is not set, which some clients send all the same. */
const NO_KEY = /\bIllegal header value b(?:''|""|['"]Bearer ?['"])/;

/** The stack of a chain is shorter. */
const MAX_STACK = 20_000;

/** The sentence of the cause, where that of the exception says nothing; without values of headers. */
export function causeOf(sentence: string | undefined, stack: unknown): string | undefined {
  const { said, timeout } = SAYS_NOTHING.exec(sentence ?? '')?.groups ?? {};
  if (said === undefined || typeof stack !== 'string') return undefined;
  const causes = [...stack.slice(-MAX_STACK).matchAll(EXCEPTION)]
    .map(({ groups }) => groups?.sentence ?? '')
    // Whoever raises another with this one as its argument repeats it.
    .filter((one) => !SAYS_NOTHING.test(one) && !one.includes(said));
  const cause =
    causes.find((one) => connectionCodeIn(one) !== undefined) ??
    (timeout === undefined ? causes.at(-1) : undefined);
  if (cause !== undefined && NO_KEY.test(cause)) return 'Could not resolve authentication method';
  return cause?.replace(VALUE, "$1''").replace(OTHER_CLASS, '');
}
