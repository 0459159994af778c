// How hard a page is to read: the grade of Flesch and Kincaid, and the words of a sentence.
import { syllable } from 'syllable';
import { type Block, CODE } from './block.ts';

/** The highest school grade of a page. */
export const MAX_GRADE = 8;
/** Fewer sentences say little of a page. */
const MIN_SENTENCES = 10;

export interface Readability {
  readonly grade: number;
  readonly wordsPerSentence: number;
}

/** A name of code without backticks. */
const NAME = /[._/]|\p{Ll}\p{Lu}/u;

/** Undefined for a page with too few sentences. */
export function readabilityOf(blocks: readonly Block[]): Readability | undefined {
  const sentences = blocks
    .filter(({ isHeading }) => !isHeading)
    .flatMap(({ sentences }) => sentences)
    .filter(({ words }) => words.length > 3);
  if (sentences.length < MIN_SENTENCES) return undefined;
  const words = sentences.flatMap(({ words }) => words);
  // The length of a name in code is no syllables.
  const syllables = words.reduce(
    (sum, word) => sum + (CODE.test(word) || NAME.test(word) ? 1 : syllable(word)),
    0,
  );
  const wordsPerSentence = words.length / sentences.length;
  return { grade: 0.39 * wordsPerSentence + 11.8 * (syllables / words.length) - 15.59, wordsPerSentence };
}
