// Tells whether a value is a measured figure.

/** Whether `value` is a finite number that is not negative. A clock that was set back gives a negative one. */
export const isMeasured = (value: unknown): value is number =>
  typeof value === 'number' && value >= 0 && value < Number.POSITIVE_INFINITY;
