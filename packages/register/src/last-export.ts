// Exports spans while the process exits. Its event loop no longer turns, so another thread does it while this one waits.
import { createRequire } from 'node:module';
import { isMainThread, Worker } from 'node:worker_threads';
import type { tracing } from '@opentelemetry/sdk-node';
import { type LastExport, OUTCOME, sentSpans } from './sent-span.ts';

/**
 * Whether a thread runs while this one waits in its exit. This was measured on the main thread of Node.js only. Node.js's permission
 * model forbids threads without `--allow-worker`.
 */
export const CAN_EXPORT_WHILE_EXITING: boolean =
  isMainThread &&
  !process.versions.bun &&
  !process.versions.deno &&
  // Absent without `--permission`, which the types leave out.
  ((process.permission as NodeJS.ProcessPermission | undefined)?.has('worker') ?? true);

/**
 * Exports `spans` with a new exporter of the same module and the same variables.
 *
 * @param patienceMs the longest time to wait.
 * @returns whether a collector has accepted them.
 */
export function exportWhileExiting(
  spans: readonly tracing.ReadableSpan[],
  exporterModule: string,
  patienceMs: number,
): boolean {
  if (!CAN_EXPORT_WHILE_EXITING) return false;
  const outcome = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const workerData: LastExport = { exporterModule, spans: sentSpans(spans), outcome };
  // Without the `--import` and `--require` of this process, which would observe that thread, too.
  new Worker(new URL('./exit-worker.cjs', import.meta.url), {
    workerData,
    execArgv: yarnsLoader(),
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  Atomics.wait(outcome, 0, OUTCOME.underWay, patienceMs);
  return Atomics.load(outcome, 0) === OUTCOME.sent;
}

/** The arguments with which a thread finds packages with `nodeLinker: pnp` of Yarn, which keeps them in archives. */
function yarnsLoader(): string[] {
  return process.versions.pnp ? ['--require', createRequire(import.meta.url).resolve('pnpapi')] : [];
}
