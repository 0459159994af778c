// Every command, in the order of the help.
import type { Command } from '../command.ts';
import { check } from './check.ts';
import { diagnose } from './diagnose.ts';
import { drill } from './drill.ts';
import { explain } from './explain.ts';
import { rules } from './rules.ts';
import { ticket } from './ticket.ts';
import { watch } from './watch.ts';

export const commands: readonly Command[] = [check, diagnose, ticket, watch, drill, explain, rules];
