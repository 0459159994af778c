// Whether little of a rate limit is left.

/** The figures of a limit that tell how much of it is left. */
type Figures = { readonly [Part in 'limit' | 'remaining' | 'utilization']?: number | undefined };

/** The share of a limit that is left; 1 where its figures do not tell. */
export function shareLeft({ limit, remaining, utilization }: Figures): number {
  if (utilization !== undefined) return 1 - utilization;
  return limit === undefined || remaining === undefined || limit <= 0 ? 1 : remaining / limit;
}

/** Whether less than `share` of a limit is left. */
export const isNear = (limit: Figures, share: number): boolean => isLess(shareLeft(limit), share);

/** `1 - 0.9` is a bit less than 0.1, by the rounding of floating point. */
export const isLess = (left: number, share: number): boolean => left < share - 1e-9;
