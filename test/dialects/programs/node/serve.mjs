// Reads a call from each line of stdin, makes it, flushes the exporter, and answers with a line.
import { createInterface } from 'node:readline';

// Instrumentations leave promises of their own to fail: an application would end, a sender goes on.
process.on('unhandledRejection', () => undefined);

/**
 * @param make makes the call; what it throws is the call's error
 * @param flush sends what was recorded
 */
export async function serve(make, flush) {
  for await (const line of createInterface({ input: process.stdin })) {
    try {
      const call = JSON.parse(line);
      await make(call).catch(() => undefined);
      await flush();
      process.stdout.write('{"done":true}\n');
    } catch (error) {
      process.stdout.write(`${JSON.stringify({ failed: String(error?.stack ?? error) })}\n`);
    }
  }
  process.exit(0);
}

/** The signal that the application ends the call with, if it does. */
export function signalOf({ abortAfterMs, deadlineMs }) {
  if (deadlineMs !== undefined) return AbortSignal.timeout(deadlineMs);
  if (abortAfterMs === undefined) return undefined;
  const controller = new AbortController();
  setTimeout(() => controller.abort(), abortAfterMs).unref();
  return controller.signal;
}

export const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
