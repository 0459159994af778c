// Finds words that every match of a pattern contains.

/** Shorter words occur in most texts. */
const SHORTEST = 2;

/** After a backslash these match more than one character. */
const CLASSES = 'dDwWsSpPck123456789';
const CONTROLS = new Map(Object.entries({ n: '\n', r: '\r', t: '\t', f: '\f', v: '\v', 0: '\0' }));

/** A part of a pattern: a character, a part without width, or a part that contains one of these words. */
interface Part {
  readonly character?: string;
  readonly hasNoWidth?: boolean;
  readonly words?: readonly string[] | undefined;
}

/** The better of two lists, whose shortest word is longer and so rarer. */
function rarer(
  one: readonly string[] | undefined,
  other: readonly string[] | undefined,
): readonly string[] | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return shortestOf(other) > shortestOf(one) ? other : one;
}

const shortestOf = (words: readonly string[]): number => Math.min(...words.map(({ length }) => length));

/** Reads a pattern from start to end. Unknown parts have no words. */
class PatternReader {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  /** The words of all alternatives up to a closing parenthesis. */
  alternatives(): readonly string[] | undefined {
    const found: string[] = [];
    let isKnown = true;
    for (;;) {
      const words = this.#sequence();
      if (words === undefined) isKnown = false;
      else found.push(...words);
      if (this.#source[this.#at] !== '|') return isKnown ? found : undefined;
      this.#at += 1;
    }
  }

  #sequence(): readonly string[] | undefined {
    let best: readonly string[] | undefined;
    let word = '';
    const endWord = (): void => {
      if (word !== '') best = rarer(best, [word]);
      word = '';
    };
    while (this.#at < this.#source.length && !'|)'.includes(this.#source[this.#at] as string)) {
      const { character, hasNoWidth, words } = this.#part();
      const times = this.#take(/[?*+]\??|\{\d+(?:,\d*)?\}\??/y);
      if (hasNoWidth) continue;
      const isNeeded = times === '' || /^(?:\+|\{0*[1-9])/.test(times);
      if (isNeeded && character !== undefined) word += character;
      if (character === undefined || times !== '') endWord();
      if (isNeeded) best = rarer(best, words);
    }
    endWord();
    return best;
  }

  #part(): Part {
    const start = this.#take(/\((?:\?(?:<?[=!]|<\w+>|:))?/y);
    if (start !== '') {
      const words = this.alternatives();
      this.#at += 1;
      return /[=!]$/.test(start) ? { hasNoWidth: true } : { words };
    }
    if (this.#take(/\[(?:\\.|[^\]\\])*\]/sy) !== '') return {};
    if (this.#take(/\\[bB]|[$^]/y) !== '') return { hasNoWidth: true };
    const code = this.#take(/\\u\{[\da-f]+\}|\\u[\da-f]{4}|\\x[\da-f]{2}/iy);
    if (code !== '')
      return { character: String.fromCodePoint(Number.parseInt(code.replace(/[^\da-f]/gi, ''), 16)) };
    const escaped = this.#take(/\\./sy).slice(1);
    if (escaped !== '') {
      if (!CLASSES.includes(escaped)) return { character: CONTROLS.get(escaped) ?? escaped };
      this.#take(/\{[^}]*\}|<\w+>/y);
      return {};
    }
    const character = this.#take(/./sy);
    return character === '.' ? {} : { character };
  }

  #take(next: RegExp): string {
    next.lastIndex = this.#at;
    const taken = next.exec(this.#source)?.[0] ?? '';
    this.#at += taken.length;
    return taken;
  }
}

/**
 * Words of which every match contains at least one, in lower case if the pattern ignores case. Empty if the
 * pattern can match without a word.
 */
export function requiredWords(pattern: string, flags: string): readonly string[] {
  const found = new PatternReader(pattern).alternatives() ?? [];
  const words = [...new Set(flags.includes('i') ? found.map((word) => word.toLowerCase()) : found)];
  if (words.some(({ length }) => length < SHORTEST)) return [];
  return words.filter((word) => !words.some((other) => other !== word && word.includes(other)));
}
