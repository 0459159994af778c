// Bundles the script of the front page, with all rules of the checklist in it.
import { fileURLToPath } from 'node:url';
import { build, type TsdownPlugin } from 'tsdown';

const ROOT = new URL('../../../', import.meta.url);

/** Properties of rules and patterns that only their pages show, as Biome formats them: to the next line that is indented as they are. */
const FOR_PAGES = /^( +)(?:confirm|sample|sources):.*\n(?:\1 .*\n)*(?:\1\],\n)?/gm;
const RECORDS = /[\\/]checklist[\\/]src[\\/](?:rules|patterns)[\\/]/;

/** Leaves them out: the pages stand beside the script. */
const WITHOUT_PAGES: TsdownPlugin = {
  name: 'without-pages',
  transform: (code, id) => (RECORDS.test(id) ? { code: code.replace(FOR_PAGES, '') } : undefined),
};

/**
 * A script, to stand between `<script>` and `</script>`. It is no module: browsers load none from `file:`.
 *
 * @param entry the file to begin with
 * @param name a global variable for what the file exports
 * @throws Error when it cannot be built
 */
export async function bundleScript(entry = 'browser/main.ts', name?: string): Promise<string> {
  const [bundle] = await build({
    config: false,
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    entry: { page: entry },
    format: 'iife',
    ...(name !== undefined && { globalName: name }),
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
  if (chunk === undefined) throw new Error(`packages/checklist/site/${entry}: the bundle is empty`);
  return inScriptElement(chunk.code);
}

/** Nothing in it ends the element, or opens a comment, which would hide its end. Such text is in strings and patterns alone. */
const inScriptElement = (code: string): string =>
  code.trim().replace(/<(?=\/script|!--)/gi, String.raw`\x3C`);
