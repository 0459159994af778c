// Every command, in the order of the help.
import type { Command } from '../command.ts';
import { explain } from './explain.ts';
import { rules } from './rules.ts';

export const commands: readonly Command[] = [explain, rules];
