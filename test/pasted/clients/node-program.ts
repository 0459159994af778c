// Runs a program of `programs/node` beside the packages that it imports: the call on stdin, a part of stdout for each form.
import { join } from 'node:path';
import type { CallSpec, Printed } from '../client.ts';
import { type Output, runProcess } from '../processes.ts';

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

/** The situations in which forms that are long, or much like others, are recorded: some of each step, so that the record stays small. */
export const FEW_IN: ReadonlySet<string> = new Set([
  'connection.refused',
  'connection.request_timeout',
  'connection.reset',
  'endpoint.gateway_error',
  'endpoint.gateway_limit',
  'endpoint.malformed_response',
  'identity.billing',
  'identity.key_invalid',
  'identity.missing_credentials',
  'request.context_window',
  'request.model_not_found',
  'request.tool_use_mismatch',
  'limits.input_tokens_per_minute',
  'limits.unrecognized',
  'service.internal',
  'service.overloaded',
  'response.interrupted',
  'response.stream_error',
  'response.stream_interrupted',
]);

/**
 * Runs a program twice: once it catches the error and prints it in every form, and once the error is not caught.
 *
 * @param few forms that are kept in {@link FEW_IN} only
 * @throws Error when it printed nothing
 */
export async function runNode(
  folder: string,
  program: string,
  call: CallSpec,
  few: readonly string[] = [],
): Promise<Printed> {
  const { stdout, stderr } = await runProgram(folder, program, 'caught', call);
  const printed = split(stdout);
  if (Object.keys(printed).length === 0)
    throw new Error(`${program} printed no form in ${call.situation}:\n${stderr.slice(0, 2_000)}`);
  const left = FEW_IN.has(call.situation) ? [] : few;
  const kept = Object.entries(printed).filter(([form]) => !left.includes(form));
  if ('answer' in printed || left.includes('uncaught')) return Object.fromEntries(kept);
  const uncaught = await runProgram(folder, program, 'uncaught', call);
  return { ...Object.fromEntries(kept), uncaught: uncaught.stdout + uncaught.stderr };
}

/** Runs a program in one of its modes. */
export const runProgram = (
  folder: string,
  program: string,
  mode: 'caught' | 'uncaught' | 'logged',
  call: CallSpec,
  env: NodeJS.ProcessEnv = {},
): Promise<Output> =>
  runProcess(process.execPath, [join(folder, program), mode], {
    cwd: folder,
    env,
    input: JSON.stringify(call),
  });

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
