// Waits for a result of another process.
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Asks until there is an answer.
 *
 * @throws Error that names `what`, if there is no answer in time.
 */
export async function until<Value>(
  what: string,
  ask: () => Promise<Value | undefined> | Value | undefined,
  timeoutMs = 420_000,
): Promise<Value> {
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await pause(200);
  }
  throw new Error(`after ${timeoutMs / 1000} s there is still not: ${what}`);
}
