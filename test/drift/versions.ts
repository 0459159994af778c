// Versions of packages: what is one, and which of two is newer.

const VERSION = /^\d+\.\d+\.\d+(?:-[\w.]+)?$/;

export const isVersion = (text: string): boolean => VERSION.test(text);

/** Below 0 where `a` is older. A pre-release is older than its release. */
export function compareVersions(a: string, b: string): number {
  const [numbersA, preA] = parts(a);
  const [numbersB, preB] = parts(b);
  for (const index of [0, 1, 2]) {
    const difference = (numbersA[index] ?? 0) - (numbersB[index] ?? 0);
    if (difference !== 0) return difference;
  }
  if (preA === preB) return 0;
  if (preA === '' || preB === '') return preA === '' ? 1 : -1;
  return preA < preB ? -1 : 1;
}

function parts(version: string): [numbers: number[], preRelease: string] {
  const [release = '', preRelease = ''] = version.split(/-(.*)/s);
  return [release.split('.').map(Number), preRelease];
}
