// Blanks the prompts and answers in a text, because an error quoted there did not happen.
import { blanked } from './lines.ts';
import { IN_PLACE } from './message-object.ts';
import { quoted } from './pairs.ts';
import { endOfLine } from './signs.ts';

/** Names of values with the words of users, models and tools. The names in the first group need no {@link MARK}. */
const WORDS =
  /(?<![\w.])(?:(system|prompt|lastPrompt|toolUseResult)|content|parts|result|text|thinking|partial_json)\\{0,255}["'`]?\s{0,4}[:=]>?\s{0,40}(?=\\{0,255}["'`[{])/gi;

/** The other names count only beside the role of a message or the type of an event, including those of LangChain and Claude Code. */
const MARK =
  /\brole\W{1,24}(?:user|assistant|system|tool|developer)\b|_delta\b|\b(?:Human|AI|System|Tool)Message\(|\bqueue-operation\b|\bis_error\W{1,24}false\b/i;

/** The most characters to scan more than once. */
const MAX_WALKED = 1_000_000;

/** A comment above a variable of an environment, or a field of YAML. */
const COMMENT = /^\s{0,20}# .{1,400}\n(?=\s{0,20}(?:[A-Z\d_]{3,60}=|[a-z\d_]{2,60}: ))/gm;

/** A text of the same length, with comments, prompts and answers blanked. */
export function withoutConversation(original: string): string {
  const text = original.replace(COMMENT, blanked);
  const unclosed = new Set<number>();
  let clean = '';
  let walked = 0;
  for (const { 0: label, 1: named, index } of text.matchAll(WORDS)) {
    if (index < clean.length) continue;
    const start = index + label.length;
    const closed = endOfValue(text, start, unclosed);
    // A value without an end counts to the end of its line.
    const end = closed ?? endOfLine(text, start);
    const value = text.slice(start, end);
    const before = text.slice(Math.max(0, index - 400), index).split(BRACKET);
    const [after] = text.slice(end, end + 400).split(BRACKET);
    if (named === undefined ? MARK.test(`${before.at(-1)} ${after}`) : /\s/.test(value)) {
      const edge = value.search(/[^\\]/) + 1;
      clean += text.slice(clean.length, start + edge);
      clean += blanked(text.slice(clean.length, end - edge));
      if (closed !== undefined) continue;
    }
    walked += (closed ?? text.length) - start;
    if (walked > MAX_WALKED) break;
  }
  clean += text.slice(clean.length);
  return IN_PLACE.test(clean) ? text : clean;
}

const BRACKET = /[{}[\]]/;

/** A bracket, or a quotation mark that begins a name or a value. */
const NEXT = /[{}[\]]|(?<=[{[(,:=>\s])(\\{0,255})(["'`])/g;

/** The index at which the value at `start` ends. */
function endOfValue(text: string, start: number, unclosed: Set<number>): number | undefined {
  let depth = 0;
  NEXT.lastIndex = start;
  for (let found = NEXT.exec(text); found !== null; found = NEXT.exec(text)) {
    const [token, escapes = '', mark] = found;
    if (mark !== undefined)
      NEXT.lastIndex = quoted(text, NEXT.lastIndex, mark.charCodeAt(0), escapes.length, unclosed).end;
    else depth += /[[{]/.test(token) ? 1 : -1;
    if (depth === 0) return NEXT.lastIndex;
  }
  return undefined;
}
