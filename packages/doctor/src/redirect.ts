// The target of a redirect. No request of this program follows one to another server: its headers are credentials.
import { shownAddress } from './outgoing.ts';

/** Options of `fetch` under which a redirect is an answer. */
export const NO_REDIRECT = { redirect: 'manual' } as const;

export interface Redirect {
  readonly status: number;
  /** `undefined` without a valid address. */
  readonly to: URL | undefined;
  /** Whether the address is of the same scheme, host and port. */
  readonly sameOrigin: boolean;
}

const STATUSES = new Set([301, 302, 303, 307, 308]);

/** The redirect of an answer to a request of `url`; `undefined` for another answer. */
export function redirectOf({ status, type, headers }: Response, url: string): Redirect | undefined {
  if (type !== 'opaqueredirect' && !STATUSES.has(status)) return undefined;
  const location = headers.get('location') ?? '';
  const to = location !== '' && URL.canParse(location, url) ? new URL(location, url) : undefined;
  return { status, to, sameOrigin: to !== undefined && to.origin === new URL(url).origin };
}

/** For people. */
export const redirectText = ({ to }: Redirect): string =>
  to === undefined ? 'nowhere' : shownAddress(to.href);
