// The figures above or below which a call that succeeded is odd, and how they may be changed.

/** Figures that decide whether a call that succeeded gets a finding. */
export interface Thresholds {
  /** `limits.near`: less than this share of a limit is left. @default 0.1 */
  readonly nearLimitShare: number;
  /** `response.stream_stalled`: seconds without an event. Proxies cut idle connections after 30 s and more (G0). @default 30 */
  readonly streamStalledSeconds: number;
  /** `response.slow_consumer`: seconds that the stream waited for the application, in total. @default 10 */
  readonly slowConsumerSeconds: number;
}

export const DEFAULT_THRESHOLDS: Thresholds = {
  nearLimitShare: 0.1,
  streamStalledSeconds: 30,
  slowConsumerSeconds: 10,
};

/** Names of thresholds that are shares. */
const isShare = (name: string): boolean => name.endsWith('Share');

/**
 * Defaults with `given` over them. A share has a name that says so.
 *
 * @throws TypeError for an unknown name, and for a value out of range.
 */
export function withThresholds<T extends { readonly [Name in keyof T]: number }>(
  defaults: T,
  given: Partial<T> | undefined,
): T {
  if (given === undefined) return defaults;
  if (typeof given !== 'object' || given === null) {
    throw new TypeError(`thresholds: expected an object, got ${given === null ? 'null' : typeof given}`);
  }
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(defaults, name)) {
      const names = Object.keys(defaults).join(', ');
      throw new TypeError(`thresholds.${name}: unknown threshold; the thresholds are ${names}`);
    }
    if (value === undefined) continue;
    const wanted = isShare(name) ? 'a number from 0 to 1' : 'a number of at least 0';
    const bound = isShare(name) ? 1 : Number.MAX_VALUE;
    const fits = typeof value === 'number' && value >= 0 && value <= bound;
    if (!fits) throw new TypeError(`thresholds.${name}: expected ${wanted}, got ${String(value)}`);
  }
  const set = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(set) };
}
