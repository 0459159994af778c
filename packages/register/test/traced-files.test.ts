// The files of the built package, as a bundler for servers copies them: Nitro, Next.js and Vercel follow what code names.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const DIST = new URL('../dist/', import.meta.url);
/** The forms that `@vercel/nft` follows. It does not follow `createRequire(…)("./file")`. */
const NAMED = /(?:\brequire\(|\bfrom |\bnew URL\()["']\.\/([\w.-]+)["']/g;

function traced(file: string, found: Set<string> = new Set()): ReadonlySet<string> {
  if (found.has(file)) return found;
  found.add(file);
  for (const [, next = ''] of readFileSync(new URL(file, DIST), 'utf8').matchAll(NAMED)) traced(next, found);
  return found;
}

test("a server's bundle has each file that register loads", () => {
  const built = readdirSync(DIST).filter((file) => file.endsWith('.cjs'));
  expect(built).toContain('own-sdk.cjs');
  expect(built.filter((file) => !traced('index.mjs').has(file))).toEqual([]);
});
