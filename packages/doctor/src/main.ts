// Finds the command, reads its options, runs it, and turns errors into one line and an exit code.
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { nearest } from '@sevenstep/checklist';
import { COMMON, type Command, type Context } from './command.ts';
import { commands } from './commands/index.ts';
import { EXIT, InputError, RefusedError, UsageError } from './exit.ts';
import { commandHelp, generalHelp, PROGRAM, usageLine } from './help.ts';
import type { Io } from './io.ts';
import { createOutgoing, type Outgoing } from './outgoing.ts';
import { safeJsonText, say, terminal } from './terminal.ts';
import { ownVersion } from './version.ts';

/** The version of what `--json` writes. Fields are added under the same one; a change of meaning has the next. */
const JSON_VERSION = 1;

/** Runs the program. @returns the exit code */
export async function main(args: readonly string[], io: Io): Promise<number> {
  const [first, ...others] = args;
  const asJson = beforeRest(args).includes('--json');
  const outgoing = createOutgoing(io.env);
  try {
    if (first === undefined && io.stdin.isTTY === true) {
      io.stderr.write(generalHelp(commands, io.stderr));
      return EXIT.usage;
    }
    if (first === '--version') {
      io.stdout.write(`${ownVersion()}\n`);
      return EXIT.ok;
    }
    if (first !== undefined && ['--help', '-h', 'help'].includes(first)) {
      const [about] = others;
      io.stdout.write(
        about === undefined ? generalHelp(commands, io.stdout) : commandHelp(find(about), io.stdout),
      );
      return EXIT.ok;
    }
    // Piped input without a command is diagnosed.
    if (first === undefined || (first.startsWith('-') && io.stdin.isTTY !== true))
      return await run(find('diagnose'), args, io, outgoing);
    return await run(find(first), others, io, outgoing);
  } catch (error) {
    if (first === undefined && error instanceof UsageError) {
      io.stderr.write(`${PROGRAM}: standard input is empty\n\n${generalHelp(commands, io.stderr)}`);
      return EXIT.usage;
    }
    const [code, line] = explainError(error);
    if (asJson) io.stdout.write(envelope(first, { error: { code, message: line } }, outgoing));
    const tell = (text: string) => say(io.stderr, text, outgoing.text);
    tell(`${PROGRAM}: ${line}`);
    if (error instanceof UsageError) tell(`Try: ${PROGRAM} ${helpFor(first)}`);
    if (code === EXIT.unexpected)
      for (const frame of String(error instanceof Error ? error.stack : error).split('\n')) tell(frame);
    return code;
  }
}

async function run(command: Command, args: readonly string[], io: Io, outgoing: Outgoing): Promise<number> {
  const own = beforeRest(args);
  const rest = args.slice(own.length + 1);
  const { values, positionals } = parse(command, own);
  if (values.help === true) {
    io.stdout.write(commandHelp(command, io.stdout));
    return EXIT.ok;
  }
  if (rest.length > 0 && command.rest !== true)
    throw new UsageError(`${command.name} takes no command after --`);
  const [least, most] = command.positionals ?? [0, 0];
  if (positionals.length < least || positionals.length > most) {
    const problem = positionals.length < least ? 'too few arguments' : `one too many: "${positionals[most]}"`;
    throw new UsageError(`${problem}; usage: ${usageLine(command.name, command.usage)}`);
  }
  const asJson = values.json === true;
  return command.run({
    options: values,
    positionals,
    rest,
    io,
    outgoing,
    out: terminal(io.stdout, io.env, { quiet: asJson, clean: outgoing.text }),
    say: (text) => say(io.stderr, text, outgoing.text),
    json(payload) {
      if (asJson) io.stdout.write(envelope(command.name, payload, outgoing));
    },
  });
}

const envelope = (
  name: string | undefined,
  payload: Readonly<Record<string, unknown>>,
  outgoing: Outgoing,
): string => `${safeJsonText(outgoing.value({ version: JSON_VERSION, command: name, ...payload }))}\n`;

function beforeRest(args: readonly string[]): readonly string[] {
  const end = args.indexOf('--');
  return end === -1 ? args : args.slice(0, end);
}

function find(name: string): Command {
  const found = commands.find((command) => command.name === name);
  if (found) return found;
  if (existsSync(name)) {
    throw new UsageError(`there is no command "${name}"; to read that file: ${PROGRAM} diagnose ${name}`);
  }
  const names = commands.map((command) => command.name);
  throw new UsageError(`there is no command "${name}"${suggestion(nearest(name, names))}`);
}

function parse(
  { name, options: own }: Command,
  args: readonly string[],
): { values: Context['options']; positionals: string[] } {
  const options = { ...own, ...COMMON };
  const given = { args: [...args], options, allowPositionals: true };
  for (const token of parseArgs({ ...given, strict: false, tokens: true }).tokens) {
    if (token.kind !== 'option' || Object.hasOwn(options, token.name)) continue;
    const near = nearest(token.name, Object.keys(options));
    throw new UsageError(`${name} has no option ${token.rawName}${suggestion(near && `--${near}`)}`);
  }
  try {
    return parseArgs({ ...given, strict: true });
  } catch (error) {
    // Node.js says which option lacks its value, or has one too many.
    throw new UsageError(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
  }
}

const suggestion = (near: string | undefined): string =>
  near === undefined ? '' : `; did you mean ${near}?`;

const helpFor = (first: string | undefined): string =>
  commands.some(({ name }) => name === first) ? `${first} --help` : '--help';

function explainError(error: unknown): [code: number, line: string] {
  if (error instanceof UsageError || error instanceof InputError) return [EXIT.usage, error.message];
  if (error instanceof RefusedError) return [EXIT.fail, error.message];
  return [EXIT.unexpected, `a defect of this program: ${error instanceof Error ? error.message : error}`];
}
