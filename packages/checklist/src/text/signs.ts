// Reads every sign in the text of one error that may show a fact, with its place.
import { findConnectionCode } from '../facts/error-sentence.ts';
import { findPairs, type Pair, type Pairs, unescaped } from './pairs.ts';
import {
  ADDRESS,
  API_TYPE,
  ASKED,
  CLASS,
  KNOWN_HOST,
  MODEL_NAME,
  REQUEST_ID,
  STATUS_FORMS,
  URL_HOST,
} from './tokens.ts';

/** A part of the text, and its meaning. */
export interface Sign {
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

export interface StatusSign extends Sign {
  /** The pair with this value. */
  readonly pair?: Pair | undefined;
  readonly status: number;
  readonly form?: string | undefined;
  readonly isCertain: boolean;
}

/** An error as programs print it: its class and the text after it. */
export interface ClassSign extends Sign {
  /** The class with its module. */
  readonly qualified: string;
  readonly message: string;
  /** Whether it is at the start of a line, as in a stack or a traceback. */
  readonly isHead: boolean;
}

export interface TypeSign extends Sign {
  /** The pair with this value. */
  readonly pair?: Pair | undefined;
}

export interface HostSign extends Sign {
  readonly port?: number | undefined;
  readonly url?: string | undefined;
}

export interface Signs extends Pairs {
  readonly text: string;
  readonly statuses: readonly StatusSign[];
  readonly types: readonly TypeSign[];
  readonly classes: readonly ClassSign[];
  readonly requestIds: readonly Sign[];
  readonly hosts: readonly HostSign[];
  readonly models: readonly Sign[];
  readonly codes: readonly Sign[];
  readonly page: Sign | undefined;
}

/** Reads the signs in a text. `given` are pairs from another form of the same text. */
export function readSigns(text: string, given?: Pairs): Signs {
  const found = given ?? findPairs(text, (name) => ASKED.has(name));
  return {
    ...found,
    text,
    statuses: statusesIn(text, found),
    types: typesIn(text, found),
    classes: classesIn(text),
    requestIds: requestIdsIn(text, found),
    hosts: hostsIn(text),
    models: all(text, MODEL_NAME),
    codes: codesIn(text, found),
    page: pageIn(text),
  };
}

const MAX_SIGNS = 200;

/** The first matches, each with its place. */
export function* matchesIn(
  text: string,
  pattern: RegExp,
  max: number = MAX_SIGNS,
): Generator<Sign & { readonly groups: Readonly<Record<string, string | undefined>> }> {
  let left = max;
  for (const { 0: value, index: start, groups = {} } of text.matchAll(pattern)) {
    if (left === 0) return;
    left -= 1;
    yield { value, start, end: start + value.length, groups };
  }
}

const all = (text: string, pattern: RegExp): readonly Sign[] => [...matchesIn(text, pattern)];

function statusesIn(text: string, { pairs }: Pairs): readonly StatusSign[] {
  const signs: StatusSign[] = [];
  for (const { form, pattern, isLoose } of STATUS_FORMS) {
    for (const { start, end, groups } of matchesIn(text, pattern)) {
      const value = groups.status ?? '';
      signs.push({ value, status: Number(value), form, isCertain: !isLoose, start, end });
    }
  }
  for (const pair of pairs) {
    const fact = ASKED.get(pair.name);
    if (fact !== 'status' && fact !== 'code' && fact !== 'errorcode') continue;
    const value = pair.value.trim();
    if (!/^[1-5]\d\d$/.test(value)) continue;
    const isStatus = fact === 'status';
    if (!isStatus && !/^[45]/.test(value)) continue;
    const { start, end } = pair;
    signs.push({ value, status: Number(value), isCertain: isStatus, pair, start, end });
  }
  return signs.toSorted((a, b) => a.start - b.start);
}

function typesIn(text: string, { pairs }: Pairs): readonly TypeSign[] {
  const ofPairs = pairs.filter(({ name }) => ASKED.get(name) === 'type');
  return all(text, API_TYPE).map((sign) => ({
    ...sign,
    pair: ofPairs.find(({ start, end }) => start < sign.start && sign.end <= end),
  }));
}

/** Code that throws, in source lines that stacks quote. */
const SOURCE =
  /\b(?:raise|throw|except|catch|return|new|instanceof|import|class|isinstance|extends)\b[^'":]{0,60}$/;

/** Python's source line below a stack frame. */
const FRAME = /(?:^|\n)\s{1,20}File "[^"\n]{1,300}", line \d[^\n]{0,200}\n[ \t]{2,40}[^\n]{0,200}$/;

/** The relevant part of a line before an index. Line breaks may be escaped. */
const lineBefore = (text: string, at: number): string =>
  text
    .slice(Math.max(0, at - 200), at)
    .split(/\n|\\n/)
    .at(-1) ?? '';

/** The most classes to examine in one error. */
const MAX_TRIED = 1_000;

function classesIn(text: string): readonly ClassSign[] {
  const signs: ClassSign[] = [];
  for (const { value: name, start: at, end } of matchesIn(text, CLASS, MAX_TRIED)) {
    const start = moduleStart(text, at);
    const before = lineBefore(text, start);
    if (SOURCE.test(before.slice(-100)) || FRAME.test(text.slice(Math.max(0, start - 500), start))) continue;
    const message = messageBehind(text, end);
    if (message === undefined) continue;
    signs.push({
      value: name,
      qualified: text.slice(start, end),
      message: message.text,
      isHead:
        /^[\s\W]{0,40}(?:(?:Uncaught|Caused by:|Unhandled\w*|error|Error:|Exception in thread "[^"]{1,60}"|\[DOMException \[)\s?){0,2}$/.test(
          before.slice(-140),
        ),
      start,
      end: message.end,
    });
    if (signs.length >= MAX_SIGNS) break;
  }
  return signs;
}

/** The index where the module before a class begins: `anthropic._exceptions.`, `com.anthropic.errors.`, `Anthropic\Core\`. */
function moduleStart(text: string, at: number): number {
  // A colon or a slash before it belongs to another word. The same holds for a word with a colon: `error:RateLimitError`.
  const own = MODULE.exec(text.slice(Math.max(0, at - 160), at))?.[0] ?? '';
  return at - own.length;
}

// If line breaks are escaped, text after `\n` begins a line.
const MODULE = /(?<![\w$.:\\/])(?:[A-Za-z_][\w$]{0,60}(?:\.|::|\\{1,2}(?!n)|\/)){1,8}$/;

/** The text after a class that was printed and not called: `: message`, `('message')`, or nothing before the end of the line. */
function messageBehind(text: string, from: number): { text: string; end: number } | undefined {
  const near = text.slice(from, from + 4_000);
  const rest = near.slice(0, endOfLine(near, 0));
  const named = /^(?: ?\[[\w.-]{1,60}\])?["'`\]]?(?:: ?|>: | - |, message: )(?=\S)/.exec(rest);
  if (named !== null) return { text: rest.slice(named[0].length).trim(), end: from + rest.length };
  // Ruby on Rails: `JSON::ParserError (unexpected token at …):`
  const bracketed = /^ \((?=[a-z][a-z' ]{3,40})(.{1,2000})\):?\s{0,4}$/.exec(rest)?.[1];
  if (bracketed !== undefined) return { text: bracketed, end: from + rest.length };
  const quoted = /^\((?:message=)?(["'])/.exec(rest);
  if (quoted !== null) {
    const close = rest.lastIndexOf(`${quoted[1]}`);
    const end = close > quoted[0].length - 1 ? close : rest.length;
    return { text: rest.slice(quoted[0].length, end), end: from + end };
  }
  return /^\s{0,200}[\])}'"`,;.]{0,4}\s{0,20}(?:\{\s{0,20})?$/.test(rest) ||
    /^[\\"'`\s]{0,8}[\])},;&|]/.test(rest)
    ? { text: '', end: from }
    : undefined;
}

export function endOfLine(text: string, from: number): number {
  const at = text.indexOf('\n', from);
  return at < 0 ? text.length : at;
}

function requestIdsIn(text: string, { pairs }: Pairs): readonly Sign[] {
  const shaped = all(text, REQUEST_ID);
  if (shaped.length > 0) return shaped;
  return pairs
    .filter(({ name, value }) => ASKED.get(name) === 'requestid' && /^[\w-]{8,80}$/.test(value))
    .map(({ value, start, end }) => ({ value, start, end }));
}

function hostsIn(text: string): readonly HostSign[] {
  const signs: HostSign[] = [];
  for (const pattern of [ADDRESS, URL_HOST, KNOWN_HOST]) {
    for (const { value, start, end, groups } of matchesIn(text, pattern)) {
      const { host = '', port, path } = groups;
      signs.push({
        value: host.replace(/^\[|\]$/g, ''),
        port: port === undefined ? undefined : Number(port),
        url: path === undefined ? undefined : value,
        start,
        end,
      });
    }
  }
  return signs;
}

/** Codes of axios and fetch wrappers, which are not about a connection. */
const NO_CODES =
  /^(?:ERR_BAD_(?:REQUEST|RESPONSE|OPTION)|ERR_CANCELED|ERR_UNHANDLED_REJECTION|ENOENT|ERR_FR_\w+)$/;

/** okio's: the body ends before the first bytes, which would show whether it is compressed. */
const NO_GZIP = /\bGzipSource\.consumeHeader\b/g;

function codesIn(text: string, { pairs }: Pairs): readonly Sign[] {
  const named = pairs
    .filter(({ name, value }) => ASKED.get(name) === 'code' && /^[A-Z][A-Z\d_]{3,60}$/.test(value))
    .filter(
      ({ value }) =>
        !NO_CODES.test(value) && /^E[A-Z]|_ERR_|^ERR_|CERT|UNABLE_TO|^Z_|ZSTD|CA$|MISMATCH/.test(value),
    )
    .map(({ value, start, end }) => ({ value, start, end }));
  if (named.length > 0) return named;
  const undecoded = all(text, NO_GZIP).slice(0, 1);
  if (undecoded.length > 0) return undecoded.map((sign) => ({ ...sign, value: 'Z_DATA_ERROR' }));
  const code = findConnectionCode(text.slice(0, 20_000));
  return code === undefined ? [] : [code];
}

const PAGE = /<(?:!doctype html|html|head|body)\b[^>]{0,200}>/i;

/** An error page, with its title. */
function pageIn(text: string): Sign | undefined {
  const start = text.search(PAGE);
  if (start < 0) return undefined;
  const value = text.slice(start, start + 2_000);
  const title = /<(?:title|h1)\b[^>]{0,100}>[^<]{0,300}/i.exec(value);
  return {
    value,
    start: start + (title?.index ?? 0),
    end: start + (title?.index ?? 0) + (title?.[0].length ?? 20),
  };
}

/** The value of the first pair that tells a fact. */
export const factOf = ({ pairs }: Pairs, fact: string): string | undefined => {
  const found = pairs.find(({ name }) => ASKED.get(name) === fact);
  return found === undefined ? undefined : unescaped(found.value);
};
