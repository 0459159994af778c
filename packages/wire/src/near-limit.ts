// Tells whether a rate limit is nearly used up.

/** The figures of a limit that tell how much of it is left. */
type Figures = { readonly [Part in 'limit' | 'remaining' | 'utilization']?: number | undefined };

/** The remaining share of a limit; 1 if unknown. */
export function shareLeft({ limit, remaining, utilization }: Figures): number {
  if (utilization !== undefined) return 1 - utilization;
  return limit === undefined || remaining === undefined || limit <= 0 ? 1 : remaining / limit;
}

/** Whether less than `share` of a limit is left. */
export const isNear = (limit: Figures, share: number): boolean => isLess(shareLeft(limit), share);

/** Whether `left` is less than `share`, despite floating-point rounding: `1 - 0.9` is slightly less than 0.1. */
export const isLess = (left: number, share: number): boolean => left < share - 1e-9;
