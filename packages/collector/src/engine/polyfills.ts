// What the bundle needs of a newer JavaScript than sobek has. It runs before everything else.

import { numberGroups } from './numbered-groups.ts';

const NativeRegExp = RegExp;
const EXEC = RegExp.prototype.exec;

type Named = RegExp & { readonly names: readonly (string | null)[] };

/** A match with `groups`: sobek makes none. */
function withGroups(match: RegExpExecArray | null, names: Named['names']): RegExpExecArray | null {
  if (match === null) return null;
  const groups: Record<string, string | undefined> = Object.create(null);
  for (let index = 0; index < names.length; index++) {
    const name = names[index];
    if (typeof name === 'string') groups[name] = match[index + 1];
  }
  return Object.assign(match, { groups });
}

/** A pattern whose matches have `groups`. The bundler writes it around each pattern that has names. */
function named(pattern: RegExp, names: Named['names']): RegExp {
  const exec = (text: string) => withGroups(EXEC.call(pattern, text), names);
  return Object.defineProperties(pattern, {
    names: { value: names },
    exec: { value: exec },
    [Symbol.replace]: { value: replaceNamed },
  });
}

type Replacement = string | ((match: string, ...rest: unknown[]) => string);

/** As `Symbol.replace`, whose functions and `$<name>` get the groups, too. */
function replaceNamed(this: Named, text: string, replacement: Replacement): string {
  const match = this.global ? null : this.exec(text);
  const matches = this.global ? [...iterated(text, this)] : match === null ? [] : [match];
  let result = '';
  let from = 0;
  for (const found of matches) {
    const [whole, ...captures] = found;
    const { index, groups } = found;
    result += text.slice(from, index);
    result +=
      typeof replacement === 'string'
        ? fillIn(replacement, found)
        : String(replacement(whole, ...captures, index, text, groups));
    from = index + whole.length;
  }
  return result + text.slice(from);
}

/** Fills in `$<name>`, `$1`, `$&` and `$$`. */
const fillIn = (replacement: string, match: RegExpExecArray): string =>
  replacement.replace(/\$(?:<(\w+)>|(\d)|([$&]))/g, (_, name?: string, number?: string, sign?: string) => {
    if (sign !== undefined) return sign === '$' ? '$' : match[0];
    return (name === undefined ? match[Number(number)] : match.groups?.[name]) ?? '';
  });

/** Patterns that are put together when the script runs. */
function RegExpOfParts(source: string | RegExp, flags?: string): RegExp {
  if (typeof source !== 'string' || !source.includes('(?<')) return new NativeRegExp(source, flags);
  const { pattern, names } = numberGroups(source);
  return named(new NativeRegExp(pattern, flags), names);
}

/** `matchAll` copies the pattern, which then has lost its names. */
function* iterated(text: string, pattern: Named): Generator<RegExpExecArray> {
  const copy = new NativeRegExp(pattern.source, pattern.flags);
  for (let match = copy.exec(text); match !== null; match = copy.exec(text)) {
    if (match[0] === '') copy.lastIndex += 1;
    yield withGroups(match, pattern.names) as RegExpExecArray;
  }
}

const { matchAll } = String.prototype;

const POLYFILLS = {
  matchAll(this: string, pattern: RegExp) {
    return 'names' in pattern ? iterated(this, pattern as Named) : matchAll.call(this, pattern);
  },
  /** Of the processor's option `docs`, which the Go program has checked. */
  URL: { canParse: () => true },
  /** Half a surrogate pair is no text. */
  toWellFormed(this: string): string {
    return this.replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\uFFFD');
  },
};

RegExpOfParts.prototype = NativeRegExp.prototype;
Object.assign(globalThis, { sevenstepNamed: named, RegExp: RegExpOfParts });
Object.defineProperty(String.prototype, 'matchAll', { value: POLYFILLS.matchAll });
if (!('URL' in globalThis)) Object.assign(globalThis, { URL: POLYFILLS.URL });
if (!('toWellFormed' in String.prototype))
  Object.defineProperty(String.prototype, 'toWellFormed', { value: POLYFILLS.toWellFormed });
