// Runs a program of `programs/node` beside the packages that it imports: the call on stdin, a part of stdout for each form.
import { join } from 'node:path';
import type { CallSpec, Printed } from '../client.ts';
import { runProcess } from '../processes.ts';

/** The forms that every program has: `answer` is what it prints of a call that succeeds. */
export const NODE_FORMS = [
  'answer',
  'uncaught',
  'console.error',
  'inspect',
  'String',
  'JSON.stringify',
] as const;

const MARK = /^@@form (?<form>.+)$/;

/** Another run of the program, all of whose output is one form. */
interface OneForm {
  readonly mode: 'logged' | 'uncaught';
  readonly form: string;
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * Runs a program: once where it catches the error and prints it in every form, and once where nobody catches it.
 *
 * @throws Error when it printed nothing
 */
export async function runNode(
  folder: string,
  program: string,
  call: CallSpec,
  one?: OneForm,
): Promise<Printed> {
  const run = (mode: string, env: NodeJS.ProcessEnv = {}) =>
    runProcess(process.execPath, [join(folder, program), mode], {
      cwd: folder,
      env,
      input: JSON.stringify(call),
    });
  if (one) {
    const { stdout, stderr } = await run(one.mode, one.env);
    return { [one.form]: stdout + stderr };
  }
  const { stdout, stderr } = await run('caught');
  const printed = split(stdout);
  if (Object.keys(printed).length === 0)
    throw new Error(`${program} printed no form in ${call.situation}:\n${stderr.slice(0, 2_000)}`);
  return 'answer' in printed
    ? printed
    : { ...printed, ...(await runNode(folder, program, call, { mode: 'uncaught', form: 'uncaught' })) };
}

function split(output: string): Printed {
  const forms = new Map<string, string[]>();
  let lines: string[] = [];
  for (const line of output.split('\n')) {
    const form = MARK.exec(line)?.groups?.form;
    if (form === undefined) {
      lines.push(line);
      continue;
    }
    lines = [];
    forms.set(form, lines);
  }
  return Object.fromEntries([...forms].map(([form, printed]) => [form, printed.join('\n')]));
}
