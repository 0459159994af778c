// Runs the application's code in a context, or without it if the context manager fails.
import { type Context, context } from '@opentelemetry/api';
import { stepFailed } from '../guard.ts';

/** Runs `run` once with `wanted` active. Returns its result, or throws its error. */
export function runIn<Result>(wanted: Context | undefined, run: () => Result): Result {
  let hasRun = false;
  let result = undefined as Result;
  let thrown: { readonly error: unknown } | undefined;
  try {
    if (wanted && wanted !== context.active()) {
      context.with(wanted, () => {
        hasRun = true;
        try {
          result = run();
        } catch (error) {
          thrown = { error };
        }
      });
    }
  } catch (problem) {
    stepFailed('making a context active', problem);
  }
  if (!hasRun) return run();
  if (thrown) throw thrown.error;
  return result;
}
