// Random numbers from a seed: the same seed makes the same inputs.

export interface Random {
  /** A whole number from 0 to below `below`. */
  below(below: number): number;
  pick<T>(items: readonly T[]): T;
  /** True with a chance of one in `n`. */
  oneIn(n: number): boolean;
}

/** The generator Mulberry32. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    pick: (items) => items[below(items.length)] as never,
    oneIn: (n) => below(n) === 0,
  };
}
