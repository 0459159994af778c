// That the script which the Collector's processor embeds is made of the sources as they are.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { bundleEngine, SCRIPT } from '../../packages/collector/src/bundle/bundle.ts';

/** Bytes. A Collector reads them once. A tenth are the words without which a pattern is not tried. */
const BUDGET = 372_000;

test('the committed script of the engine is current: `npm run build` writes it', async () => {
  const script = readFileSync(SCRIPT, 'utf8');
  // Not `toBe`: a difference would fill the screen.
  expect(script === (await bundleEngine())).toBe(true);
  expect(Buffer.byteLength(script)).toBeLessThanOrEqual(BUDGET);
});
