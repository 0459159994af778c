// The circuit breakers: one for the address, one for each model. An open breaker sends nothing, and after a while lets one request through.
import type { Diagnosis } from '@sevenstep/checklist';
import {
  BrokenCircuitError,
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhen,
  type IBreaker,
} from 'cockatiel';
import { AttemptFailed } from '../attempt.ts';
import { SETTINGS } from '../settings.ts';
import type { Notes } from './notes.ts';

/** The parts that have a breaker. */
type Guarded = 'address' | 'model';

/**
 * The failures that each breaker counts. A bad request opens none, and `limits.ts` handles temporary limits. Broken streams are
 * failures of the network. Without a diagnosis, the service's own timeout ended the attempt.
 */
const COUNTS: Readonly<Record<Guarded, (diagnosis: Diagnosis | undefined) => boolean>> = {
  address: (diagnosis) =>
    ['connection', 'endpoint', 'identity', 'response'].includes(diagnosis?.check ?? 'connection'),
  model: (diagnosis) =>
    diagnosis?.check === 'service' || (diagnosis?.check === 'limits' && !diagnosis.retryable),
};

/** Patterns that open a breaker at the next failure. */
const OPENS: Readonly<Record<string, Guarded>> = {
  'identity.fail_fast': 'address',
  'service.outage': 'model',
};

export class CircuitOpen extends Error {
  readonly what: Guarded;
  /** Whether the reason for opening may pass soon. */
  readonly mayClose: boolean;

  constructor(what: Guarded, mayClose: boolean) {
    super(`the breaker of the ${what} is open`);
    this.what = what;
    this.mayClose = mayClose;
  }
}

/** Opens after consecutive failures, or when the diagnosis says so. */
class DiagnosedBreaker implements IBreaker {
  state: unknown;
  readonly #inARow = new ConsecutiveBreaker(SETTINGS.failuresInARow);
  #isOutage = false;

  hear(): void {
    this.#isOutage = true;
  }

  success(): void {
    this.#isOutage = false;
    this.#inARow.success();
  }

  failure(_state: CircuitState): boolean {
    const inARow = this.#inARow.failure();
    return this.#isOutage || inARow;
  }
}

interface Circuit {
  readonly breaker: DiagnosedBreaker;
  readonly policy: CircuitBreakerPolicy;
}

export class Breakers {
  readonly #circuits = new Map<string, Circuit>();
  readonly #notes: Notes;

  constructor(notes: Notes) {
    this.#notes = notes;
  }

  /** @throws CircuitOpen in place of running `work`. */
  run<T>(model: string, work: () => Promise<T>): Promise<T> {
    return through('address', this.#circuit('address', 'address'), () =>
      through('model', this.#circuit('model', model), work),
    );
  }

  hear(model: string, { id }: Diagnosis): void {
    const what = OPENS[id];
    if (what) this.#circuit(what, what === 'address' ? what : model).breaker.hear();
  }

  #circuit(what: Guarded, name: string): Circuit {
    const known = this.#circuits.get(name);
    if (known) return known;
    const breaker = new DiagnosedBreaker();
    // The request that tests an open circuit closes it only if the API answers, not if it is aborted or held back.
    const counts = (error: unknown) =>
      error instanceof AttemptFailed ? COUNTS[what](error.diagnosis) : policy.state === CircuitState.HalfOpen;
    const policy: CircuitBreakerPolicy = circuitBreaker(handleWhen(counts), {
      breaker,
      halfOpenAfter: SETTINGS.breakMs,
    });
    policy.onBreak(() => this.#notes.add('breaker opens', { breaker: name }));
    policy.onReset(() => this.#notes.add('breaker closes', { breaker: name }));
    const circuit = { breaker, policy };
    this.#circuits.set(name, circuit);
    return circuit;
  }
}

async function through<T>(what: Guarded, { policy }: Circuit, work: () => Promise<T>): Promise<T> {
  try {
    return await policy.execute(work);
  } catch (error) {
    if (!(error instanceof BrokenCircuitError)) throw error;
    const last = policy.lastFailure;
    const cause = last && 'error' in last ? last.error : undefined;
    throw new CircuitOpen(what, cause instanceof AttemptFailed && cause.retryable);
  }
}
