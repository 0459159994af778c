// Writes the help texts from the records of the commands.
import { COMMON, type Command, type Options } from './command.ts';
import type { Output } from './io.ts';
import { widthOf, wrap } from './terminal.ts';

export const PROGRAM = 'sevenstep-doctor';

/** A command line that works wherever npm works, even if the program is not installed. */
export const explainLine = (id: string): string => `npx @sevenstep/doctor explain ${id}`;

const EXIT_CODES = `Exit codes:
  0 pass   1 a bug in this program   2 bad usage or unreadable input
  3 fail   4 warnings only`;

export function generalHelp(commands: readonly Command[], output: Output): string {
  const lines = columns(
    commands.map(({ name, summary }) => [name, summary]),
    output,
  );
  return `Usage: ${PROGRAM} COMMAND [options]

${paragraph('Says what went wrong with calls of the Claude API, at which of seven steps, and what to change.', output)}

Commands:
${lines}

${PROGRAM} COMMAND --help shows the options and examples of a command.

${EXIT_CODES}
`;
}

export function commandHelp({ name, summary, usage, options, examples }: Command, output: Output): string {
  return `Usage: ${usageLine(name, usage)}

${paragraph(summary, output)}

Options:
${columns(
  Object.entries({ ...options, ...COMMON } as Options).map(([key, option]) => [
    flag(key, option),
    option.help,
  ]),
  output,
)}

Examples:
${examples.map(([line, says]) => `  ${PROGRAM} ${line}\n      ${indented(says, 6, output)}`).join('\n')}
`;
}

export const usageLine = (name: string, usage: string): string =>
  [PROGRAM, name, usage, '[options]'].filter((part) => part !== '').join(' ');

const flag = (key: string, { short, value }: Options[string]): string =>
  `${short === undefined ? '' : `-${short}, `}--${key}${value === undefined ? '' : ` ${value}`}`;

/** A terminal wraps the right column. */
function columns(rows: readonly (readonly [string, string])[], output: Output): string {
  const left = Math.max(...rows.map(([name]) => name.length)) + 4;
  const lines = (text: string): string[] =>
    output.columns === undefined ? [text] : wrap(text, Math.max(widthOf(output) - left, LEAST));
  return rows
    .map(([name, text]) => `  ${name}`.padEnd(left) + lines(text).join(`\n${' '.repeat(left)}`))
    .join('\n');
}

/** The least width of the right column. */
const LEAST = 24;

const indented = (text: string, indent: number, output: Output): string =>
  output.columns === undefined ? text : wrap(text, widthOf(output) - indent).join(`\n${' '.repeat(indent)}`);

const paragraph = (text: string, output: Output): string =>
  output.columns === undefined ? text : wrap(text, widthOf(output)).join('\n');
