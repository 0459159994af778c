// The type of a command: a record with its name and options, and the function that runs it.
import type { parseArgs } from 'node:util';
import type { Io } from './io.ts';
import type { Outgoing } from './outgoing.ts';
import type { Terminal } from './terminal.ts';

/** An option as `node:util` parses it, and its line in the help. */
export interface Option {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  readonly multiple?: boolean;
  readonly default?: string | boolean;
  /** The word for the value in the help, such as `FILE`. */
  readonly value?: string;
  /** Its effect and, if it matters, its default. */
  readonly help: string;
}

export type Options = Readonly<Record<string, Option>>;

/** Options that every command has. */
export const COMMON: {
  readonly json: { readonly type: 'boolean'; readonly help: string };
  readonly help: { readonly type: 'boolean'; readonly short: 'h'; readonly help: string };
} = {
  json: { type: 'boolean', help: 'Print one line of JSON: { "version": 1, "command": …, … }' },
  help: { type: 'boolean', short: 'h', help: 'Print this help' },
};

/** The parsed values of options. */
export type OptionValues<O extends Options> = ReturnType<
  typeof parseArgs<{ options: { -readonly [Name in keyof (O & typeof COMMON)]: (O & typeof COMMON)[Name] } }>
>['values'];

/** The input of a command. */
export interface Context<O extends Options = Options> {
  readonly options: OptionValues<O>;
  /** As many as {@link Command.positionals} allows. */
  readonly positionals: readonly string[];
  /** The words after `--`: the command line of another program. */
  readonly rest: readonly string[];
  readonly io: Io;
  /** Removes secrets from every output. `out`, `say` and `json` use it already; a written file must use it. */
  readonly outgoing: Outgoing;
  /** Writes one line to standard error. */
  say(text: string): void;
  /** Standard output for people: says nothing under `--json`. */
  readonly out: Terminal;
  /** Writes one line of JSON, with version and command: says nothing without `--json`. */
  json(payload: Readonly<Record<string, unknown>>): void;
}

export interface Command<O extends Options = Options> {
  readonly name: string;
  /** One line of the general help. */
  readonly summary: string;
  /** The words after the name, such as `ID`. */
  readonly usage: string;
  /** Command lines that work, without the program's name, each with what it does. */
  readonly examples: readonly (readonly [line: string, says: string])[];
  /** How many arguments it takes. @default [0, 0] */
  readonly positionals?: readonly [least: number, most: number];
  /** Whether it takes a command line of another program after `--`. @default false */
  readonly rest?: boolean;
  readonly options: O;
  /** Ends with one of the exit codes of `EXIT`; throws `UsageError` and `InputError`. */
  run(context: Context<O>): Promise<number>;
}

/** A command whose `run` knows the types of its options. */
export function command<const O extends Options>(given: Command<O>): Command {
  // Parsed by its own options before it runs, so what it gets has the types it names.
  return given as unknown as Command;
}
