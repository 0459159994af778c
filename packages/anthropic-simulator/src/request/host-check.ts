// Checks whether a request names this server as its host. A page that rebinds its name to loopback still names its own host.

const LOOPBACK = /^(?:localhost|[\w-]+\.localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/;

/** Whether only this machine can reach a server on this address. */
export const isLoopback = (host: string): boolean => LOOPBACK.test(host.toLowerCase());

/** On loopback, loopback names and the allowed names pass. A server on another address expects other machines, so every name passes. */
export function isMeant(
  header: string | undefined,
  listening: string,
  allowed: readonly string[] = [],
): boolean {
  if (!isLoopback(listening)) return true;
  const [, name = ''] = /^(\[[0-9a-f:.]+\]|[^:]*)(?::\d{1,5})?$/i.exec(header ?? '') ?? [];
  const host = name.toLowerCase().replace(/\.$/, '');
  return isLoopback(host) || allowed.some((one) => one.toLowerCase() === host);
}
