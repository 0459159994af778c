// Finds pages by a term, such as a status or a class, or by words of a message.

/** A page that a search can find. */
export interface FoundPage {
  readonly id: string;
  /** The sentence that distinguishes it from the others. */
  readonly summary: string;
}

/** A term of the table: `429`, `overloaded_error`, `RateLimitError`. */
export interface SearchedTerm {
  /** `HTTP status` */
  readonly heading: string;
  readonly term: string;
  /** The likeliest first. */
  readonly pages: readonly FoundPage[];
}

/** A page of the index. */
export interface SearchedPage extends FoundPage {
  /** The application's error: terms and message. */
  readonly seen: string;
}

/** The tables of the front page, for the search. */
export interface Tables {
  readonly terms: readonly SearchedTerm[];
  readonly pages: readonly SearchedPage[];
}

/** Pages under the heading that says why they were found. */
export interface FoundPages {
  readonly heading: string;
  readonly pages: readonly FoundPage[];
}

/** Longer text is no search. */
const MOST_SEARCHED = 200;

/** The pages of a term that stands alone: of each kind of term that has this name. */
export function pagesOfTerm(terms: readonly SearchedTerm[], text: string): readonly FoundPages[] {
  if (text.length > MOST_SEARCHED) return [];
  const typed = text.trim().toLowerCase();
  // `HTTP 529`, `status: 529` and `anthropic.RateLimitError` are terms, too.
  const bare = typed.replace(/^(?:http|status|error)?(?: ?code)?[ :=]*(?=\d{3}$)|^[\w.]+[.:](?=\w+$)/, '');
  return terms
    .filter(({ term }) => [typed, bare].includes(term.toLowerCase()))
    .map(({ heading, term, pages }) => ({ heading: `${heading} ${term}`, pages }));
}

/** The pages in which every word of the text stands, best first. */
export function searchPages(pages: readonly SearchedPage[], text: string): readonly FoundPages[] {
  if (text.length > MOST_SEARCHED) return [];
  const wanted = text.trim().toLowerCase();
  const words = wanted.split(/[^\p{L}\p{N}_.-]+/u).filter((word) => word !== '');
  if (words.length === 0) return [];
  const found = pages
    .map((page) => ({ page, score: scoreOf(page, wanted, words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);
  return found.length === 0 ? [] : [{ heading: 'Pages that match', pages: found.map(({ page }) => page) }];
}

/** 0 where a word is missing. */
function scoreOf({ id, summary, seen }: SearchedPage, wanted: string, words: readonly string[]): number {
  const texts = [id, seen.toLowerCase(), summary.toLowerCase()];
  const all = texts.join('\n');
  if (!words.every((word) => all.includes(word))) return 0;
  if (id === wanted) return 4;
  if (texts.some((text) => text.includes(wanted))) return 3;
  return texts.some((text) => words.every((word) => text.includes(word))) ? 2 : 1;
}
