// Programs of `programs/python`, in a virtual environment, and what none of them can show.
import { join } from 'node:path';
import type { Program } from '../../pasted/converse.ts';
import { programs } from '../install.ts';

export const pythonProgram = (folder: string, program: string, ...args: readonly string[]): Program => ({
  command: join(folder, 'bin/python'),
  args: [join(programs('python'), program), ...args],
  env: { PYTHONDONTWRITEBYTECODE: '1' },
});

export const NO_SIGNAL = {
  'connection.aborted': 'the framework has no way to end a call',
  'connection.deadline': 'the framework has no way to end a call',
  'response.stream_timeout': 'the framework has no way to end a call',
};

export const NO_KEY_FUNCTION = {
  'identity.credentials_unavailable': 'the framework takes no function for the key',
};
