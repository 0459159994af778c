// The help texts, written from the records of the commands.
import { COMMON, type Command, type Options } from './command.ts';

export const PROGRAM = 'sevenstep-doctor';

const EXIT_CODES = `Exit codes:
  0 pass   2 bad usage or unreadable input   3 fail   4 warnings only   1 a defect of this program`;

export function generalHelp(commands: readonly Command[]): string {
  const lines = columns(commands.map(({ name, summary }) => [name, summary]));
  return `Usage: ${PROGRAM} COMMAND [options]

Says what went wrong with calls of the Claude API, at which of seven steps, and what to change.

Commands:
${lines}

${PROGRAM} COMMAND --help shows the options and examples of a command.

${EXIT_CODES}
`;
}

export function commandHelp({ name, summary, usage, options, examples }: Command): string {
  return `Usage: ${usageLine(name, usage)}

${summary}

Options:
${columns(Object.entries({ ...options, ...COMMON } as Options).map(([key, option]) => [flag(key, option), option.help]))}

Examples:
${examples.map(([line, says]) => `  ${PROGRAM} ${line}\n      ${says}`).join('\n')}
`;
}

export const usageLine = (name: string, usage: string): string =>
  [PROGRAM, name, usage, '[options]'].filter((part) => part !== '').join(' ');

const flag = (key: string, { short, value }: Options[string]): string =>
  `${short === undefined ? '' : `-${short}, `}--${key}${value === undefined ? '' : ` ${value}`}`;

function columns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length)) + 2;
  return rows.map(([left, right]) => `  ${left.padEnd(width)}${right}`).join('\n');
}
