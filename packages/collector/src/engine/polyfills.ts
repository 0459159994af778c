// What the bundle needs of a newer JavaScript than the interpreter has. It runs before everything else.

import { numberGroups } from './numbered-groups.ts';

const NativeRegExp = RegExp;
const { exec: execOf } = RegExp.prototype;

/** The names of the groups, in their order; `null` for one without. */
type Names = readonly (string | null)[];

/** A pattern whose matches have `groups`. */
interface Named extends RegExp {
  readonly names: Names;
  /** The same without names: the interpreter is slow where a pattern has its own methods. */
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

/** The bundler writes it around each pattern that has names. */
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

/** As `Symbol.replace`, whose functions and `$<name>` get the groups, too. */
function replaceNamed(this: Named, text: string, replacement: Replacement): string {
  const { names, plain } = this;
  if (typeof replacement === 'string')
    return text.replace(
      plain,
      replacement.replace(/\$<(\w+)>/g, (_, name) => `$${names.indexOf(name) + 1}`),
    );
  return text.replace(plain, (...found) => replacement(...(found as [string]), groupsOf(found, names)));
}

/** Patterns that are put together when the script runs. */
function RegExpOfParts(source: string | RegExp, flags?: string): RegExp {
  if (typeof source !== 'string' || !source.includes('(?<')) return new NativeRegExp(source, flags);
  const { pattern, names } = numberGroups(source);
  return named(new NativeRegExp(pattern, flags), names);
}

/** The interpreter's `matchAll` compiles the pattern again for each text, and is slow to find every match behind the first. */
function matchesOf(text: string, pattern: RegExp | Named): readonly RegExpExecArray[] {
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

const POLYFILLS = {
  matchAll(this: string, pattern: RegExp | Named) {
    return matchesOf(this, pattern);
  },
  /** Of the processor's option `docs`, which the Go program has checked. */
  URL: { canParse: () => true },
  /** Half a surrogate pair is no text. */
  toWellFormed(this: string): string {
    if (!/[\uD800-\uDFFF]/.test(this)) return String(this);
    return this.replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\uFFFD');
  },
};

RegExpOfParts.prototype = NativeRegExp.prototype;
Object.assign(globalThis, { sevenstepNamed: named, RegExp: RegExpOfParts });
Object.defineProperty(String.prototype, 'matchAll', { value: POLYFILLS.matchAll });
if (!('URL' in globalThis)) Object.assign(globalThis, { URL: POLYFILLS.URL });
if (!('toWellFormed' in String.prototype))
  Object.defineProperty(String.prototype, 'toWellFormed', { value: POLYFILLS.toWellFormed });
