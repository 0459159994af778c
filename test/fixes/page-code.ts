// Takes the code of a fix from its page, and makes a function of it.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Proof } from './proof.ts';

/** The chapter of the page in which the code stands. */
export type Chapter = 'How to fix' | 'How to confirm';

/** The text of the one code block of a language in a chapter of a page. */
export function pageCode(id: string, chapter: Chapter, language: string): string {
  const page = readFileSync(new URL(`../../packages/checklist/docs/${id}.md`, import.meta.url), 'utf8');
  const text = page.split(/^## /m).find((part) => part.startsWith(chapter)) ?? '';
  const blocks = [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].filter(([, name]) => name === language);
  const [block] = blocks;
  if (block === undefined || blocks.length > 1) {
    throw new Error(
      `${id}.md: expected one block of ${language} under "${chapter}", found ${blocks.length}; UPDATE_DOCS=1 vitest run catalogue-pages writes it`,
    );
  }
  return block[2] ?? '';
}

/** The code with the values that a test replaces; `$SIMULATOR` is its URL. @throws Error for one that is not there. */
export function replaceIn(code: string, { replaced = {} }: Proof, url: string): string {
  let result = code;
  for (const [from, to] of Object.entries(replaced)) {
    if (!result.includes(from)) throw new Error(`the code has no ${from} to replace`);
    result = result.replaceAll(from, to.replaceAll('$SIMULATOR', url));
  }
  return result;
}

/**
 * Runs TypeScript as a separate module with `names` defined, except for names that the code defines itself.
 *
 * @throws whatever the code throws.
 */
export async function runCode(code: string, names: Readonly<Record<string, unknown>>): Promise<void> {
  const script = stripTypeScriptTypes(code);
  const imports = /^import .*$/gm;
  const own = (name: string): boolean =>
    new RegExp(
      `^(?:async )?(?:const|let|function) ${name}\\b|^(?:const|let) \\{[^}]*\\b${name}\\b`,
      'm',
    ).test(script);
  const given = Object.keys(names).filter((name) => !own(name));
  // Below `test/`, so that the code imports the observed SDK.
  const cache = new URL('../node_modules/.cache/', import.meta.url);
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(fileURLToPath(new URL('fixes-', cache)));
  try {
    const file = `${folder}/fix.mjs`;
    writeFileSync(
      file,
      `import Anthropic from '@anthropic-ai/sdk';\n${(script.match(imports) ?? []).join('\n')}
export async function run({ ${given.join(', ')} }) {\n${script.replace(imports, '')}\n}\n`,
    );
    const { run } = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as {
      run: (names: Readonly<Record<string, unknown>>) => Promise<void>;
    };
    await run(names);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
