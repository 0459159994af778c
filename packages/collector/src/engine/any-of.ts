// A version of the checklist's `anyOf` that skips texts without the words of its patterns.
import { anyOf as anyOfAll } from '../../../checklist/src/phrases/any-of.ts';

/** A pattern as `polyfills.ts` makes it. */
interface Worded extends RegExp {
  readonly words?: readonly string[];
}

export function anyOf(patterns: readonly Worded[]): (text: string) => boolean {
  const search = anyOfAll(patterns);
  if (patterns.some(({ words = [] }) => words.length === 0)) return search;
  const words = [...new Set(patterns.flatMap((one) => one.words ?? []).map((word) => word.toLowerCase()))];
  return (text) => {
    const inSmallLetters = text.toLowerCase();
    return words.some((word) => inSmallLetters.includes(word)) && search(text);
  };
}
