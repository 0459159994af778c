// Writes for people: colour where it is wanted, lines no wider than the terminal.
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

const WIDTH = { least: 60, most: 120, otherwise: 100 } as const;
const LABEL_WIDTH = 10;

export interface Terminal {
  /** Columns to fill. */
  readonly width: number;
  style(style: Style, text: string): string;
  line(text?: string): void;
  /** Text wrapped to the width beside a label; without text, nothing. */
  labelled(label: string, text: string | undefined, indent?: number): void;
}

/** A terminal on one of the streams; with `quiet` it writes nothing. */
export function terminal(output: Output, env: Io['env'], quiet = false): Terminal {
  const colour = hasColour(output, env);
  const width = Math.min(Math.max(output.columns ?? WIDTH.otherwise, WIDTH.least), WIDTH.most);
  const line = (text = '') => {
    if (!quiet) output.write(`${text}\n`);
  };
  return {
    width,
    line,
    style(style, text) {
      const [on, off] = STYLES[style];
      return colour ? `\u001B[${on}m${text}\u001B[${off}m` : text;
    },
    labelled(label, text, indent = 2) {
      if (!text) return;
      wrap(text, width - indent - LABEL_WIDTH).forEach((part, index) => {
        line(`${' '.repeat(indent)}${(index === 0 ? label : '').padEnd(LABEL_WIDTH)}${part}`);
      });
    },
  };
}

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
