// Programs of `programs/node`, beside the packages that they import.
import { join } from 'node:path';
import type { Program } from '../../pasted/converse.ts';

export const nodeProgram = (folder: string, program: string, env: NodeJS.ProcessEnv = {}): Program => ({
  command: process.execPath,
  args: [join(folder, program)],
  env,
});
