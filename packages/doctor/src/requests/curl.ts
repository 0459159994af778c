// Reads a curl command line: the request, and the headers that curl adds.

export interface CurlCommand {
  /** The body; `undefined` without one, or if a file has it. */
  readonly body: string | undefined;
  /** The file with the body. */
  readonly file: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

const DATA = new Set(['-d', '--data', '--data-raw', '--data-binary', '--data-ascii', '--json']);

/** @returns `undefined` for text that is not a curl command */
export function readCurl(text: string): CurlCommand | undefined {
  if (!/^\s*(?:\$ )?curl\s/.test(text)) return undefined;
  const words = wordsOf(text);
  const parts: string[] = [];
  const headers: [name: string, value: string][] = [];
  let file: string | undefined;
  for (let at = 0; at < words.length; at++) {
    const [name = '', inOne] = splitOption(words[at] ?? '');
    const value = () => inOne ?? words[++at] ?? '';
    if (name === '-H' || name === '--header') {
      const header = value();
      const colon = header.indexOf(':');
      if (colon > 0) headers.push([header.slice(0, colon).trim(), header.slice(colon + 1).trim()]);
    } else if (DATA.has(name)) {
      const data = value();
      if (data.startsWith('@') && name !== '--data-raw') file = data.slice(1);
      else parts.push(data);
    }
  }
  return {
    body: parts.length === 0 ? undefined : parts.join('&'),
    file,
    headers: Object.fromEntries(headers),
  };
}

/** In `--data=x` and `-dx`, the value is inside the word. */
function splitOption(word: string): readonly [name: string, value?: string] {
  const long = /^(--[a-z-]+)=([\s\S]*)$/.exec(word);
  if (long) return [long[1] ?? '', long[2] ?? ''];
  const short = /^(-[dH])([\s\S]+)$/.exec(word);
  return short ? [short[1] ?? '', short[2] ?? ''] : [word];
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
]);

/** The words as in a POSIX shell. Variables stay unchanged. */
function wordsOf(text: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] as string;
    if (sign === "'" || (sign === '$' && text[at + 1] === "'")) {
      const isEscaped = sign === '$';
      word ??= '';
      for (at += isEscaped ? 2 : 1; at < text.length && text[at] !== "'"; at++) {
        if (isEscaped && text[at] === '\\') word += ESCAPES.get(text[++at] ?? '') ?? text[at] ?? '';
        else word += text[at];
      }
    } else if (sign === '"') {
      word ??= '';
      for (at += 1; at < text.length && text[at] !== '"'; at++) {
        const next = text[at + 1] ?? '';
        if (text[at] === '\\' && '"\\$`\n'.includes(next)) word += text[++at] === '\n' ? '' : text[at];
        else word += text[at];
      }
    } else if (sign === '\\') {
      // The line continues after this break.
      if (text.startsWith('\r\n', at + 1)) at += 2;
      else if (text[at + 1] === '\n') at += 1;
      else word = (word ?? '') + (text[++at] ?? '');
    } else if (/\s/.test(sign)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + sign;
  }
  if (word !== undefined) words.push(word);
  return words;
}
