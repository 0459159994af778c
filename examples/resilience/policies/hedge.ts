// The hedge: if nothing arrives for a while, it sends a second request. The first answer counts, and the other request is aborted.
import { setTimeout as wait } from 'node:timers/promises';
import { SETTINGS } from '../settings.ts';
import type { Notes } from './notes.ts';

export type Hedgeable<T> = (hooks: { signal: AbortSignal; onFirstEvent: () => void }) => Promise<T>;

export class Hedge {
  #credit: number = SETTINGS.hedgesAtOnce;
  readonly #notes: Notes;

  constructor(notes: Notes) {
    this.#notes = notes;
  }

  async run<T>(signal: AbortSignal, hasRoom: () => boolean, work: Hedgeable<T>): Promise<T> {
    this.#credit = Math.min(SETTINGS.hedgesAtOnce, this.#credit + 1 / SETTINGS.requestsPerHedge);
    const first = begin(signal, work);
    const timer = new AbortController();
    const isLate = await Promise.race([
      first.hasBegun,
      wait(SETTINGS.hedgeAfterMs, true, { signal: timer.signal }),
    ]);
    timer.abort();
    if (!isLate || this.#credit < 1 || !hasRoom()) return first.result;
    this.#credit -= 1;
    this.#notes.add('hedge', { 'after.ms': SETTINGS.hedgeAfterMs });
    const second = begin(signal, work);
    try {
      return await Promise.any([first.result, second.result]);
    } catch (error) {
      throw (error as AggregateError).errors[0];
    } finally {
      first.abort();
      second.abort();
    }
  }
}

function begin<T>(outer: AbortSignal, work: Hedgeable<T>) {
  const controller = new AbortController();
  const { promise: firstEvent, resolve: onFirstEvent } = Promise.withResolvers<void>();
  const result = work({ signal: AbortSignal.any([outer, controller.signal]), onFirstEvent });
  const settled = result.then(
    () => {},
    () => {},
  );
  return {
    result,
    /** Resolves to false when something arrives. */
    hasBegun: Promise.race([firstEvent, settled]).then(() => false),
    abort: () => controller.abort(),
  };
}
