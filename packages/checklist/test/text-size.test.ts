// That a browser can load the reader of texts: no import of Node.js, and no more bytes than a picture has.
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'tsdown';
import { expect, it } from 'vitest';
import packages from '../../../tsdown.config.ts';
import { bundleFor } from '../site/bundle.ts';
import { rules } from '../src/index.ts';

/** Bytes, compressed. */
const BUDGET = 83_000;

it('the reader of texts has at most 83 kB, compressed, with every rule, and imports nothing', async () => {
  const code = await bundleFor(new URL('../src/text/diagnose-text.ts', import.meta.url), 'esm');
  const fixes = rules.map(({ fix }) => fix).filter((fix) => typeof fix === 'string');
  expect(fixes.length).toBeGreaterThan(50);
  const plain = code.replaceAll('\\', '');
  expect(fixes.filter((fix) => !plain.includes(fix))).toEqual([]);
  expect(/^import\b|\bfrom\s?["'`]node:/m.test(code)).toBe(false);
  expect(gzipSync(code, { level: 9 }).length).toBeLessThanOrEqual(BUDGET);
}, 60_000);

// A bundler drops an unused chunk, but keeps all of a chunk with one used part.
it('as published, diagnoseText shares no chunk with dialects, patterns, terms, drills or pages', async () => {
  const config = packages.find(({ name }) => name === 'checklist');
  const [bundle] = await build({
    ...config,
    config: false,
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    format: 'esm',
    dts: false,
    write: false,
    clean: false,
    logLevel: 'warn',
  });
  const chunks = new Map(
    (bundle?.chunks ?? []).flatMap((one) => (one.type === 'chunk' ? [[one.fileName, one] as const] : [])),
  );
  const needed = new Set(['text.mjs', 'text/diagnose-text.mjs']);
  for (const name of needed)
    if (name !== 'text.mjs') for (const one of chunks.get(name)?.imports ?? []) needed.add(one);
  const modules = [...needed].flatMap((name) => chunks.get(name)?.moduleIds ?? []);
  expect(modules.length).toBeGreaterThan(100);
  expect(modules.filter((id) => /\/src\/(?:dialects|patterns|terms|drills)\/|\/pages\.ts$/.test(id))).toEqual(
    [],
  );
}, 60_000);
