// Bundles for browsers: the script of the front page, with all rules of the checklist in it.
import { fileURLToPath } from 'node:url';
import { build } from 'tsdown';

const ROOT = new URL('../../../', import.meta.url);

/**
 * A file of sources with all that it imports, minified.
 *
 * @param format `iife` for a script that is no module
 * @throws Error when it cannot be built
 */
export async function bundleFor(entry: URL, format: 'esm' | 'iife'): Promise<string> {
  const file = fileURLToPath(entry);
  const [bundle] = await build({
    config: false,
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    entry: { bundle: file },
    format,
    platform: 'browser',
    // Browsers have it since 2023.
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
  });
  const chunk = bundle?.chunks.find((one) => one.type === 'chunk');
  if (chunk === undefined) throw new Error(`${file}: the bundle is empty`);
  return chunk.code;
}

/**
 * The script for `<script>` and `</script>`. It is not a module: browsers load no module from `file:`.
 *
 * @throws Error when it cannot be built
 */
export const bundleScript = async (): Promise<string> =>
  inScriptElement(await bundleFor(new URL('browser/main.ts', import.meta.url), 'iife'));

/** Nothing in it ends the element, or opens a comment, which would hide its end. Such text is in strings and patterns alone. */
const inScriptElement = (code: string): string =>
  code.trim().replace(/<(?=\/script|!--)/gi, String.raw`\x3C`);
