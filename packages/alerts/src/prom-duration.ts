// Writes seconds as durations of PromQL and Prometheus's configuration.

const UNITS: readonly (readonly [seconds: number, unit: string])[] = [
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'm'],
  [1, 's'],
];

/** A duration in the largest unit that gives a whole number, or in milliseconds if the seconds are not whole. */
export function promDuration(seconds: number): string {
  const milliseconds = Math.round(seconds * 1_000);
  if (milliseconds === 0) return '0s';
  for (const [size, unit] of UNITS) {
    if (milliseconds % (size * 1_000) === 0) return `${milliseconds / (size * 1_000)}${unit}`;
  }
  return `${milliseconds}ms`;
}
