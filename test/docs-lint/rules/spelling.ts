// Every word is in cspell's dictionaries of English and software, or in words.txt.
import { readFileSync } from 'node:fs';
import { finalizeSettings, getDefaultSettings, getDictionary, mergeSettings } from 'cspell-lib';
import { CODE } from '../block.ts';
import type { Rule } from './rule.ts';

const WORD =
  /(?<![\p{L}\p{N}@/._$#-])\p{L}[\p{L}\p{N}]*(?:['’]\p{L}+)?(?![\p{L}\p{N}_/]|[.-]\p{L}|['’]\p{L}|\()/gu;
/** Names in code and numbers with letters. */
const NAME = /\p{Ll}\p{Lu}|\p{N}|^µ/u;
const OURS = new URL('../words.txt', import.meta.url);

const words = readFileSync(OURS, 'utf8')
  .split('\n')
  .filter((word) => word !== '');
const dictionary = await getDictionary(
  finalizeSettings(
    mergeSettings(await getDefaultSettings(), {
      language: 'en-GB,en',
      dictionaries: ['en-gb', 'softwareTerms', 'typescript', 'node', 'npm', 'companies'],
      words,
    }),
  ),
);

const isKnown = (word: string): boolean =>
  [word, word.toLowerCase(), word.replace(/['’]s?$/, ''), word.replace(/['’]s$/, '').toLowerCase()].some(
    (one) => dictionary.has(one),
  );

export const spelling: Rule = {
  id: 'spelling',
  asks: 'words that are spelled as in the dictionary',
  bad: 'It recieves a response.',
  good: 'It receives a response.',
  *check({ text }) {
    for (const { index, 0: word } of text.matchAll(WORD)) {
      if (CODE.test(word) || NAME.test(word) || isKnown(word)) continue;
      const instead = dictionary.suggest(word, { numSuggestions: 3 }).map(({ word }) => `"${word}"`);
      yield {
        at: index,
        message: `"${word}": write ${instead.join(' or ')}, or add it to test/docs-lint/words.txt`,
      };
    }
  },
};
