// Finds characters that change how a terminal or a page shows the text beside them.

/**
 * C0 and C1 controls, marks and overrides of direction, characters without width, tags, and code points without a character. They make a
 * line look like another. Joiners stay, because scripts and emoji need them.
 */
export const HARMFUL: RegExp =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
  /[\u0000-\u001F\u007F-\u009F\u061C\u180E\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\uFDD0-\uFDEF\uFEFF\uFFF9-\uFFFB\uFFFE\uFFFF\u{E0000}-\u{E007F}]/gu;

/** A break of a line, or a tab. `\s` lacks U+0085. */
const BREAKS = /\r\n|[\t\n\v\f\r\u0085\u2028\u2029]/g;

/** Text of others as a part of a line: it neither ends the line nor changes the text beside it. */
export const oneLine = (text: string): string =>
  text.replace(BREAKS, ' ').toWellFormed().replace(HARMFUL, '\uFFFD');
