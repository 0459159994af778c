// Why a server cannot listen, and what to do.
import { InputError } from './exit.ts';

const OTHER_ADDRESS = ': --host is not an address of this machine';

const HINTS: ReadonlyMap<string | undefined, string> = new Map([
  ['EADDRINUSE', ': another program uses the port; choose another with --port'],
  ['EADDRNOTAVAIL', OTHER_ADDRESS],
  ['ENOTFOUND', OTHER_ADDRESS],
]);

/** @param error of Node.js, as a server begins to listen */
export function listenProblem(host: string, port: number, error: unknown): InputError {
  const { code } = error as NodeJS.ErrnoException;
  return new InputError(`cannot listen on ${host}:${port}: ${code}${HINTS.get(code) ?? ''}`);
}
