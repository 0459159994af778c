// Runs the application's code with a context active; where a context manager fails, without.
import { type Context, context } from '@opentelemetry/api';
import { guard } from '../guard.ts';

/** Runs `run`, once, in the context that `active` gives, and gives or throws what it does. */
export function runIn<Result>(active: () => Context, run: () => Result): Result {
  let ran = false;
  let result = undefined as Result;
  let thrown: { readonly error: unknown } | undefined;
  const once = (): void => {
    ran = true;
    try {
      result = run();
    } catch (error) {
      thrown = { error };
    }
  };
  guard('making a context active', () => {
    const wanted = active();
    if (wanted !== context.active()) context.with(wanted, once);
  });
  if (!ran) return run();
  if (thrown) throw thrown.error;
  return result;
}
