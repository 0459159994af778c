// Writes text to a terminal or a pipe: line by line, without secrets and control characters, and with colour if wanted.
import { randomBytes } from 'node:crypto';
import { HARMFUL, oneLine, redactSecrets } from '@sevenstep/wire';
import type { Io, Output } from './io.ts';

/** SGR codes: on and off. */
const STYLES = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const;

export type Style = keyof typeof STYLES;

/** The colour of each severity. */
export const SEVERITY_STYLES = { error: 'red', warning: 'yellow', info: 'cyan' } as const;

const WIDTH = { least: 40, most: 120, otherwise: 100 } as const;
const LABEL_WIDTH = 10;
/** The fewest columns for a text after its head. With fewer, it starts below the head. */
const ROOM = 24;
const BELOW = 4;

export interface Terminal {
  /** Columns to fill. */
  readonly width: number;
  style(style: Style, text: string): string;
  /** One line, whatever the text has in it. */
  line(text?: string): void;
  /** The lines of a text of this program, as they are: a page, a command to copy. */
  own(text: string): void;
  /** Text wrapped to the width beside a label; without text, nothing. */
  labelled(label: string, text: string | undefined, indent?: number): void;
  /** Text after a head, which may have styles and takes `columns`. It is wrapped in a terminal, and one line in a pipe. */
  beside(head: string, columns: number, text: string, style?: Style): void;
}

interface TerminalOptions {
  /** Writes nothing. @default false */
  readonly quiet?: boolean;
  /** Takes secrets out of a text. */
  readonly clean?: (text: string) => string;
}

/** A terminal on one of the streams. */
export function terminal(
  output: Output,
  env: Io['env'],
  { quiet = false, clean = redactSecrets }: TerminalOptions = {},
): Terminal {
  const colour = hasColour(output, env);
  const width = widthOf(output);
  const line = (text = '') => {
    if (!quiet) output.write(`${withStyles(text, (part) => oneLine(clean(part)))}\n`);
  };
  const styled = (style: Style | undefined, text: string): string => {
    if (style === undefined || !colour) return text;
    const [on, off] = STYLES[style];
    return `${mark(on)}${text}${mark(off)}`;
  };
  return {
    width,
    line,
    style: styled,
    beside(head, columns, text, style) {
      const shown = oneLine(clean(text));
      if (output.columns === undefined || columns + shown.length <= width)
        return line(`${head}${styled(style, shown)}`);
      const isBeside = width - columns >= ROOM;
      if (!isBeside) line(head);
      const indent = isBeside ? columns : BELOW;
      wrap(shown, width - indent).forEach((part, index) => {
        line(`${isBeside && index === 0 ? head : ' '.repeat(indent)}${styled(style, part)}`);
      });
    },
    own(text) {
      if (!quiet) output.write(`${withStyles(text, (part) => part)}\n`);
    },
    labelled(label, text, indent = 2) {
      if (!text) return;
      wrap(oneLine(clean(text)), width - indent - LABEL_WIDTH).forEach((part, index) => {
        line(`${' '.repeat(indent)}${(index === 0 ? label : '').padEnd(LABEL_WIDTH)}${part}`);
      });
    },
  };
}

/** The number of columns to fill. */
export const widthOf = ({ columns = WIDTH.otherwise }: Pick<Output, 'columns'>): number =>
  Math.min(Math.max(columns, WIDTH.least), WIDTH.most);

// Marks for the begin and end of a style in a line that is not written yet. No text from outside can contain one.
const NONCE = randomBytes(6).toString('hex');
const mark = (code: number): string => `\uFDD0${NONCE}.${code}\uFDD1`;
const MARKS = new RegExp(`\uFDD0${NONCE}\\.(\\d+)\uFDD1`);

/** The marks become codes; the text between them goes through `write`. */
const withStyles = (text: string, write: (part: string) => string): string =>
  text
    .split(MARKS)
    .map((part, index) => (index % 2 === 0 ? write(part) : `\u001B[${part}m`))
    .join('');

/** A text of several lines, safe for a terminal. */
export const shownText = (text: string, clean: (text: string) => string): string =>
  text
    .split('\n')
    .map((line) => oneLine(clean(line)))
    .join('\n');

/** A message on standard error: one line. */
export function say(output: Output, text: string, clean: (text: string) => string = redactSecrets): void {
  output.write(`${oneLine(clean(text))}\n`);
}

/** JSON for programs that a terminal may show: what it would obey is escaped, and means the same. */
export const safeJsonText = (value: unknown): string =>
  JSON.stringify(value).replace(HARMFUL, (character) =>
    Array.from(
      { length: character.length },
      (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`,
    ).join(''),
  );

/** `NO_COLOR` (no-color.org) and `FORCE_COLOR` (as Node.js reads it) come before what the stream is. */
function hasColour(output: Output, env: Io['env']): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  return output.isTTY === true && env.TERM !== 'dumb';
}

/** Lines of at most `width` characters, where words allow it; not broken between the groups of a number: 50 000. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/ (?!\d{3}(?!\d))/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
