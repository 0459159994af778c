// The fallback: the next model if another model helps, and finally a plain answer in place of an error.
import { AttemptFailed } from '../attempt.ts';
import { CircuitOpen } from './breaker.ts';
import { OverBudget } from './limits.ts';
import type { Notes } from './notes.ts';
import { Unfinished } from './resume.ts';
import { mayRetry } from './retry.ts';

/** Another model has its own limits, load and weights, but the same address, key and request. */
function anotherModelHelps(error: unknown): boolean {
  if (error instanceof OverBudget || error instanceof Unfinished) return true;
  if (error instanceof CircuitOpen) return error.what === 'model';
  if (!(error instanceof AttemptFailed)) return false;
  const { id, check } = error.diagnosis ?? { id: 'timeout', check: 'service' };
  return HELPS.includes(check) || id === 'request.model_not_found';
}

const HELPS = ['limits', 'service', 'response'];

/**
 * Asks the models in turn. While a retry may still help, it skips only models that are known to be out.
 *
 * @throws the error of the last model
 */
export async function inTurn<T>(
  models: readonly string[],
  notes: Notes,
  isLastTry: boolean,
  work: (model: string) => Promise<T>,
): Promise<T> {
  let failure: unknown;
  for (const model of models) {
    try {
      if (failure) notes.add('fallback', { model });
      return await work(model);
    } catch (error) {
      failure = error;
      const mayPass = error instanceof AttemptFailed && mayRetry(error);
      if ((mayPass && !isLastTry) || !anotherModelHelps(error)) throw error;
    }
  }
  throw failure;
}

/** The text for the user if no model answered. */
export const plainAnswer = (soFar: string): string =>
  `${soFar ? `${soFar}…\n` : ''}I can't answer in full right now. Your question is kept.`;
