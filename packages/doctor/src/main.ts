// Finds the command, reads its options, runs it, and turns errors into one line and an exit code.
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { nearest } from '@sevenstep/checklist';
import { COMMON, type Command, type Context, type Options } from './command.ts';
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
  // Piped input without a command is diagnosed.
  const isPiped = first === undefined || (first.startsWith('-') && io.stdin.isTTY !== true);
  const name = isPiped ? 'diagnose' : first;
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
    return await run(find(name), isPiped ? args : others, io, outgoing);
  } catch (error) {
    if (first === undefined && error instanceof UsageError) {
      io.stderr.write(`${PROGRAM}: standard input is empty\n\n${generalHelp(commands, io.stderr)}`);
      return EXIT.usage;
    }
    const [code, line] = explainError(error);
    if (asJson) io.stdout.write(envelope(name, { error: { code, message: line } }, outgoing));
    const tell = (text: string) => say(io.stderr, text, outgoing.text);
    tell(`${PROGRAM}: ${line}`);
    if (error instanceof UsageError) tell(`Try: ${PROGRAM} ${helpFor(name)}`);
    if (code === EXIT.unexpected)
      for (const frame of String(error instanceof Error ? error.stack : error).split('\n')) tell(frame);
    return code;
  }
}

async function run(command: Command, args: readonly string[], io: Io, outgoing: Outgoing): Promise<number> {
  // Without a command line of another program, `--` ends the options: behind it may be a text that begins with `-`.
  const own = command.rest === true ? beforeRest(args) : args;
  const rest = args.slice(own.length + 1);
  const { values, positionals } = parse(command, own);
  if (values.help === true) {
    io.stdout.write(commandHelp(command, io.stdout));
    return EXIT.ok;
  }
  if (own.length < args.length && !rest[0]?.trim())
    throw new UsageError(`expected a command after --; usage: ${usageLine(command.name, command.usage)}`);
  const [least, most] = command.positionals ?? [0, 0];
  if (positionals.length < least || positionals.length > most) {
    const problem = positionals.length < least ? 'too few arguments' : `one too many: "${positionals[most]}"`;
    throw new UsageError(`${problem}; usage: ${usageLine(command.name, command.usage)}`);
  }
  // As a shell makes it of a variable that is not set.
  if (positionals.some(isBlank)) {
    throw new UsageError(`an argument is empty; usage: ${usageLine(command.name, command.usage)}`);
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
  { name, options: own, positionals: [, most] = [0, 0], rest }: Command,
  args: readonly string[],
): { values: Context['options']; positionals: string[] } {
  const options: Options = { ...own, ...COMMON };
  const given = { args: [...args], options, allowPositionals: true };
  for (const token of parseArgs({ ...given, strict: false, tokens: true }).tokens) {
    if (token.kind !== 'option') continue;
    const { rawName, value } = token;
    const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    if (option === undefined) {
      const near = nearest(token.name, Object.keys(options));
      const asArgument = most > 0 && rest !== true ? '; an argument that begins with - goes after --' : '';
      throw new UsageError(
        `${name} has no option ${rawName}${near === undefined ? asArgument : suggestion(`--${near}`)}`,
      );
    }
    if (option.type === 'boolean') {
      if (value !== undefined) throw new UsageError(`${rawName} takes no value`);
      continue;
    }
    const usage = `${rawName} ${option.value ?? 'VALUE'}`;
    if (value === undefined || isBlank(value)) throw new UsageError(`${rawName} needs a value: ${usage}`);
    if (value.startsWith('-') && value !== '-' && !token.inlineValue) {
      throw new UsageError(`${rawName} needs a value: ${usage}, or ${rawName}=… for one that begins with -`);
    }
  }
  return parseArgs({ ...given, strict: true });
}

const isBlank = (text: string): boolean => text.trim() === '';

const suggestion = (near: string | undefined): string =>
  near === undefined ? '' : `; did you mean ${near}?`;

const helpFor = (typed: string): string =>
  commands.some(({ name }) => name === typed) ? `${typed} --help` : '--help';

function explainError(error: unknown): [code: number, line: string] {
  if (error instanceof UsageError || error instanceof InputError) return [EXIT.usage, error.message];
  if (error instanceof RefusedError) return [EXIT.fail, error.message];
  return [EXIT.unexpected, `a bug in this program: ${error instanceof Error ? error.message : error}`];
}
