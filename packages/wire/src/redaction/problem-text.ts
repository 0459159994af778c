// Describes an error of telemetry, a hook or a rule for a log: a redacted message, and the frames of the stack.
import { asString, field, isObject } from '../values.ts';
import { redact } from './redact.ts';
import { stackFrames } from './stack-frames.ts';

/** The text of `problem` without secrets, because an application's getter or hook may have put one into it. Never throws. */
export function problemText(problem: unknown): string {
  try {
    const said = isObject(problem)
      ? `${asString(field(problem, 'name')) ?? 'Error'}: ${asString(field(problem, 'message')) ?? ''}`
      : String(problem);
    return [redact(said), stackFrames(problem)].filter((part) => part !== undefined).join('\n');
  } catch {
    return 'an error that cannot be read';
  }
}
