// One name for each idea and product, plain phrases, and one way to write a unit.
import { phrase, type Rule } from './rule.ts';
import { PHRASES, PRODUCTS, type Row, SPELLINGS, SYNONYMS, UNITS } from './tables.ts';

const anyCase = (words: string): RegExp => new RegExp(phrase(words).source, 'giu');

function without(rows: readonly Row[], pattern: (words: string) => RegExp): Rule['check'] {
  const patterns = rows.map(([words, write]) => ({ pattern: pattern(words), write }));
  return function* ({ text }) {
    for (const { pattern, write } of patterns) {
      for (const { index, 0: found } of text.matchAll(pattern)) {
        yield { at: index, message: `"${found.replace(/\s+/g, ' ')}": write ${write}` };
      }
    }
  };
}

const products = PRODUCTS.map((name) => {
  const loose = name.replace(/[. ]|(?<=[a-z])(?=[A-Z])/g, '[. -]?');
  return { name, pattern: new RegExp(`(?<![\\p{L}\\p{N}@/._-])${loose}(?![\\p{L}\\p{N}/_-]|\\.\\w)`, 'giu') };
});

export const words: readonly Rule[] = [
  {
    id: 'phrases',
    asks: 'plain phrases',
    bad: 'A consequence is not told of while its cause is.',
    good: 'Symptoms are inhibited while their cause fires.',
    check: without(PHRASES, anyCase),
  },
  {
    id: 'glossary',
    asks: 'the words of the glossary',
    bad: 'A scenario of the simulator.',
    good: 'A drill of the simulator.',
    check: without(SYNONYMS, anyCase),
  },
  {
    id: 'spelling-of-words',
    asks: 'British spelling',
    bad: 'The behavior of a call.',
    good: 'The behaviour of a call.',
    check: without(SPELLINGS, anyCase),
  },
  {
    id: 'units',
    asks: 'units after a space, as the SI writes them',
    bad: 'It waits 30s and takes 5 KB.',
    good: 'It waits 30 s and takes 5 kB.',
    check: without(UNITS, phrase),
  },
  {
    id: 'products',
    asks: 'products as their makers write them',
    bad: 'It runs on NodeJS.',
    good: 'It runs on Node.js.',
    *check({ text, isHeading }) {
      for (const { name, pattern } of products) {
        for (const { index, 0: found } of text.matchAll(pattern)) {
          // In a table it may be the name of a folder.
          const isName = isHeading && found === name.toLowerCase();
          if (!isName && found.replace(/\s/g, ' ') !== name)
            yield { at: index, message: `"${found}": write "${name}"` };
        }
      }
    },
  },
];
