// Rules on how a sentence is built: its length, its order, and who acts.
import type { Block, Sentence } from '../block.ts';
import type { Problem, Rule } from './rule.ts';

/** The most words that a sentence may have. Code in backticks is one word. */
export const MAX_WORDS = 25;

/** A rule that finds at most one thing in a sentence, as an index and a message. */
const perSentence = (
  find: (sentence: Sentence, block: Block) => readonly [at: number, message: string] | undefined,
) =>
  function* (block: Block): Iterable<Problem> {
    for (const sentence of block.sentences) {
      const found = find(sentence, block);
      if (found) yield { at: sentence.at + found[0], message: found[1] };
    }
  };

const firstWords = (words: readonly string[]): string => words.slice(0, 5).join(' ');

const length: Rule = {
  id: 'sentence-length',
  asks: `at most ${MAX_WORDS} words in a sentence`,
  bad: 'A call that was made by an application which waits for the answer of a server that is slow because it has to do a lot of other work ends late.',
  good: 'A slow server ends calls late.',
  check: perSentence(({ words }) =>
    words.length > MAX_WORDS
      ? [0, `"${firstWords(words)} …" has ${words.length} words: write two sentences, or a list`]
      : undefined,
  ),
};

const INVERTED =
  /^(?:(?:Of|From) (?:an?|the|each|all|every|what|these|those|its|their|such|several|two|other)\b(?! each)|(?:So|Nor|Neither|Only then|Not until|Never|Hardly|Seldom|Such) (?:is|are|does|do|did|has|have|was|were|can|may|must)\b)/u;

const order: Rule = {
  id: 'subject-first',
  asks: 'the subject before the verb',
  bad: 'Of a call that was retried each attempt is a child span.',
  good: 'Each attempt of a retried call is a child span.',
  check: perSentence(({ text }, { isHeading }) => {
    const [found] = (!isHeading && INVERTED.exec(text)) || [];
    return found === undefined ? undefined : [0, `"${found} …": begin with what acts`];
  }),
};

const riddle: Rule = {
  id: 'what-clause',
  asks: 'a noun in place of a clause with "What"',
  bad: 'What is read and is no number is left out.',
  good: 'The reader ignores values that are not numbers.',
  check: perSentence(({ text, words }, { isHeading }) =>
    /^What\b/.test(text) && !text.endsWith('?') && !isHeading && words.length > 2
      ? [0, `"${firstWords(words)} …" is not a question: name the thing`]
      : undefined,
  ),
};

const PASSIVE =
  /\b(?:is|are|was|were|be|been|being)\s+(?:\w+ly\s+)?(?:\w+(?:ed|wn)|made|sent|read|kept|built|held|given|taken|written|found|set|put|cut|done|paid|meant)\s+by\s+(?!(?:default|hand|name|design|mistake|accident|itself|themselves|chance|then|now|far|its|their|\w+ing)\b)/giu;

const passive: Rule = {
  id: 'active-voice',
  asks: 'who acts as the subject',
  bad: 'The span is ended by the SDK.',
  good: 'The SDK ends the span.',
  *check({ text }) {
    for (const { index, 0: found } of text.matchAll(PASSIVE)) {
      yield { at: index, message: `"${found.replace(/\s+/g, ' ').trim()} …": make who acts the subject` };
    }
  },
};

const TRAILING = /\b(?:of|from|with|to|for|by|at|into|about|after|against|under|upon|than)[.:;?!]?$/iu;

const trailing: Rule = {
  id: 'last-word',
  asks: 'a sentence that does not end with a preposition',
  bad: 'It shows the headers that the request was sent with.',
  good: 'It shows the headers of the request.',
  check: perSentence(({ text, words }, { isHeading }) => {
    const found = isHeading || words.length < 4 ? undefined : TRAILING.exec(text);
    return found
      ? [found.index, `ends with "${words.at(-1)}": write what comes before it in full`]
      : undefined;
  }),
};

export const sentences: readonly Rule[] = [length, order, riddle, passive, trailing];
