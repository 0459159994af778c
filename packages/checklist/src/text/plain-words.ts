// Turns a text into plain words, in which symptoms are searched: one line in lower case, without source code and other programs.
import { readLine } from './lines.ts';
import { CLAUDE, isOfOtherModule } from './relevance.ts';

/** Lines of source code, configuration and Git logs, and events of a stream. */
export const SOURCE: RegExp =
  /^\s{0,40}(?:[-+]\s{2,}|event: |data: |\[log_|[0-9a-f]{7,10} [A-Z]|(?:from|import|const|let|var|def|class|function|export|async|await|return|raise|throw|try|\}? ?catch|except|if|elif|\}? ?else|for|while|switch|case)\b[^\n]{0,300}[;:{(),]\s{0,4}$|[\w.]{1,60} ?= ?\S|# (?:type|help|retries) |["']?[\w.]{1,60}["']?: ?\d{1,9},?$|(?:select|update|insert) |\w{1,60}\{[^}\n]{1,200}\} \d)|;\s{0,4}$|\b(?:console|log|logger|logging)\.\w{1,12}\(|\bexcept \(?[\w.]|\binstanceof\b/i;

const QUOTES = new Set('"\'`\u2018\u2019\u201c\u201d');

/** The text in the symptoms' form, with each character's place in the original. */
export interface PlainWords {
  /** On one line, in lower case, without quotes. Characters that join words become blanks. */
  readonly words: string;
  readonly places: readonly number[];
}

/** @param text a text without secrets. */
export function plainWords(text: string): PlainWords {
  const places: number[] = [];
  let words = '';
  let start = 0;
  const lines = text.split('\n');
  const components = lines.map(componentOf);
  const hasOwn = lines.some((line, at) => components[at] !== undefined && CLAUDE.test(line));
  for (const [at, line] of lines.entries()) {
    const component = components[at];
    // A program that logs Claude's calls under a name logs its other errors under others.
    const isOther = component !== undefined && hasOwn && !isOfModels(component) && !CLAUDE.test(line);
    const shown =
      SOURCE.test(line) ||
      isOther ||
      isOfOtherModule(line.slice(readLine(line, 0, 0).bodyAt)) ||
      ELSEWHERE.test(line)
        ? ''
        : `${line}\n`;
    // Words of two log records are not one sentence.
    if (component !== undefined || LEVEL.test(line)) {
      words += '. ';
      places.push(start, start);
    }
    for (let index = 0; index < shown.length; index += 1) {
      const char = shown.charAt(index);
      // A number in a name is not a status: `http_529`.
      const isJoint = char === '_' && !/\d/.test(shown.charAt(index + 1));
      const isBlank = isJoint || char.trim() === '';
      if (QUOTES.has(char)) continue;
      const isFirst = words === '' || words.endsWith(' ');
      if ((isBlank || HUMP.test(shown.slice(Math.max(0, index - 1), index + 2))) && !isFirst) {
        words += ' ';
        places.push(start + index);
      }
      if (isBlank) continue;
      const low = char.toLowerCase();
      words += low.length === 1 ? low : char;
      places.push(start + index);
    }
    start += line.length + 1;
  }
  return { words, places };
}

/** A request to another host, on a path that the API lacks. */
const ELSEWHERE =
  /\b(?:GET|POST|PUT|PATCH|DELETE) https?:\/\/(?![^\s/]{0,100}(?:anthropic|claude|amazonaws|googleapis|azure|llm|\bai\b|gateway|gw\b|proxy|localhost|127\.0))[^\s/]{1,100}\/(?!\S{0,100}\/v1\/(?:messages|complete))\S/;

/** A level at the start of a line. */
const LEVEL = /^\s{0,8}\[(?:trace|debug|info|notice|warn(?:ing)?|error|fatal)\]/i;

/** The dotted name of the logger of a line: `[homeassistant.components.govee]`, `- telegram.ext.Application -`. */
const componentOf = (line: string): string | undefined =>
  /\d\d:\d\d.{0,40}?[\s[]([a-z]\w{0,40}(?:\.[A-Za-z_]\w{0,40}){1,8})(?=\]|:|\s{1,8}-)/.exec(
    line.slice(0, 160),
  )?.[1];

/** Whether a logger may be of a program that calls models. */
const isOfModels = (component: string): boolean =>
  /anthropic|claude|llm|chat|model|agent|\bai\b|genai|completion|conversation|langchain|litellm|bedrock|vertex|httpx|urllib3|requests/i.test(
    component,
  );

/** A word's start inside a name: before `Server` in `InternalServerError`, before `Timeout` in `APITimeoutError`. */
const HUMP = /^(?:[a-z][A-Z]|[A-Z][A-Z][a-z])/;

/** Source code or configuration. */
export const isSource = (text: string): boolean => {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const share = (shape: RegExp): number => lines.filter((line) => shape.test(line)).length / lines.length;
  return lines.length > 3 && (share(SOURCE) > 0.4 || (lines.length > 5 && share(SETTING) > 0.8));
};

/** A line of a configuration: `timeout: 600`, `- model_name: …`. */
const SETTING = /^\s{0,40}(?:- )?(?!error|message|status)[a-z_][\w./-]{0,60}:(?: \S.*)?$/;
