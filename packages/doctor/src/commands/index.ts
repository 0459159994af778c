// Every command, in the order of the help.
import type { Command } from '../command.ts';
import { checkCommand } from './check.ts';
import { diagnoseCommand } from './diagnose.ts';
import { drillCommand } from './drill.ts';
import { explainCommand } from './explain.ts';
import { lintCommand } from './lint.ts';
import { rulesCommand } from './rules.ts';
import { ticketCommand } from './ticket.ts';
import { watchCommand } from './watch.ts';

export const commands: readonly Command[] = [
  checkCommand,
  diagnoseCommand,
  lintCommand,
  ticketCommand,
  watchCommand,
  drillCommand,
  explainCommand,
  rulesCommand,
];
