// A rule of the docs lint: a check on one block of prose.
import type { Block } from '../block.ts';

export interface Rule {
  readonly id: string;
  /** The aim, as the end of "it asks for". */
  readonly asks: string;
  /** A text in which it finds something, and one in which it does not. */
  readonly bad: string;
  readonly good: string;
  readonly check: (block: Block) => Iterable<Problem>;
}

export interface Problem {
  /** The index in the block's text. */
  readonly at: number;
  /** The words, and what to write instead. */
  readonly message: string;
}

/** A phrase in words that are apart by any space, as an expression. */
export const phrase = (words: string): RegExp =>
  new RegExp(`\\b(?:${words.replaceAll(' ', '\\s+')})\\b`, 'gu');
