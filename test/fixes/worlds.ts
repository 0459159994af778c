// Servers that react to their clients, which several proofs use.
import type { RequestView } from '@sevenstep/anthropic-simulator';

/** Which requests exceed a limit that fills up whole, so long after the first request that counts toward it. */
export function overLimit({
  most,
  ms,
  cost = () => 1,
}: {
  readonly most: number;
  readonly ms: number;
  readonly cost?: (request: RequestView) => number;
}): (request: RequestView) => boolean {
  let since = Number.NEGATIVE_INFINITY;
  let used = 0;
  return (request) => {
    if (request.elapsedMs - since >= ms) {
      since = request.elapsedMs;
      used = 0;
    }
    const asked = cost(request);
    if (used + asked > most) return true;
    used += asked;
    return false;
  };
}
