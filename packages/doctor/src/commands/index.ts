// Every command, in the order of the help.
import type { Command } from '../command.ts';
import { check } from './check.ts';
import { explain } from './explain.ts';
import { rules } from './rules.ts';

export const commands: readonly Command[] = [check, explain, rules];
