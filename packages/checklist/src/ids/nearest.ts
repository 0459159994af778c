// The known name closest to a misspelled one.

/** The closest name, if few letters must be changed, added or removed. */
export function nearest(typed: string, names: readonly string[]): string | undefined {
  const near = Math.max(2, Math.floor(typed.length / 4));
  const ranked = names
    .map((name) => ({ name, far: distance(typed, name) }))
    .sort((a, b) => a.far - b.far || (a.name < b.name ? -1 : 1));
  const best = ranked[0];
  return best !== undefined && best.far <= near ? best.name : undefined;
}

/** Levenshtein's distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
