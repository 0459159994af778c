// Runs the application's code with a context active; where a context manager fails, without.
import { type Context, context } from '@opentelemetry/api';
import { guard } from './guard.ts';

/** Runs `run`, once, in the context that `active` gives, and gives or throws what it does. */
export function runIn<Result>(active: () => Context, run: () => Result): Result {
  let outcome = undefined as (() => Result) | undefined;
  const once = (): void => {
    outcome = settled(run);
  };
  guard('making a context active', () => context.with(active(), once));
  return outcome ? outcome() : run();
}

/** What `run` gives or throws, for later. */
function settled<Result>(run: () => Result): () => Result {
  try {
    const result = run();
    return () => result;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}
