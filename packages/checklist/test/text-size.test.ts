// That a browser can load the reader of texts: no import of Node.js, and no more bytes than a picture has.
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'tsdown';
import { expect, it } from 'vitest';
import { WITHOUT_PAGES } from '../site/without-pages.ts';
import { rules } from '../src/index.ts';

/** Bytes, compressed. */
const BUDGET = 66_000;

/** `diagnoseText` and `createTextReader` with all that they need, as a bundler for browsers makes it. */
async function bundled(): Promise<string> {
  const [bundle] = await build({
    config: false,
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    entry: { text: '../src/text/diagnose-text.ts' },
    format: 'esm',
    platform: 'browser',
    target: 'es2023',
    tsconfig: fileURLToPath(new URL('../../../tsconfig.json', import.meta.url)),
    deps: { alwaysBundle: [/./] },
    outputOptions: { comments: false },
    minify: true,
    dts: false,
    write: false,
    clean: false,
    logLevel: 'warn',
    plugins: [WITHOUT_PAGES],
  });
  const chunk = bundle?.chunks.find((one) => one.type === 'chunk');
  if (chunk === undefined) throw new Error('src/text/diagnose-text.ts: the bundle is empty');
  return chunk.code;
}

it('the reader of texts has at most 66 kB, compressed, with every rule, and imports nothing', async () => {
  const code = await bundled();
  const fixes = rules.map(({ fix }) => fix).filter((fix) => typeof fix === 'string');
  expect(fixes.length).toBeGreaterThan(50);
  const plain = code.replaceAll('\\', '');
  expect(fixes.filter((fix) => !plain.includes(fix))).toEqual([]);
  expect(/^import\b|\bfrom\s?["'`]node:/m.test(code)).toBe(false);
  expect(gzipSync(code, { level: 9 }).length).toBeLessThanOrEqual(BUDGET);
}, 60_000);
