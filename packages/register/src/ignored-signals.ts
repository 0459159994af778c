// Tells which signals the process was started to ignore, as under `nohup`. A listener would make such a signal end the process.
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';

/**
 * Whether the process ignores `signal`. Only Bun keeps what its parent ignores: Node.js and Deno restore the default when they
 * start. Without `/proc`, as on macOS, Bun may be under `nohup`.
 */
export function isSignalIgnored(signal: NodeJS.Signals): boolean {
  if (!process.versions.bun) return false;
  try {
    return ignores(readFileSync('/proc/self/status', 'utf8'), signal);
  } catch {
    return signal === 'SIGHUP';
  }
}

/** Whether a process with this `/proc/<pid>/status` ignores `signal`. */
export function ignores(status: string, signal: NodeJS.Signals): boolean {
  const [, mask = ''] = /^SigIgn:\s*([0-9a-f]+)$/m.exec(status) ?? [];
  return ((BigInt(`0x${mask}`) >> BigInt(constants.signals[signal] - 1)) & 1n) === 1n;
}
