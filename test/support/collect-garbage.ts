// Collects garbage in a process that was not started for it.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Collects, a few times, until `found` gives something; `undefined` when it never does. */
export async function collectUntil<Value>(
  found: () => Value | undefined,
  tries = 100,
): Promise<Value | undefined> {
  for (let round = 0; round < tries; round += 1) {
    collect();
    await new Promise((resolve) => setTimeout(resolve, 10));
    const value = found();
    if (value !== undefined) return value;
  }
  return undefined;
}
