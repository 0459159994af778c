// A block of prose: a paragraph, heading, table cell, comment or string, with code and markup blanked out.
import type { TxtNode, TxtParentNode } from '@textlint/ast-node-types';

export interface Block {
  /** As long as the source: the index in it is the column of a finding. Markup is spaces, code and quotations are a word of X. */
  readonly text: string;
  readonly sentences: readonly Sentence[];
  readonly links: readonly { readonly at: number; readonly url: string }[];
  /** Headings and cells are seldom sentences. */
  readonly isHeading: boolean;
}

export interface Sentence {
  readonly at: number;
  readonly text: string;
  readonly words: readonly string[];
}

/** A word that stands for code or a quotation. */
export const CODE: RegExp = /X{3}/;

const WORD = /[\p{L}\p{N}]+(?:['’./_-][\p{L}\p{N}]+)*/gu;
const ABBREVIATION = /\b(?:e\.g|i\.e|vs|etc|approx|\p{Lu})\.$/u;
const SENTENCE_END = /[.!?]["')\]]*(?=\s+[\p{Lu}\p{N}("'])/gu;
/** Others wrote the words in a quotation. */
const QUOTATION = /(["“])(?=\S)[^"“”]*["”]/g;

const blocks = new WeakMap<TxtNode, Block>();

export function blockOf(node: TxtParentNode): Block {
  const known = blocks.get(node);
  if (known) return known;
  const { prose, links } = partsOf(node);
  const text = prose.replace(QUOTATION, (quoted) => 'X'.repeat(quoted.length));
  const block = { text, sentences: sentencesOf(text), links, isHeading: node.type !== 'Paragraph' };
  blocks.set(node, block);
  return block;
}

function partsOf(node: TxtParentNode): { prose: string; links: Block['links'] } {
  const [start] = node.range;
  const text = node.raw.replace(/[^\n]/g, ' ').split('');
  const links: { at: number; url: string }[] = [];
  const put = (leaf: TxtNode, prose: string) => {
    for (let i = 0; i < prose.length; i++) text[leaf.range[0] - start + i] = prose[i] ?? ' ';
  };
  const walk = (one: TxtNode) => {
    if ('url' in one) links.push({ at: one.range[0] - start, url: String(one.url) });
    if (one.type === 'Code' || (one.type === 'Link' && /^https?:/.test(one.raw)))
      put(one, 'X'.repeat(one.raw.length));
    else if (one.type === 'Str') put(one, one.raw);
    else if ('children' in one) for (const child of (one as TxtParentNode).children) walk(child);
  };
  walk(node);
  return { prose: text.join(''), links };
}

function sentencesOf(text: string): Sentence[] {
  const ends: number[] = [];
  for (const { index, 0: end } of text.matchAll(SENTENCE_END)) {
    if (!ABBREVIATION.test(text.slice(0, index + 1))) ends.push(index + end.length);
  }
  return [0, ...ends].flatMap((at, i) => {
    const sentence = text.slice(at, ends[i] ?? text.length);
    const words = sentence.match(WORD) ?? [];
    return words.length === 0 ? [] : [{ at: at + sentence.search(/\S/), text: sentence.trim(), words }];
  });
}
