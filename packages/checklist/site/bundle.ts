// Bundles the script of the front page, with all rules of the checklist in it.
import { fileURLToPath } from 'node:url';
import { build } from 'tsdown';
import { WITHOUT_PAGES } from './without-pages.ts';

const ROOT = new URL('../../../', import.meta.url);

/**
 * The script, to stand between `<script>` and `</script>`. It is no module: browsers load none from `file:`.
 *
 * @throws Error when it cannot be built
 */
export async function bundleScript(): Promise<string> {
  const [bundle] = await build({
    config: false,
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    entry: { page: 'browser/main.ts' },
    format: 'iife',
    platform: 'browser',
    // What browsers have had since 2023.
    target: 'es2023',
    // The sources, by the same table that the compiler uses.
    tsconfig: fileURLToPath(new URL('tsconfig.json', ROOT)),
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
  if (chunk === undefined) throw new Error('packages/checklist/site/browser/main.ts: the bundle is empty');
  return inScriptElement(chunk.code);
}

/** Nothing in it ends the element, or opens a comment, which would hide its end. Such text is in strings and patterns alone. */
const inScriptElement = (code: string): string =>
  code.trim().replace(/<(?=\/script|!--)/gi, String.raw`\x3C`);
