// The state that the probes of a run share: the target, the time limits, and the results so far.
import { setTimeout as wait } from 'node:timers/promises';
import type { CallRecord, CallSettings } from './call.ts';

/** An address of the host, and whether it accepted a connection. */
export interface Address {
  readonly address: string;
  readonly family: 4 | 6;
  reachable?: boolean;
}

export interface ProbeContext extends CallSettings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder of `.env` files. */
  readonly folder: string;
  /** Asks whether tokens may be spent; called once, only if it is necessary. */
  readonly consent: (model: string) => Promise<'yes' | 'no' | 'nobody to ask'>;

  /** The addresses of the host, once they are known. */
  addresses: Address[];
  /** The signer of the direct connection's certificate. */
  directIssuer?: string | undefined;
  /** The calls made so far, by name. */
  readonly calls: Map<'models' | 'message' | 'stream', CallRecord>;
  /** Whether an error is known that a later probe reports. */
  pendingError: boolean;
  model?: string | undefined;
}

/** Repeats failed work, up to `retries` times within the time limit. */
export async function retrying<T>(
  { retries, timeoutMs }: Pick<ProbeContext, 'retries' | 'timeoutMs'>,
  run: (timeLeftMs: number) => Promise<T>,
  failed: (result: T) => boolean,
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  let result = await run(timeoutMs);
  for (let retry = 0; retry < retries && failed(result); retry++) {
    const pause = 100 * 2 ** retry;
    const left = deadline - performance.now() - pause;
    if (left <= 0) break;
    await wait(pause);
    result = await run(left);
  }
  return result;
}
