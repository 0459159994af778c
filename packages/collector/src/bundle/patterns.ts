// Rewrites patterns for the interpreter, whose matches have no `groups` and which lacks `\p{Cf}`. Named groups become numbered
// ones with a list of names, and character properties become ranges. Patterns for long texts get the words that every match contains.
import { numberGroups } from '../engine/numbered-groups.ts';
import { requiredWords } from './required-words.ts';

/** The parts of a syntax tree that this file uses. */
interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly regex?: { readonly pattern: string; readonly flags: string };
}

/** The object that the bundler passes to a plugin. */
interface Parser {
  parse(code: string, options?: { readonly lang: 'ts' }): unknown;
}

/** A plugin for tsdown's bundler: `/(?<year>\d+)/` becomes `named(/(\d+)/, ["year"])`. `polyfills.ts` has `named`. */
export const patternsForSobek = {
  name: 'patterns-for-sobek',
  transform(this: Parser, code: string, id: string): string | undefined {
    if (!SEARCHES.test(id) && !PHRASES.test(id)) return undefined;
    const withWords = PHRASES.test(id) ? 'sevenstepKnown' : 'sevenstepWorded';
    return addWords(code, this.parse(code, { lang: 'ts' }), withWords);
  },
  renderChunk(this: Parser, code: string): string {
    return rewritePatterns(code, this.parse(code));
  },
};

/** Files whose patterns search whole texts. */
const SEARCHES = /\/checklist\/src\/(?:text\/|facts\/error-sentence)|\/wire\/src\/redaction\//;
/** Patterns of phrases search single sentences. `any-of.ts` tries all of them, which takes longer than a search for their words. */
const PHRASES = /\/checklist\/src\/phrases\//;

/** Turns `text.search(/a b+/)` into `const sevenstep0 = sevenstepWorded(/a b+/, ["a b"]); text.search(sevenstep0)`. `polyfills.ts` has the function. */
function addWords(code: string, tree: unknown, withWords: string): string {
  let rewritten = '';
  let from = 0;
  let made = '';
  for (const { start, end, regex } of patternsIn(tree).sort((a, b) => a.start - b.start)) {
    const words = regex === undefined ? [] : requiredWords(regex.pattern, regex.flags);
    if (words.length === 0) continue;
    const literal = code.slice(start, end);
    made += `const sevenstep${start} = ${withWords}(${literal}, ${JSON.stringify(words)});\n`;
    rewritten += `${code.slice(from, start)}sevenstep${start}`;
    from = end;
  }
  return `${made}${rewritten}${code.slice(from)}`;
}

/** @param tree the syntax tree of `code` in the form of ESTree */
export function rewritePatterns(code: string, tree: unknown): string {
  let rewritten = '';
  let from = 0;
  for (const { start, end, regex } of patternsIn(tree).sort((a, b) => a.start - b.start)) {
    if (regex === undefined) continue;
    const { flags } = regex;
    const { pattern, names } = numberGroups(spellOut(regex.pattern, flags));
    if (pattern === regex.pattern) continue;
    const literal = `/${pattern}/${flags}`;
    const isNamed = names.some((name) => name !== null);
    rewritten += code.slice(from, start);
    rewritten += isNamed ? `sevenstepNamed(${literal}, ${JSON.stringify(names)})` : literal;
    from = end;
  }
  return rewritten + code.slice(from);
}

function patternsIn(tree: unknown): Node[] {
  const found: Node[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('regex' in value && 'type' in value && value.type === 'Literal' && value.regex)
      found.push(value as Node);
    else for (const one of Object.values(value)) visit(one);
  };
  visit(tree);
  return found;
}

/** Replaces properties with ranges, both in `[\p{Cf}]` and in `\p{Cf}`. */
export const spellOut = (pattern: string, flags: string): string =>
  /[uv]/.test(flags)
    ? pattern.replace(/\[[^\]]*\]|\\[pP]\{[^}]+\}/g, (part) =>
        part.startsWith('[') ? part.replace(/\\[pP]\{[^}]+\}/g, rangesOf) : `[${rangesOf(part)}]`,
      )
    : pattern;

function rangesOf(property: string): string {
  const has = new RegExp(`${property}`, 'u');
  let ranges = '';
  for (let code = 0, start = -1; code <= 0x110000; code++) {
    const isIn = code <= 0x10ffff && has.test(String.fromCodePoint(code));
    if (isIn && start === -1) start = code;
    if (isIn || start === -1) continue;
    ranges += start === code - 1 ? escaped(start) : `${escaped(start)}-${escaped(code - 1)}`;
    start = -1;
  }
  return ranges;
}

const escaped = (code: number): string => `\\u{${code.toString(16)}}`;
