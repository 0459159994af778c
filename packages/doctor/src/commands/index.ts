// Every command, in the order of the help.
import type { Command } from '../command.ts';
import { check } from './check.ts';
import { diagnose } from './diagnose.ts';
import { explain } from './explain.ts';
import { rules } from './rules.ts';
import { ticket } from './ticket.ts';

export const commands: readonly Command[] = [check, diagnose, ticket, explain, rules];
