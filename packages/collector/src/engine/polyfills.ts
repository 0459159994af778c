// Adds the newer JavaScript features that the bundle needs and the interpreter lacks. It runs before all other code.

import { numberGroups } from './numbered-groups.ts';

const NativeRegExp = RegExp;
const { exec: execOf } = RegExp.prototype;

/** The names of the groups in order; `null` for a group without a name. */
type Names = readonly (string | null)[];

/** A pattern whose matches have `groups`. */
interface Named extends RegExp {
  readonly names: Names;
  /** The pattern without names, because the interpreter is slow if a pattern has its own methods. */
  readonly plain: RegExp;
}

function groupsOf(match: readonly unknown[], names: Names): Record<string, string> {
  const groups: Record<string, unknown> = Object.create(null);
  for (let index = 0; index < names.length; index++) {
    const name = names[index];
    if (typeof name === 'string') groups[name] = match[index + 1];
  }
  return groups as Record<string, string>;
}

/** The bundler wraps each pattern with named groups in this. */
function named(pattern: RegExp, names: Names): Named {
  return Object.defineProperties(pattern, {
    names: { value: names },
    plain: { value: new NativeRegExp(pattern) },
    exec: { value: execNamed },
    [Symbol.replace]: { value: replaceNamed },
  }) as Named;
}

function execNamed(this: Named, text: string): RegExpExecArray | null {
  const match = execOf.call(this, text);
  if (match !== null) match.groups = groupsOf(match, this.names);
  return match;
}

type Replacement = string | ((match: string, ...rest: unknown[]) => string);

/** Works like `Symbol.replace`, and gives the groups to functions and `$<name>`. */
function replaceNamed(this: Named, text: string, replacement: Replacement): string {
  const { names, plain } = this;
  if (typeof replacement === 'string')
    return text.replace(
      plain,
      replacement.replace(/\$<(\w+)>/g, (_, name) => `$${names.indexOf(name) + 1}`),
    );
  return text.replace(plain, (...found) => replacement(...(found as [string]), groupsOf(found, names)));
}

/** Handles patterns that are composed at run time. */
function RegExpOfParts(source: string | RegExp, flags?: string): RegExp {
  if (typeof source !== 'string' || !source.includes('(?<')) return new NativeRegExp(source, flags);
  const { pattern, names } = numberGroups(source);
  return named(new NativeRegExp(pattern, flags), names);
}

/** The interpreter's `matchAll` compiles the pattern again for each text, and is slow to find the matches after the first. */
function matchesOf(text: string, pattern: RegExp | Named | Worded): readonly RegExpExecArray[] {
  if ('within' in pattern) return mayMatch(pattern, text) ? matchesOf(text, pattern.within) : [];
  const matches: RegExpExecArray[] = [];
  const names = 'names' in pattern ? pattern.names : undefined;
  text.replace('plain' in pattern ? pattern.plain : pattern, (...found) => {
    const index: number = found[found.length - 2];
    found.length -= 2;
    const groups = names && groupsOf(found, names);
    matches.push(Object.assign(found, { index, input: text, groups }) as unknown as RegExpExecArray);
    return '';
  });
  return matches;
}

/** A pattern that is not tried on a text without its words. */
interface Worded extends RegExp {
  readonly within: RegExp;
  readonly words: readonly string[];
  readonly ignoresCase: boolean;
}

const WORDED = Object.create(NativeRegExp.prototype, {
  test: { value: testWorded },
  exec: { value: execWorded },
  [Symbol.replace]: { value: replaceWorded },
  [Symbol.match]: { value: matchWorded },
  [Symbol.search]: { value: searchWorded },
});

/** The bundler wraps patterns that search long texts in this. Searching the words takes a fraction of the time. */
function worded(within: RegExp, words: readonly string[]): Worded {
  const { ignoreCase: ignoresCase } = within;
  return Object.assign(Object.setPrototypeOf(new NativeRegExp(within), WORDED), {
    within,
    words,
    ignoresCase,
  });
}

/** A pattern with its words, for code that tries many patterns. */
const known = (pattern: RegExp, words: readonly string[]): RegExp => Object.assign(pattern, { words });

function testWorded(this: Worded, text: string): boolean {
  return mayMatch(this, text) && this.within.test(text);
}

function execWorded(this: Worded, text: string): RegExpExecArray | null {
  return mayMatch(this, text) ? this.within.exec(text) : null;
}

function replaceWorded(this: Worded, text: string, replacement: string): string {
  return mayMatch(this, text) ? text.replace(this.within, replacement) : text;
}

function matchWorded(this: Worded, text: string): RegExpMatchArray | null {
  return mayMatch(this, text) ? text.match(this.within) : null;
}

function searchWorded(this: Worded, text: string): number {
  return mayMatch(this, text) ? text.search(this.within) : -1;
}

/** In shorter texts, a pattern takes no longer than the search for its words. */
const SHORT = 200;

function mayMatch({ words, ignoresCase }: Worded, text: string): boolean {
  if (text.length < SHORT) return true;
  const searched = ignoresCase ? inSmallLetters(text) : text;
  for (let index = 0; index < words.length; index++)
    if (searched.includes(words[index] as string)) return true;
  return false;
}

let lastText = '';
let lastInSmallLetters = '';

/** Cached, because many patterns search the same text. */
function inSmallLetters(text: string): string {
  if (text !== lastText) {
    lastText = text;
    lastInSmallLetters = text.toLowerCase();
  }
  return lastInSmallLetters;
}

const POLYFILLS = {
  matchAll(this: string, pattern: RegExp) {
    return matchesOf(this, pattern);
  },
  /** Only the processor's option `docs` uses it, and the Go program has already checked that option. */
  URL: { canParse: () => true },
  /** Replaces halves of surrogate pairs. */
  toWellFormed(this: string): string {
    if (!/[\uD800-\uDFFF]/.test(this)) return String(this);
    return this.replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\uFFFD');
  },
};

RegExpOfParts.prototype = NativeRegExp.prototype;
Object.assign(globalThis, {
  sevenstepNamed: named,
  sevenstepKnown: known,
  sevenstepWorded: worded,
  RegExp: RegExpOfParts,
});
Object.defineProperty(String.prototype, 'matchAll', { value: POLYFILLS.matchAll });
if (!('URL' in globalThis)) Object.assign(globalThis, { URL: POLYFILLS.URL });
if (!('toWellFormed' in String.prototype))
  Object.defineProperty(String.prototype, 'toWellFormed', { value: POLYFILLS.toWellFormed });
