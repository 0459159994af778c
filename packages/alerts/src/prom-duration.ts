// Seconds as PromQL and Prometheus's configuration write them.

const UNITS: readonly (readonly [seconds: number, unit: string])[] = [
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'm'],
  [1, 's'],
];

/** In the largest unit of which it is a whole number, and in milliseconds when it is no whole second. */
export function promDuration(seconds: number): string {
  const milliseconds = Math.round(seconds * 1_000);
  if (milliseconds === 0) return '0s';
  for (const [size, unit] of UNITS) {
    if (milliseconds % (size * 1_000) === 0) return `${milliseconds / (size * 1_000)}${unit}`;
  }
  return `${milliseconds}ms`;
}
