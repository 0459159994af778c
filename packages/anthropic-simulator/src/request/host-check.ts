// Whether a request names this server as its host. A page whose name was rebound to loopback still names its own.

const LOOPBACK = /^(?:localhost|[\w-]+\.localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/;

/** Whether only this machine reaches a server that listens there. */
export const isLoopback = (host: string): boolean => LOOPBACK.test(host.toLowerCase());

/** On loopback its own names pass and those that are allowed; on any other address other machines are meant to come. */
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
