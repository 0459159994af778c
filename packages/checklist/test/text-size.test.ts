// That a browser can load the reader of texts: no import of Node.js, and no more bytes than a picture has.
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { bundleFor } from '../site/bundle.ts';
import { rules } from '../src/index.ts';

/** Bytes, compressed. */
const BUDGET = 76_000;

it('the reader of texts has at most 76 kB, compressed, with every rule, and imports nothing', async () => {
  const code = await bundleFor(new URL('../src/text/diagnose-text.ts', import.meta.url), 'esm');
  const fixes = rules.map(({ fix }) => fix).filter((fix) => typeof fix === 'string');
  expect(fixes.length).toBeGreaterThan(50);
  const plain = code.replaceAll('\\', '');
  expect(fixes.filter((fix) => !plain.includes(fix))).toEqual([]);
  expect(/^import\b|\bfrom\s?["'`]node:/m.test(code)).toBe(false);
  expect(gzipSync(code, { level: 9 }).length).toBeLessThanOrEqual(BUDGET);
}, 60_000);
