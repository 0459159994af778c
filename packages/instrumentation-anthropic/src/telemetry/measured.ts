// Tells whether a value is a measured figure.

/** Whether `value` is one: not where a clock was set back, or nothing was ever read. */
export const isMeasured = (value: unknown): value is number =>
  typeof value === 'number' && value >= 0 && value < Number.POSITIVE_INFINITY;
